"""The tables of docs/reliability.md and, without what must come of it, of README.md: rows of faults that were not
tried this time stay as they are."""

import re
from pathlib import Path

from tests.faults.plan import Fault

FULL, BRIEF = ("fault", "must come of it"), ("fault",)
COUNTED = ("runs", "lost", "doubled", "verdict")
BEGIN, END = "<!-- measured -->\n", "<!-- end -->\n"
_ROW = re.compile(r"^\| (T\d+) .*\|$", re.MULTILINE)


def write(
    page: Path, plan: list[Fault], results: dict[str, tuple[str, str, str, str]], told: tuple[str, ...] = FULL
) -> str:
    """Put the results into the page's table; returns the table."""
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    old, _, after = rest.partition(END)
    rows = {match[1]: match[0] for match in _ROW.finditer(old)}
    for fault in plan:
        if fault.number in results:
            words = (f"{fault.number} {fault.title}", fault.outcome)[: len(told)]
            rows[fault.number] = _line(*words, *results[fault.number])
    heads = *told, *COUNTED
    lines = [_line(*heads), "|" + "---|" * len(heads), *(rows[fault.number] for fault in plan if fault.number in rows)]
    table = "".join(f"{line}\n" for line in lines)
    page.write_text(f"{before}{BEGIN}{table}{END}{after}", encoding="utf-8")
    return table


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
