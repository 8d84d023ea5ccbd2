"""Publishing a draft, deleting it, and cancelling a published event with a reason."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import ClassVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import ACTIVE_STATES, Account, Event, EventFormat, EventRole, EventState, Registration
from services.actors import Actor
from services.cleaning import one_line
from services.desk.changes import ChangedMeanwhile, EventClosed
from services.desk.events import editable_event
from services.desk.fields.definition import StartInPast
from services.desk.organizers import EventNews, notify_organizers
from services.events import seats
from services.events.audience import open_alternative
from services.lengths import TextLimit, check
from services.network import network
from services.notices import Notice, Window, notify_teacher
from services.quiet_hours import earliest_delivery_time
from services.refusals import Refusal

REASON_LIMIT = TextLimit("desk-bad-reason", 3, 300)
CLASHES_SHOWN = 3


class AlreadyPublished(Refusal):
    """The event is published already."""

    key = "desk-already-published"


class PlaceMissing(Refusal):
    """An event that is not online needs a place or a host."""

    key = "desk-place-missing"


class NotADraft(Refusal):
    """Only a draft can be deleted."""

    key = "desk-not-a-draft"


@dataclass(frozen=True, slots=True)
class Cancellation:
    """Cancel the event while it is at this version, for this reason."""

    event_id: int
    version: int
    reason: str


@dataclass(frozen=True, slots=True)
class Cancelling:
    """A cancellation: `people` participants are notified, at `later` (UTC) if quiet hours delay it."""

    event: Event
    people: int
    later: datetime | None = None


@dataclass(frozen=True, slots=True)
class EventCalledOff(Notice):
    NAME: ClassVar[str] = "event_cancelled"
    event: int

    @property
    def key(self) -> str:
        return f"cancelled:{self.event}"


@dataclass(frozen=True, slots=True)
class CancelledNotice:
    """A cancelled event to notify a participant of, and a similar open event if there is one."""

    event: Event
    similar: Event | None


def publish(db: Session, actor: Actor, event_id: int, version: int, now: datetime) -> Event:
    """Publish a draft; the reminder rules for the audience announce it."""
    event = editable_event(db, actor, event_id)
    if event.state is EventState.PUBLISHED:
        raise AlreadyPublished(event=event.id)
    if event.state is EventState.CANCELLED:
        raise EventClosed(event=event.id)
    if event.version != version:
        raise ChangedMeanwhile(event=event.id)
    if event.starts_at <= now:
        raise StartInPast(event=event.id)
    if event.format is EventFormat.OFFLINE and event.host_id is None and not event.place:
        raise PlaceMissing(event=event.id)
    if event.deadline is not None and not now < event.deadline <= event.starts_at:
        event.set_deadline(None)
    event.state = EventState.PUBLISHED
    event.published_at = event.schedule_set_at = now
    if event.responsible_id is None:
        event.responsible = actor.teacher
    db.flush()
    return event


def clashes(db: Session, event: Event) -> list[Event]:
    """Return up to CLASHES_SHOWN published events of the same local days whose audience overlaps, the nearest first."""
    found: dict[int, Event] = {}
    for start in event.session_starts:
        begins = datetime.combine(start.date(), time(0), tzinfo=event.tz).astimezone(UTC)
        statement = (
            select(Event)
            .where(
                Event.state == EventState.PUBLISHED,
                Event.id != event.id,
                Event.starts_at < begins + timedelta(days=1),
                Event.ends_at > begins,
            )
            .order_by(Event.starts_at)
        )
        days = {start.date()}
        for other in db.scalars(statement):
            if days & {day.date() for day in other.session_starts} and _audiences_overlap(event, other):
                found[other.id] = other
    return list(found.values())[:CLASHES_SHOWN]


def _audiences_overlap(one: Event, other: Event) -> bool:
    pairs = ((one.posts, other.posts), (one.subjects, other.subjects), (one.org_statuses, other.org_statuses))
    return all(not here or not there or set(here) & set(there) for here, there in pairs)


def waiting_draft(db: Session, actor: Actor, event_id: int) -> Event:
    """Return a draft that is kept for later."""
    event = editable_event(db, actor, event_id)
    if event.state is EventState.PUBLISHED:
        raise AlreadyPublished(event=event.id)
    if event.state is EventState.CANCELLED:
        raise EventClosed(event=event.id)
    return event


def drop_draft(db: Session, actor: Actor, event_id: int, sure: bool) -> Event:
    """Delete a draft if `sure`; return it either way."""
    event = editable_event(db, actor, event_id)
    if event.state is not EventState.DRAFT:
        raise NotADraft(event=event.id)
    if sure:
        db.execute(delete(EventRole).where(EventRole.event_id == event.id))
        db.delete(event)
        db.flush()
    return event


def about_to_cancel_event(db: Session, actor: Actor, event_id: int, version: int, now: datetime) -> Cancelling:
    """Return the event and the number of participants to notify, before the reason is asked for."""
    event = editable_event(db, actor, event_id)
    if event.state is not EventState.PUBLISHED or event.attendance_closed_at is not None or event.ends_at <= now:
        raise EventClosed(event=event.id)
    if event.version != version:
        raise ChangedMeanwhile(event=event.id)
    return Cancelling(event, len(_active_sign_ups(db, event)))


def checked_reason(text: str) -> str:
    """Return the reason as it may be shown to people, in one line. Raises TextLength."""
    return check(one_line(text), REASON_LIMIT)


def cancel_event(db: Session, actor: Actor, cancellation: Cancellation, now: datetime) -> Cancelling:
    """Cancel a published event: sign-ups end, participants and organizers are notified of the reason."""
    reason = checked_reason(cancellation.reason)
    event = about_to_cancel_event(db, actor, cancellation.event_id, cancellation.version, now).event
    tell = earliest_delivery_time(network(db), now, event.starts_at)
    event.state = EventState.CANCELLED
    event.cancelled_at = now
    event.cancel_reason = reason
    db.flush()
    people = seats.end_sign_ups(db, event, now)
    window = Window(tell, event.ends_at)
    for registration in people:
        notify_teacher(db, registration.teacher_id, EventCalledOff(event.id), now, window)
    notify_organizers(db, actor, EventNews(event, None, window), now)
    db.flush()
    return Cancelling(event, len(people), tell if tell > now else None)


def load_cancelled(db: Session, account: Account, notice: EventCalledOff, now: datetime) -> CancelledNotice | None:
    """Return the cancelled event of a notice, with a similar open event for the person."""
    event = db.get(Event, notice.event)
    if event is None or event.state is not EventState.CANCELLED or account.teacher is None:
        return None
    return CancelledNotice(event, open_alternative(db, event, account.teacher, now))


def _active_sign_ups(db: Session, event: Event) -> list[Registration]:
    statement = select(Registration).where(Registration.event_id == event.id, Registration.state.in_(ACTIVE_STATES))
    return list(db.scalars(statement.order_by(Registration.id)))
