"""Durations as methodists type them."""

from decimal import Decimal

import pytest

from services.reading.dates.duration import Duration, read_duration

DURATIONS = [
    ("4 часа", "4", 240),
    ("4 ч", "4", 240),
    ("4ч.", "4", 240),
    ("4", "4", 240),
    ("1,5 часа", "1.5", 90),
    ("1.5 часа", "1.5", 90),
    ("полтора часа", "1.5", 90),
    ("два с половиной часа", "2.5", 150),
    ("полчаса", "0.5", 30),
    ("90 минут", "1.5", 90),
    ("45 мин.", "0.75", 45),
    ("2 часа 30 минут", "2.5", 150),
    ("на 3 часа", "3", 180),
    ("три часа", "3", 180),
    ("длительность: 3 часа", "3", 180),
    ("объём – 16 ч.", "16", 960),
    ("4-часовой", "4", 240),
    ("двухчасовой", "2", 120),
    ("72 часа", "72", 4320),
    ("2 академических часа", "2", 90),
    ("8 ак. ч.", "8", 360),
    ("6 а.ч.", "6", 270),
    ("4 учебных часа", "4", 180),
    ("4 часа (5 академических часов)", "5", 240),
    ("14:00-17:00", "3", 180),
    ("с 14 до 15:30", "1.5", 90),
    ("4 hours", "4", 240),
    ("90 min", "1.5", 90),
]


@pytest.mark.parametrize(("text", "hours", "minutes"), DURATIONS)
def test_hours_go_on_the_certificate_as_said(text: str, hours: str, minutes: int) -> None:
    assert read_duration(text) == Duration(Decimal(hours), minutes)


def test_hours_of_each_sitting_differ_from_hours_of_all() -> None:
    assert read_duration("по 2 часа") == Duration(Decimal(2), 120, each=True)


@pytest.mark.parametrize(
    "text", ["в 14 часов", "2 часа дня", "2–3 часа", "0 часов", "1000 часов", "14.00 ч", "долго", ""]
)
def test_an_unclear_duration_is_asked_about(text: str) -> None:
    assert read_duration(text) is None
