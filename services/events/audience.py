"""Eligibility for an event: posts, subjects, and the statuses of a school on the event's day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, bindparam, case, cast, func, or_, select
from sqlalchemy.orm import Session, lazyload

from models import (
    ACTIVE_STATES,
    Account,
    Employment,
    Event,
    EventFormat,
    EventState,
    OrgStatus,
    OrgStatusKind,
    Post,
    Registration,
    Teacher,
)
from services.network import network
from services.schools.employments import is_employed, organizations_of, posts_of

StatusKinds = frozenset[str]


class Mismatch(StrEnum):
    """The reason why a person is not eligible."""

    POST = "post"
    SUBJECT = "subject"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Fit:
    """The numbers of values of `is_for` for a person; people of one kind share a statement built once.

    `other_posts`: the posts, named first, that are not a teacher's, for whom subjects do not matter.
    """

    posts: int
    other_posts: int
    subjects: int
    statuses: int


def is_eligible(db: Session, event: Event, teacher: Teacher) -> bool:
    """Whether the event is for this person; an event without an audience is for everybody."""
    return mismatch(db, event, teacher) is None


def mismatch(db: Session, event: Event, teacher: Teacher) -> Mismatch | None:
    """Return the first reason why the person is not eligible; None if they are."""
    return mismatches(db, [event], teacher)[0]


def mismatches(db: Session, events: Sequence[Event], teacher: Teacher) -> list[Mismatch | None]:
    """Return for each event the first reason why the person is not eligible; None where they are."""
    named = any(event.org_statuses for event in events)
    statuses = _statuses_of(db, teacher) if named else []
    found = []
    for event in events:
        day = _day(db, event) if event.org_statuses else date.min
        held = frozenset(status.kind.value for status in statuses if status.is_held_on(day))
        found.append(_mismatch(event, teacher, held))
    return found


_POSTS, _SUBJECTS, _STATUSES = (cast(column, Text) for column in (Event.posts, Event.subjects, Event.org_statuses))
_NOBODY = "[]"
"""A list without a code, as it is stored."""
_OF_ORGANIZATIONS = select(OrgStatus).where(OrgStatus.organization_id.in_(bindparam("organizations", expanding=True)))


@cache
def is_for(fit: Fit) -> ColumnElement[bool]:
    """Return the condition that an event is for a person, `mismatch` in SQL; `fit_of` returns its parameters."""
    posts = [_POSTS.like(bindparam(f"fit_post_{n}")) for n in range(fit.posts)]
    subject = [_SUBJECTS == _NOBODY, *(_SUBJECTS.like(bindparam(f"fit_subject_{n}")) for n in range(fit.subjects))]
    if fit.other_posts:
        subject.append(and_(_POSTS.like(_holding(Post.TEACHER)), or_(*posts[: fit.other_posts])))
    status = [_STATUSES == _NOBODY]
    for n in range(fit.statuses):
        held = Event.starts_at >= bindparam(f"fit_since_{n}"), Event.starts_at < bindparam(f"fit_until_{n}")
        status.append(and_(_STATUSES.like(bindparam(f"fit_status_{n}")), *held))
    return and_(or_(_POSTS == _NOBODY, *posts), or_(*subject), or_(*status))


def fit_of(db: Session, teacher: Teacher) -> tuple[Fit, dict[str, Any]]:
    """Return the condition's kind and its parameters for a person."""
    tz = network(db).tz
    statuses = _statuses_of(db, teacher)
    posts = sorted(posts_of(teacher), key=lambda post: post is Post.TEACHER)
    values: dict[str, Any] = {f"fit_post_{n}": _holding(post) for n, post in enumerate(posts)}
    for n, code in enumerate(teacher.subjects):
        values[f"fit_subject_{n}"] = _holding(code)
    for n, status in enumerate(statuses):
        values[f"fit_status_{n}"] = _holding(status.kind)
        values[f"fit_since_{n}"] = datetime.combine(status.since, time.min, tz)
        after = status.until + timedelta(days=1) if status.until is not None else None
        values[f"fit_until_{n}"] = _END_OF_TIME if after is None else datetime.combine(after, time.min, tz)
    others = len(posts) - (Post.TEACHER in posts)
    return Fit(len(posts), others, len(teacher.subjects), len(statuses)), values


_END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)


def _holding(code: str) -> str:
    """Return the pattern of stored lists that hold a code."""
    return f'%"{code}"%'


def _statuses_of(db: Session, teacher: Teacher) -> list[OrgStatus]:
    """Return the statuses of the person's organizations, held on any day."""
    places = organizations_of(teacher)
    return list(db.scalars(_OF_ORGANIZATIONS, {"organizations": places})) if places else []


IS_UPCOMING = and_(Event.state == EventState.PUBLISHED, Event.starts_at > bindparam("now"))
IS_OPEN = and_(IS_UPCOMING, func.coalesce(Event.deadline, Event.starts_at) > bindparam("now"))
"""Condition: people may sign up now, as `Event.is_open`."""


def invited(db: Session, event: Event) -> ColumnElement[bool]:
    """Return the condition for accounts of eligible people, `mismatch` in SQL: they hear of the event."""
    fits: list[ColumnElement[bool]] = [Teacher.id == Account.teacher_id, Teacher.erased_at.is_(None)]
    if event.posts:
        fits.append(is_employed(Employment.post.in_(_posts_of(event))))
    if event.subjects:
        taught = cast(Teacher.subjects, Text)
        subject: list[ColumnElement[bool]] = [taught.like(_holding(code)) for code in event.subjects]
        if Post.TEACHER.value in event.posts:
            others = [post for post in _posts_of(event) if post is not Post.TEACHER]
            subject.append(is_employed(Employment.post.in_(others)))
        fits.append(or_(*subject))
    if event.org_statuses:
        day = _day(db, event)
        holding = select(OrgStatus.organization_id).where(
            OrgStatus.kind.in_([kind for kind in OrgStatusKind if kind.value in event.org_statuses]),
            OrgStatus.since <= day,
            or_(OrgStatus.until.is_(None), OrgStatus.until >= day),
        )
        fits.append(is_employed(Employment.organization_id.in_(holding)))
    # Not EXISTS, which PostgreSQL would answer for everybody before it takes the first few.
    return select(Teacher.id).where(*fits).scalar_subquery().is_not(None)


def open_alternative(db: Session, event: Event, teacher: Teacher, now: datetime) -> Event | None:
    """Return the event most like this one that the person can sign up for, the nearest of equals.

    Events of the same subproject are most alike, then those of the same form, then online ones.
    """
    fit, values = fit_of(db, teacher)
    like = {"event": event.id, "subproject": event.subproject_id, "form": event.form, "teacher": teacher.id}
    return db.scalar(_alternative(fit), {**values, **like, "now": now})


@cache
def _alternative(fit: Fit) -> Select[Event]:
    signed_up = select(Registration.event_id).where(
        Registration.teacher_id == bindparam("teacher"), Registration.state.in_(ACTIVE_STATES)
    )
    has_seat = or_(Event.capacity.is_(None), Event.taken < Event.capacity)
    unlike = case(
        (Event.subproject_id == bindparam("subproject"), 0),
        (Event.form == bindparam("form"), 1),
        (Event.format == EventFormat.ONLINE, 2),
        else_=3,
    )
    return (
        select(Event)
        .where(IS_OPEN, has_seat, is_for(fit), Event.id != bindparam("event"), Event.id.not_in(signed_up))
        .order_by(unlike, Event.starts_at, Event.id)
        .limit(1)
        .options(lazyload("*"))
    )


def nearest_event(db: Session, teacher: Teacher, now: datetime) -> Event | None:
    """Return the first event that is for the person and open for sign-up."""
    fit, values = fit_of(db, teacher)
    return db.scalar(_nearest(fit), {**values, "now": now})


@cache
def _nearest(fit: Fit) -> Select[Event]:
    return select(Event).where(IS_OPEN, is_for(fit)).order_by(Event.starts_at, Event.id).limit(1).options(lazyload("*"))


def _mismatch(event: Event, teacher: Teacher, statuses: StatusKinds) -> Mismatch | None:
    if event.posts and not set(event.posts) & {post.value for post in posts_of(teacher)}:
        return Mismatch.POST
    if event.subjects and _needs_subject(event, teacher) and not set(event.subjects) & set(teacher.subjects):
        return Mismatch.SUBJECT
    if event.org_statuses and not set(event.org_statuses) & statuses:
        return Mismatch.STATUS
    return None


def _needs_subject(event: Event, teacher: Teacher) -> bool:
    """Whether subjects restrict this person: in «для учителей математики и завучей» they restrict teachers only."""
    others = {post.value for post in posts_of(teacher) if post is not Post.TEACHER}
    return Post.TEACHER.value not in event.posts or not others & set(event.posts)


def _posts_of(event: Event) -> list[Post]:
    return [post for post in Post if post.value in event.posts]


def _day(db: Session, event: Event) -> date:
    """Return the day of the event in the network's zone, on which statuses count."""
    return event.starts_at.astimezone(network(db).tz).date()
