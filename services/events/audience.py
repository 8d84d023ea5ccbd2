"""Eligibility for an event: posts, subjects, and the statuses of a school on the event's day."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import ACTIVE_STATES, Account, Event, EventFormat, EventState, OrgStatus, Post, Registration, Teacher
from services.network import network

StatusKinds = frozenset[str]


class Mismatch(StrEnum):
    """The reason why a person is not eligible."""

    POST = "post"
    SUBJECT = "subject"
    STATUS = "status"


def is_eligible(db: Session, event: Event, teacher: Teacher) -> bool:
    """Whether the event is for this person; an event without an audience is for everybody."""
    return mismatch(db, event, teacher) is None


def mismatch(db: Session, event: Event, teacher: Teacher) -> Mismatch | None:
    """Return the first reason why the person is not eligible; None if they are."""
    return _mismatch(event, teacher, _statuses(db, event, [teacher]).get(teacher.organization_id, frozenset()))


def eligible_events(db: Session, events: Iterable[Event], teacher: Teacher) -> list[Event]:
    """Return those of `events` that are for this person."""
    return [event for event in events if is_eligible(db, event, teacher)]


def invited_teachers(db: Session, event: Event) -> list[Teacher]:
    """Return the eligible people with an account: they are notified when the event is published."""
    reachable = select(Account.teacher_id).where(Account.teacher_id.is_not(None), Account.blocked_at.is_(None))
    statement = select(Teacher).where(Teacher.erased_at.is_(None), Teacher.id.in_(reachable)).order_by(Teacher.id)
    people = list(db.scalars(statement).unique())
    statuses = _statuses(db, event, people)
    return [
        teacher
        for teacher in people
        if _mismatch(event, teacher, statuses.get(teacher.organization_id, frozenset())) is None
    ]


def open_alternative(db: Session, event: Event, teacher: Teacher, now: datetime) -> Event | None:
    """Return the event most like this one that the person can sign up for, the nearest of equals.

    Events of the same subproject are most alike, then those of the same form, then online ones.
    """
    signed_up = select(Registration.event_id).where(
        Registration.teacher_id == teacher.id, Registration.state.in_(ACTIVE_STATES)
    )
    statement = (
        select(Event)
        .where(Event.state == EventState.PUBLISHED, Event.starts_at > now, Event.id != event.id)
        .where(Event.id.not_in(signed_up))
        .order_by(Event.starts_at, Event.id)
    )
    open_ones = [other for other in db.scalars(statement) if other.is_open(now) and other.seats_left != 0]
    likeness = sorted(open_ones, key=lambda other: (_unlike(event, other), other.starts_at))
    return next((other for other in likeness if is_eligible(db, other, teacher)), None)


def _unlike(event: Event, other: Event) -> int:
    if event.subproject_id is not None and other.subproject_id == event.subproject_id:
        return 0
    return 1 if other.form is event.form else 2 if other.format is EventFormat.ONLINE else 3


def _mismatch(event: Event, teacher: Teacher, statuses: StatusKinds) -> Mismatch | None:
    if event.posts and teacher.post.value not in event.posts:
        return Mismatch.POST
    if event.subjects and _needs_subject(event, teacher) and not set(event.subjects) & set(teacher.subjects):
        return Mismatch.SUBJECT
    if event.org_statuses and not set(event.org_statuses) & statuses:
        return Mismatch.STATUS
    return None


def _needs_subject(event: Event, teacher: Teacher) -> bool:
    """Whether subjects restrict this person: in «для учителей математики и завучей» they restrict teachers only."""
    return Post.TEACHER.value not in event.posts or teacher.post is Post.TEACHER


def _statuses(db: Session, event: Event, people: Iterable[Teacher]) -> dict[int | None, StatusKinds]:
    """Return the statuses of the people's organizations on the event's day; empty if the event names none."""
    organizations = {teacher.organization_id for teacher in people} - {None}
    if not event.org_statuses or not organizations:
        return {}
    day: date = event.starts_at.astimezone(network(db).tz).date()
    held: dict[int | None, set[str]] = {}
    for status in db.scalars(select(OrgStatus).where(OrgStatus.organization_id.in_(organizations))):
        if status.is_held_on(day):
            held.setdefault(status.organization_id, set()).add(status.kind.value)
    return {organization: frozenset(kinds) for organization, kinds in held.items()}
