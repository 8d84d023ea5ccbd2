"""Questions to organizers and the answers, relayed by the bot without phones and usernames."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Event, EventState, Question, QuestionLine, Teacher
from services.actors import Actor, staff_accounts
from services.desk.organizers import organizers
from services.lengths import TextLimit, check
from services.network import network
from services.notices import Notice, Window, notify
from services.quiet_hours import after_quiet_hours, earliest_delivery_time
from services.refusals import NotFound, NotYours, Refusal

QUESTION_LIMIT = TextLimit("question-bad-text", 2, 1000)
LAST_LINES_SHOWN = 3


class NobodyToAsk(Refusal):
    """No organizer and no staff member has an account yet."""

    key = "question-nobody-to-ask"


@dataclass(frozen=True, slots=True)
class LineWritten(Notice):
    """A text of a thread on its way to the other side."""

    line: int

    @property
    def key(self) -> str:
        return f"question:{self.line}"


@dataclass(frozen=True, slots=True)
class QuestionAsked(LineWritten):
    """A text of the asker, for the organizers."""


@dataclass(frozen=True, slots=True)
class QuestionAnswered(LineWritten):
    """A text of an organizer, for the asker."""


@dataclass(frozen=True, slots=True)
class Line:
    """One text of a thread; `person` is None without a profile, `asks` is true for the asker's texts."""

    person: Teacher | None
    asks: bool
    text: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A question with its event and some of its lines, the oldest first."""

    question: Question
    event: Event | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class SentLine:
    """A text on its way to an organizer or to the asker; `later` is set if it waits for the end of quiet hours."""

    event: Event | None
    to_organizer: bool
    later: datetime | None
    tz: ZoneInfo


def event_to_ask_about(db: Session, actor: Actor, event_id: int) -> Event | None:
    """Return the event of a new question; id 0 means a question without an event."""
    event = db.get(Event, event_id) if event_id else None
    if event_id and (event is None or event.state is EventState.DRAFT):
        raise NotFound()
    if not _reachable_organizers(db, event, actor):
        raise NobodyToAsk()
    return event


def ask(db: Session, actor: Actor, event_id: int, text: str, now: datetime) -> SentLine:
    """Ask the organizers of an event, or the staff if `event_id` is 0. Raises TextLength."""
    text = check(text, QUESTION_LIMIT)
    event = event_to_ask_about(db, actor, event_id)
    question = Question(event_id=event.id if event else None, asker_id=actor.account.id, asked_at=now)
    db.add(question)
    db.flush()
    return _relay(db, actor, question, text, now)


def open_thread(db: Session, actor: Actor, question_id: int) -> Thread:
    """Return the last lines of a thread to a person who may answer."""
    question, event = _own_thread(db, actor, question_id)
    return Thread(question, event, _last_lines(db, question, LAST_LINES_SHOWN))


def answer(db: Session, actor: Actor, question_id: int, text: str, now: datetime) -> SentLine:
    """Add a text to a thread and send it to the other side. Raises TextLength."""
    text = check(text, QUESTION_LIMIT)
    question, _event = _own_thread(db, actor, question_id)
    return _relay(db, actor, question, text, now)


def load_line(db: Session, _account: Account, notice: LineWritten, _now: datetime) -> Thread | None:
    """Return the line to deliver; None if its text was erased with the consent."""
    line = db.get(QuestionLine, notice.line)
    if line is None or not line.text:
        return None
    question = db.get_one(Question, line.question_id)
    return Thread(question, _event_of(db, question), (_line(db, question, line),))


def _relay(db: Session, actor: Actor, question: Question, text: str, now: datetime) -> SentLine:
    event = _event_of(db, question)
    asks = actor.account.id == question.asker_id
    accounts = _reachable_organizers(db, event, actor) if asks else [db.get_one(Account, question.asker_id)]
    if not accounts:
        raise NobodyToAsk()
    line = QuestionLine(question_id=question.id, author_id=actor.account.id, text=text, written_at=now)
    db.add(line)
    db.flush()
    row = network(db)
    not_before = after_quiet_hours(row, now)
    if event is not None and event.starts_at > now:
        not_before = earliest_delivery_time(row, now, event.starts_at)
    notice = QuestionAsked(line.id) if asks else QuestionAnswered(line.id)
    for account in accounts:
        notify(db, account, notice, now, Window(not_before))
    return SentLine(event, asks, not_before if not_before > now else None, row.tz)


def _reachable_organizers(db: Session, event: Event | None, actor: Actor) -> list[Account]:
    """Return the event's organizers, else the staff, without the asker and blocked chats."""
    named = organizers(db, event) if event else []
    for accounts in (named, staff_accounts(db)):
        reachable = [row for row in accounts if row.id != actor.account.id and row.blocked_at is None]
        if reachable:
            return reachable
    return []


def _own_thread(db: Session, actor: Actor, question_id: int) -> tuple[Question, Event | None]:
    """Return a question that this person may answer, and its event."""
    question = db.get(Question, question_id)
    if question is None:
        raise NotFound()
    event = _event_of(db, question)
    organizer_ids = {account.id for account in organizers(db, event)} if event else set()
    if actor.account.id != question.asker_id and not actor.is_staff and actor.account.id not in organizer_ids:
        raise NotYours()
    return question, event


def _event_of(db: Session, question: Question) -> Event | None:
    return db.get(Event, question.event_id) if question.event_id else None


def _last_lines(db: Session, question: Question, limit: int) -> tuple[Line, ...]:
    statement = (
        select(QuestionLine)
        .where(QuestionLine.question_id == question.id, QuestionLine.text != "")
        .order_by(QuestionLine.id.desc())
        .limit(limit)
    )
    return tuple(reversed([_line(db, question, line) for line in db.scalars(statement)]))


def _line(db: Session, question: Question, line: QuestionLine) -> Line:
    return Line(db.get_one(Account, line.author_id).teacher, line.author_id == question.asker_id, line.text)
