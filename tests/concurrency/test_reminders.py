"""Two schedulers over one PostgreSQL at the same moment: each reminder is made once and neither of them fails."""

import asyncio
from datetime import timedelta

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from bot.database.engine import Database
from models import OutboxMessage, Registration, RegistrationState, ReminderRun
from services.reminders.notices import DayBefore
from services.reminders.run import run_reminders
from services.stored import name_of
from tests.builders import NOW
from tests.concurrency.crowd import Crowd

DAY_BEFORE_EVENT = NOW + timedelta(days=5, hours=5)
COUNT_BLOCKED = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def seat_everybody(db: Session, crowd: Crowd) -> None:
    for teacher_id in range(1, len(crowd.accounts) + 1):
        db.add(
            Registration(
                event_id=crowd.event_id,
                teacher_id=teacher_id,
                state=RegistrationState.CONFIRMED,
                created_at=NOW,
                confirmed_at=NOW,
            )
        )


def count_reminders(db: Session) -> tuple[int, int]:
    reminders = select(func.count()).where(OutboxMessage.kind == name_of(DayBefore))
    runs = select(func.count()).where(ReminderRun.rule == "day")
    return db.scalar(reminders) or 0, db.scalar(runs) or 0


def is_anybody_blocked(db: Session) -> bool:
    return bool(db.scalar(COUNT_BLOCKED))


async def test_the_second_scheduler_repeats_no_reminder_and_does_not_fail(postgres_with_tables: str) -> None:
    crowd = await Crowd.set_up(postgres_with_tables, people=3, capacity=3)
    engine, second = create_async_engine(postgres_with_tables), Database(postgres_with_tables)
    await second.run(seat_everybody, crowd)

    async with AsyncSession(engine) as first, first.begin(), asyncio.timeout(20):
        await first.run_sync(run_reminders, DAY_BEFORE_EVENT)
        delayed = asyncio.create_task(second.run(run_reminders, DAY_BEFORE_EVENT))
        while not await second.read(is_anybody_blocked):  # noqa: ASYNC110 - the server cannot notify
            await asyncio.sleep(0.02)
    await delayed

    assert await second.read(count_reminders) == (3, 1)
    await engine.dispose()
    await second.close()
