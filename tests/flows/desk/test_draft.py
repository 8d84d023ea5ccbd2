"""Questions about an announcement before its preview."""

from datetime import UTC, datetime

from models import EventForm, EventFormat, EventState, Role
from tests.builders import make_teacher
from tests.flows.desk.people import ANNOUNCEMENT, Desk
from tests.world import World


async def test_only_missing_fields_are_asked_for(desk: Desk) -> None:
    await desk.tatiana.types("Новое мероприятие")
    await desk.tatiana.types("Семинар «Читаем задачу»")
    assert "Когда начало?" in desk.tatiana.screen.text
    assert desk.event_count() == 0
    await desk.tatiana.types("7 октября")
    assert "ср, 7 октября 2026. Во сколько начало?" in desk.tatiana.screen.text
    await desk.tatiana.types("14:00")
    assert "Сколько часов?" in desk.tatiana.screen.text
    await desk.tatiana.presses("4 ч")
    assert desk.event().state is EventState.DRAFT
    assert "Где проходит?" in desk.tatiana.screen.text
    await desk.tatiana.types("школа 11")
    assert "СОШ № 11" in desk.tatiana.screen.text
    assert "Опубликовать" in desk.tatiana.labels


async def test_an_event_can_be_entered_step_by_step(desk: Desk) -> None:
    await desk.tatiana.types("/new_event")
    await desk.tatiana.presses("По шагам")
    await desk.tatiana.presses("практикум")
    await desk.tatiana.types("Интерактивный рабочий лист")
    await desk.tatiana.types("завтра в 14")
    await desk.tatiana.types("полтора часа")
    await desk.tatiana.presses("Онлайн")
    assert "Сколько мест?" in desk.tatiana.screen.text
    await desk.tatiana.presses("Без ограничения")
    assert "Для кого?" in desk.tatiana.screen.text
    await desk.tatiana.presses("воспитатели")
    await desk.tatiana.presses("Готово")
    await desk.tatiana.presses("Опубликовать")

    event = desk.event()
    assert event.state is EventState.PUBLISHED
    assert (event.form, event.format, event.hours) == (EventForm.PRACTICUM, EventFormat.ONLINE, 1.5)
    assert (event.capacity, event.posts) == (None, ["educator"])
    assert event.starts_local == datetime(2026, 10, 2, 14, 0)  # noqa: DTZ001 - a wall time has no zone


async def test_a_weekday_that_contradicts_the_date_is_asked_about(desk: Desk) -> None:
    await desk.announces("Семинар «Читаем задачу» в среду, 8 октября в 14:00, 4 часа, СОШ № 1")
    assert "чт, 8 октября 2026, а не ср" in desk.tatiana.screen.text
    assert desk.event_count() == 0
    await desk.tatiana.types("7 октября")
    assert "ср, 7 октября 2026, 14:00" in desk.tatiana.screen.text
    assert "Опубликовать" in desk.tatiana.labels


async def test_a_date_in_the_past_is_asked_about(desk: Desk) -> None:
    await desk.announces("Семинар «Читаем задачу» 7.09.2026 14:00, 4 часа, СОШ № 1")
    assert "в прошлом" in desk.tatiana.screen.text
    await desk.tatiana.types("7 октября 14:00")
    assert "Опубликовать" in desk.tatiana.labels


async def test_a_deadline_after_the_start_is_asked_about(desk: Desk) -> None:
    await desk.announces(f"{ANNOUNCEMENT}, запись до 10 октября")
    assert desk.tatiana.screen.text.startswith("Запись закрывается")
    assert "До какого дня запись?" in desk.tatiana.screen.text
    await desk.tatiana.types("9 октября")
    assert "не может закрываться после начала" in desk.tatiana.screen.text
    await desk.tatiana.types("5 октября")
    assert "Запись: до пн, 5 октября" in desk.tatiana.screen.text
    assert "Опубликовать" in desk.tatiana.labels
    assert desk.event().deadline == datetime(2026, 10, 5, 18, 59, tzinfo=UTC)


async def test_a_file_is_not_taken_as_an_announcement(desk: Desk) -> None:
    await desk.tatiana.types("/new_event")
    await desk.tatiana.sends_file("plan.txt", b"plan")
    assert "Нужны слова" in desk.tatiana.screen.text
    await desk.tatiana.types(ANNOUNCEMENT)
    assert "Опубликовать" in desk.tatiana.labels


async def test_an_unknown_command_is_not_taken_as_an_announcement(desk: Desk) -> None:
    await desk.announces("/publish")
    assert "Нужны слова" in desk.tatiana.screen.text


async def test_words_that_mean_no_field_become_the_note(desk: Desk) -> None:
    await desk.announces(f"{ANNOUNCEMENT}. Возьмите с собой учебник")
    assert "Возьмите с собой учебник" in desk.event().note


async def test_a_note_that_is_too_long_is_asked_for_again(desk: Desk) -> None:
    await desk.announces(f"{ANNOUNCEMENT}. {'Приходите вовремя, будет интересно. ' * 40}")
    assert "До 1000 знаков" in desk.tatiana.screen.text
    await desk.tatiana.types("Приходите вовремя")
    assert desk.event().note == "Приходите вовремя"
    assert "Опубликовать" in desk.tatiana.labels


async def test_a_subproject_and_a_responsible_person_are_found_by_name(desk: Desk) -> None:
    event_id = await desk.publishes(f"{ANNOUNCEMENT}, подпроект «Учим учиться», ответственный: Чижова")
    event = desk.event(event_id)
    assert event.subproject is not None
    assert event.subproject.code == "meta"
    assert (event.responsible_id, event.note) == (desk.ids["Марина"], "")


async def test_a_responsible_person_outside_the_staff_is_asked_about(desk: Desk) -> None:
    await desk.announces(f"{ANNOUNCEMENT}. Ответственный: Петрова")
    assert "Среди методистов такого имени нет." in desk.tatiana.screen.text
    await desk.tatiana.types("Чижова М.")
    await desk.tatiana.presses("Опубликовать")
    event = desk.event()
    assert (event.responsible_id, event.note) == (desk.ids["Марина"], "Ответственный: Петрова")


async def test_a_surname_of_several_people_asks_which_one(world: World, desk: Desk) -> None:
    with world.db() as db:
        make_teacher(db, "Чижова Анна Ильинична", role=Role.METHODIST)
        db.commit()
    await desk.announces(f"{ANNOUNCEMENT}. Ответственный: Чижова")
    assert "Кого Вы имели в виду?" in desk.tatiana.screen.text
    assert "Лугова Татьяна Сергеевна" not in desk.tatiana.labels
    await desk.tatiana.presses("Чижова Марина Павловна")
    await desk.tatiana.presses("Опубликовать")
    assert (desk.event().responsible_id, desk.event().note) == (desk.ids["Марина"], "")


async def test_an_unknown_subproject_is_asked_about(desk: Desk) -> None:
    await desk.announces(f"{ANNOUNCEMENT}, подпроект «Цифровая среда»")
    assert "Такого подпроекта нет" in desk.tatiana.screen.text
    await desk.tatiana.presses("Без подпроекта")
    assert desk.event().title == "Читаем задачу"
    await desk.tatiana.presses("Опубликовать")
    assert desk.event().subproject is None


async def test_a_command_closes_the_form(desk: Desk) -> None:
    await desk.announces("Семинар «Читаем задачу»")
    await desk.tatiana.types("/manage")
    assert "Мои мероприятия" in desk.tatiana.screen.text
    await desk.tatiana.types("7 октября 14:00")
    assert desk.event_count() == 0


async def test_a_draft_is_listed_and_can_be_deleted(desk: Desk) -> None:
    await desk.announces()
    await desk.tatiana.presses("Черновик")
    assert "Черновик сохранён" in desk.tatiana.screen.text
    await desk.tatiana.types("/manage")
    assert "черновик" in desk.tatiana.screen.text
    await desk.tatiana.presses("Читаем задачу")
    await desk.tatiana.presses("Изменить")
    await desk.tatiana.presses("Удалить черновик")
    await desk.tatiana.presses("Да, удалить")
    assert desk.event_count() == 0
