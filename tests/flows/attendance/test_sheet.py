"""«Отметка»: the organizer's list with marks and roles, and people who come without a registration."""

from sqlalchemy import select

from models import (
    Attendance,
    AttendanceState,
    Event,
    EventRole,
    OpenForm,
    ParticipationRole,
    Registration,
    Role,
    Teacher,
)
from screens import wishes
from tests.builders import make_registration, make_teacher
from tests.flows.network_people import STICKER, add_person, presses_old_button
from tests.flows.seminar import STARTS, Seminar
from tests.world import World


async def opens_walk_in_form(seminar: Seminar) -> None:
    await seminar.advance_to(STARTS)
    await seminar.opens_attendance()
    await seminar.tatiana.presses("Добавить участника")


async def test_the_list_shows_every_participant_and_the_totals(seminar: Seminar) -> None:
    await seminar.advance_to(STARTS)
    await seminar.opens_attendance()
    assert "Были: 0 · не были: 0 · не отмечены: 2" in seminar.tatiana.screen.text
    assert "○ Агеева Н. П. · СОШ № 1 · слушатель" in seminar.tatiana.screen.labels
    await seminar.tatiana.presses("Отметить всех")
    assert "Были: 2 · не были: 0 · не отмечены: 0" in seminar.tatiana.screen.text
    assert "✓ Агеева Н. П. · СОШ № 1 · слушатель" in seminar.tatiana.screen.labels
    assert "Отметить всех" not in seminar.tatiana.screen.labels


async def test_presence_is_marked_from_fifteen_minutes_before_the_start_and_roles_at_any_time(
    seminar: Seminar,
) -> None:
    await seminar.opens_attendance()
    assert "отмечают с ср, 7 октября, 13:45" in seminar.tatiana.screen.text
    assert not {"Отметить всех", "Закрыть отметку", "Добавить участника"} & set(seminar.tatiana.screen.labels)
    await seminar.tatiana.presses("Бортникова")
    assert "Был" not in seminar.tatiana.screen.labels
    await seminar.tatiana.presses("выступление из опыта")
    assert "Роль: выступление из опыта" in seminar.tatiana.screen.text
    assert "Пока рано" in await presses_old_button(seminar.tatiana, wishes.MarkAll(event=seminar.event))


async def test_marks_and_roles_can_be_changed(world: World, seminar: Seminar) -> None:
    await seminar.advance_to(STARTS)
    await seminar.opens_attendance()
    await seminar.tatiana.presses("Бортникова")
    await seminar.tatiana.presses("Был")
    await seminar.tatiana.presses("Не был")
    assert "✓ Не был" in seminar.tatiana.screen.labels
    mark = seminar.mark("elena")
    assert mark is not None
    assert mark.state is AttendanceState.NO_SHOW
    await seminar.tatiana.presses("Был")
    await seminar.tatiana.presses("выступление из опыта")
    await seminar.tatiana.presses("организатор")
    assert "Роль: выступление из опыта, организатор" in seminar.tatiana.screen.text
    await seminar.tatiana.presses("✓ организатор")
    assert "Роль: выступление из опыта" in seminar.tatiana.screen.text
    assert "организатор" not in seminar.tatiana.screen.text
    await seminar.tatiana.presses("слушатель")
    assert "✓ слушатель" in seminar.tatiana.screen.labels
    with world.db() as db:
        assert db.scalars(select(EventRole)).all() == []
    await seminar.tatiana.presses("‹ К списку")
    assert "✓ Бортникова Е. Ю. · СОШ № 1 · слушатель" in seminar.tatiana.screen.labels


async def test_a_person_listed_only_by_a_role_stays_in_the_list_without_it(world: World, seminar: Seminar) -> None:
    with world.db() as db:
        db.add(EventRole(event_id=seminar.event, teacher_id=seminar.ids["pavel"], role=ParticipationRole.EXPERT))
        db.commit()
    await seminar.advance_to(STARTS)
    await seminar.opens_attendance()
    await seminar.tatiana.presses("Гладышев")
    await seminar.tatiana.presses("✓ эксперт")
    assert "✓ слушатель" in seminar.tatiana.screen.labels
    await seminar.tatiana.presses("Был")
    await seminar.tatiana.presses("✓ слушатель")
    await seminar.tatiana.presses("‹ К списку")
    assert "✓ Гладышев П. О. · Гимназия № 3 · слушатель" in seminar.tatiana.screen.labels


async def test_a_long_list_is_paged_and_keeps_its_page(world: World, seminar: Seminar) -> None:
    with world.db() as db:
        event = db.get_one(Event, seminar.event)
        for number in range(7):
            make_registration(db, event, make_teacher(db, f"Яковлева{'а' * number} Мария Олеговна"))
        db.commit()
    await seminar.advance_to(STARTS)
    await seminar.opens_attendance()
    assert "1 из 2" in seminar.tatiana.screen.labels
    await seminar.tatiana.presses("›")
    assert "2 из 2" in seminar.tatiana.screen.labels
    await seminar.tatiana.presses("Яковлевааааааа")
    await seminar.tatiana.presses("Был")
    await seminar.tatiana.presses("‹ К списку")
    assert "2 из 2" in seminar.tatiana.screen.labels


async def test_another_methodist_sees_the_list_but_cannot_mark(world: World, seminar: Seminar) -> None:
    marina = add_person(world, "Чижова Марина Павловна", role=Role.METHODIST)
    await seminar.advance_to(STARTS)
    await marina.types("/help")
    shown = await presses_old_button(marina, wishes.OpenAttendance(event=seminar.event, page=0))
    assert "не отмечены: 2" in shown
    assert "Отмечают автор" in shown
    assert "могут его автор, ответственный" in await presses_old_button(marina, wishes.MarkAll(event=seminar.event))
    with world.db() as db:
        assert db.scalars(select(Attendance)).all() == []


async def test_a_teacher_with_forged_buttons_is_refused(world: World, seminar: Seminar) -> None:
    await seminar.advance_to(STARTS)
    for wish in (
        wishes.OpenAttendance(event=seminar.event, page=0),
        wishes.MarkAll(event=seminar.event),
        wishes.MakeCode(event=seminar.event),
        wishes.CloseAttendance(event=seminar.event, sure=1),
        wishes.AddWalkIn(event=seminar.event, teacher=seminar.ids["pavel"]),
        wishes.ReopenAttendance(event=seminar.event),
    ):
        assert "только методисты" in await presses_old_button(seminar.nina, wish)
    with world.db() as db:
        assert db.get_one(Event, seminar.event).meetings[0].code_word is None
        assert db.scalars(select(Attendance)).all() == []


async def test_a_known_person_added_at_the_door_takes_no_seat(world: World, seminar: Seminar) -> None:
    await opens_walk_in_form(seminar)
    await seminar.tatiana.types("гладышев")
    await seminar.tatiana.presses("Гладышев Павел Олегович")
    assert "Без записи" in seminar.tatiana.screen.text
    mark = seminar.mark("pavel")
    assert mark is not None
    assert mark.state is AttendanceState.ATTENDED
    with world.db() as db:
        walk_in = db.scalars(select(Registration).where(Registration.teacher_id == seminar.ids["pavel"])).one()
        assert walk_in.walk_in
        assert db.get_one(Event, seminar.event).taken == 2
        assert db.scalars(select(OpenForm)).all() == []


async def test_a_new_person_is_added_by_name_and_organization(world: World, seminar: Seminar) -> None:
    await opens_walk_in_form(seminar)
    await seminar.tatiana.types("123")
    assert "Нужны фамилия и имя" in seminar.tatiana.screen.text
    await seminar.tatiana.types("Щукина")
    assert "полностью" in seminar.tatiana.screen.text
    await seminar.tatiana.types("щукина раиса тимофеевна")
    await seminar.tatiana.presses("Новый участник")
    await seminar.tatiana.types("гимназия 3")
    await seminar.tatiana.presses("Гимназия № 3")
    assert "Щукина Раиса Тимофеевна" in seminar.tatiana.screen.text
    with world.db() as db:
        new = db.scalars(select(Teacher).where(Teacher.surname == "Щукина")).unique().one()
        assert new.organization is not None
        assert new.organization.short == "Гимназия № 3"
        assert db.scalars(select(Attendance.state).where(Attendance.teacher_id == new.id)).one() == "attended"


async def test_a_new_person_may_have_no_organization(world: World, seminar: Seminar) -> None:
    await opens_walk_in_form(seminar)
    await seminar.tatiana.sends(STICKER)
    assert "Нужны фамилия и имя" in seminar.tatiana.screen.text
    await seminar.tatiana.types("Щукина Раиса")
    await seminar.tatiana.presses("Новый участник")
    await seminar.tatiana.types("такой нет нигде")
    assert "Такой организации в сети нет" in seminar.tatiana.screen.text
    await seminar.tatiana.presses("Без организации")
    with world.db() as db:
        assert db.scalars(select(Teacher).where(Teacher.surname == "Щукина")).unique().one().organization_id is None
