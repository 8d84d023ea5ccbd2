"""`centrik load` and NETWORK_FILE: the network's file read, then written in one short transaction, then told about."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from bot.clock import rehearsal
from bot.database.engine import Database
from bot.database.migrations import migrate
from bot.settings import Settings, WrongSetting
from screens.texts import Say
from services.loading.differences import Difference
from services.loading.load import Loaded, is_empty, load
from services.loading.mistakes import Mistake, Refused
from services.loading.reading import Loadable, read_file
from services.loading.wanted import Kind
from services.people.invites import STAFF_LIVES

EXIT_DONE, EXIT_REFUSED = 0, 1
MISTAKES_SHOWN = 20
MAX_VALUE_LENGTH = 80


async def run_load(say: Say, settings: Settings, path: Path, *, apply: bool, invites: bool) -> int:
    """Load `path` and tell what came of it; returns the exit code."""
    database = Database(settings.database_url)
    try:
        loadable = read_file(path)
        await migrate(database)
        now = await database.run(_now, settings.clock_start)
        loaded = await database.run(partial(load, agreed=apply, links=invites or None), loadable, now)
    except Refused as refused:
        sys.stderr.write("\n".join([*mistakes(say, path, refused.mistakes), say.plain("load-refused")]) + "\n")
        return EXIT_REFUSED
    finally:
        await database.close()
    sys.stdout.write("\n".join(report(say, path, loadable, loaded)) + "\n")
    return EXIT_DONE


async def load_network_file(say: Say, database: Database, file: str, now: datetime) -> None:
    """NETWORK_FILE into an empty database; afterwards the database wins. Raises WrongSetting."""
    if not file or not await database.read(is_empty):
        return
    try:
        await database.run(partial(load, links=False), read_file(Path(file)), now)
    except Refused as refused:
        lines = "\n".join(mistakes(say, Path(file), refused.mistakes))
        raise WrongSetting("load-refused-at-start", reasons=lines) from None


def mistakes(say: Say, path: Path, found: list[Mistake]) -> Iterator[str]:
    """`FILE:LINE: reason`, the first twenty."""
    for mistake in found[:MISTAKES_SHOWN]:
        where = f"{path}:{mistake.line}" if mistake.line else str(path)
        yield f"{where}: {say.plain(mistake.key, **mistake.values)}"
    if len(found) > MISTAKES_SHOWN:
        yield say.plain("load-and-more", count=len(found) - MISTAKES_SHOWN)


def report(say: Say, path: Path, loadable: Loadable, loaded: Loaded) -> Iterator[str]:
    """What was written, what waits for a word, what stays as people made it, and the staff's links."""
    if loaded.first:
        yield say.plain("load-done", file=str(path), **{kind.value: loaded.counts.get(kind, 0) for kind in Kind})
    elif loaded.written:
        yield say.plain("load-changed", count=len(loaded.written))
        yield from (difference(say, one) for one in loaded.written)
    elif loaded.waits:
        yield say.plain("load-waits", count=len(loaded.waits))
        yield from (difference(say, one) for one in loaded.waits)
    else:
        yield say.plain("load-nothing-new")
    if loaded.left:
        yield say.plain("load-left", count=len(loaded.left))
        yield from (difference(say, one) for one in loaded.left)
    if loadable.unused and (loaded.first or loaded.written):
        yield say.plain("load-unused", sections=", ".join(loadable.unused))
    if loaded.waits:
        yield say.plain("load-how-to-apply")
    yield from _links(say, path, loaded)


def difference(say: Say, one: Difference) -> str:
    """One line: a mark, what it is about, and how the database and the file differ."""
    what = say.plain(f"load-kind-{one.kind.value}", code=one.code, title=one.title or "–")
    values = {"what": what, "field": one.field, "here": _shown(one.here), "there": _shown(one.there)}
    if one.field:
        return say.plain(f"load-field-{one.verdict.value}", **values)
    return say.plain(f"load-whole-{one.verdict.value}", what=what)


def _links(say: Say, path: Path, loaded: Loaded) -> Iterator[str]:
    if loaded.links:
        yield say.plain("load-links", count=int(STAFF_LIVES.total_seconds() // 3600))
        for link in loaded.links:
            role = say.plain(f"load-role-{link.role.value}")
            yield say.plain("load-link", name=link.name, role=role, link=link.url or link.code)
        if not loaded.bot_known:
            yield say.plain("load-links-later", file=str(path))
    if loaded.entered:
        yield say.plain("load-entered", names=", ".join(loaded.entered))


def _shown(value: Any) -> str:
    """A value as the file would have it, short enough for a line."""
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        text = ", ".join(str(item) for item in value)
    elif isinstance(value, float):
        text = f"{value:g}"
    else:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = "–" if value is None or not text else text
    return text if len(text) <= MAX_VALUE_LENGTH else f"{text[: MAX_VALUE_LENGTH - 1]}…"


def _now(db: Session, start: datetime | None) -> datetime:
    """The bot's time: a rehearsal's clock begins here when it has not begun yet."""
    machine = datetime.now(UTC)
    return machine if start is None else machine + rehearsal.wind(db, start)
