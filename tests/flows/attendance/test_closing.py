"""Closing the list: an hour to think again, then points and certificates once."""

from datetime import timedelta

from sqlalchemy import func, select

from models import (
    AttendanceState,
    Certificate,
    Event,
    PointEntry,
)
from screens import wishes
from tests.flows.seminar import ENDS, STARTS, Seminar
from tests.world import World

MINUTE = timedelta(minutes=1)


async def test_closing_waits_for_the_start_and_shows_the_numbers(world: World, seminar: Seminar) -> None:
    await seminar.advance_to(STARTS - 5 * MINUTE)
    await seminar.opens_attendance()
    assert "Закрыть отметку" not in seminar.tatiana.screen.labels
    wish = wishes.CloseAttendance(event=seminar.event, sure=1).pack()
    await seminar.tatiana.presses_data(seminar.tatiana.screen.message_id, wish)
    assert "Пока рано" in seminar.tatiana.screen.text
    await seminar.advance_to(STARTS + 5 * MINUTE)
    await seminar.opens_attendance()
    await seminar.tatiana.presses("Закрыть отметку")
    text = seminar.tatiana.screen.text
    assert "Были: 0, не были: 0, не отмечены: 2" in text
    assert "Не отмеченные считаются отсутствовавшими" in text
    assert "ещё идёт, до ср, 7 октября, 18:00" in text
    with world.db() as db:
        assert db.get_one(Event, seminar.event).attendance_closed_at is None


async def test_within_the_hour_it_can_be_reopened_and_nothing_is_given(world: World, seminar: Seminar) -> None:
    await seminar.advance_to(ENDS)
    await seminar.opens_attendance()
    await seminar.tatiana.presses("Отметить всех")
    await seminar.closes_attendance()
    assert "До 19:00 её можно открыть снова" in seminar.tatiana.screen.text
    await seminar.advance_to(ENDS + 59 * MINUTE)
    await seminar.tatiana.presses("Открыть снова")
    await seminar.tatiana.presses("Бортникова")
    await seminar.tatiana.presses("Не был")
    await seminar.advance_to(ENDS + 90 * MINUTE)
    with world.db() as db:
        assert db.scalars(select(PointEntry)).all() == []
    await seminar.closes_attendance()
    await seminar.advance_to(ENDS + 151 * MINUTE)
    with world.db() as db:
        assert db.scalars(select(PointEntry.teacher_id)).all() == [seminar.ids["nina"]]


async def test_while_closed_marks_do_not_change(seminar: Seminar) -> None:
    await seminar.advance_to(ENDS)
    await seminar.closes_attendance()
    everyone = wishes.MarkAll(event=seminar.event).pack()
    await seminar.tatiana.presses_data(seminar.tatiana.screen.message_id, everyone)
    assert "Отметка закрыта" in seminar.tatiana.screen.text
    assert "Открыть снова" in seminar.tatiana.screen.labels
    assert seminar.mark("nina") is None


async def test_after_the_hour_nothing_changes_any_more(seminar: Seminar) -> None:
    await seminar.finishes_with_everybody_present()
    await seminar.tatiana.types("/help")
    for wish in (
        wishes.ReopenAttendance(event=seminar.event),
        wishes.CloseAttendance(event=seminar.event, sure=1),
        wishes.MarkAll(event=seminar.event),
    ):
        await seminar.tatiana.presses_data(seminar.tatiana.screen.message_id, wish.pack())
        assert "больше не меняются" in seminar.tatiana.screen.text
    await seminar.opens_attendance()
    assert "Баллы начислены, сертификаты выданы" in seminar.tatiana.screen.text


async def test_closing_twice_moves_nothing(world: World, seminar: Seminar) -> None:
    await seminar.advance_to(ENDS)
    await seminar.closes_attendance()
    await seminar.advance_to(ENDS + 30 * MINUTE)
    wish = wishes.CloseAttendance(event=seminar.event, sure=1).pack()
    await seminar.tatiana.presses_data(seminar.tatiana.screen.message_id, wish)
    assert "Отметка закрыта" in seminar.tatiana.screen.text
    with world.db() as db:
        assert db.get_one(Event, seminar.event).attendance_closed_at == ENDS


async def test_those_not_marked_count_as_absent(world: World, seminar: Seminar) -> None:
    await seminar.advance_to(ENDS)
    await seminar.opens_attendance()
    await seminar.tatiana.presses("Агеева")
    await seminar.tatiana.presses("Был")
    await seminar.closes_attendance()
    await seminar.advance_to(ENDS + 61 * MINUTE)
    mark = seminar.mark("elena")
    assert mark is not None
    assert mark.state is AttendanceState.NO_SHOW
    with world.db() as db:
        assert db.scalars(select(Certificate.teacher_id)).all() == [seminar.ids["nina"]]


async def test_points_and_certificates_are_given_once_however_often_the_clock_ticks(
    world: World, seminar: Seminar
) -> None:
    await seminar.finishes_with_everybody_present()
    for _ in range(3):
        await world.advance(minutes=1)
    with world.db() as db:
        assert db.scalar(select(func.count()).select_from(PointEntry)) == 2
        assert db.scalar(select(func.count()).select_from(Certificate)) == 2
        assert db.get_one(Event, seminar.event).finalized_at == ENDS + 61 * MINUTE
