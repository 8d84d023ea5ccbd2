"""`python -m tests.faults.entry <arguments of centrik>`: the program as the fault tests start it.

CRASH_AT in the environment names the point at which the process kills itself (tests/faults/arming.py). With PRESS_LIMIT
(seconds) the bot runs with that limit for a press and with handlers that do not end, for the texts in ENDLESS.
"""

import asyncio
import os
import re
from collections.abc import Callable
from functools import partial

from aiogram import F, Router

from bot.__main__ import main as run_centrik
from bot.app import create_app
from bot.inbox.watchdog import Watchdog
from bot.logs import configure_logs
from bot.running import run
from bot.settings import read_settings
from handlers.router import build_router
from tests.faults.arming import ArmedPoint


def main() -> None:
    """Arm what the environment asks for, then run the product. Raises ValueError for an unknown point."""
    if named := os.environ.get("CRASH_AT"):
        ArmedPoint(named).arm()
    if limit := os.environ.get("PRESS_LIMIT"):
        _run_with_endless_handlers(float(limit))
    else:
        run_centrik()


def _loop() -> None:
    """Keep the loop, but not Python's lock."""
    while True:
        pass


def _match() -> None:
    """Keep both: `re` tries each of the 2 to the 60th ways before it gives up."""
    re.fullmatch("(a+)+b", "a" * 60)


ENDLESS: dict[str, Callable[[], None]] = {"/loop": _loop, "/match": _match}
"""What the handlers of these texts do."""


def _run_with_endless_handlers(press_limit: float) -> None:
    configure_logs()
    asyncio.run(run(create_app(read_settings(), router=_router(), watchdog=Watchdog(press_limit))))


def _router() -> Router:
    router = Router()
    for text, endless in ENDLESS.items():
        router.message.register(partial(_keep, endless), F.text == text)
    router.include_router(build_router())
    return router


async def _keep(endless: Callable[[], None], *_update: object) -> None:
    endless()


if __name__ == "__main__":
    main()
