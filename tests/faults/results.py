"""The tables of results in docs/reliability.md and, without the expected outcome, in README.md."""

import re
from pathlib import Path

from tests.faults.plan import PlannedFault

FULL, BRIEF = ("fault", "must come of it"), ("fault",)
COUNTED = ("runs", "lost", "doubled", "verdict")
BEGIN, END = "<!-- measured -->\n", "<!-- end -->\n"
_ROW = re.compile(r"^\| (T\d+) .*\|$", re.MULTILINE)


def write_table(
    page: Path,
    plan: list[PlannedFault],
    results: dict[str, tuple[str, str, str, str]],
    described_by: tuple[str, ...] = FULL,
) -> str:
    """Replace the rows of these faults in the page's table, leave the others; return the table."""
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    old, _, after = rest.partition(END)
    rows = {match[1]: match[0] for match in _ROW.finditer(old)}
    for fault in plan:
        if fault.number in results:
            words = (fault.title, fault.outcome)[: len(described_by)]
            rows[fault.number] = _line(*words, *results[fault.number])
    heads = *described_by, *COUNTED
    lines = [_line(*heads), "|" + "---|" * len(heads), *(rows[fault.number] for fault in plan if fault.number in rows)]
    table = "".join(f"{line}\n" for line in lines)
    page.write_text(f"{before}{BEGIN}{table}{END}{after}", encoding="utf-8")
    return table


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
