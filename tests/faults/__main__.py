"""`make faults`: every fault with all its seeds in full size, a bar while it runs, a table at the end."""

import argparse
import asyncio
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from tests.checks.tree import ROOT
from tests.faults.ground import open_ground
from tests.faults.nursery import Nursery
from tests.faults.plan import Fault
from tests.faults.table import write
from tests.faults.trials import PLAN

BAR = 30


@dataclass
class Row:
    """What came of all runs of one fault."""

    fault: Fault
    runs: int = 0
    lost: int = 0
    doubled: int = 0
    failed: list[str] = field(default_factory=list)


async def tried(plan: list[Fault], share: float, *, full: bool) -> list[Row]:
    rows = [Row(fault) for fault in plan]
    total = sum(_runs(fault, share) for fault in plan)
    done, begun = 0, time.monotonic()
    nursery = Nursery()
    try:
        for row in rows:
            for seed in range(1, _runs(row.fault, share) + 1):
                _show(done, total, begun, f"{row.fault.number} seed {seed}")
                await _try(row, nursery, seed, full)
                done += 1
        _show(done, total, begun, "done")
    finally:
        nursery.close()
    sys.stderr.write("\n")
    return rows


async def _try(row: Row, nursery: Nursery, seed: int, full: bool) -> None:
    row.runs += 1
    with tempfile.TemporaryDirectory() as folder:
        try:
            async with open_ground(Path(folder), nursery, seed, full=full) as ground:
                found = await row.fault.trial(ground)
        except Exception as error:  # noqa: BLE001 - one failed trial is a row of the table, the others go on
            row.failed.append(f"seed {seed}: {error}")
            sys.stderr.write(f"\n{row.fault.number} seed {seed}\n{''.join(traceback.format_exception(error)[-3:])}\n")
            return
    row.lost += len(found.lost)
    row.doubled += found.doubled


def _runs(fault: Fault, share: float) -> int:
    return max(1, round(fault.runs * share))


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
    parser.add_argument("--quick", action="store_true", help="the size of `make test`")
    arguments = parser.parse_args()
    plan = [fault for fault in PLAN if not arguments.faults or fault.number in arguments.faults]
    rows = asyncio.run(tried(plan, arguments.share, full=not arguments.quick))
    results = {row.fault.number: (row.runs, row.lost, row.doubled, "failed" if row.failed else "holds") for row in rows}
    sys.stdout.write(write(ROOT / "docs" / "reliability.md", PLAN, results))
    return 1 if any(row.failed for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
