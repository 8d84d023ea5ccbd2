"""One wait for every loop that a stopping bot must be able to end early."""

import asyncio
from typing import Any


async def pause(seconds: float | None, *until: asyncio.Event | asyncio.Task[Any]) -> None:
    """Return once an event is set or a task is done, after `seconds` at the latest (None: no limit).

    Given tasks go on running and keep their result or error; none of its own is left behind.
    """
    given = {one for one in until if isinstance(one, asyncio.Task)}
    waits = [asyncio.create_task(one.wait()) for one in until if isinstance(one, asyncio.Event)]
    try:
        await asyncio.wait({*given, *waits}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
