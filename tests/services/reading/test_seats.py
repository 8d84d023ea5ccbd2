"""Limits of seats as methodists type them."""

import pytest

from services.reading.seats import Seats, read_seats

SEATS = [
    ("35 мест", 35),
    ("мест: 35", 35),
    ("количество мест – 40", 40),
    ("до 20 человек", 20),
    ("на 25 участников", 25),
    ("на 25 педагогов", 25),
    ("группа 12 человек", 12),
    ("20 чел.", 20),
    ("не более 30 человек", 30),
    ("двадцать пять мест", 25),
    ("35", 35),
    ("max 20 people", 20),
]


@pytest.mark.parametrize(("text", "limit"), SEATS)
def test_a_limit_of_seats_is_read(text: str, limit: int) -> None:
    assert read_seats(text) == Seats(limit)


@pytest.mark.parametrize("text", ["без ограничения", "без ограничений", "количество мест не ограничено", "unlimited"])
def test_unlimited_seats_can_be_typed(text: str) -> None:
    assert read_seats(text) == Seats(None)


@pytest.mark.parametrize("text", ["0 мест", "мест нет", "14:00", "каб. 204", "99999999 мест", "5 место", ""])
def test_an_unclear_limit_of_seats_is_asked_about(text: str) -> None:
    assert read_seats(text) is None
