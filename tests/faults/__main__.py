"""`make faults`: run every fault with all its seeds in full size, show a progress bar, write the tables of results."""

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
from tests.faults.environment import open_environment
from tests.faults.plan import POSTGRESQL, SQLITE, PlannedFault
from tests.faults.processes import ForkServer
from tests.faults.results import BRIEF, write_table
from tests.faults.trials import PLAN
from tests.faults.verification import Findings, PromiseBroken

BAR_WIDTH = 30


@dataclass
class Row:
    """The results of all runs of one fault."""

    fault: PlannedFault
    runs: Counter[str] = field(default_factory=Counter)
    """By database."""
    seconds: list[float] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    is_incomplete: bool = False
    """A run ended before its verification."""
    failures: list[str] = field(default_factory=list)

    def add(self, findings: Findings) -> None:
        self.lost += len(findings.lost)
        self.doubled += findings.doubled

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """Runs, lost, doubled and verdict."""
        more = " or more" if self.is_incomplete else ""
        runs = " + ".join(
            f"{self.runs[database]} {database}" for database in (SQLITE, POSTGRESQL) if self.runs[database]
        )
        return runs, f"{self.lost}{more}", f"{self.doubled}{more}", "failed" if self.failures else "holds"


async def run_trials(plan: list[tuple[PlannedFault, list[int]]], *, is_full_size: bool) -> list[Row]:
    """Run each fault with its seeds."""
    rows = [(Row(fault), seeds) for fault, seeds in plan]
    total = sum(len(seeds) for _, seeds in plan)
    done, begun = 0, time.monotonic()
    has_postgresql = await postgres.is_available()
    if not has_postgresql and any(fault.both for fault, _ in plan):
        sys.stderr.write("No PostgreSQL answers: everything runs on SQLite.\n")
    fork_server = ForkServer()
    try:
        for row, seeds in rows:
            for seed in seeds:
                _show_progress(done, total, begun, f"{row.fault.number} seed {seed}")
                database = row.fault.database(seed, has_postgresql=has_postgresql)
                await _run_trial(row, fork_server, seed, database, is_full_size)
                done += 1
        _show_progress(done, total, begun, "done")
    finally:
        fork_server.close()
    sys.stderr.write("\n")
    return [row for row, _ in rows]


async def _run_trial(row: Row, fork_server: ForkServer, seed: int, database: str, is_full_size: bool) -> None:
    row.runs[database] += 1
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        try:
            async with (
                _database(database) as url,
                open_environment(Path(folder), fork_server, seed, is_full_size=is_full_size, url=url) as env,
            ):
                findings = await row.fault.trial(env)
        except Exception as error:  # noqa: BLE001 - one failed trial is a row of the table, the others go on
            if isinstance(error, PromiseBroken):
                row.add(error.findings)
            else:
                row.is_incomplete = True
            row.failures.append(f"seed {seed} on {database}: {error}")
            trace = "".join(traceback.format_exception(error)[-3:])
            sys.stderr.write(f"\n{row.fault.number} seed {seed} on {database}\n{trace}\n")
            return
        finally:
            row.seconds.append(time.monotonic() - begun)
    row.add(findings)


@asynccontextmanager
async def _database(database: str) -> AsyncIterator[str]:
    """Yield its URL; an empty URL means a new file of SQLite."""
    if database == SQLITE:
        yield ""
        return
    async with postgres.fresh_database(with_tables=True) as url:
        yield url


def _seeds(fault: PlannedFault, share: float) -> list[int]:
    return list(range(1, max(1, round(fault.runs * share)) + 1))


def _show_progress(done: int, total: int, begun: float, current: str) -> None:
    filled = BAR_WIDTH * done // total
    seconds_left = (time.monotonic() - begun) / done * (total - done) if done else 0
    bar = "#" * filled + "." * (BAR_WIDTH - filled)
    sys.stderr.write(f"\r[{bar}] {done}/{total}, about {seconds_left / 60:.0f} min left, {current}      ")
    sys.stderr.flush()


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.faults", description="Try every fault on the bot as a process.")
    parser.add_argument("faults", nargs="*", help="numbers such as T3; all without any")
    parser.add_argument("--share", type=float, default=1.0, help="of the seeds: 0.1 tries a tenth")
    parser.add_argument("--seeds", type=int, nargs="+", default=[], help="these and no others")
    parser.add_argument("--quick", action="store_true", help="the size of `make test`; the tables stay as they are")
    arguments = parser.parse_args()
    chosen = [fault for fault in PLAN if not arguments.faults or fault.number in arguments.faults]
    plan = [(fault, arguments.seeds or _seeds(fault, arguments.share)) for fault in chosen]
    rows = asyncio.run(run_trials(plan, is_full_size=not arguments.quick))
    for row in rows:
        longest, total = max(row.seconds), sum(row.seconds)
        sys.stderr.write(f"{' | '.join((row.fault.number, *row.cells))}: {total:.0f} s, longest run {longest:.0f} s\n")
    if not arguments.quick:
        results = {row.fault.number: row.cells for row in rows}
        write_table(ROOT / "README.md", PLAN, results, BRIEF)
        sys.stdout.write(write_table(ROOT / "docs" / "reliability.md", PLAN, results))
    return 1 if any(row.failures for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
