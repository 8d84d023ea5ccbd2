"""The faults by their numbers: what is tried, how often, on which database, and what must come of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.faults.ground import Ground
from tests.faults.reckoning import Reckoning

Trial = Callable[[Ground], Awaitable[Reckoning]]
SQLITE, POSTGRES = "SQLite", "PostgreSQL"


@dataclass(frozen=True)
class Fault:
    """`runs`: seeds in `make faults`; `quick`: whether the small size belongs to `make test` too; `both`: every second
    seed runs on PostgreSQL."""

    number: str
    title: str
    outcome: str
    trial: Trial
    runs: int
    quick: bool
    both: bool

    def database(self, seed: int, *, server: bool) -> str:
        """Where this seed runs; `server`: a PostgreSQL answers."""
        return POSTGRES if server and self.both and seed % 2 == 0 else SQLITE


FAULTS: list[Fault] = []


def fault(
    number: str, title: str, outcome: str, *, runs: int = 20, quick: bool = False, both: bool = False
) -> Callable[[Trial], Trial]:
    """Put a trial on the plan."""

    def note(trial: Trial) -> Trial:
        FAULTS.append(Fault(number, title, outcome, trial, runs, quick, both))
        return trial

    return note
