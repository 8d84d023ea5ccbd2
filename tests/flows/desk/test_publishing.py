"""A methodist announces an event: in one message, step by step, with every kind of slip on the way."""

from datetime import UTC, datetime

import pytest

from models import EventForm, EventFormat, EventState, Role
from screens import wishes
from tests.builders import make_event, make_network, make_teacher
from tests.flows.desk.people import ANNOUNCEMENT, Desk
from tests.world import World


async def test_one_message_is_three_actions_to_a_public_event(desk: Desk) -> None:
    await desk.tatiana.types("/new_event")
    await desk.tatiana.types(ANNOUNCEMENT)
    preview = desk.tatiana.screen.text
    assert "«Читаем задачу», семинар" in preview
    assert "ср, 7 октября 2026, 14:00" in preview
    assert "учителя" in preview
    await desk.tatiana.presses("Опубликовать")

    assert "Опубликовано" in desk.tatiana.screen.text
    event = desk.event()
    assert event.state is EventState.PUBLISHED
    assert (event.form, event.title, event.hours, event.capacity) == (EventForm.SEMINAR, "Читаем задачу", 4.0, 35)
    assert event.starts_at == datetime(2026, 10, 7, 9, 0, tzinfo=UTC)
    assert event.host is not None
    assert event.host.short == "СОШ № 1"
    assert event.posts == ["teacher"]
    assert event.responsible_id == desk.ids["Татьяна"]


async def test_publishing_announces_to_the_audience_once(desk: Desk) -> None:
    await desk.publishes()
    news = [message for message in desk.nina.chat if "Читаем задачу" in message.text]
    assert len(news) == 1
    await desk.world.advance(minutes=5)
    assert len([message for message in desk.nina.chat if "Читаем задачу" in message.text]) == 1


async def test_only_what_is_missing_is_asked(desk: Desk) -> None:
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


async def test_step_by_step_leads_to_the_same_preview(desk: Desk) -> None:
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


async def test_a_weekday_that_does_not_fit_is_asked_about(desk: Desk) -> None:
    await desk.tatiana.types("/new_event")
    await desk.tatiana.types("Семинар «Читаем задачу» в среду, 8 октября в 14:00, 4 часа, СОШ № 1")
    assert "чт, 8 октября 2026, а не ср" in desk.tatiana.screen.text
    assert desk.event_count() == 0
    await desk.tatiana.types("7 октября")
    assert "ср, 7 октября 2026, 14:00" in desk.tatiana.screen.text
    assert "Опубликовать" in desk.tatiana.labels


async def test_a_date_in_the_past_is_asked_about(desk: Desk) -> None:
    await desk.tatiana.types("/new_event")
    await desk.tatiana.types("Семинар «Читаем задачу» 7.09.2026 14:00, 4 часа, СОШ № 1")
    assert "в прошлом" in desk.tatiana.screen.text
    await desk.tatiana.types("7 октября 14:00")
    assert "Опубликовать" in desk.tatiana.labels


@pytest.mark.parametrize(
    ("field", "bad", "reason"),
    [
        ("Название", "я", "от 3 до 300"),
        ("Дата и время", "когда-нибудь", "Не получилось понять дату"),
        ("Часы", "долго", "сколько часов"),
        ("Места", "много", "число мест"),
        ("Ссылка", "там", "https://"),
        ("Ответственный", "Незнакомцев", "такого имени нет"),
        ("Запись до", "когда-нибудь", "Не получилось понять дату"),
        ("Форма", "нечто", "формы нет"),
    ],
)
async def test_garbage_gets_a_sentence_and_the_same_question(desk: Desk, field: str, bad: str, reason: str) -> None:
    await desk.tatiana.types("/new_event")
    await desk.tatiana.types(ANNOUNCEMENT)
    await desk.tatiana.presses("Изменить")
    await desk.tatiana.presses(field)
    question = desk.tatiana.screen.text.splitlines()[-1]
    await desk.tatiana.types(bad)
    assert reason in desk.tatiana.screen.text
    assert desk.tatiana.screen.text.endswith(question)
    await desk.tatiana.sends(
        {
            "sticker": {
                "file_id": "a",
                "file_unique_id": "b",
                "type": "regular",
                "width": 1,
                "height": 1,
                "is_animated": False,
                "is_video": False,
            }
        }
    )
    assert desk.tatiana.screen.text.endswith(question)
    assert desk.event().title == "Читаем задачу"


async def test_a_photo_instead_of_an_announcement_is_asked_again(desk: Desk) -> None:
    await desk.tatiana.types("/new_event")
    await desk.tatiana.sends_file("plan.txt", b"plan")
    assert "Нужны слова" in desk.tatiana.screen.text
    await desk.tatiana.types(ANNOUNCEMENT)
    assert "Опубликовать" in desk.tatiana.labels


@pytest.mark.parametrize(
    ("field", "typed", "shown"),
    [
        ("Название", "Задача без страха", "«Задача без страха»"),
        ("Дата и время", "в 15:30", "ср, 7 октября 2026, 15:30"),
        ("Дата и время", "8 октября", "чт, 8 октября 2026, 14:00"),
        ("Часы", "2 часа", "2 часа"),
        ("Организация", "школа № 11", "СОШ № 11"),
        ("Организация", "школа № 11, каб. 5", "СОШ № 11, каб. 5"),
        ("Организация", "ДК «Юность», большой зал", "ДК «Юность», большой зал"),
        ("Адрес, кабинет", "каб. 204", "каб. 204"),
        ("Места", "20", "Мест: 20"),
        ("Запись до", "5 октября", "5 октября"),
        ("Ответственный", "чижова", "Чижова Марина Павловна"),
        ("Примечание", "Возьмите учебник", "Возьмите учебник"),
        ("Форма", "лекция", "лекция"),
        ("Должности", "для библиотекарей", "библиотекари"),
    ],
)
async def test_every_field_can_be_typed(desk: Desk, field: str, typed: str, shown: str) -> None:
    await desk.tatiana.types("/new_event")
    await desk.tatiana.types(ANNOUNCEMENT)
    await desk.tatiana.presses("Изменить")
    await desk.tatiana.presses(field)
    await desk.tatiana.types(typed)
    assert shown in desk.tatiana.screen.text
    assert "Опубликовать" in desk.tatiana.labels


@pytest.mark.parametrize(
    ("field", "pressed", "shown"),
    [
        ("Форма", ["тренинг"], "тренинг"),
        ("Формат", ["очно и онлайн"], "онлайн"),
        ("Места", ["Без ограничения"], "без ограничений"),
        ("Подпроект", ["Учим учиться"], "Учим учиться"),
        ("Статусы школ", ["ШНОР", "Готово"], "ШНОР"),
        ("Предметы", ["физика", "Готово"], "физика"),
        ("Должности", ["Для всех"], "для всех"),
        ("Часы", ["3 ч"], "3 часа"),
        ("Организация", ["СОШ № 11"], "СОШ № 11"),
        ("Ответственный", ["Чижова"], "Чижова Марина Павловна"),
        ("Запись до", ["До начала"], "до начала"),
    ],
)
async def test_every_listed_field_can_be_pressed(desk: Desk, field: str, pressed: list[str], shown: str) -> None:
    await desk.tatiana.types("/new_event")
    await desk.tatiana.types(ANNOUNCEMENT)
    await desk.tatiana.presses("Изменить")
    await desk.tatiana.presses(field)
    for label in pressed:
        await desk.tatiana.presses(label)
    assert shown in desk.tatiana.screen.text
    assert "Опубликовать" in desk.tatiana.labels


async def test_a_draft_waits_first_in_the_list_and_can_be_deleted(desk: Desk) -> None:
    await desk.tatiana.types("/new_event")
    await desk.tatiana.types(ANNOUNCEMENT)
    await desk.tatiana.presses("Черновик")
    assert "Черновик сохранён" in desk.tatiana.screen.text
    await desk.tatiana.types("/manage")
    assert "черновик" in desk.tatiana.screen.text
    await desk.tatiana.presses("Читаем задачу")
    await desk.tatiana.presses("Изменить")
    await desk.tatiana.presses("Удалить черновик")
    await desk.tatiana.presses("Да, удалить")
    assert desk.event_count() == 0


async def test_a_second_press_and_an_old_preview_are_refused_with_words(desk: Desk) -> None:
    await desk.tatiana.types("/new_event")
    await desk.tatiana.types(ANNOUNCEMENT)
    old, preview = desk.event(), desk.tatiana.screen.message_id
    await desk.tatiana.presses("Изменить")
    await desk.tatiana.presses("Места")
    await desk.tatiana.types("20")
    stale = wishes.Publish(event=old.id, version=old.version).pack()
    await desk.tatiana.presses_data(preview, stale)
    assert "успели изменить" in desk.tatiana.screen.text
    assert desk.event().state is EventState.DRAFT

    event = desk.event()
    press = wishes.Publish(event=event.id, version=event.version).pack()
    await desk.tatiana.presses_data(preview, press)
    await desk.tatiana.presses_data(preview, press)
    assert "уже опубликовано" in desk.tatiana.screen.text


async def test_a_draft_whose_day_has_passed_is_not_published(desk: Desk) -> None:
    await desk.tatiana.types("/new_event")
    await desk.tatiana.types(ANNOUNCEMENT)
    await desk.world.advance(days=10)
    await desk.tatiana.presses("Опубликовать")
    assert "уже прошло" in desk.tatiana.screen.text
    assert desk.event().state is EventState.DRAFT
    await desk.tatiana.presses("Дата и время")
    await desk.tatiana.types("20 октября")
    await desk.tatiana.presses("Опубликовать")
    assert desk.event().state is EventState.PUBLISHED


async def test_another_event_of_the_day_for_the_same_people_is_mentioned(desk: Desk) -> None:
    with desk.world.db() as db:
        make_event(db, "Час физика")
        db.commit()
    await desk.tatiana.types("/new_event")
    await desk.tatiana.types(ANNOUNCEMENT)
    assert "В этот же день" in desk.tatiana.screen.text
    assert "Час физика" in desk.tatiana.screen.text
    await desk.tatiana.presses("Опубликовать")
    assert desk.event().state is EventState.PUBLISHED


async def test_words_nobody_understands_become_the_note(desk: Desk) -> None:
    await desk.tatiana.types("/new_event")
    await desk.tatiana.types(f"{ANNOUNCEMENT}. Возьмите с собой учебник")
    assert "Возьмите с собой учебник" in desk.event().note


async def test_a_copy_asks_only_for_the_date(desk: Desk) -> None:
    first = await desk.publishes()
    await desk.tatiana.types("/manage")
    await desk.tatiana.presses("Читаем задачу")
    await desk.tatiana.presses("Копия")
    assert "Когда начало?" in desk.tatiana.screen.text
    await desk.tatiana.types("14 октября 15:00")
    copy = desk.event()
    assert copy.id != first
    assert (copy.state, copy.title, copy.capacity) == (EventState.DRAFT, "Читаем задачу", 35)
    assert "ср, 14 октября 2026, 15:00" in desk.tatiana.screen.text


async def test_a_command_leaves_the_form(desk: Desk) -> None:
    await desk.tatiana.types("/new_event")
    await desk.tatiana.types("Семинар «Читаем задачу»")
    await desk.tatiana.types("/manage")
    assert "Мои мероприятия" in desk.tatiana.screen.text
    await desk.tatiana.types("7 октября 14:00")
    assert desk.event_count() == 0


async def test_a_teacher_makes_no_events(desk: Desk) -> None:
    await desk.nina.types("/new_event")
    assert "только методисты" in desk.nina.screen.text
    await desk.nina.types(ANNOUNCEMENT)
    assert desk.event_count() == 0


async def test_a_deadline_that_cannot_be_is_asked_about(desk: Desk) -> None:
    await desk.tatiana.types("/new_event")
    await desk.tatiana.types(f"{ANNOUNCEMENT}, запись до 10 октября")
    assert "До какого дня запись?" in desk.tatiana.screen.text
    await desk.tatiana.types("9 октября")
    assert "не может закрываться после начала" in desk.tatiana.screen.text
    await desk.tatiana.types("5 октября")
    assert "Опубликовать" in desk.tatiana.labels
    assert desk.event().deadline == datetime(2026, 10, 5, 18, 59, tzinfo=UTC)


async def test_a_note_too_long_is_asked_for_again(desk: Desk) -> None:
    await desk.tatiana.types("/new_event")
    await desk.tatiana.types(f"{ANNOUNCEMENT}. {'Приходите вовремя, будет интересно. ' * 40}")
    assert "До 1000 знаков" in desk.tatiana.screen.text
    await desk.tatiana.types("Приходите вовремя")
    assert desk.event().note == "Приходите вовремя"
    assert "Опубликовать" in desk.tatiana.labels


async def test_in_english_the_same_way_leads_to_a_public_event(desk: Desk) -> None:
    with desk.world.db() as db:
        make_network(db, language="en")
        db.commit()
    await desk.tatiana.types("New event")
    await desk.tatiana.types("Seminar “Reading a problem” 7 October 14:00, 4 hours, online")
    await desk.tatiana.presses("Change")
    await desk.tatiana.presses("Posts")
    await desk.tatiana.presses("Done")
    await desk.tatiana.presses("Publish")
    assert desk.tatiana.screen.text.startswith("✅ Published.")
    assert desk.event().title == "Reading a problem"


async def test_a_subproject_and_a_responsible_person_are_found_by_name(desk: Desk) -> None:
    event_id = await desk.publishes(f"{ANNOUNCEMENT}, подпроект «Учим учиться», ответственный: Чижова")
    event = desk.event(event_id)
    assert event.subproject is not None
    assert event.subproject.code == "meta"
    assert (event.responsible_id, event.note) == (desk.ids["Марина"], "")


async def test_a_responsible_person_who_is_not_of_the_staff_is_asked_about(desk: Desk) -> None:
    await desk.tatiana.types("/new_event")
    await desk.tatiana.types(f"{ANNOUNCEMENT}. Ответственный: Петрова")
    assert "Среди методистов такого имени нет." in desk.tatiana.screen.text
    await desk.tatiana.types("Чижова М.")
    await desk.tatiana.presses("Опубликовать")
    event = desk.event()
    assert (event.responsible_id, event.note) == (desk.ids["Марина"], "Ответственный: Петрова")


async def test_of_several_people_meant_one_is_chosen(world: World, desk: Desk) -> None:
    with world.db() as db:
        make_teacher(db, "Чижова Анна Ильинична", role=Role.METHODIST)
        db.commit()
    await desk.tatiana.types("/new_event")
    await desk.tatiana.types(f"{ANNOUNCEMENT}. Ответственный: Чижова")
    assert "Кого Вы имели в виду?" in desk.tatiana.screen.text
    assert "Лугова Татьяна Сергеевна" not in desk.tatiana.labels
    await desk.tatiana.presses("Чижова Марина Павловна")
    await desk.tatiana.presses("Опубликовать")
    assert (desk.event().responsible_id, desk.event().note) == (desk.ids["Марина"], "")


async def test_a_subproject_that_is_not_there_is_asked_about(desk: Desk) -> None:
    await desk.tatiana.types("/new_event")
    await desk.tatiana.types(f"{ANNOUNCEMENT}, подпроект «Цифровая среда»")
    assert "Такого подпроекта нет" in desk.tatiana.screen.text
    await desk.tatiana.presses("Без подпроекта")
    assert desk.event().title == "Читаем задачу"
    await desk.tatiana.presses("Опубликовать")
    assert desk.event().subproject is None
