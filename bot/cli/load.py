"""`centrik load` and NETWORK_FILE: read the network's file, write it in one short transaction, report."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy.orm import Session

from bot.cli.terminal import LANGUAGE
from bot.clock import rehearsal
from bot.database.engine import Database
from bot.database.migrations import migrate
from bot.settings import Settings, WrongSetting
from screens.texts import Say
from services.loading.differences import Difference
from services.loading.errors import FileError, FileRefused
from services.loading.fields import RecordKind
from services.loading.load import Loaded, is_empty, load
from services.loading.network_file import CheckedFile, read_file
from services.loading.notes import notes
from services.people.invites import STAFF_LINK_LIFETIME

log = structlog.get_logger()

EXIT_DONE, EXIT_REFUSED = 0, 1
ERRORS_SHOWN = 20
MAX_VALUE_LENGTH = 80


async def run_load(say: Say, settings: Settings, path: Path, *, apply: bool, invites: bool) -> int:
    """Load `path`, print a report and return the exit code."""
    database = Database(settings.database_url)
    try:
        checked = read_file(path)
        await migrate(database)
        now = await database.run(_now, settings.clock_start)
        loaded = await database.run(partial(load, apply=apply, links=invites or None), checked, now)
    except FileRefused as refused:
        sys.stderr.write("\n".join([*errors(say, path, refused.errors), say.plain("load-refused")]) + "\n")
        return EXIT_REFUSED
    finally:
        await database.close()
    sys.stdout.write("\n".join(report(say, path, checked, loaded)) + "\n")
    return EXIT_DONE


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """The file that a start has loaded into its empty database."""

    path: Path
    checked: CheckedFile
    loaded: Loaded


async def load_network_file(database: Database, path: Path, now: datetime) -> LoadedFile | None:
    """Load NETWORK_FILE into an empty database; afterwards the database wins and None is returned.

    Raises WrongSetting.
    """
    if not await database.read(is_empty):
        return None
    log.info("loading the network file")
    try:
        checked = read_file(path)
        loaded = await database.run(partial(load, links=False), checked, now)
    except FileRefused as refused:
        lines = "\n".join(errors(Say(LANGUAGE), path, refused.errors))
        raise WrongSetting("load-refused-at-start", reasons=lines) from None
    return LoadedFile(path, checked, loaded)


async def print_report(say: Say, database: Database, file: LoadedFile, now: datetime) -> None:
    """Print the report of `centrik load` to stdout, with new invites of the staff.

    They open staff accounts, so they are printed once and never logged. Call it after the bot was introduced: then
    they are links.
    """
    again = await database.run(partial(load, links=True), file.checked, now)
    loaded = replace(file.loaded, links=again.links, joined=again.joined, is_bot_name_known=again.is_bot_name_known)
    sys.stdout.write("\n".join(report(say, file.path, file.checked, loaded)) + "\n")
    sys.stdout.flush()
    log.info("invites of the staff printed", count=len(loaded.links))


def errors(say: Say, path: Path, found: list[FileError]) -> Iterator[str]:
    """Yield `FILE:LINE: reason` for the first ERRORS_SHOWN, then the number of the others."""
    for error in found[:ERRORS_SHOWN]:
        where = f"{path}:{error.line}" if error.line else str(path)
        yield f"{where}: {say.plain(error.key, **error.values)}"
    if len(found) > ERRORS_SHOWN:
        yield say.plain("load-and-more", count=len(found) - ERRORS_SHOWN)


def report(say: Say, path: Path, checked: CheckedFile, loaded: Loaded) -> Iterator[str]:
    """Yield the report: the written, pending and skipped differences, and the links of the staff."""
    if loaded.is_first:
        yield say.plain("load-done", file=str(path), **{kind.value: loaded.counts.get(kind, 0) for kind in RecordKind})
    elif loaded.written:
        yield say.plain("load-changed", count=len(loaded.written))
        yield from (difference(say, one) for one in loaded.written)
    elif loaded.pending:
        yield say.plain("load-waits", count=len(loaded.pending))
        yield from (difference(say, one) for one in loaded.pending)
    else:
        yield say.plain("load-nothing-new")
    if loaded.skipped:
        yield say.plain("load-left", count=len(loaded.skipped))
        yield from (difference(say, one) for one in loaded.skipped)
    if loaded.is_first or loaded.written or loaded.pending:
        yield from errors(say, path, notes(checked))
    if checked.unused and (loaded.is_first or loaded.written):
        yield say.plain("load-unused", sections=", ".join(checked.unused))
    if loaded.pending:
        yield say.plain("load-how-to-apply")
    yield from _links(say, path, loaded)


def difference(say: Say, one: Difference) -> str:
    """Return one line: a mark, the thing, and how the database and the file differ."""
    what = say.plain(f"load-kind-{one.kind.value}", code=one.code, title=one.title or "–")
    values = {"what": what, "field": one.field, "here": _shown(one.in_database), "there": _shown(one.in_file)}
    if one.field:
        return say.plain(f"load-field-{one.resolution.value}", **values)
    return say.plain(f"load-whole-{one.resolution.value}", what=what)


def _links(say: Say, path: Path, loaded: Loaded) -> Iterator[str]:
    if loaded.links:
        yield say.plain("load-links", count=int(STAFF_LINK_LIFETIME.total_seconds() // 3600))
        for link in loaded.links:
            role = say.plain(f"load-role-{link.role.value}")
            yield say.plain("load-link", name=link.name, role=role, link=link.url or link.code)
        if not loaded.is_bot_name_known:
            yield say.plain("load-links-later", file=str(path))
    if loaded.joined:
        yield say.plain("load-entered", names=", ".join(loaded.joined))


def _shown(value: Any) -> str:
    """Return a value as the file would have it, short enough for a line."""
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        text = ", ".join(str(item) for item in value)
    elif isinstance(value, float):
        text = f"{value:g}"
    else:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = "–" if value is None or not text else text
    return text if len(text) <= MAX_VALUE_LENGTH else f"{text[: MAX_VALUE_LENGTH - 1]}…"


def _now(db: Session, start: datetime | None) -> datetime:
    """Return the bot's time; a rehearsal's clock begins here unless it has begun before."""
    machine = datetime.now(UTC)
    return machine if start is None else machine + rehearsal.ensure_offset(db, start)
