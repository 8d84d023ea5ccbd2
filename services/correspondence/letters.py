"""Letters of an organizer to the participants of an event."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from models import SEATED_STATES, Account, Event, EventState, Letter, Network, Registration, Teacher
from services.actors import Actor
from services.desk.events import editable_event
from services.lengths import TextLimit, check
from services.network import network
from services.notices import Notice, NoticeKind, notify_teacher
from services.quiet_hours import after_quiet_hours, earliest_delivery_time
from services.refusals import Refusal

LETTER_LIMIT = TextLimit("desk-bad-letter", 2, 2000)


class NobodyToWriteTo(Refusal):
    """The event has no participants with a seat."""

    key = "desk-nobody-to-write-to"


class LetterGone(Refusal):
    """The letter in the preview has been sent or dropped."""

    key = "desk-letter-gone"


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """An event and how many people a letter goes to; `later`: when, if not at once."""

    event: Event
    people: int
    text: str = ""
    later: datetime | None = None


@dataclass(frozen=True, slots=True)
class LetterRead:
    """A letter as a participant gets it; `author` None when the person behind the account is not known."""

    event: Event
    author: Teacher | None
    text: str


def start_letter(db: Session, actor: Actor, event_id: int, now: datetime) -> LetterDraft:
    """Whom a letter would reach. Raises StaffOnly, NotFound, NotYourEvent, NobodyToWriteTo."""
    event = editable_event(db, actor, event_id)
    people = _seated(db, event)
    if not people or event.state is not EventState.PUBLISHED:
        raise NobodyToWriteTo(event=event.id)
    return LetterDraft(event, len(people))


def preview_letter(db: Session, actor: Actor, event_id: int, text: str, now: datetime) -> LetterDraft:
    """The letter before it is sent. Raises TextLength and what `start_letter` raises."""
    text = check(text, LETTER_LIMIT)
    draft = start_letter(db, actor, event_id, now)
    return LetterDraft(draft.event, draft.people, text)


def send_letter(db: Session, actor: Actor, event_id: int, text: str, now: datetime) -> LetterDraft:
    """Write to everyone who has a seat or is offered one. Raises TextLength and what `start_letter` raises."""
    draft = preview_letter(db, actor, event_id, text, now)
    letter = Letter(event_id=event_id, author_id=actor.account.id, text=draft.text, written_at=now)
    db.add(letter)
    db.flush()
    tell = _told(network(db), draft.event, now)
    notice = Notice(NoticeKind.LETTER, f"letter:{letter.id}", {"letter": letter.id}, not_before=tell)
    for teacher_id in _seated(db, draft.event):
        notify_teacher(db, teacher_id, notice, now)
    return LetterDraft(draft.event, draft.people, draft.text, tell if tell > now else None)


def _told(row: Network, event: Event, now: datetime) -> datetime:
    """When (UTC) a letter is heard: at once while the event goes on, after quiet hours when nothing hurries."""
    if now < event.starts_at:
        return earliest_delivery_time(row, now, event.starts_at)
    return now if now < event.ends_at else after_quiet_hours(row, now)


def load_letter(db: Session, account: Account, payload: dict[str, Any], now: datetime) -> LetterRead | None:
    """The letter for somebody who still takes part; an emptied text is not sent."""
    letter = db.get(Letter, payload["letter"])
    if letter is None or not letter.text:
        return None
    event = db.get_one(Event, letter.event_id)
    still = select(func.count()).where(
        Registration.event_id == event.id,
        Registration.teacher_id == account.teacher_id,
        Registration.state.in_(SEATED_STATES),
    )
    if account.teacher_id is None or not db.scalar(still):
        return None
    return LetterRead(event, db.get_one(Account, letter.author_id).teacher, letter.text)


def _seated(db: Session, event: Event) -> list[int]:
    """Ids of those who have a seat and a chat."""
    statement = select(Registration.teacher_id).where(
        Registration.event_id == event.id,
        Registration.state.in_(SEATED_STATES),
        exists().where(Account.teacher_id == Registration.teacher_id),
    )
    return list(db.scalars(statement.order_by(Registration.id)))
