"""`centrik clock`: moves the clock of a rehearsal and waits until the running bot has taken it over."""

import asyncio
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock.clocks import POLL_SECONDS
from bot.clock.rehearsal import advance
from bot.database.engine import Database
from bot.database.lead import is_led
from bot.database.migrations import migrate
from bot.settings import Settings
from models import Heartbeat
from screens.texts import Say

TAKE_OVER_SECONDS = 20.0
"""Longer than a tick takes: a bot that is just starting takes the clock over with its first one."""
EXIT_DONE, EXIT_NOT_TAKEN_OVER, EXIT_REFUSED = 0, 1, 2


async def run_clock(say: Say, settings: Settings, by: timedelta, seconds: float = TAKE_OVER_SECONDS) -> int:
    """Move the clock, tell what it shows in the zone of the settings, and return the exit code.

    A running bot is waited for, at most `seconds`: afterwards it handles every press at the new time.
    """
    database = Database(settings.database_url)
    try:
        await migrate(database)
        moment = await database.run(advance, by)
        if moment is None:
            sys.stderr.write(say.plain("cli-clock-not-started") + "\n")
            return EXIT_REFUSED
        key = "cli-clock-moved" if await is_led(database) else "cli-clock-no-bot"
        if key == "cli-clock-moved" and not await _is_taken_over(database, moment, seconds):
            key = "cli-clock-not-taken"
    finally:
        await database.close()
    shown = f"{moment.astimezone(ZoneInfo(settings.timezone)):%d.%m.%Y %H:%M}"
    sys.stdout.write(say.plain(key, moment=shown, seconds=int(seconds)) + "\n")
    return EXIT_NOT_TAKEN_OVER if key == "cli-clock-not-taken" else EXIT_DONE


async def _is_taken_over(database: Database, moment: datetime, seconds: float) -> bool:
    """Wait for a heartbeat that is not before `moment`; return whether it came."""
    try:
        async with asyncio.timeout(seconds):
            while not await database.read(_has_ticked, moment):  # noqa: ASYNC110 - another process brings it about
                await asyncio.sleep(POLL_SECONDS / 2)
    except TimeoutError:
        return False
    return True


def _has_ticked(db: Session, moment: datetime) -> bool:
    ticked_at = db.scalar(select(Heartbeat.ticked_at))
    return ticked_at is not None and ticked_at >= moment
