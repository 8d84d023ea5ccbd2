"""A reminder to many is enqueued a part at a time: each person once, in turns, whatever breaks off in between."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, inspect, select, true
from sqlalchemy.orm import Session

from bot.database.engine import Database
from models import Account, OutboxMessage, ReminderRun
from services.delivery.health import AdminAlarm, Concern
from services.notices import ANY_TIME, Notice, Slice, Window, notify, notify_slice
from services.people.claims import OrganizationAsked
from services.reminders.notices import EventPublished
from services.reminders.run import BATCH_SIZE, TURN, run_reminders
from tests.builders import NOW, make_actor, make_event, make_network, make_teacher

PEOPLE = 5
TURN_OF_TWO = TURN * 2 / BATCH_SIZE


def make_audience(db: Session) -> None:
    """Make five people and one who has blocked the bot."""
    make_network(db)
    accounts = [make_actor(db, make_teacher(db, f"Карпова{number} Дарья")).account for number in range(PEOPLE + 1)]
    accounts[2].blocked_at = NOW
    db.flush()


def rows(db: Session) -> list[dict[str, Any]]:
    """Return all columns of the outbox but the id."""
    found = db.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    columns = inspect(OutboxMessage).column_attrs.keys()
    return [{name: getattr(row, name) for name in columns if name != "id"} for row in found]


def rows_of_both_ways(db: Session, notice: Notice, window: Window) -> list[list[dict[str, Any]]]:
    make_audience(db)
    accounts = db.scalars(select(Account).order_by(Account.id)).unique().all()

    def singly() -> None:
        for account in accounts:
            notify(db, account, notice, NOW, window)

    def together() -> None:
        assert len(notify_slice(db, Slice(true(), 0, PEOPLE), notice, NOW, window)) == PEOPLE

    def written(tell: Callable[[], None]) -> list[dict[str, Any]]:
        db.execute(delete(OutboxMessage))
        tell()
        tell_again = len(notify_slice(db, Slice(true(), 0, PEOPLE), notice, NOW, window))
        assert tell_again == 0
        return rows(db)

    return [written(singly), written(together)]


@pytest.mark.parametrize(
    ("notice", "window"),
    [
        (EventPublished("new_event", 3, 0, 2), Window(NOW + timedelta(hours=1), NOW + timedelta(days=1))),
        (EventPublished("new_event", 3, 0, 2), Window(NOW - timedelta(hours=1))),
        (OrganizationAsked(4), ANY_TIME),
        (AdminAlarm(Concern.SLOW, 2, 3, NOW), ANY_TIME),
    ],
)
async def test_rows_written_together_are_those_written_singly(
    database_url: str, notice: Notice, window: Window
) -> None:
    database = Database(database_url)
    singly, together = await database.run(rows_of_both_ways, notice, window)
    await database.close()
    assert len(singly) == PEOPLE
    assert together == singly


def test_a_large_audience_is_told_in_turns(db: Session) -> None:
    make_audience(db)
    make_event(db)
    assert [run_reminders(db, NOW, batch_size=2) for _ in range(3)] == [True, True, False]

    told = [(row["account_id"], row["not_before"]) for row in rows(db)]
    assert told == sorted(told)
    assert [moment - NOW for _, moment in told] == [part * TURN_OF_TWO for part in (0, 0, 1, 1, 2)]


def test_nobody_is_told_whose_turn_comes_too_late(db: Session) -> None:
    make_audience(db)
    event = make_event(db)
    event.deadline = NOW + TURN_OF_TWO * 1.5
    while run_reminders(db, NOW, batch_size=2):
        pass
    assert len(rows(db)) == 4
    assert not run_reminders(db, NOW, batch_size=2)
    assert db.scalars(select(ReminderRun.reached_id).where(ReminderRun.rule == "new_event")).one() is None


async def test_an_audience_is_told_to_its_end_after_a_part_that_broke_off(database_url: str) -> None:
    def run_two(db: Session) -> bool:
        return run_reminders(db, NOW, batch_size=2)

    def break_off(db: Session) -> None:
        run_two(db)
        raise RuntimeError

    def set_up(db: Session) -> None:
        make_audience(db)
        make_event(db)

    database = Database(database_url)
    await database.run(set_up)
    assert await database.run(run_two)
    with pytest.raises(RuntimeError):
        await database.run(break_off)
    await database.close()

    restarted = Database(database_url)
    assert len(await restarted.read(rows)) == 2
    while await restarted.run(run_two):
        pass
    accounts = [row["account_id"] for row in await restarted.read(rows)]
    await restarted.close()
    assert accounts == [1, 2, 4, 5, 6]
