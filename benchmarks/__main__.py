"""`python -m benchmarks [--rounds N] [ROW ...]`: measure these rows (all without any) and write docs/performance.md."""

import argparse
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor

from benchmarks import report
from benchmarks.catalog import benchmarks, measure

ROUNDS = 7


def main() -> int:
    """Measure each row in a process of its own; return 1 if one of them failed, after all the others."""
    known = benchmarks()
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(known))
    given = parser.parse_args()
    if unknown := set(given.rows) - set(known):
        parser.error(f"no such row: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    results, failed = report.load(), 0
    for name in given.rows or known:
        try:
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
                results[name] = process.submit(measure, name, given.rounds).result()
        except Exception as error:  # noqa: BLE001 - a broken row must not take the others with it
            sys.stderr.write(f"{name} failed: {error!r}\n{error.__cause__ or ''}\n")
            results[name] = report.new_result(given.rounds, f"failed: {type(error).__name__}")
            failed = 1
        report.save(known.values(), results)
    return failed


if __name__ == "__main__":
    sys.exit(main())
