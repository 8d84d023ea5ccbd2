"""The table of figures: when a goal is met, what a row says that was not measured, and that other rows are kept."""

from benchmarks.catalog import benchmarks
from benchmarks.report import Result, table
from benchmarks.rounds import Benchmark, Line, Rounds, always, at_least, at_most

SEVEN = [0.9, 0.95, 1.0, 1.4, 1.6, 1.8, 2.0]
"""Lower quartile 0.975, median 1.4."""


async def measure(_rounds: Rounds) -> None: ...


def page(line: Line, result: Result | None) -> list[str]:
    """Return the lines of a page with one row."""
    row = Benchmark("rush", "the same presses apart", (line,), measure)
    return table([row], {} if result is None else {"rush": result}).splitlines()


def result(*pairs: tuple[float, float | None], missing: str = "") -> Result:
    return Result("2026-10-01", "abc1234", "a machine", len(pairs), missing, {"seats": list(pairs)} if pairs else {})


def test_a_goal_is_met_when_the_lower_quartile_meets_it() -> None:
    assert at_most(1.0).is_met(SEVEN)
    assert not at_most(0.97).is_met(SEVEN)
    assert at_least(0.97).is_met(SEVEN)
    assert not at_least(1.0).is_met(SEVEN)


def test_a_goal_of_every_round_is_missed_by_one() -> None:
    assert always("=", 30).is_met([30, 30])
    assert not always("=", 30).is_met([30, 31, 30])
    assert not always("≤", 30).is_met([*[1.0] * 20, 31])


def test_a_row_shows_the_ratio_of_each_round_with_its_quartiles() -> None:
    shown = page(Line("seats", "ms", at_most(1.5)), result((1, 2), (3, 2), (8, 2)))

    assert "| rush: seats | 3 ms | 2 ms | 1.5 (1–2.75) | ≤ 1.5 | yes |" in shown


def test_a_row_that_cannot_be_measured_says_why() -> None:
    line = Line("seats", "", always("=", 30))

    assert "| rush: seats | no server | – | – | = 30 always | – |" in page(line, result(missing="no server"))
    assert "| rush: seats | not measured yet | – | – | = 30 always | – |" in page(line, None)


def test_a_goal_out_of_reach_is_shown_with_the_reason() -> None:
    shown = page(Line("seats", "ms", at_most(1.0), reason="two commits alone take 1.2"), result((3, 2)))

    assert "| rush: seats | 3 ms | 2 ms | 1.5 (1.5–1.5) | ≤ 1 | **no** |" in shown
    assert "- **rush, seats**: two commits alone take 1.2" in shown


def test_every_row_names_its_peer_and_no_line_twice() -> None:
    rows = benchmarks().values()

    assert len(rows) > 10
    assert [row.name for row in rows if not row.peer] == []
    titles = [(row.name, line.title) for row in rows for line in row.lines]
    assert len(titles) == len(set(titles))
