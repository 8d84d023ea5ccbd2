"""The time the sandbox lives in: dates of messages can be moved at will, deadlines of updates run on their own."""

import time
from collections.abc import Callable


class Clock:
    """Two times, as a jump of the calendar must not expire what a bot is just handling.

    `wall` gives message dates (unix seconds, UTC) and follows `set` and `advance`; `monotonic` gives lifetimes of
    updates and callback answers and follows `elapse` alone. Both keep running unless the sources given stand still.
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
        """Move message dates on; nothing expires."""
        self._wall_shift += seconds

    def elapse(self, seconds: float) -> None:
        """Let `seconds` pass for everything: queued updates and unanswered callback queries grow older."""
        self._wall_shift += seconds
        self._monotonic_shift += seconds
