"""All rows by name, and how one is measured in a process of its own."""

import asyncio
import logging
from importlib import import_module

import structlog

from benchmarks import report
from benchmarks.report import Result
from benchmarks.rounds import Benchmark, Rounds, Unavailable
from bot.__main__ import import_bot

MODULES = (
    "route",
    "press",
    "growth",
    "process",
    "door",
    "rush",
    "announcement",
    "certificates",
    "mass_notice",
    "stream",
)
"""Modules of benchmarks/rows in the order of the table."""


def benchmarks() -> dict[str, Benchmark]:
    """Return all rows by name in the order of the table."""
    found = [each for name in MODULES for each in import_module(f"benchmarks.rows.{name}").BENCHMARKS]
    return {each.name: each for each in found}


def measure(name: str, count: int) -> Result:
    """Measure one row in this process; `count` is the number of rounds."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    rounds, result = Rounds(name, count), report.new_result(count)
    row = benchmarks()[name]
    import_bot()  # as `centrik run` does, so that the garbage collector leaves out what was imported
    try:
        asyncio.run(row.measure(rounds))
    except Unavailable as reason:
        result.missing = str(reason)
    else:
        result.figures = rounds.figures
    return result
