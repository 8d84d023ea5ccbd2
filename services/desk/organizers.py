"""Organizers of an event, and their notices when somebody else moves or cancels it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Event, EventState
from services.actors import Actor, actor_of
from services.desk.events import may_change
from services.events.moved import Schedule, schedule_of
from services.notices import Notice, Window, notify


@dataclass(frozen=True, slots=True)
class OwnEventChanged(Notice):
    """A move or, with `was` None, a cancellation by another account.

    The key is that of the participants' notice, so that a participating organizer gets one of them.
    """

    event: int
    version: int
    by: int
    was: Schedule | None

    @property
    def key(self) -> str:
        return f"cancelled:{self.event}" if self.was is None else f"moved:{self.event}:{self.version}"


@dataclass(frozen=True, slots=True)
class ChangedByAnother:
    """A change to notify an organizer of. `was` None: the event is cancelled; `by`: full name, empty if unknown."""

    event: Event
    by: str
    was: Schedule | None
    becomes: Schedule


def organizers(db: Session, event: Event) -> list[Account]:
    """Return the accounts of an event's author and of its responsible person."""
    statement = select(Account).where(
        (Account.id == event.author_id)
        | (Account.teacher_id.is_not(None) & (Account.teacher_id == event.responsible_id))
    )
    return list(db.scalars(statement.order_by(Account.id)).unique())


@dataclass(frozen=True, slots=True)
class EventNews:
    """A move or cancellation to notify the organizers of.

    `was`: by account the schedule known before a move; None when the event is cancelled.
    """

    event: Event
    was: Mapping[int, Schedule] | None
    window: Window


def notify_organizers(db: Session, actor: Actor, news: EventNews, now: datetime) -> None:
    """Notify the organizers except `actor`.

    Call it after the participants were notified, so that a participating organizer gets the participants' notice alone.
    """
    own, event = actor.account, news.event
    for account in organizers(db, event):
        if account.id == own.id or (own.teacher_id is not None and account.teacher_id == own.teacher_id):
            continue
        was = None if news.was is None else news.was[account.id]
        notify(db, account, OwnEventChanged(event.id, event.version, own.id, was), now, news.window)


def load_change_by_another(
    db: Session, account: Account, notice: OwnEventChanged, _now: datetime
) -> ChangedByAnother | None:
    """Return the change of a notice; None if it was changed again or back, or the receiver no longer organizes it."""
    event = db.get(Event, notice.event)
    if event is None or not may_change(actor_of(db, account), event):
        return None
    was, becomes = notice.was, schedule_of(event)
    if event.state is not (EventState.PUBLISHED if was else EventState.CANCELLED):
        return None
    if event.version != notice.version or was == becomes:
        return None
    by = db.get(Account, notice.by)
    return ChangedByAnother(event, by.teacher.full_name if by and by.teacher else "", was, becomes)
