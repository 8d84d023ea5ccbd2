"""The parts of a benchmark: lines with their goals, and the figures of interleaved rounds."""

import gc
import statistics
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from typing import Any

Pair = tuple[float, float | None]
"""A figure of ours and of the peer from one round; None where a figure stands alone."""


class Unavailable(Exception):
    """The row cannot be measured here; the message says why, e.g. "no server"."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound (`≤`, `≥` or `=`) on the ratio to the peer, or on the figure itself where there is no peer.

    The lower quartile of the rounds has to meet it; with `in_every_round` each round has to.
    """

    symbol: str
    bound: float
    in_every_round: bool = False

    def is_met(self, figures: list[float]) -> bool:
        judged = figures if self.in_every_round else [Spread.of(figures).lower]
        return all(self._holds(figure) for figure in judged)

    def _holds(self, figure: float) -> bool:
        if self.symbol == "=":
            return figure == self.bound
        return figure <= self.bound if self.symbol == "≤" else figure >= self.bound


def at_most(bound: float) -> Goal:
    return Goal("≤", bound)


def at_least(bound: float) -> Goal:
    return Goal("≥", bound)


def always(symbol: str, bound: float) -> Goal:
    """Return a goal that has to hold in every round."""
    return Goal(symbol, bound, in_every_round=True)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `reason`: what a profile says about a goal that cannot be reached, with the floor."""

    title: str
    unit: str
    goal: Goal | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of the rounds between its quartiles."""

    lower: float
    median: float
    upper: float

    @classmethod
    def of(cls, figures: list[float]) -> "Spread":
        if len(figures) == 1:
            return cls(figures[0], figures[0], figures[0])
        return cls(*statistics.quantiles(figures, n=4, method="inclusive"))


@dataclass
class Rounds:
    """Counts the rounds of a benchmark, tells the progress and keeps the figures by the line's title."""

    name: str
    count: int
    figures: dict[str, list[Pair]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[int]:
        for number in range(self.count):
            self.tell(f"round {number + 1} of {self.count}")
            yield number

    def note(self, title: str, ours: float, peer: float | None = None) -> None:
        self.figures.setdefault(title, []).append((ours, peer))

    def tell(self, words: str) -> None:
        sys.stderr.write(f"{time.strftime('%H:%M:%S')} {self.name}: {words}\n")


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A row of the table. `peer`: in a sentence what ours is compared with."""

    name: str
    peer: str
    lines: tuple[Line, ...]
    measure: Callable[[Rounds], Coroutine[Any, Any, None]]


@dataclass
class Cost:
    """Seconds spent between entering and leaving; processor time is that of all threads of this process."""

    cpu: float = 0.0
    wall: float = 0.0

    def __enter__(self) -> "Cost":
        gc.collect()
        self.wall, self.cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End the measurement; the second call changes nothing more."""
        if not self._is_over:
            self.cpu, self.wall = time.process_time() - self.cpu, time.perf_counter() - self.wall
            self._is_over = True

    _is_over: bool = False
