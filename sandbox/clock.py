"""The time of the sandbox: dates of messages can be moved at will, independently of deadlines."""

import time
from collections.abc import Callable


class Clock:
    """Two times, so that a jump of the calendar expires nothing that a bot is just handling.

    `wall` gives message dates (unix seconds, UTC) and follows `set` and `advance`; `monotonic` gives lifetimes of
    updates and callback answers and follows `elapse` alone. Both keep running if the given sources do.
    """

    def __init__(self, wall: Callable[[], float] = time.time, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._wall_shift = 0.0
        self._monotonic_shift = 0.0

    def wall(self) -> float:
        return self._wall() + self._wall_shift

    def monotonic(self) -> float:
        return self._monotonic() + self._monotonic_shift

    def set(self, instant: float) -> None:
        """Move message dates to `instant` (unix seconds); nothing expires."""
        self._wall_shift = instant - self._wall()

    def advance(self, seconds: float) -> None:
        """Move message dates forward; nothing expires."""
        self._wall_shift += seconds

    def elapse(self, seconds: float) -> None:
        """Let `seconds` pass for everything: queued updates and unanswered presses grow older."""
        self._wall_shift += seconds
        self._monotonic_shift += seconds
