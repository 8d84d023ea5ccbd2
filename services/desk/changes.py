"""Changing an event: a draft freely, a published event with an eye on those who are signed up."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import (
    ACTIVE_STATES,
    Account,
    Attendance,
    Event,
    EventFormat,
    EventState,
    Organization,
    OutboxMessage,
    OutboxState,
    Registration,
    RegistrationState,
)
from services.actors import Actor
from services.desk.events import editable_event
from services.desk.fields import (
    BEFORE_START,
    LINK_LENGTH,
    PLACE_LENGTH,
    DraftField,
    Pieces,
    assign,
    capacity_value,
    code_value,
    starts_value,
    text_value,
)
from services.desk.organizers import notify_organizers
from services.events import seats
from services.events.moved import Schedule, schedule_of
from services.events.window import opens_at
from services.network import network
from services.notices import Notice, NoticeKind, notify
from services.quiet_hours import earliest_delivery_time
from services.refusals import Refusal


class AlreadyStarted(Refusal):
    """Time, place and seats of an event that has begun stay as they are."""

    key = "draft-already-started"


class EventClosed(Refusal):
    """A cancelled event, or one whose attendance is closed, is not changed any more."""

    key = "draft-event-closed"


class FormGone(Refusal):
    """What was typed into the form is no longer there."""

    key = "draft-form-gone"


class ChangedMeanwhile(Refusal):
    """The event is not the one the button was shown with."""

    key = "draft-changed-meanwhile"


@dataclass(frozen=True, slots=True)
class Change:
    """What came of a change. `people` hear of it; `applied` False: they would, so it must be confirmed first."""

    event: Event
    applied: bool
    people: int = 0
    was: Schedule | None = None
    becomes: Schedule | None = None
    later: datetime | None = None
    """When the people are told, if not at once."""


def set_fields(
    db: Session, actor: Actor, event_id: int, values: Pieces, now: datetime, *, sure: bool = False
) -> Change:
    """Set fields. A move of a published event with participants is only planned until `sure`.

    Raises StaffOnly, NotFound, NotYourEvent, EventClosed, AlreadyStarted, BadValue, DeadlineOutOfRange, StartInPast.
    """
    event = editable_event(db, actor, event_id)
    fields = {DraftField(name): value for name, value in values.items()}
    require_changeable(event, set(fields), now)
    was = schedule_of(event)
    published = event.state is EventState.PUBLISHED
    becomes = planned(db, was, fields)
    people = _participants(db, event) if published and _is_a_move(was, becomes) else []
    if people and not sure:
        return Change(event, False, len(people), was, becomes)
    for field, value in fields.items():
        if field is DraftField.CAPACITY and published:
            seats.set_capacity(db, event, capacity_value(value), now)
        else:
            assign(db, event, field, value, now)
    if not published:
        event.version += 1
    elif _is_a_move(was, becomes):
        return _moved(db, actor, event, people, was, becomes, now)
    db.flush()
    return Change(event, True)


def apply_move(db: Session, actor: Actor, event_id: int, version: int, values: Pieces, now: datetime) -> Change:
    """Make the change that was planned; `version` is that of the event it was planned for.

    Raises ChangedMeanwhile and what `set_fields` raises.
    """
    if editable_event(db, actor, event_id).version != version:
        raise ChangedMeanwhile(event=event_id)
    return set_fields(db, actor, event_id, values, now, sure=True)


def changeable(db: Session, actor: Actor, event_id: int, now: datetime) -> Event:
    """An event whose fields may be changed. Raises StaffOnly, NotFound, NotYourEvent, EventClosed."""
    event = editable_event(db, actor, event_id)
    require_changeable(event, set(), now)
    return event


def planned(db: Session, was: Schedule, fields: dict[DraftField, Any]) -> Schedule:
    """The schedule as it would be after the change."""
    for field, value in fields.items():
        match field:
            case DraftField.START:
                was = was.moved_to(starts=tuple(starts_value(value)))
            case DraftField.HOST:
                host = None if value is None else db.get(Organization, value)
                was = was.moved_to(host=host.short if host else "")
            case DraftField.FORMAT:
                was = was.moved_to(format=EventFormat(code_value(EventFormat, field, value)))
            case DraftField.PLACE:
                was = was.moved_to(place=text_value(field, value, PLACE_LENGTH))
            case DraftField.LINK:
                was = was.moved_to(link=text_value(field, value, LINK_LENGTH))
    return was


def require_changeable(event: Event, fields: set[DraftField], now: datetime) -> None:
    """Raises EventClosed, AlreadyStarted."""
    if event.state is EventState.CANCELLED or event.attendance_closed_at is not None:
        raise EventClosed(event=event.id)
    if event.state is EventState.PUBLISHED and fields & BEFORE_START and event.starts_at <= now:
        raise AlreadyStarted(event=event.id)


def _is_a_move(was: Schedule, becomes: Schedule) -> bool:
    """Filling in a place or a link that was not known yet is no move."""
    told = (("host", was.host), ("place", was.place), ("link", was.link))
    filled = was.moved_to(**{name: getattr(becomes, name) for name, value in told if not value})
    return filled != becomes


def _participants(db: Session, event: Event) -> list[Registration]:
    statement = select(Registration).where(
        Registration.event_id == event.id, Registration.state.in_(ACTIVE_STATES), Registration.walk_in.is_(False)
    )
    return list(db.scalars(statement.order_by(Registration.id)))


def _moved(
    db: Session, actor: Actor, event: Event, people: list[Registration], was: Schedule, becomes: Schedule, now: datetime
) -> Change:
    event.version += 1
    event.schedule_set_at = now
    if event.deadline is not None and event.deadline > event.starts_at:
        event.deadline = None
    if now < opens_at(event):
        db.execute(delete(Attendance).where(Attendance.event_id == event.id))
    effect = min(was.starts_at, event.starts_at)
    tell = earliest_delivery_time(network(db), now, effect)
    expires_at = max(was.starts_at.astimezone(UTC), event.starts_at)
    known = defaultdict(was.dump, _unheard(db, event))
    key = f"moved:{event.id}:{event.version}"
    for registration in people:
        expires = registration.offer_expires_at
        if registration.state is RegistrationState.OFFERED and expires and expires > event.starts_at:
            registration.offer_expires_at = event.starts_at
        accounts = db.scalars(select(Account).where(Account.teacher_id == registration.teacher_id)).unique()
        for account in accounts.all():
            payload = {"event": event.id, "version": event.version, "was": known[account.id]}
            notice = Notice(NoticeKind.EVENT_MOVED, key, payload, not_before=tell, expires_at=expires_at)
            notify(db, account, notice, now)
    notify_organizers(db, actor, event, key, known, now, not_before=tell, expires_at=expires_at)
    db.flush()
    return Change(event, True, len(people), was, becomes, tell if tell > now else None)


def _unheard(db: Session, event: Event) -> dict[int, dict[str, Any]]:
    """By account, the schedule a person last knew when the news of an earlier move is still waiting to be sent."""
    statement = (
        select(OutboxMessage)
        .where(OutboxMessage.state == OutboxState.NEW, OutboxMessage.key.like(f"moved:{event.id}:%"))
        .order_by(OutboxMessage.id.desc())
    )
    return {row.account_id: row.payload["was"] for row in db.scalars(statement)}
