"""Moves of an event: the schedule before and after, and each participant's answer."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models import Account, Event, EventFormat, EventState, Registration
from services.actors import Actor
from services.events import seats
from services.events.refusals import EventCancelled, NotSignedUp, TooLateToCancel
from services.events.seats import CancelledBooking
from services.events.waiting_list import active_registration, lock_event
from services.notices import Notice
from services.refusals import Refusal


class MovedAgain(Refusal):
    """The schedule has changed again since the question was sent."""

    key = "desk-moved-again"


@dataclass(frozen=True, slots=True)
class Schedule:
    """Time and place of an event. `starts` are wall times of `zone`, one a day; `host` is a short name."""

    starts: tuple[datetime, ...]
    zone: str
    format: EventFormat
    host: str
    place: str
    link: str

    @property
    def starts_at(self) -> datetime:
        """Return the first start, aware."""
        return self.starts[0].replace(tzinfo=ZoneInfo(self.zone))

    def changed(self, **values: Any) -> "Schedule":
        return replace(self, **values)


def schedule_of(event: Event) -> Schedule:
    return Schedule(
        starts=tuple(event.session_starts),
        zone=event.zone,
        format=event.format,
        host=event.host.short if event.host else "",
        place=event.place,
        link=event.link,
    )


@dataclass(frozen=True, slots=True)
class EventMoved(Notice):
    """`was`: the schedule that the participant knows; the key leaves it out, since a version is told once."""

    event: int
    version: int
    was: Schedule

    @property
    def key(self) -> str:
        return f"moved:{self.event}:{self.version}"


@dataclass(frozen=True, slots=True)
class MoveNotice:
    """A move to notify one participant of."""

    event: Event
    was: Schedule
    becomes: Schedule
    registration: Registration


def accept_move(db: Session, actor: Actor, event_id: int, version: int, now: datetime) -> Event:
    """Keep the sign-up after a move; the person is not asked again."""
    event, registration = _registration_to_answer(db, actor, event_id, version, now)
    registration.agreed_version = version
    db.flush()
    return event


def decline_move(db: Session, actor: Actor, event_id: int, version: int, now: datetime) -> CancelledBooking:
    """Cancel the sign-up after a move; the seat is offered to the next person."""
    _registration_to_answer(db, actor, event_id, version, now)
    return seats.cancel(db, actor, event_id, now)


def _registration_to_answer(
    db: Session, actor: Actor, event_id: int, version: int, now: datetime
) -> tuple[Event, Registration]:
    teacher = actor.require_teacher()
    event = lock_event(db, event_id)
    if event.state is EventState.CANCELLED:
        raise EventCancelled(event)
    registration = active_registration(db, event_id, teacher.id)
    if registration is None:
        raise NotSignedUp(event)
    if event.version != version:
        raise MovedAgain(event=event_id)
    if event.starts_at <= now:
        raise TooLateToCancel(event)
    return event, registration


def load_move(db: Session, account: Account, notice: EventMoved, now: datetime) -> MoveNotice | None:
    """Return the move; None if the event changed again, the sign-up ended or the schedule is back to what was known."""
    event = db.get(Event, notice.event)
    if event is None or event.state is not EventState.PUBLISHED or event.version != notice.version:
        return None
    registration = active_registration(db, event.id, account.teacher_id) if account.teacher_id else None
    was, becomes = notice.was, schedule_of(event)
    if registration is None or was == becomes or event.starts_at <= now:
        return None
    return MoveNotice(event, was, becomes, registration)
