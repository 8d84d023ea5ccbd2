"""The end of an event by the clock and the hours it counts, which may differ."""

from datetime import UTC, datetime, timedelta

import pytest

from models import Event
from tests.flows.desk.people import Desk

STARTS = datetime(2026, 10, 7, 9, 0, tzinfo=UTC)
SEMINAR = "Семинар «Читаем задачу» 7 октября {}, СОШ № 1, 35 мест, для учителей"


def length(event: Event) -> timedelta:
    return event.ends_at - event.starts_at


@pytest.mark.parametrize(
    ("typed", "hours", "ends"),
    [
        ("14:00–17:00, 4 часа", 4, "17:00"),
        ("14:00–17:00, 4 академических часа", 4, "17:00"),
        ("14:00, 2 академических часа", 2, "15:30"),
        ("14:00–17:00", 3, "17:00"),
    ],
)
async def test_a_typed_end_is_shown_and_typed_hours_count(desk: Desk, typed: str, hours: int, ends: str) -> None:
    event_id = await desk.publishes(SEMINAR.format(typed))
    event = desk.event(event_id)
    assert event.hours == hours
    assert f"{event.ends_at.astimezone(event.tz):%H:%M}" == ends
    await desk.nina.types(f"/start ev_{event_id}")
    assert f"ср, 7 октября, 14:00–{ends} · {hours} часа" in desk.nina.screen.text


async def test_without_a_typed_end_the_hours_set_it(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.changes("Часы", "2 часа")
    assert length(desk.event(event_id)) == timedelta(hours=2)
    await desk.nina.types(f"/start ev_{event_id}")
    assert "ср, 7 октября, 14:00 · 2 часа" in desk.nina.screen.text


async def test_changed_hours_keep_a_typed_end(desk: Desk) -> None:
    event_id = await desk.publishes(SEMINAR.format("14:00–17:00"))
    await desk.changes("Часы", "4 часа")
    event = desk.event(event_id)
    assert (event.hours, length(event)) == (4, timedelta(hours=3))


@pytest.mark.parametrize("answer", ["17:00", "до 17:00", "17", "3 часа", "14:00–17:00"])
async def test_the_end_can_be_changed_without_the_hours(desk: Desk, answer: str) -> None:
    event_id = await desk.publishes()
    await desk.changes("Конец", answer)
    event = desk.event(event_id)
    assert (event.hours, length(event)) == (4, timedelta(hours=3))
    await desk.changes("Часы", "2 академических часа")
    event = desk.event(event_id)
    assert (event.hours, length(event)) == (2, timedelta(minutes=90))


@pytest.mark.parametrize("answer", ["13:00", "потом", "14:00"])
async def test_an_end_before_the_start_is_asked_for_again(desk: Desk, answer: str) -> None:
    event_id = await desk.publishes()
    await desk.changes("Конец", answer)
    assert "Нужно время конца" in desk.tatiana.screen.text
    await desk.tatiana.presses("По часам")
    assert length(desk.event(event_id)) == timedelta(hours=4)


async def test_a_moved_event_keeps_its_length(desk: Desk) -> None:
    event_id = await desk.publishes(SEMINAR.format("14:00–17:00, 4 часа"))
    await desk.changes("Дата и время", "8 октября 15:00")
    event = desk.event(event_id)
    assert (event.hours, length(event)) == (4, timedelta(hours=3))
    await desk.changes("Дата и время", "9 октября 15:00–17:00")
    event = desk.event(event_id)
    assert (event.hours, length(event)) == (4, timedelta(hours=2))


async def test_hours_typed_first_are_kept_when_start_and_end_follow(desk: Desk) -> None:
    await desk.announces("Семинар «Читаем задачу», 4 часа, СОШ № 1, для учителей")
    await desk.tatiana.types("7 октября 14:00–17:00")
    await desk.tatiana.presses("Опубликовать")
    assert (desk.event().hours, length(desk.event())) == (4, timedelta(hours=3))
