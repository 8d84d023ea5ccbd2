"""Whom a broadcast is for: everybody, some posts, schools with a status, one organization, one event's participants."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from models import (
    SEATED_STATES,
    Account,
    AudienceKind,
    Event,
    EventState,
    Organization,
    OrgStatus,
    OrgStatusKind,
    Post,
    Registration,
    Teacher,
)
from services.actors import Actor
from services.network import network
from services.paging import Page, page_bounds
from services.refusals import NotFound

PAGE_SIZE = 6


@dataclass(frozen=True, slots=True)
class Audience:
    """`chosen`: codes of posts or statuses, the one id of an organization or an event."""

    kind: AudienceKind
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """An audience in words: `title` is the organization's or the event's, empty for the others."""

    audience: Audience
    title: str


@dataclass(frozen=True, slots=True)
class Reach:
    """Accounts of an audience: who will be written to, who does not want it, who has blocked the bot."""

    people: int
    refused: int
    blocked: int


def belongs(db: Session, audience: Audience, author_id: int, now: datetime) -> ColumnElement[bool]:
    """An SQL condition on accounts: those of the audience but the author's own, blocked or not."""
    people = select(Teacher.id).where(Teacher.erased_at.is_(None))
    ids = [int(code) for code in audience.chosen if code.isdecimal()]
    match audience.kind:
        case AudienceKind.POSTS:
            people = people.where(Teacher.post.in_([post for post in Post if post.value in audience.chosen]))
        case AudienceKind.STATUSES:
            today = now.astimezone(network(db).tz).date()
            holding = select(OrgStatus.organization_id).where(
                OrgStatus.kind.in_([kind for kind in OrgStatusKind if kind.value in audience.chosen]),
                OrgStatus.since <= today,
                or_(OrgStatus.until.is_(None), OrgStatus.until >= today),
            )
            people = people.where(Teacher.organization_id.in_(holding))
        case AudienceKind.ORGANIZATION:
            people = people.where(Teacher.organization_id.in_(ids))
        case AudienceKind.EVENT:
            seated = select(Registration.teacher_id).where(
                Registration.event_id.in_(ids), Registration.state.in_(SEATED_STATES)
            )
            people = people.where(Teacher.id.in_(seated))
    return Account.teacher_id.in_(people) & (Account.id != author_id)


def reach(db: Session, audience: Audience, author_id: int, now: datetime) -> Reach:
    """How many accounts a broadcast would find at this moment."""
    standing = case((Account.blocked_at.is_not(None), 2), (Account.no_broadcasts, 1), else_=0)
    statement = select(standing, func.count()).where(belongs(db, audience, author_id, now)).group_by(standing)
    found = {row[0]: row[1] for row in db.execute(statement)}
    return Reach(found.get(0, 0), found.get(1, 0), found.get(2, 0))


def named(db: Session, audience: Audience) -> Named:
    """Raises NotFound when there is no such organization or event; a draft is not there yet."""
    if audience.kind not in {AudienceKind.ORGANIZATION, AudienceKind.EVENT}:
        return Named(audience, "")
    number = int(audience.chosen[0])
    if audience.kind is AudienceKind.EVENT:
        event = db.get(Event, number)
        if event is None or event.state is EventState.DRAFT:
            raise NotFound()
        return Named(audience, event.title)
    organization = db.get(Organization, number)
    if organization is None:
        raise NotFound()
    return Named(audience, organization.short)


def events_page(db: Session, actor: Actor, page: int, now: datetime) -> Page[Event]:
    """Return published events to choose from, the latest first."""
    actor.require_staff()
    published = Event.state == EventState.PUBLISHED
    total = db.scalar(select(func.count()).select_from(Event).where(published)) or 0
    bounds = page_bounds(total, page, PAGE_SIZE)
    statement = select(Event).where(published).order_by(Event.starts_at.desc(), Event.id.desc())
    return bounds.page(db.scalars(statement.offset(bounds.offset).limit(bounds.limit)).unique())
