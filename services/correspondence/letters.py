"""Letters of an organizer to the participants of an event."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from models import SEATED_STATES, Account, Event, EventState, Letter, Network, Registration, Teacher
from services.actors import Actor
from services.desk.events import editable_event
from services.lengths import TextLimit, check
from services.network import network
from services.notices import Notice, Window, notify_teacher
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
class LetterSent(Notice):
    NAME: ClassVar[str] = "letter"
    letter: int


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter to the `people` of an event; `later` is set if it has to wait for the end of quiet hours."""

    event: Event
    people: int
    text: str = ""
    later: datetime | None = None


@dataclass(frozen=True, slots=True)
class LetterRead:
    """A letter as a participant gets it; `author` is None if the person behind the account is unknown."""

    event: Event
    author: Teacher | None
    text: str


def start_letter(db: Session, actor: Actor, event_id: int) -> LetterDraft:
    """Return an empty letter with the number of its receivers."""
    event = editable_event(db, actor, event_id)
    people = _seated(db, event)
    if not people or event.state is not EventState.PUBLISHED:
        raise NobodyToWriteTo(event=event.id)
    return LetterDraft(event, len(people))


def preview_letter(db: Session, actor: Actor, event_id: int, text: str) -> LetterDraft:
    """Return the letter before it is sent. Raises TextLength."""
    text = check(text, LETTER_LIMIT)
    draft = start_letter(db, actor, event_id)
    return LetterDraft(draft.event, draft.people, text)


def send_letter(db: Session, actor: Actor, event_id: int, text: str, now: datetime) -> LetterDraft:
    """Send a letter to everybody who has a seat or is offered one."""
    draft = preview_letter(db, actor, event_id, text)
    letter = Letter(event_id=event_id, author_id=actor.account.id, text=draft.text, written_at=now)
    db.add(letter)
    db.flush()
    not_before = _delivery_time(network(db), draft.event, now)
    for teacher_id in _seated(db, draft.event):
        notify_teacher(db, teacher_id, LetterSent(letter.id), now, Window(not_before))
    return LetterDraft(draft.event, draft.people, draft.text, not_before if not_before > now else None)


def load_letter(db: Session, account: Account, notice: LetterSent, _now: datetime) -> LetterRead | None:
    """Return the letter for a receiver who still takes part; None for others and for an erased text."""
    letter = db.get(Letter, notice.letter)
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


def _delivery_time(row: Network, event: Event, now: datetime) -> datetime:
    """Return the delivery time in UTC: at once during the event, after quiet hours when it is over."""
    if now < event.starts_at:
        return earliest_delivery_time(row, now, event.starts_at)
    return now if now < event.ends_at else after_quiet_hours(row, now)


def _seated(db: Session, event: Event) -> list[int]:
    """Return the ids of people who have a seat and a chat."""
    statement = select(Registration.teacher_id).where(
        Registration.event_id == event.id,
        Registration.state.in_(SEATED_STATES),
        exists().where(Account.teacher_id == Registration.teacher_id),
    )
    return list(db.scalars(statement.order_by(Registration.id)))
