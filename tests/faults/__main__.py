"""`make faults`: every fault with all its seeds in full size, a bar while it runs, a table at the end."""

import argparse
import asyncio
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests import postgres
from tests.checks.tree import ROOT
from tests.faults.ground import open_ground
from tests.faults.nursery import Nursery
from tests.faults.plan import POSTGRES, SQLITE, Fault
from tests.faults.reckoning import Broken, Reckoning
from tests.faults.table import BRIEF, write
from tests.faults.trials import PLAN

BAR = 30


@dataclass
class Row:
    """What came of all runs of one fault."""

    fault: Fault
    runs: Counter[str] = field(default_factory=Counter)
    """By database."""
    seconds: list[float] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    uncounted: bool = False
    """A run ended before anything was counted."""
    failed: list[str] = field(default_factory=list)

    def count(self, found: Reckoning) -> None:
        self.lost += len(found.lost)
        self.doubled += found.doubled

    @property
    def told(self) -> tuple[str, str, str, str]:
        """Runs, lost, doubled and verdict as the table says them."""
        more = " or more" if self.uncounted else ""
        runs = " + ".join(f"{self.runs[database]} {database}" for database in (SQLITE, POSTGRES) if self.runs[database])
        return runs, f"{self.lost}{more}", f"{self.doubled}{more}", "failed" if self.failed else "holds"


async def tried(plan: list[tuple[Fault, list[int]]], *, full: bool) -> list[Row]:
    """Each fault with its seeds."""
    rows = [(Row(fault), seeds) for fault, seeds in plan]
    total = sum(len(seeds) for _, seeds in plan)
    done, begun = 0, time.monotonic()
    server = await postgres.answers()
    if not server and any(fault.both for fault, _ in plan):
        sys.stderr.write("No PostgreSQL answers: everything runs on SQLite.\n")
    nursery = Nursery()
    try:
        for row, seeds in rows:
            for seed in seeds:
                _show(done, total, begun, f"{row.fault.number} seed {seed}")
                await _try(row, nursery, seed, row.fault.database(seed, server=server), full)
                done += 1
        _show(done, total, begun, "done")
    finally:
        nursery.close()
    sys.stderr.write("\n")
    return [row for row, _ in rows]


async def _try(row: Row, nursery: Nursery, seed: int, on: str, full: bool) -> None:
    row.runs[on] += 1
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        try:
            async with _address(on) as url, open_ground(Path(folder), nursery, seed, full=full, url=url) as ground:
                found = await row.fault.trial(ground)
        except Exception as error:  # noqa: BLE001 - one failed trial is a row of the table, the others go on
            if isinstance(error, Broken):
                row.count(error.found)
            else:
                row.uncounted = True
            row.failed.append(f"seed {seed} on {on}: {error}")
            told = "".join(traceback.format_exception(error)[-3:])
            sys.stderr.write(f"\n{row.fault.number} seed {seed} on {on}\n{told}\n")
            return
        finally:
            row.seconds.append(time.monotonic() - begun)
    row.count(found)


@asynccontextmanager
async def _address(on: str) -> AsyncIterator[str]:
    """Of an empty database; nothing stands for a file of SQLite."""
    if on == SQLITE:
        yield ""
        return
    async with postgres.fresh_database() as url:
        yield url


def _seeds(fault: Fault, share: float) -> list[int]:
    return list(range(1, max(1, round(fault.runs * share)) + 1))


def _show(done: int, total: int, begun: float, what: str) -> None:
    filled = BAR * done // total
    left = (time.monotonic() - begun) / done * (total - done) if done else 0
    bar = "#" * filled + "." * (BAR - filled)
    sys.stderr.write(f"\r[{bar}] {done}/{total}, about {left / 60:.0f} min left, {what}      ")
    sys.stderr.flush()


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.faults", description="Try every fault on the bot as a process.")
    parser.add_argument("faults", nargs="*", help="numbers such as T3; all without any")
    parser.add_argument("--share", type=float, default=1.0, help="of the seeds: 0.1 tries a tenth")
    parser.add_argument("--seeds", type=int, nargs="+", default=[], help="these and no others")
    parser.add_argument("--quick", action="store_true", help="the size of `make test`")
    arguments = parser.parse_args()
    chosen = [fault for fault in PLAN if not arguments.faults or fault.number in arguments.faults]
    plan = [(fault, arguments.seeds or _seeds(fault, arguments.share)) for fault in chosen]
    rows = asyncio.run(tried(plan, full=not arguments.quick))
    for row in rows:
        longest, all_of_them = max(row.seconds), sum(row.seconds)
        sys.stderr.write(f"{row.fault.number}: {all_of_them:.0f} s, the longest run {longest:.0f} s\n")
    results = {row.fault.number: row.told for row in rows}
    write(ROOT / "README.md", PLAN, results, BRIEF)
    sys.stdout.write(write(ROOT / "docs" / "reliability.md", PLAN, results))
    return 1 if any(row.failed for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
