"""Every field of a draft can be changed, by typing or by a button."""

import pytest

from tests.flows.desk.people import ANNOUNCEMENT, Desk
from tests.flows.network_people import STICKER


async def opens_field(desk: Desk, field: str) -> str:
    """Татьяна announces an event and opens a field of its draft; return the preview."""
    await desk.announces()
    preview = desk.tatiana.screen.text
    await desk.tatiana.presses("Изменить")
    await desk.tatiana.presses(field)
    return preview


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
        ("Форма", "н", "от 2 до 80"),
    ],
)
async def test_an_invalid_value_gets_a_reason_and_the_same_question(
    desk: Desk, field: str, bad: str, reason: str
) -> None:
    await opens_field(desk, field)
    question = desk.tatiana.screen.text.splitlines()[-1]
    await desk.tatiana.types(bad)
    assert reason in desk.tatiana.screen.text
    assert desk.tatiana.screen.text.endswith(question)
    await desk.tatiana.sends(STICKER)
    assert desk.tatiana.screen.text.endswith(question)
    assert desk.event().title == "Читаем задачу"


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
    assert shown not in await opens_field(desk, field)
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
    ],
)
async def test_every_field_with_choices_can_be_pressed(desk: Desk, field: str, pressed: list[str], shown: str) -> None:
    assert shown not in await opens_field(desk, field)
    for label in pressed:
        await desk.tatiana.presses(label)
    assert shown in desk.tatiana.screen.text
    assert "Опубликовать" in desk.tatiana.labels


async def test_a_deadline_can_be_removed(desk: Desk) -> None:
    await desk.announces(f"{ANNOUNCEMENT}, запись до 5 октября")
    assert "Запись: до пн, 5 октября" in desk.tatiana.screen.text
    for label in ("Изменить", "Запись до", "До начала"):
        await desk.tatiana.presses(label)
    assert "до начала" in desk.tatiana.screen.text
    assert desk.event().deadline is None
