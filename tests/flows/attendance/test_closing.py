"""Closing the attendance: it can be reopened for an hour, then points and certificates are given once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from models import (
    AttendanceState,
    Certificate,
    Event,
    PointEntry,
)
from screens import wishes
from tests.builders import make_network
from tests.flows.desk.people import TODAY, Desk
from tests.flows.network_people import presses_old_button
from tests.flows.seminar import ENDS, STARTS, Seminar
from tests.world import World

MINUTE = timedelta(minutes=1)


async def test_attendance_closes_after_the_start_and_shows_the_numbers_first(world: World, seminar: Seminar) -> None:
    await seminar.advance_to(STARTS - 5 * MINUTE)
    await seminar.opens_attendance()
    assert "Закрыть отметку" not in seminar.tatiana.screen.labels
    early = wishes.CloseAttendance(event=seminar.event, sure=1)
    assert "Мероприятие ещё не началось" in await presses_old_button(seminar.tatiana, early)
    await seminar.advance_to(STARTS + 5 * MINUTE)
    await seminar.opens_attendance()
    await seminar.tatiana.presses("Закрыть отметку")
    text = seminar.tatiana.screen.text
    assert "Были: 0, не были: 0, не отмечены: 2" in text
    assert "Не отмеченные считаются отсутствовавшими" in text
    assert "ещё идёт, до ср, 7 октября, 18:00" in text
    with world.db() as db:
        assert db.get_one(Event, seminar.event).attendance_closed_at is None


async def test_attendance_can_be_reopened_for_an_hour_before_points_are_given(world: World, seminar: Seminar) -> None:
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


async def test_marks_do_not_change_while_attendance_is_closed(seminar: Seminar) -> None:
    await seminar.advance_to(ENDS)
    await seminar.closes_attendance()
    assert "Отметка закрыта" in await presses_old_button(seminar.tatiana, wishes.MarkAll(event=seminar.event))
    assert "Открыть снова" in seminar.tatiana.screen.labels
    assert seminar.mark("nina") is None


async def test_nothing_changes_after_the_hour_for_reopening(seminar: Seminar) -> None:
    await seminar.finishes_with_everybody_present()
    for wish in (
        wishes.ReopenAttendance(event=seminar.event),
        wishes.CloseAttendance(event=seminar.event, sure=1),
        wishes.MarkAll(event=seminar.event),
    ):
        assert "больше не меняются" in await presses_old_button(seminar.tatiana, wish)
    await seminar.opens_attendance()
    assert "Баллы начислены, сертификаты выданы" in seminar.tatiana.screen.text


async def test_closing_twice_keeps_the_first_time(world: World, seminar: Seminar) -> None:
    await seminar.advance_to(ENDS)
    await seminar.closes_attendance()
    await seminar.advance_to(ENDS + 30 * MINUTE)
    again = wishes.CloseAttendance(event=seminar.event, sure=1)
    assert "Отметка закрыта" in await presses_old_button(seminar.tatiana, again)
    with world.db() as db:
        assert db.get_one(Event, seminar.event).attendance_closed_at == ENDS


async def test_people_without_a_mark_count_as_absent(world: World, seminar: Seminar) -> None:
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


async def test_points_and_certificates_are_given_once_over_several_ticks(world: World, seminar: Seminar) -> None:
    await seminar.finishes_with_everybody_present()
    for _ in range(3):
        await world.advance(minutes=1)
    with world.db() as db:
        assert db.scalar(select(func.count()).select_from(PointEntry)) == 2
        assert db.scalar(select(func.count()).select_from(Certificate)) == 2
        assert db.get_one(Event, seminar.event).finalized_at == ENDS + 61 * MINUTE


async def test_an_event_without_participants_present_gives_no_points(desk: Desk) -> None:
    await desk.publishes(TODAY)
    await desk.signs_up(desk.nina)
    await desk.world.advance(hours=7)
    await desk.manages("Отметка", "Закрыть отметку", "Да, закрыть")
    await desk.world.advance(minutes=61)
    await desk.manages("Отметка")
    assert "присутствовавших нет" in desk.tatiana.screen.text
    assert "выданы" not in desk.tatiana.screen.text


@pytest.mark.parametrize(
    ("offset", "asked", "shown"),
    [
        ("+1h", "Час отметку можно открыть снова, потом", "До 19:00 её можно открыть снова"),
        ("+3h", "Ещё 3 часа отметку можно открыть снова, потом", "До 21:00 её можно открыть снова"),
        ("+30m", "Ещё 30 минут отметку можно открыть снова, потом", "До 18:30 её можно открыть снова"),
        ("+2d", "Ещё 2 дня отметку можно открыть снова, потом", "До пт, 9 октября, 18:00 её можно открыть снова"),
        ("0", "Открыть отметку снова будет нельзя", "начисляем баллы"),
    ],
)
async def test_how_long_attendance_can_be_reopened_follows_the_rule_for_certificates(
    world: World, seminar: Seminar, offset: str, asked: str, shown: str
) -> None:
    certificates = {"code": "bumagi", "anchor": "attendance_closed", "offset": offset, "to": "attended"}
    materials = {"code": "m", "anchor": "attendance_closed", "offset": "+9d", "to": "speakers_without_material"}
    with world.db() as db:
        make_network(db, reminder_rules=[materials, certificates])
        db.commit()
    await seminar.advance_to(ENDS)
    await seminar.opens_attendance()
    await seminar.tatiana.presses("Закрыть отметку")
    assert asked in seminar.tatiana.screen.text
    await seminar.tatiana.presses("Да, закрыть")
    assert shown in seminar.tatiana.screen.text


@pytest.mark.parametrize(("offset", "words"), [("+1h", "В течение часа её"), ("+3h", "Пока баллы не начислены, её")])
async def test_a_closed_list_promises_no_other_time_to_reopen_it(
    world: World, seminar: Seminar, offset: str, words: str
) -> None:
    word = await seminar.makes_code_word()
    with world.db() as db:
        rule = {"code": "c", "anchor": "attendance_closed", "offset": offset, "to": "attended"}
        make_network(db, reminder_rules=[rule])
        db.commit()
    await seminar.advance_to(STARTS)
    await seminar.closes_attendance()
    answer = await presses_old_button(seminar.tatiana, wishes.MarkAll(event=seminar.event))
    assert f"{words} можно открыть снова" in answer
    await seminar.nina.types(word)
    assert f"{words[0].lower()}{words[1:]} можно открыть снова" in seminar.nina.screen.text
    await world.advance(hours=3, minutes=1)
    await seminar.nina.types(word)
    assert "уже закрыта. Если Вы были, напишите организатору." in seminar.nina.screen.text
