"""After a start under new rules of a zone the wall clock stays, the bot acts by it, organizers are notified."""

import zoneinfo
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.builders import ZONE
from tests.flows.desk.people import LATE_EVENING, TITLE, Desk
from tests.zone_rules import write_rules

NEWS = "Изменились правила часового пояса"
EIGHT = datetime(2026, 10, 7, 8, 0, tzinfo=UTC)


@pytest.fixture
def change_rules(tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Give the network's zone the rules of Omsk, an hour to the east, until the end of the test."""

    def change() -> None:
        write_rules(tmp_path / "zones", ZONE, of="Asia/Omsk")
        zoneinfo.reset_tzpath([tmp_path / "zones"])
        zoneinfo.ZoneInfo.clear_cache()

    yield change
    zoneinfo.reset_tzpath()
    zoneinfo.ZoneInfo.clear_cache()


async def restart(desk: Desk) -> None:
    await desk.world.app.start()
    await desk.world.settle()


async def test_the_organizer_alone_is_notified_and_the_wall_clock_stays(
    desk: Desk, change_rules: Callable[[], None]
) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    received = [len(person.chat) for person in (desk.nina, desk.sergey, desk.marina)]
    change_rules()
    with capture_logs() as lines:
        await restart(desk)

    assert desk.tatiana.screen.text.startswith(f"{NEWS}: это касается 1 мероприятия.\nср, 7 октября, 14:00 – «{TITLE}»")
    assert [len(person.chat) for person in (desk.nina, desk.sergey, desk.marina)] == received
    event = desk.event(event_id)
    assert (event.starts_at, event.version) == (EIGHT, 1)
    [line] = [line for line in lines if line["event"] == "rules of time zones have changed"]
    assert (line["zones"], line["events_derived_anew"]) == ((ZONE,), 1)
    await desk.tatiana.presses(TITLE)
    assert "ср, 7 октября, 14:00" in desk.tatiana.screen.text


async def test_reminders_come_by_the_new_rules_once(desk: Desk, change_rules: Callable[[], None]) -> None:
    await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.world.advance_to(EIGHT - timedelta(hours=23.5))  # by the old rules a day before in half an hour
    assert "Завтра" not in desk.nina.screen.text
    change_rules()
    await restart(desk)

    assert desk.nina.screen.text.startswith("Завтра, ср, 7 октября, 14:00")
    await desk.world.advance_to(EIGHT - timedelta(hours=1.1))
    assert "Скоро начинаем" not in desk.nina.screen.text
    await desk.world.advance_to(EIGHT - timedelta(hours=1))
    assert "Скоро начинаем, в 14:00" in desk.nina.screen.text
    count = len(desk.nina.chat)
    await desk.world.advance(minutes=59)
    assert len(desk.nina.chat) == count


async def test_a_deadline_keeps_its_wall_clock(desk: Desk, change_rules: Callable[[], None]) -> None:
    await desk.publishes("Семинар «Читаем задачу» 7 октября 14:00, 4 часа, СОШ № 1, запись до 5 октября 18:00")
    change_rules()
    await restart(desk)

    assert desk.event().deadline == datetime(2026, 10, 5, 12, 0, tzinfo=UTC)
    await desk.sergey.types("Мероприятия")
    await desk.sergey.presses(TITLE)
    assert "пн, 5 октября, 18:00" in desk.sergey.screen.text


async def test_the_notice_waits_for_the_end_of_quiet_hours(desk: Desk, change_rules: Callable[[], None]) -> None:
    await desk.publishes()
    desk.world.clock.set(LATE_EVENING)
    change_rules()
    await restart(desk)
    assert NEWS not in desk.tatiana.screen.text

    await desk.world.advance(hours=9)
    assert NEWS in desk.tatiana.screen.text


async def test_a_start_under_the_same_rules_notifies_nobody(desk: Desk) -> None:
    await desk.publishes()
    received = len(desk.tatiana.chat)
    await restart(desk)
    assert len(desk.tatiana.chat) == received
