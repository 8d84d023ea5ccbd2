"""The outbox table: messages queued in the transaction of the business, and the ends their rows can come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, literal_column, select
from sqlalchemy import insert as sa_insert
from sqlalchemy.orm import Session

from bot.messenger import MessageId
from bot.outbox.notices import Notices
from bot.outbox.parts import parts
from bot.telegram.methods import LIMITS
from models import Lane, OutboxMessage, OutboxState
from models.base import insert, table_of
from screens.screen import Screen
from services.queues import note_queued
from services.stored import Shapes, dump

ANSWER = "answer"
"""The kind of every row that is not a notice: its payload holds the rendered screen."""
ANSWER_RETENTION = timedelta(hours=48)
PURGE_BATCH_SIZE = 1000
"""Rows deleted in one transaction, so that no press waits long for its end."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Screens for one account, shown in this order; the first may edit the pressed message.

    `key` is unique for ever. `aside`: the screens do not become the current screen. `in_place`: the edit is made
    whatever stands below the message.
    """

    account_id: int
    key: str
    screens: Sequence[Screen]
    pressed: MessageId | None = None
    aside: bool = False
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class PlacedScreen:
    """A screen and its place in the chat; stored as the payload of an answer's row.

    `pressed`: the message that it may edit; `aside` and `in_place` as in Answer.
    """

    screen: Screen
    pressed: MessageId | None = None
    aside: bool = False
    in_place: bool = False


PAYLOADS = Shapes([PlacedScreen])
"""The payloads of answers."""
_ENQUEUE = sa_insert(table_of(OutboxMessage))


def placed_screens(answer: Answer) -> list[PlacedScreen]:
    """Return the screens of an answer as messages, each short enough; the first may edit the pressed message."""
    shown = [part for screen in answer.screens if screen.text or screen.file for part in parts(screen, LIMITS)]
    return [
        PlacedScreen(screen, answer.pressed if number == 0 else None, answer.aside, answer.in_place)
        for number, screen in enumerate(shown)
    ]


def answer_rows(answer: Answer, screens: list[PlacedScreen], now: datetime) -> list[dict[str, Any]]:
    """Return the columns of an answer's rows."""
    of_all = {
        "account_id": answer.account_id,
        "lane": Lane.ANSWER,
        "kind": ANSWER,
        "not_before": now,
        "created_at": now,
    }
    return [
        {"key": f"{answer.key}:{number}", "payload": dump(screen), **of_all} for number, screen in enumerate(screens)
    ]


def enqueue_answer(db: Session, answer: Answer, now: datetime) -> None:
    enqueue_rows(db, answer_rows(answer, placed_screens(answer), now))


def enqueue_rows(db: Session, rows: list[dict[str, Any]]) -> None:
    """Enqueue rows of `answer_rows`."""
    if rows:
        db.flush()
        db.connection().execute(_ENQUEUE, rows)
        note_queued(db, Lane.ANSWER)


def enqueue_following(db: Session, row: OutboxMessage, screens: Sequence[Screen], now: datetime) -> None:
    """Enqueue what belongs to a message that has arrived, before what became due later in its chat.

    Earlier versions queued it when the message was claimed: a row that exists stays as it is.
    """
    for number, screen in enumerate(screens):
        values = {
            "key": f"{row.key}:file" + (f":{number}" if number else ""),
            "account_id": row.account_id,
            "lane": row.lane,
            "kind": ANSWER,
            "payload": dump(PlacedScreen(screen, aside=True)),
            "not_before": row.not_before,
            "created_at": now,
        }
        db.execute(insert(db, OutboxMessage).values(values).on_conflict_do_nothing())
        note_queued(db, row.lane)


def finish(row: OutboxMessage, state: OutboxState, reason: str = "") -> None:
    """End a row; an answer's text is erased with it."""
    row.state, row.error = state, reason[:300]
    row.owner = row.lease_until = None
    if row.kind == ANSWER:
        row.payload = {}


def finish_untried(row: OutboxMessage, state: OutboxState, reason: str) -> None:
    """End a row without another attempt. A broadcast that may have arrived at the first one counts as unclear."""
    may_have_arrived = row.broadcast_id is not None and row.unclear_attempts > 0
    finish(row, OutboxState.UNCLEAR if may_have_arrived else state, reason)


def release(db: Session, row: OutboxMessage) -> None:
    """Make a claimed row due again."""
    row.state, row.owner, row.lease_until = OutboxState.NEW, None, None
    note_queued(db, row.lane)


def finish_unclear(db: Session, row: OutboxMessage, notices: Notices, reason: str) -> None:
    """Resend once if this kind of message may arrive twice; otherwise, or if it is not known, leave it to an admin."""
    row.unclear_attempts += 1
    template = notices.templates.get(row.kind)
    resend = row.kind == ANSWER or (template is not None and template.resend)
    if resend and row.unclear_attempts <= 1:
        release(db, row)
    else:
        finish(row, OutboxState.UNCLEAR, reason)


def abandoned(
    db: Session, owner: str, in_flight: set[int], real_now: datetime, *, alone: bool
) -> Sequence[OutboxMessage]:
    """Return the messages whose sender died between claim and mark.

    `alone`: this process leads, so rows of any other owner are abandoned whatever their lease says. `in_flight`: ids of
    rows that this process is sending. `real_now`: the machine's time, which leases follow.
    """
    of_dead_sender = OutboxMessage.owner != owner if alone else OutboxMessage.lease_until < real_now
    statement = select(OutboxMessage).where(
        OutboxMessage.state == OutboxState.SENDING, of_dead_sender, OutboxMessage.id.not_in(in_flight)
    )
    return db.scalars(statement).all()


_OLD_ANSWERS = (
    select(OutboxMessage.id)
    .where(
        OutboxMessage.kind == literal_column(f"'{ANSWER}'"),  # spelled out, so that SQLite sees the partial index
        OutboxMessage.created_at < bindparam("old"),
        OutboxMessage.state.not_in([OutboxState.NEW, OutboxState.SENDING]),
    )
    .order_by(OutboxMessage.created_at)
    .limit(PURGE_BATCH_SIZE)
)
_PURGE = delete(OutboxMessage).where(OutboxMessage.id.in_(_OLD_ANSWERS))


def purge(db: Session, now: datetime) -> bool:
    """Delete old answers and return whether more are left. Notices stay: their keys prevent a second one."""
    return db.connection().execute(_PURGE, {"old": now - ANSWER_RETENTION}).rowcount == PURGE_BATCH_SIZE
