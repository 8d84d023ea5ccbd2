"""The code word of an event: said in the hall and to those online, sent to the bot by whoever is there."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import (
    Attendance,
    AttendanceSource,
    AttendanceState,
    CodeMiss,
    Event,
    EventRole,
    EventState,
    Registration,
    RegistrationState,
)
from services.actors import Actor
from services.events.waiting_list import lock_event
from services.events.window import CLOSES_AFTER, OPENS_BEFORE, closes_at, opens_at
from services.reading.text import plain
from services.reading.words.code import CODE_WORD_LABELS, CODE_WORDS

LATE_CODE_WINDOW = timedelta(days=14)
"""How long after its time a late word is still recognized as one."""
WRONG_CODE_LIMIT = 5
WRONG_CODE_WINDOW = timedelta(minutes=10)
LONGEST = 64

_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+")


class CodeResult(StrEnum):
    """What becomes of a word that was sent."""

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
    """A text that is a code word, or was meant as one. `event` is None when it fits none."""

    result: CodeResult
    event: Event | None = None


def read_code_word(text: str) -> str | None:
    """The one word of a message as code words are kept: lower case, ё as е, without signs; None for anything else.

    «Код: Берёза!» is the word «береза».
    """
    if len(text) > LONGEST or text.startswith("/"):
        return None
    tokens = _TOKEN.findall(plain(text))
    said = [token for token in tokens if token not in CODE_WORD_LABELS] or tokens
    return said[0] if len(said) == 1 and not said[0].isdecimal() else None


def choose_code_word(db: Session, event: Event, now: datetime) -> str:
    """A word that no other event whose time is not over has, and not the event's present one."""
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
    """What the text is as a code word; None when it is meant for somebody else (a form, the fallback).

    A wrong word counts as a guess while an event the person is listed for goes on; after five guesses in ten minutes
    words are not checked for a while. With a form open only a right word is attempt.
    """
    word = read_code_word(text)
    if word is None or (in_form and actor.teacher is None):
        return None
    attempt = _best(db, actor, word, in_form, now)
    if attempt is None and not _expects_word(db, actor, now):
        return None
    if attempt is None or attempt.result is CodeResult.OPEN:
        if _misses(db, actor, now) >= WRONG_CODE_LIMIT:
            return None if in_form else CodeAttempt(CodeResult.TOO_MANY)
        if attempt is None:
            db.add(CodeMiss(account_id=actor.account.id, sent_at=now))
            db.flush()
            return None if in_form else CodeAttempt(CodeResult.WRONG)
    return attempt


def submit_code_word(db: Session, actor: Actor, attempt: CodeAttempt, now: datetime) -> CodeAttempt:
    """Mark the person present if the word is right and in time; otherwise say what it lacks. Raises ProfileNeeded."""
    if attempt.result is not CodeResult.OPEN or attempt.event is None:
        return attempt
    teacher = actor.require_teacher()
    event = lock_event(db, attempt.event.id)
    result = _result_by_time(event, now)
    mark = db.scalar(select(Attendance).where(Attendance.event_id == event.id, Attendance.teacher_id == teacher.id))
    if result is not CodeResult.OPEN:
        pass
    elif mark is not None and mark.state is AttendanceState.ATTENDED:
        result = CodeResult.ALREADY
    elif mark is not None:
        result = CodeResult.MARKED_ABSENT  # what the organizer saw weighs more than a word passed on
    elif not db.scalar(select(listed(event.id, teacher.id))):
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
    return CodeAttempt(result, event)


def listed(event_id: int | InstrumentedAttribute[int], teacher_id: int) -> ColumnElement[bool]:
    """Whether a person stands in the list of an event: signed up, or named with a role."""
    signed = exists().where(
        Registration.event_id == event_id,
        Registration.teacher_id == teacher_id,
        Registration.state == RegistrationState.CONFIRMED,
    )
    plays = exists().where(EventRole.event_id == event_id, EventRole.teacher_id == teacher_id)
    return or_(signed, plays)


def _best(db: Session, actor: Actor, word: str, in_form: bool, now: datetime) -> CodeAttempt | None:
    """The event the word belongs to: one the person is listed for first, one whose time it is first."""
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
    order = [CodeResult.OPEN, CodeResult.CLOSED, CodeResult.EARLY, CodeResult.LATE]
    found = [CodeAttempt(_result_by_time(event, now), event) for event in candidates]
    found.sort(key=lambda one: (one.event is not None and one.event.id not in own, order.index(one.result)))
    for one in found:
        is_own = one.event is not None and one.event.id in own
        # A stranger's word counts only while it is said aloud; an organizer's form may well hold the same noun.
        if is_own or (one.result is CodeResult.OPEN and not (in_form and actor.is_staff)):
            return one
    return None


def _listed_ids(db: Session, actor: Actor, event_ids: Iterable[int]) -> set[int]:
    if actor.teacher is None:
        return set()
    ids = list(event_ids)
    return set(db.scalars(select(Event.id).where(Event.id.in_(ids), listed(Event.id, actor.teacher.id))))


def _result_by_time(event: Event, now: datetime) -> CodeResult:
    if now < opens_at(event):
        return CodeResult.EARLY
    if now > closes_at(event):
        return CodeResult.LATE
    if event.attendance_closed_at is not None or event.state is not EventState.PUBLISHED:
        return CodeResult.CLOSED
    return CodeResult.OPEN


def _expects_word(db: Session, actor: Actor, now: datetime) -> bool:
    """Whether an event with a code word goes on that the person is listed for and not yet marked at."""
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
    found = db.scalar(select(Event.id).where(running, ~marked, listed(Event.id, actor.teacher.id)).limit(1))
    return found is not None


def _misses(db: Session, actor: Actor, now: datetime) -> int:
    """How many wrong words this account sent lately; older ones are forgotten."""
    mine = CodeMiss.account_id == actor.account.id
    db.execute(delete(CodeMiss).where(mine, CodeMiss.sent_at <= now - WRONG_CODE_WINDOW))
    return db.scalar(select(func.count()).select_from(CodeMiss).where(mine)) or 0
