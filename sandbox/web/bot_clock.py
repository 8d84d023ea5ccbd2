"""The clock of the bot, which the chat page shows and moves when the owner of the sandbox offers it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass
class BotClock:
    """Shown on the page in an IANA zone.

    `advance` moves the bot's clock and the sandbox's by seconds and returns when the bot acts by the new time; it
    raises RuntimeError with a text for the page. Without `is_movable` the page only shows the time.
    """

    zone: str
    advance: Callable[[int], Awaitable[None]]
    is_movable: bool = False
