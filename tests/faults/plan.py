"""The faults by their numbers: what is tried, how often, and what must come of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.faults.ground import Ground
from tests.faults.reckoning import Reckoning

Trial = Callable[[Ground], Awaitable[Reckoning]]


@dataclass(frozen=True)
class Fault:
    """`runs`: seeds in `make faults`; `quick`: whether the small size belongs to `make test` too."""

    number: str
    title: str
    outcome: str
    trial: Trial
    runs: int
    quick: bool


FAULTS: list[Fault] = []


def fault(number: str, title: str, outcome: str, *, runs: int = 20, quick: bool = False) -> Callable[[Trial], Trial]:
    """Put a trial on the plan."""

    def note(trial: Trial) -> Trial:
        FAULTS.append(Fault(number, title, outcome, trial, runs, quick))
        return trial

    return note
