"""The table of docs/reliability.md: rows of faults that were not tried this time stay as they are."""

import re
from pathlib import Path

from tests.faults.plan import Fault

HEAD = "| fault | must come of it | runs | lost | doubled | verdict |\n|---|---|---|---|---|---|\n"
BEGIN, END = "<!-- measured -->\n", "<!-- end -->\n"
_ROW = re.compile(r"^\| (T\d+) .*\|$", re.MULTILINE)


def write(page: Path, plan: list[Fault], results: dict[str, tuple[str, int, int, str]]) -> str:
    """Put the results into the page's table; returns the table."""
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    old, _, after = rest.partition(END)
    rows = {match[1]: match[0] for match in _ROW.finditer(old)}
    for fault in plan:
        if fault.number in results:
            runs, lost, doubled, verdict = results[fault.number]
            told = f"{fault.number} {fault.title} | {fault.outcome}"
            rows[fault.number] = f"| {told} | {runs} | {lost} | {doubled} | {verdict} |"
    table = HEAD + "".join(f"{rows[fault.number]}\n" for fault in plan if fault.number in rows)
    page.write_text(f"{before}{BEGIN}{table}{END}{after}", encoding="utf-8")
    return table
