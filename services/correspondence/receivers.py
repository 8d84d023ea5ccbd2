"""Audiences of broadcasts: everybody, posts, schools with a status, an organization, participants of an event."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from models import (
    SEATED_STATES,
    Account,
    AudienceKind,
    Employment,
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
from services.schools.employments import is_employed

PAGE_SIZE = 6


@dataclass(frozen=True, slots=True)
class BroadcastAudience:
    """A kind of audience; `chosen` holds codes of posts or statuses, or the id of an organization or an event."""

    kind: AudienceKind
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedAudience:
    """An audience with the title of its organization or event; `title` is empty for the other kinds."""

    audience: BroadcastAudience
    title: str


@dataclass(frozen=True, slots=True)
class Reach:
    """Numbers of accounts: receivers, those that refused broadcasts, those that blocked the bot."""

    people: int
    refused: int
    blocked: int


def in_audience(db: Session, audience: BroadcastAudience, author_id: int, now: datetime) -> ColumnElement[bool]:
    """Return the SQL condition for accounts of the audience, without the author's own; blocked ones are included."""
    people = select(Teacher.id).where(Teacher.erased_at.is_(None))
    ids = [int(code) for code in audience.chosen if code.isdecimal()]
    match audience.kind:
        case AudienceKind.POSTS:
            people = people.where(
                is_employed(Employment.post.in_([post for post in Post if post.value in audience.chosen]))
            )
        case AudienceKind.STATUSES:
            today = now.astimezone(network(db).tz).date()
            holding = select(OrgStatus.organization_id).where(
                OrgStatus.kind.in_([kind for kind in OrgStatusKind if kind.value in audience.chosen]),
                OrgStatus.since <= today,
                or_(OrgStatus.until.is_(None), OrgStatus.until >= today),
            )
            people = people.where(is_employed(Employment.organization_id.in_(holding)))
        case AudienceKind.ORGANIZATION:
            people = people.where(is_employed(Employment.organization_id.in_(ids)))
        case AudienceKind.EVENT:
            seated = select(Registration.teacher_id).where(
                Registration.event_id.in_(ids), Registration.state.in_(SEATED_STATES)
            )
            people = people.where(Teacher.id.in_(seated))
    return Account.teacher_id.in_(people) & (Account.id != author_id)


def reach(db: Session, audience: BroadcastAudience, author_id: int, now: datetime) -> Reach:
    """Count the accounts a broadcast would reach now."""
    group = case((Account.blocked_at.is_not(None), 2), (Account.no_broadcasts, 1), else_=0)
    statement = select(group, func.count()).where(in_audience(db, audience, author_id, now)).group_by(group)
    found = {row[0]: row[1] for row in db.execute(statement)}
    return Reach(found.get(0, 0), found.get(1, 0), found.get(2, 0))


def name_audience(db: Session, audience: BroadcastAudience) -> NamedAudience:
    """Look up the title. Raises NotFound for an unknown organization or event and for a draft."""
    if audience.kind not in {AudienceKind.ORGANIZATION, AudienceKind.EVENT}:
        return NamedAudience(audience, "")
    number = int(audience.chosen[0])
    if audience.kind is AudienceKind.EVENT:
        event = db.get(Event, number)
        if event is None or event.state is EventState.DRAFT:
            raise NotFound()
        return NamedAudience(audience, event.title)
    organization = db.get(Organization, number)
    if organization is None:
        raise NotFound()
    return NamedAudience(audience, organization.short)


def events_page(db: Session, actor: Actor, page: int) -> Page[Event]:
    """Return published events to choose from, the latest first."""
    actor.require_staff()
    published = Event.state == EventState.PUBLISHED
    total = db.scalar(select(func.count()).select_from(Event).where(published)) or 0
    bounds = page_bounds(total, page, PAGE_SIZE)
    statement = select(Event).where(published).order_by(Event.starts_at.desc(), Event.id.desc())
    return bounds.page(db.scalars(statement.offset(bounds.offset).limit(bounds.limit)).unique())
