"""Counting what reaches the database: statements, calls to its thread, commits."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import aiosqlite
from sqlalchemy import Engine, event


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Count `statements` (each BEGIN is one of them), `commits` and on SQLite `hops` until the end."""
    counts: Counter[str] = Counter()

    def on_statement(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        counts["statements"] += not statement.startswith("BEGIN")

    def on_begin(_connection: Any) -> None:
        counts["statements"] += 1

    def on_commit(_connection: Any) -> None:
        counts["commits"] += 1

    driver: Any = aiosqlite.Connection
    executor: Any = ThreadPoolExecutor
    execute, submit = driver._execute, executor.submit

    async def counted_execute(self: Any, *args: Any, **kwargs: Any) -> Any:
        counts["hops"] += 1
        return await execute(self, *args, **kwargs)

    def counted_submit(self: Any, *args: Any, **kwargs: Any) -> Any:
        counts["hops"] += 1
        return submit(self, *args, **kwargs)

    event.listen(Engine, "before_cursor_execute", on_statement)
    event.listen(Engine, "begin", on_begin)
    event.listen(Engine, "commit", on_commit)
    # Neither has an event of its own for it.
    driver._execute, executor.submit = counted_execute, counted_submit
    try:
        yield counts
    finally:
        event.remove(Engine, "before_cursor_execute", on_statement)
        event.remove(Engine, "begin", on_begin)
        event.remove(Engine, "commit", on_commit)
        driver._execute, executor.submit = execute, submit
