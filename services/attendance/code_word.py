"""The code word of an event: announced in the hall and online, sent to the bot as a proof of presence."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import (
    Attendance,
    AttendanceSource,
    AttendanceState,
    Event,
    EventRole,
    EventState,
    Registration,
    RegistrationState,
    WrongCode,
)
from services.actors import Actor
from services.events.waiting_list import lock_event
from services.events.window import CLOSES_AFTER, OPENS_BEFORE, closes_at, opens_at
from services.network import network
from services.reading.text import plain
from services.reading.words.code import CODE_WORD_LABELS, CODE_WORDS
from services.reminder_rules import reopening_period

LATE_CODE_WINDOW = timedelta(days=14)
"""Time after the end of marking in which a code word is answered as late."""
WRONG_CODE_LIMIT = 5
WRONG_CODE_WINDOW = timedelta(minutes=10)
TEXT_LIMIT = 64

_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+")


class CodeResult(StrEnum):
    """Result of sending a code word; OPEN: it is right and in time, but not yet submitted."""

    OPEN = "open"
    MARKED = "marked"
    ALREADY = "already"
    EARLY = "early"
    LATE = "late"
    CLOSED = "closed"
    NOT_LISTED = "not_listed"
    MARKED_ABSENT = "marked_absent"
    WRONG = "wrong"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class CodeAttempt:
    """A text taken for a code word; `event` is None if it is no event's word.

    `reopening`: how long a closed list could be reopened; None once points have been given.
    """

    result: CodeResult
    event: Event | None = None
    reopening: timedelta | None = None


def read_code_word(text: str) -> str | None:
    """Return the only word of a text, as code words are stored: lower case, ё as е; None for any other text.

    «Код: Берёза!» is read as «береза».
    """
    if len(text) > TEXT_LIMIT or text.startswith("/"):
        return None
    tokens = _TOKEN.findall(plain(text))
    said = [token for token in tokens if token not in CODE_WORD_LABELS] or tokens
    return said[0] if len(said) == 1 and not said[0].isdecimal() else None


def choose_code_word(db: Session, event: Event, now: datetime) -> str:
    """Choose a word other than the event's present one that no event uses whose marking is not over.

    When all words are in use, only events that overlap this one must have different words.
    """
    live = select(Event.code_word).where(
        Event.code_word.is_not(None), Event.ends_at > now - CLOSES_AFTER, Event.state != EventState.CANCELLED
    )
    overlapping = live.where(
        Event.starts_at <= closes_at(event) + OPENS_BEFORE, Event.ends_at >= opens_at(event) - CLOSES_AFTER
    )
    taken = set(db.scalars(live)) | {event.code_word}
    free = [word for word in CODE_WORDS if word not in taken]
    if not free:
        overlap = set(db.scalars(overlapping)) | {event.code_word}
        free = [word for word in CODE_WORDS if word not in overlap]
    return secrets.choice(free)


def recognize(db: Session, actor: Actor, text: str, in_form: bool, now: datetime) -> CodeAttempt | None:
    """Recognize a code word. None if the text is not a code word; the next handler gets it.

    A wrong word counts as a guess while marking is open at an event the person is listed for; after too many guesses
    in a short time no word is checked. With a form open, wrong words belong to the form.
    """
    word = read_code_word(text)
    if word is None or (in_form and actor.teacher is None):
        return None
    attempt = _best_match(db, actor, word, in_form, now)
    if attempt is None and not _expects_word(db, actor, now):
        return None
    if attempt is None or attempt.result is CodeResult.OPEN:
        if _recent_wrong_codes(db, actor, now) >= WRONG_CODE_LIMIT:
            return None if in_form else CodeAttempt(CodeResult.TOO_MANY)
        if attempt is None:
            db.add(WrongCode(account_id=actor.account.id, sent_at=now))
            db.flush()
            return None if in_form else CodeAttempt(CodeResult.WRONG)
    return attempt


def submit_code_word(db: Session, actor: Actor, attempt: CodeAttempt, now: datetime) -> CodeAttempt:
    """Mark the person present if the word is right and in time, and return the result."""
    if attempt.result is not CodeResult.OPEN or attempt.event is None:
        return _with_reopening(db, attempt)
    teacher = actor.require_teacher()
    event = lock_event(db, attempt.event.id)
    result = _result_by_time(event, now)
    mark = db.scalar(select(Attendance).where(Attendance.event_id == event.id, Attendance.teacher_id == teacher.id))
    if result is not CodeResult.OPEN:
        pass
    elif mark is not None and mark.state is AttendanceState.ATTENDED:
        result = CodeResult.ALREADY
    elif mark is not None:
        result = CodeResult.MARKED_ABSENT  # the organizer's mark outweighs a word, which may have been passed on
    elif not db.scalar(select(is_listed(event.id, teacher.id))):
        result = CodeResult.NOT_LISTED
    else:
        result = CodeResult.MARKED
        db.add(
            Attendance(
                event_id=event.id,
                teacher_id=teacher.id,
                state=AttendanceState.ATTENDED,
                source=AttendanceSource.CODE,
                marked_at=now,
                marked_by_id=actor.account.id,
            )
        )
        db.flush()
    return _with_reopening(db, CodeAttempt(result, event))


def _with_reopening(db: Session, attempt: CodeAttempt) -> CodeAttempt:
    event = attempt.event
    is_closed = attempt.result is CodeResult.CLOSED and event is not None and event.finalized_at is None
    return replace(attempt, reopening=reopening_period(network(db))) if is_closed else attempt


def is_listed(event_id: int | InstrumentedAttribute[int], teacher_id: int) -> ColumnElement[bool]:
    """Return the condition that a person is on the attendance list of an event: signed up, or given a role."""
    signed_up = exists().where(
        Registration.event_id == event_id,
        Registration.teacher_id == teacher_id,
        Registration.state == RegistrationState.CONFIRMED,
    )
    has_role = exists().where(EventRole.event_id == event_id, EventRole.teacher_id == teacher_id)
    return or_(signed_up, has_role)


def _best_match(db: Session, actor: Actor, word: str, in_form: bool, now: datetime) -> CodeAttempt | None:
    """Match a word to an event: first those the person is listed for, then those whose marking is open."""
    candidates = db.scalars(
        select(Event).where(
            Event.code_word == word,
            Event.state == EventState.PUBLISHED,
            Event.ends_at > now - LATE_CODE_WINDOW - CLOSES_AFTER,
        )
    ).all()
    if not candidates:
        return None
    own = _listed_ids(db, actor, (event.id for event in candidates))
    by_result = [CodeResult.OPEN, CodeResult.CLOSED, CodeResult.EARLY, CodeResult.LATE]
    found = [CodeAttempt(_result_by_time(event, now), event) for event in candidates]
    found.sort(key=lambda one: (one.event is not None and one.event.id not in own, by_result.index(one.result)))
    for one in found:
        is_own = one.event is not None and one.event.id in own
        # Words of other events count only while marking is open; a staff form may well hold the same noun.
        if is_own or (one.result is CodeResult.OPEN and not (in_form and actor.is_staff)):
            return one
    return None


def _listed_ids(db: Session, actor: Actor, event_ids: Iterable[int]) -> set[int]:
    if actor.teacher is None:
        return set()
    ids = list(event_ids)
    return set(db.scalars(select(Event.id).where(Event.id.in_(ids), is_listed(Event.id, actor.teacher.id))))


def _result_by_time(event: Event, now: datetime) -> CodeResult:
    if now < opens_at(event):
        return CodeResult.EARLY
    if now > closes_at(event):
        return CodeResult.LATE
    if event.attendance_closed_at is not None or event.state is not EventState.PUBLISHED:
        return CodeResult.CLOSED
    return CodeResult.OPEN


def _expects_word(db: Session, actor: Actor, now: datetime) -> bool:
    """Whether marking by code word is open at an event that lists the person without a mark."""
    if actor.teacher is None:
        return False
    running = and_(
        Event.code_word.is_not(None),
        Event.state == EventState.PUBLISHED,
        Event.attendance_closed_at.is_(None),
        Event.starts_at <= now + OPENS_BEFORE,
        Event.ends_at >= now - CLOSES_AFTER,
    )
    marked = exists().where(Attendance.event_id == Event.id, Attendance.teacher_id == actor.teacher.id)
    found = db.scalar(select(Event.id).where(running, ~marked, is_listed(Event.id, actor.teacher.id)).limit(1))
    return found is not None


def _recent_wrong_codes(db: Session, actor: Actor, now: datetime) -> int:
    """Count the account's recent wrong words; older ones are deleted."""
    mine = WrongCode.account_id == actor.account.id
    db.execute(delete(WrongCode).where(mine, WrongCode.sent_at <= now - WRONG_CODE_WINDOW))
    return db.scalar(select(func.count()).select_from(WrongCode).where(mine)) or 0
