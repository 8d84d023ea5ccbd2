"""`centrik doctor`: the state of delivery, read from the database alone, whether the bot runs or not."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.clock import rehearsal
from bot.database.engine import Database
from bot.settings import Settings
from screens.delivery import words
from screens.texts import Say
from services.delivery import health
from services.delivery.undelivered import newest_undelivered
from services.network import network

ROWS_SHOWN = 20
EXIT_HEALTHY, EXIT_WORRYING = 0, 1


async def examine(say: Say, settings: Settings) -> int:
    """Print the report and return the exit code: 1 if somebody should look."""
    if _is_absent(settings.database_url):
        return _without_database(say)
    database = Database(settings.database_url)
    try:
        lines, is_worrying = await database.read(_report, say, settings.clock_start is not None)
    except (DBAPIError, OSError):
        return _without_database(say)
    finally:
        await database.close()
    typer.echo("\n".join(lines))
    return EXIT_WORRYING if is_worrying else EXIT_HEALTHY


def _is_absent(address: str) -> bool:
    """Whether the file of an SQLite database does not exist: looking must not create an empty one."""
    url = make_url(address)
    return url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file()


def _without_database(say: Say) -> int:
    typer.echo(say.plain("doctor-no-database"))
    return EXIT_WORRYING


def _report(db: Session, say: Say, is_rehearsal: bool) -> tuple[list[str], bool]:
    """Return the lines of the report (ids, kinds and counts, no personal data) and whether somebody should look."""
    now = datetime.now(UTC)
    if is_rehearsal:
        now += rehearsal.offset(db) or now - now
    found = health.delivery_report(db, now)
    tz = network(db).tz if found.heartbeat else ZoneInfo("UTC")
    lines = [f"{'!' if line.needs_attention else ' '} {line.text}" for line in words.lines(say, found, now, tz)]
    lines += [f"    {line}" for line in words.kind_lines(say, found, ROWS_SHOWN)]
    undelivered = newest_undelivered(db, now, ROWS_SHOWN)
    failed_jobs = health.newest_failed_jobs(db, ROWS_SHOWN)
    parked = health.newest_parked_updates(db, ROWS_SHOWN)
    for title, rows in (
        (say.plain("doctor-undelivered"), [(words.undelivered_line(say, row, tz), row.error) for row in undelivered]),
        (say.plain("doctor-jobs"), [(words.job_line(say, row, tz), row.error) for row in failed_jobs]),
        (say.plain("doctor-parked"), [(words.parked_line(say, row, tz), row.error) for row in parked]),
    ):
        if rows:
            lines += [title, *(f"    {line}: {reason}" if reason else f"    {line}" for line, reason in rows)]
    is_worrying = bool(health.concerns(found, now))
    lines.append(say.plain("doctor-worried" if is_worrying else "doctor-well"))
    return lines, is_worrying
