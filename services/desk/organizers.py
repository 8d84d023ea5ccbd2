"""Organizers of an event, and their notices when somebody else moves or cancels it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Event, EventState
from services.actors import Actor, actor_of
from services.desk.events import may_change
from services.events.moved import Schedule, schedule_of
from services.notices import Notice, NoticeKind, notify


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
    """A move or cancellation to notify the organizers of; `key` is that of the participants' notices.

    `was`: by account the schedule known before a move; None when the event is cancelled.
    """

    event: Event
    key: str
    was: Mapping[int, dict[str, Any]] | None
    not_before: datetime
    expires_at: datetime


def notify_organizers(db: Session, actor: Actor, news: EventNews, now: datetime) -> None:
    """Notify the organizers except `actor`.

    Call it after the participants were notified under the same key, so that a participating organizer gets one notice.
    """
    own, event = actor.account, news.event
    for account in organizers(db, event):
        if account.id == own.id or (own.teacher_id is not None and account.teacher_id == own.teacher_id):
            continue
        payload = {
            "event": event.id,
            "version": event.version,
            "by": own.id,
            "was": None if news.was is None else news.was[account.id],
        }
        kind = NoticeKind.OWN_EVENT_CHANGED
        notice = Notice(kind, news.key, payload, not_before=news.not_before, expires_at=news.expires_at)
        notify(db, account, notice, now)


def load_change_by_another(
    db: Session, account: Account, payload: dict[str, Any], _now: datetime
) -> ChangedByAnother | None:
    """Return the change of a notice; None if it was changed again or back, or the receiver no longer organizes it."""
    event = db.get(Event, payload["event"])
    if event is None or not may_change(actor_of(db, account), event):
        return None
    was = Schedule.load(payload["was"]) if payload["was"] else None
    becomes = schedule_of(event)
    if event.state is not (EventState.PUBLISHED if was else EventState.CANCELLED):
        return None
    if event.version != payload["version"] or was == becomes:
        return None
    by = db.get(Account, payload["by"])
    return ChangedByAnother(event, by.teacher.full_name if by and by.teacher else "", was, becomes)
