"""`python -m tests.faults.entry <arguments of centrik>`: the program as the fault tests start it.

CRASH_AT in the environment names the point at which the process kills itself (tests/faults/arming.py). With PRESS_LIMIT
(seconds) the bot runs with that limit for a press and with handlers that do not end, for the commands in ENDLESS.
"""

import asyncio
import os
import re
from collections.abc import Callable
from functools import partial

from bot.__main__ import main as run_centrik
from bot.app import create_app
from bot.inbox.watchdog import Watchdog
from bot.logs import configure_logs
from bot.running import run
from bot.settings import read_settings
from handlers.routes import command
from handlers.table import ROUTES, Table
from handlers.visit import Visit
from services.rights import Right
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


ENDLESS: dict[str, Callable[[], None]] = {"loop": _loop, "match": _match}
"""Commands and the work of their handlers."""


def _run_with_endless_handlers(press_limit: float) -> None:
    configure_logs()
    asyncio.run(run(create_app(read_settings(), table=_table(), watchdog=Watchdog(press_limit))))


def _table() -> Table:
    endless = (command(name, partial(_keep, do), Right.ANYBODY) for name, do in ENDLESS.items())
    return Table([*endless, *ROUTES])


def _keep(endless: Callable[[], None], _visit: Visit) -> None:
    endless()


if __name__ == "__main__":
    main()
