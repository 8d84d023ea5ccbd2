"""The code word of a meeting: announced in the hall and online, sent to the bot as a proof of presence."""

import re
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, bindparam, delete, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import (
    Attendance,
    AttendanceSource,
    AttendanceState,
    Event,
    EventRole,
    EventState,
    Meeting,
    Registration,
    RegistrationState,
    WrongCode,
)
from services.actors import Actor
from services.attendance.marks import present_elsewhere
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
    ELSEWHERE = "elsewhere"
    WRONG = "wrong"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class CodeAttempt:
    """A text taken for a code word; `event` and `meeting` are None if it is the word of none.

    `reopening`: how long a closed list could be reopened; None once points have been given.
    """

    result: CodeResult
    event: Event | None = None
    meeting: Meeting | None = None
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


def choose_code_word(db: Session, meeting: Meeting, now: datetime) -> str:
    """Choose a word other than the meeting's present one that no meeting uses whose marking is not over.

    When all words are in use, only meetings that overlap this one must have different words.
    """
    live = (
        select(Meeting.code_word)
        .join(Event)
        .where(
            Meeting.code_word.is_not(None), Meeting.ends_at > now - CLOSES_AFTER, Event.state != EventState.CANCELLED
        )
    )
    overlapping = live.where(
        Meeting.starts_at <= closes_at(meeting) + OPENS_BEFORE, Meeting.ends_at >= opens_at(meeting) - CLOSES_AFTER
    )
    taken = set(db.scalars(live)) | {meeting.code_word}
    free = [word for word in CODE_WORDS if word not in taken]
    if not free:
        overlap = set(db.scalars(overlapping)) | {meeting.code_word}
        free = [word for word in CODE_WORDS if word not in overlap]
    return secrets.choice(free)


def recognize(db: Session, actor: Actor, text: str, in_form: bool, now: datetime) -> CodeAttempt | None:
    """Recognize a code word. None if the text is not a code word; the next handler gets it.

    A wrong word counts as a guess while marking is open at a meeting the person is listed for; after too many guesses
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


def is_listed(
    event_id: int | ColumnElement[int] | InstrumentedAttribute[int], teacher_id: int | ColumnElement[int]
) -> ColumnElement[bool]:
    """Return the condition that a person is on the attendance list of an event: signed up, or given a role."""
    signed_up = exists().where(
        Registration.event_id == event_id,
        Registration.teacher_id == teacher_id,
        Registration.state == RegistrationState.CONFIRMED,
    )
    has_role = exists().where(EventRole.event_id == event_id, EventRole.teacher_id == teacher_id)
    return or_(signed_up, has_role)


_EVENT: ColumnElement[int] = bindparam("event")
_TEACHER: ColumnElement[int] = bindparam("teacher")
_MARK = select(Attendance).where(Attendance.meeting_id == bindparam("meeting"), Attendance.teacher_id == _TEACHER)
_IS_LISTED = select(is_listed(_EVENT, _TEACHER))


def submit_code_word(db: Session, actor: Actor, attempt: CodeAttempt, now: datetime) -> CodeAttempt:
    """Mark the person present at the meeting if the word is right and in time, and return the result."""
    meeting = attempt.meeting
    if attempt.result is not CodeResult.OPEN or meeting is None:
        return _with_reopening(db, attempt)
    teacher = actor.require_teacher()
    event = lock_event(db, meeting.event_id)
    result = _result_by_time(event, meeting, now)
    mark = db.scalar(_MARK, {"meeting": meeting.id, "teacher": teacher.id})
    if result is not CodeResult.OPEN:
        pass
    elif mark is not None and mark.state is AttendanceState.ATTENDED:
        result = CodeResult.ALREADY
    elif mark is not None:
        result = CodeResult.MARKED_ABSENT  # the organizer's mark outweighs a word, which may have been passed on
    elif not db.scalar(_IS_LISTED, {"event": event.id, "teacher": teacher.id}):
        result = CodeResult.NOT_LISTED
    elif present_elsewhere(db, event, meeting, teacher.id) is not None:
        result = CodeResult.ELSEWHERE
    else:
        result = CodeResult.MARKED
        by_code = {"source": AttendanceSource.CODE, "marked_at": now, "marked_by_id": actor.account.id}
        db.add(Attendance.of(meeting, teacher, state=AttendanceState.ATTENDED, **by_code))
        db.flush()
    return _with_reopening(db, CodeAttempt(result, event, meeting))


def _with_reopening(db: Session, attempt: CodeAttempt) -> CodeAttempt:
    event = attempt.event
    is_closed = attempt.result is CodeResult.CLOSED and event is not None and event.finalized_at is None
    return replace(attempt, reopening=reopening_period(network(db))) if is_closed else attempt


_BY_WORD = (
    select(Meeting, Event, is_listed(Event.id, _TEACHER))
    .join(Event)
    .where(
        Meeting.code_word == bindparam("word"),
        Meeting.ends_at > bindparam("since"),
        Event.state == EventState.PUBLISHED,
    )
)


def _best_match(db: Session, actor: Actor, word: str, in_form: bool, now: datetime) -> CodeAttempt | None:
    """Match a word to a meeting: first those the person is listed for, then those whose marking is open."""
    teacher = actor.teacher.id if actor.teacher else None
    since = now - LATE_CODE_WINDOW - CLOSES_AFTER
    candidates = db.execute(_BY_WORD, {"word": word, "since": since, "teacher": teacher})
    by_result = [CodeResult.OPEN, CodeResult.CLOSED, CodeResult.EARLY, CodeResult.LATE]
    found = [
        (not is_own, CodeAttempt(_result_by_time(event, meeting, now), event, meeting))
        for meeting, event, is_own in candidates
    ]
    found.sort(key=lambda pair: (pair[0], by_result.index(pair[1].result)))
    for is_foreign, one in found:
        # Words of other events count only while marking is open; a staff form may well hold the same noun.
        if not is_foreign or (one.result is CodeResult.OPEN and not (in_form and actor.is_staff)):
            return one
    return None


def _result_by_time(event: Event, meeting: Meeting, now: datetime) -> CodeResult:
    if now < opens_at(meeting):
        return CodeResult.EARLY
    if now > closes_at(meeting):
        return CodeResult.LATE
    if event.attendance_closed_at is not None or event.state is not EventState.PUBLISHED:
        return CodeResult.CLOSED
    return CodeResult.OPEN


_EXPECTS_WORD = (
    select(Meeting.id)
    .join(Event)
    .where(
        Meeting.code_word.is_not(None),
        Meeting.starts_at <= bindparam("begun"),
        Meeting.ends_at >= bindparam("not_over"),
        Event.state == EventState.PUBLISHED,
        Event.attendance_closed_at.is_(None),
        ~exists().where(Attendance.meeting_id == Meeting.id, Attendance.teacher_id == _TEACHER),
        is_listed(Event.id, _TEACHER),
    )
    .limit(1)
)


def _expects_word(db: Session, actor: Actor, now: datetime) -> bool:
    """Whether marking by code word is open at a meeting whose event lists the person, who has no mark there."""
    if actor.teacher is None:
        return False
    running = {"begun": now + OPENS_BEFORE, "not_over": now - CLOSES_AFTER}
    return db.scalar(_EXPECTS_WORD, {"teacher": actor.teacher.id, **running}) is not None


_FORGET_WRONG = (
    delete(WrongCode)
    .where(WrongCode.account_id == bindparam("account"), WrongCode.sent_at <= bindparam("at"))
    .execution_options(synchronize_session=False)
)
_COUNT_WRONG = select(func.count()).select_from(WrongCode).where(WrongCode.account_id == bindparam("account"))


def _recent_wrong_codes(db: Session, actor: Actor, now: datetime) -> int:
    """Count the account's recent wrong words; older ones are deleted."""
    mine = {"account": actor.account.id}
    db.execute(_FORGET_WRONG, {**mine, "at": now - WRONG_CODE_WINDOW})
    return db.scalar(_COUNT_WRONG, mine) or 0
