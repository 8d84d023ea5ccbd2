"""Questions to organizers and their answers, relayed by the bot: no phones, no usernames."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Event, EventState, Question, QuestionLine, Teacher
from services.actors import Actor, staff_accounts
from services.desk.organizers import organizers
from services.lengths import TextLimit, check
from services.network import network
from services.notices import Notice, NoticeKind, notify
from services.quiet_hours import after_quiet_hours, earliest_delivery_time
from services.refusals import NotFound, NotYours, Refusal

QUESTION_LIMIT = TextLimit("question-bad-text", 2, 1000)
SHOWN_BEFORE = 3
"""So many earlier lines are shown to somebody who is about to answer."""


class NobodyToAsk(Refusal):
    """Neither an organizer nor anybody of the staff has an account yet."""

    key = "question-nobody-to-ask"


@dataclass(frozen=True, slots=True)
class Line:
    """One text of a thread; `person` None: somebody without a profile. `asks`: it was written by the asker."""

    person: Teacher | None
    asks: bool
    text: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A question with its event and its last lines, the oldest first."""

    question: Question
    event: Event | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """A text on its way to the other side; `to_organizer`: from the asker. `later`: when, if not at once."""

    event: Event | None
    to_organizer: bool
    later: datetime | None
    tz: ZoneInfo


def subject_of(db: Session, actor: Actor, event_id: int, now: datetime) -> Event | None:
    """The event a question is about; 0 is a question in general. Raises NotFound, NobodyToAsk."""
    event = db.get(Event, event_id) if event_id else None
    if event_id and (event is None or event.state is EventState.DRAFT):
        raise NotFound()
    if not _organizers(db, event, actor):
        raise NobodyToAsk()
    return event


def ask(db: Session, actor: Actor, event_id: int, text: str, now: datetime) -> Sent:
    """Ask the organizers of an event, or the staff when `event_id` is 0. Raises TextLength, NotFound, NobodyToAsk."""
    words = check(text, QUESTION_LIMIT)
    event = subject_of(db, actor, event_id, now)
    question = Question(event_id=event.id if event else None, asker_id=actor.account.id, asked_at=now)
    db.add(question)
    db.flush()
    return _relay(db, actor, question, event, words, now)


def open_thread(db: Session, actor: Actor, question_id: int, now: datetime) -> Thread:
    """What has been said, for somebody about to answer. Raises NotFound, NotYours."""
    question, event = _thread(db, actor, question_id)
    return Thread(question, event, _lines(db, question, SHOWN_BEFORE))


def answer(db: Session, actor: Actor, question_id: int, text: str, now: datetime) -> Sent:
    """Write into a thread, to the other side of it. Raises TextLength, NotFound, NotYours, NobodyToAsk."""
    words = check(text, QUESTION_LIMIT)
    question, event = _thread(db, actor, question_id)
    return _relay(db, actor, question, event, words, now)


def load_line(db: Session, account: Account, payload: dict[str, Any], now: datetime) -> Thread | None:
    """The line to deliver; an emptied text (a withdrawn consent) is not."""
    line = db.get(QuestionLine, payload["line"])
    if line is None or not line.text:
        return None
    question = db.get_one(Question, line.question_id)
    event = db.get(Event, question.event_id) if question.event_id else None
    return Thread(question, event, (_line(db, question, line),))


def _relay(db: Session, actor: Actor, question: Question, event: Event | None, words: str, now: datetime) -> Sent:
    asks = actor.account.id == question.asker_id
    accounts = _organizers(db, event, actor) if asks else [db.get_one(Account, question.asker_id)]
    if not accounts:
        raise NobodyToAsk()
    line = QuestionLine(question_id=question.id, author_id=actor.account.id, text=words, written_at=now)
    db.add(line)
    db.flush()
    row = network(db)
    not_before = after_quiet_hours(row, now)
    if event is not None and event.starts_at > now:
        not_before = earliest_delivery_time(row, now, event.starts_at)
    kind = NoticeKind.QUESTION_ASKED if asks else NoticeKind.QUESTION_ANSWERED
    notice = Notice(kind, f"question:{line.id}", {"line": line.id}, not_before=not_before)
    for account in accounts:
        notify(db, account, notice, now)
    return Sent(event, asks, not_before if not_before > now else None, row.tz)


def _organizers(db: Session, event: Event | None, actor: Actor) -> list[Account]:
    """Who hears a question: the event's organizers, else the staff; never the person asking, never a lost chat."""
    named = organizers(db, event) if event else []
    for accounts in (named, staff_accounts(db)):
        reachable = [row for row in accounts if row.id != actor.account.id and row.blocked_at is None]
        if reachable:
            return reachable
    return []


def _thread(db: Session, actor: Actor, question_id: int) -> tuple[Question, Event | None]:
    question = db.get(Question, question_id)
    if question is None:
        raise NotFound()
    event = db.get(Event, question.event_id) if question.event_id else None
    answers = {account.id for account in organizers(db, event)} if event else set()
    if actor.account.id != question.asker_id and not actor.is_staff and actor.account.id not in answers:
        raise NotYours()
    return question, event


def _lines(db: Session, question: Question, limit: int) -> tuple[Line, ...]:
    statement = (
        select(QuestionLine)
        .where(QuestionLine.question_id == question.id, QuestionLine.text != "")
        .order_by(QuestionLine.id.desc())
        .limit(limit)
    )
    return tuple(reversed([_line(db, question, line) for line in db.scalars(statement)]))


def _line(db: Session, question: Question, line: QuestionLine) -> Line:
    return Line(db.get_one(Account, line.author_id).teacher, line.author_id == question.asker_id, line.text)
