"""Feedback after an event: a mark and optional words, shown to the methodist without the name."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Attendance, AttendanceState, Event, Feedback
from services.actors import Actor
from services.lengths import TextLimit, check
from services.refusals import NotFound, Refusal

WORDS_LIMIT = TextLimit("feedback-words-needed", 1, 1000)


class NotAttended(Refusal):
    """Only people who came may give feedback."""

    key = "refused-not-attended"


def give_mark(db: Session, actor: Actor, event_id: int, mark: int, now: datetime) -> Event:
    """Store a mark of 1-5; a second one replaces the first."""
    event, row = _own_feedback(db, actor, event_id)
    if not 1 <= mark <= 5:
        raise NotFound()
    if row is None:
        row = Feedback(event_id=event.id, teacher_id=actor.require_teacher().id, mark=mark, given_at=now)
        db.add(row)
    row.mark, row.given_at = mark, now
    return event


def add_words(db: Session, actor: Actor, event_id: int, words: str, now: datetime) -> Event:
    """Add words to the mark given before. Raises TextLength."""
    words = check(words, WORDS_LIMIT)
    event, row = _own_feedback(db, actor, event_id)
    if row is None:
        raise NotFound()
    row.words, row.given_at = words, now
    return event


def _own_feedback(db: Session, actor: Actor, event_id: int) -> tuple[Event, Feedback | None]:
    teacher = actor.require_teacher()
    event = db.get(Event, event_id)
    if event is None:
        raise NotFound()
    came = db.scalar(
        select(Attendance.id).where(
            Attendance.event_id == event_id,
            Attendance.teacher_id == teacher.id,
            Attendance.state == AttendanceState.ATTENDED,
        )
    )
    if came is None:
        raise NotAttended(title=event.title, event=event_id)
    row = db.scalar(select(Feedback).where(Feedback.event_id == event_id, Feedback.teacher_id == teacher.id))
    return event, row
