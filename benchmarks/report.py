"""docs/performance.md and its chart, written from the results of all runs so far."""

import json
import os
import platform
import subprocess
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path

from benchmarks.chart import Bar, draw
from benchmarks.rounds import Benchmark, Line, Pair, Spread

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "docs" / "performance.md"
CHART = ROOT / "docs" / "performance.svg"
RESULTS = ROOT / "docs" / "performance.json"
PACKAGES = ("aiogram", "aiohttp", "SQLAlchemy", "aiosqlite", "asyncpg", "pydantic", "typst", "typer")

INTRODUCTION = """# Performance

Written by `make bench`; `make bench ROWS="press route"` measures some rows again. Ours and the peer run in turn in one
run; a figure is the median of the rounds, a ratio the median of their ratios, with its quartiles. Processor time is
that of all threads. On another machine only the ratios mean something. A goal is met when the lower quartile meets it;
one marked "always" holds in every round.
"""


@dataclass
class Result:
    """A measured row: figures by line, or `missing`, the reason why there are none."""

    measured: str
    commit: str
    where: str
    rounds: int
    missing: str = ""
    figures: dict[str, list[Pair]] = field(default_factory=dict)


def new_result(rounds: int, missing: str = "") -> Result:
    """Return a result without figures, with the date, the commit and the machine."""
    return Result(time.strftime("%Y-%m-%d"), _commit(), _machine(), rounds, missing)


def load() -> dict[str, Result]:
    """Return the results so far by the row's name."""
    if not RESULTS.exists():
        return {}
    return {name: Result(**stored) for name, stored in json.loads(RESULTS.read_text(encoding="utf-8")).items()}


def save(benchmarks: Iterable[Benchmark], results: dict[str, Result]) -> None:
    """Write results, table and chart."""
    found = list(benchmarks)
    known = {benchmark.name: asdict(results[benchmark.name]) for benchmark in found if benchmark.name in results}
    RESULTS.write_text(_compact(known), encoding="utf-8")
    TABLE.write_text(table(found, results), encoding="utf-8")
    CHART.write_text(draw(list(_bars(found, results))), encoding="utf-8")


def table(benchmarks: list[Benchmark], results: dict[str, Result]) -> str:
    """Return the page."""
    rows = ["| row | ours | peer | ratio | goal | met |", "|---|---|---|---|---|---|"]
    rows += [_row(each, line, results.get(each.name)) for each in benchmarks for line in each.lines]
    peers = [f"- **{each.name}**: {each.peer}" for each in benchmarks]
    reasons = [
        f"- **{each.name}, {line.title}**: {line.reason}" for each in benchmarks for line in each.lines if line.reason
    ]
    runs = [
        f"| {each.name} | {run.measured} | {run.commit} | {run.rounds} | {run.where} |"
        for each in benchmarks
        if (run := results.get(each.name)) is not None
    ]
    parts = [INTRODUCTION, "![How far each row is from its goal](performance.svg)\n", *rows, "", "## Peers", "", *peers]
    if reasons:
        parts += ["", "## Goals out of reach", "", *reasons]
    if runs:
        parts += [
            "",
            "## Runs",
            "",
            "| row | date | commit | rounds | machine and versions |",
            "|---|---|---|---|---|",
            *runs,
        ]
    return "\n".join(parts) + "\n"


def _row(benchmark: Benchmark, line: Line, result: Result | None) -> str:
    name = f"{benchmark.name}: {line.title}"
    goal = "–"
    if line.goal is not None:
        goal = f"{line.goal.symbol} {line.goal.bound:g}{' always' if line.goal.in_every_round else ''}"
    pairs = result.figures.get(line.title, []) if result is not None else []
    if not pairs:
        why = "not measured yet" if result is None else result.missing or "not measured"
        return f"| {name} | {why} | – | – | {goal} | – |"
    judged = _judged(pairs)
    ours = Spread.of([pair[0] for pair in pairs])
    peers = [peer for _, peer in pairs if peer is not None]
    peer = f"{_number(Spread.of(peers).median)} {line.unit}" if peers else "–"
    spread = Spread.of(judged)
    text = f"{_number(spread.median)} ({_number(spread.lower)}–{_number(spread.upper)})" if peers else "–"
    own = f"{_number(ours.median)} {line.unit}"
    if not peers and len(pairs) > 1:
        own += f" ({_number(ours.lower)}–{_number(ours.upper)})"
    met = "–" if line.goal is None else "yes" if line.goal.is_met(judged) else "**no**"
    return f"| {name} | {own} | {peer} | {text} | {goal} | {met} |"


def _judged(pairs: list[Pair]) -> list[float]:
    """Return what a goal is about: the ratios, or the figures where there is no peer."""
    return [ours if peer is None else ours / peer for ours, peer in pairs]


def _bars(benchmarks: list[Benchmark], results: dict[str, Result]) -> Iterable[Bar]:
    for benchmark in benchmarks:
        result = results.get(benchmark.name)
        for line in benchmark.lines:
            pairs = result.figures.get(line.title, []) if result is not None else []
            if line.goal is None or not pairs or line.goal.bound == 0 or line.goal.symbol == "=":
                continue
            spread, bound = Spread.of(_judged(pairs)), line.goal.bound
            shares = [max(each, 1e-9) / bound for each in (spread.lower, spread.median, spread.upper)]
            if line.goal.symbol == "≥":
                shares = [1 / share for share in reversed(shares)]
            lower, median, upper = shares
            yield Bar(
                f"{benchmark.name}: {line.title}".replace("`", ""),
                lower,
                median,
                upper,
                line.goal.is_met(_judged(pairs)),
            )


def _number(value: float) -> str:
    if value == int(value) and abs(value) < 1e7:
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _compact(results: Mapping[str, object]) -> str:
    """Return JSON with one row a line, so that a row measured again is one changed line."""
    lines = [f"  {json.dumps(name)}: {json.dumps(result, ensure_ascii=False)}" for name, result in results.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _commit() -> str:
    """Return the commit; `-dirty` if the code differs from it, whatever the earlier rows have written to the page."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    compared = ["git", "diff", "--quiet", "HEAD", "--", ".", ":(exclude)docs/performance.*"]
    is_dirty = subprocess.run(compared, cwd=ROOT, check=False).returncode == 1
    return f"{commit.stdout.strip() or 'unknown'}{'-dirty' if is_dirty else ''}"


def _machine() -> str:
    processor = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").exists():
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                processor = line.partition(":")[2].strip()
                break
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    system = f"{platform.system()} {platform.release().partition('-')[0]}"
    return f"{os.cpu_count()} × {processor}, {system}, Python {platform.python_version()}, {versions}"
