"""Deadlines of sign-up as methodists type them: each read as meant, or asked about with the reason."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings

from services.reading.dates.deadline import read_deadline
from services.reading.dates.moment import DateDoubt
from tests.services.reading.typed import MOMENTS, NOW, TYPED, YEAR_END, wall

START = wall("2026-10-07 14:00")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("5 октября", "2026-10-05 23:59"),
        ("до 5 октября", "2026-10-05 23:59"),
        ("до 5.10 18:00", "2026-10-05 18:00"),
        ("до понедельника, 5 октября", "2026-10-05 23:59"),
        ("до 5 октября включительно", "2026-10-05 23:59"),
        ("за день до начала", "2026-10-06 14:00"),
        ("за 2 часа", "2026-10-07 12:00"),
        ("до 7 октября", "2026-10-07 14:00"),
        ("до 12:00", "2026-10-07 12:00"),
    ],
)
def test_a_deadline_is_read_as_the_last_moment_of_sign_up(text: str, meant: str) -> None:
    deadline = read_deadline(text, NOW, YEAR_END, START)

    assert deadline.at == wall(meant)
    assert deadline.problems == ()


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("до 8 октября", DateDoubt.AFTER_START),
        ("7 октября 15:00", DateDoubt.AFTER_START),
        ("до 1 сентября 2026", DateDoubt.PAST),
        ("потом", DateDoubt.NOTHING_FOUND),
    ],
)
def test_an_impossible_deadline_is_asked_about(text: str, doubt: DateDoubt) -> None:
    deadline = read_deadline(text, NOW, YEAR_END, START)

    assert deadline.at is None
    assert [problem.doubt for problem in deadline.problems] == [doubt]


@settings(deadline=None)
@given(TYPED, MOMENTS)
def test_any_text_gives_a_deadline_before_the_start_or_a_doubt(text: str, now: datetime) -> None:
    start = now + timedelta(days=3)
    deadline = read_deadline(text, now, YEAR_END, start)

    assert deadline.problems if deadline.at is None else now < deadline.at <= start
