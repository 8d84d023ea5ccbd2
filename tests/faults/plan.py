"""The faults by number: what is tried, how often, on which database, and what must come of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.faults.environment import Environment
from tests.faults.verification import Findings

Trial = Callable[[Environment], Awaitable[Findings]]
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"


@dataclass(frozen=True)
class PlannedFault:
    """`title` begins with the number; `runs`: seeds of `make faults`; `quick`: `make test` tries it in its small size,
    too; `both`: every second seed runs on PostgreSQL."""

    title: str
    outcome: str
    trial: Trial
    runs: int
    quick: bool
    both: bool

    @property
    def number(self) -> str:
        return self.title.partition(" ")[0]

    def database(self, seed: int, *, has_postgresql: bool) -> str:
        """Return the database on which this seed runs."""
        return POSTGRESQL if has_postgresql and self.both and seed % 2 == 0 else SQLITE


PLAN: list[PlannedFault] = []
"""Filled by the modules of trials as they are imported; `tests.faults.trials` imports all and sorts it."""


def fault(
    title: str, outcome: str, *, runs: int = 20, quick: bool = False, both: bool = False
) -> Callable[[Trial], Trial]:
    """Put a trial on the plan."""

    def register(trial: Trial) -> Trial:
        PLAN.append(PlannedFault(title, outcome, trial, runs, quick, both))
        return trial

    return register
