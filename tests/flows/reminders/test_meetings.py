"""Reminders of an event on three dates: participants before each, organizers after each that nobody marked."""

from datetime import timedelta

import pytest

from tests.flows.seminar import STARTS, TITLE, Seminar, open_seminar
from tests.world import World

DAY = timedelta(days=1)
WEEK = 7 * DAY
HOUR = timedelta(hours=1)
FIRST = STARTS.replace(tzinfo=None) + 5 * HOUR
"""Wall time of the first meeting: 7 October, 14:00."""


@pytest.fixture
async def course(world: World) -> Seminar:
    """Six hours on three Wednesdays."""
    return await open_seminar(world, starts=[FIRST, FIRST + WEEK, FIRST + 2 * WEEK], hours=6.0)


async def test_participants_are_reminded_before_each_meeting(course: Seminar) -> None:
    for week in range(3):
        await course.advance_to(STARTS + week * WEEK - DAY)
        day = f"{7 + 7 * week} октября, 14:00"
        assert f"Завтра, ср, {day}" in course.nina.screen.text
        await course.advance_to(STARTS + week * WEEK - HOUR)
        assert f"Скоро начинаем, в 14:00: «{TITLE}»." in course.nina.screen.text


async def test_organizers_are_asked_to_mark_a_meeting_that_nobody_has_marked(course: Seminar) -> None:
    await course.advance_to(STARTS + 5 * HOUR)
    assert f"Прошла встреча «{TITLE}», ср, 7 октября, 14:00." in course.tatiana.screen.text
    await course.tatiana.presses("Отметить явку")
    assert "Встреча 1 из 3" in course.tatiana.screen.text
    await course.tatiana.presses("Отметить всех")
    await course.advance_to(STARTS + WEEK)
    await course.opens_attendance()
    await course.tatiana.presses("Отметить всех")
    await course.advance_to(STARTS + WEEK + 5 * HOUR)
    assert "Прошла встреча" not in course.tatiana.screen.text


async def test_a_sign_up_says_that_every_meeting_is_reminded_of(course: Seminar) -> None:
    await course.pavel.types(f"/start ev_{course.event}")
    await course.pavel.presses("Записаться")
    assert "Напомним за день и за час. Перед каждой следующей встречей тоже." in course.pavel.screen.text
