"""What the author and the responsible person of an event hear when somebody else moves or cancels it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Account, Event, EventState
from services.actors import Actor, actor_of
from services.desk import may_change
from services.moves import Schedule, schedule_of
from services.notices import NoticeKind, notify


@dataclass(frozen=True, slots=True)
class ChangedByAnother:
    """`was` None: the event is cancelled. `by`: who did it; empty when no name is known."""

    event: Event
    by: str
    was: Schedule | None
    becomes: Schedule


def tell_owners(
    db: Session,
    actor: Actor,
    event: Event,
    key: str,
    was: dict[int, dict[str, Any]] | None,
    now: datetime,
    *,
    not_before: datetime,
    expires_at: datetime,
) -> None:
    """Called after the participants were told under the same `key`: who is one of them hears of it as such, once.

    `was`: by account the schedule known before a move, 0 for all others; None when the event is cancelled.
    """
    responsible = [event.responsible_id] if event.responsible_id is not None else []
    owners = or_(Account.id == event.author_id, Account.teacher_id.in_(responsible))
    for account in db.scalars(select(Account).where(owners, Account.id != actor.account.id)).unique().all():
        if actor.teacher is not None and account.teacher_id == actor.teacher.id:
            continue
        payload = {
            "event": event.id,
            "version": event.version,
            "by": actor.account.id,
            "was": was.get(account.id, was[0]) if was else None,
        }
        kind = NoticeKind.OWN_EVENT_CHANGED
        notify(db, account, kind, key, payload, now, not_before=not_before, expires_at=expires_at)


def load_own_change(db: Session, account: Account, payload: dict[str, Any], now: datetime) -> ChangedByAnother | None:
    """The change to tell of: nothing when it was changed again or back, or the event is no longer the receiver's."""
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
