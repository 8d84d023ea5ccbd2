"""Level, tags, scope, order and issuer are set in the chat and stand on the card."""

import pytest

from models import EventLevel
from tests.flows.desk.people import ANNOUNCEMENT, Desk


async def opens(desk: Desk, field: str) -> None:
    await desk.announces()
    for label in ("Изменить", "Ещё", field):
        await desk.tatiana.presses(label)


@pytest.mark.parametrize(
    ("field", "typed", "shown"),
    [
        ("Уровень", "областной", "региональный уровень"),
        ("Темы", "ВПР, #техническая; впр", "ВПР, техническая"),
        ("Приказ", "приказ № 12-од от 01.09.2026", "Приказ № 12-од от 01.09.2026"),
        ("Выдаёт сертификаты", "школа 11", "Сертификат выдаёт: МАОУ «СОШ № 11»"),
    ],
)
async def test_a_typed_value_stands_on_the_card(desk: Desk, field: str, typed: str, shown: str) -> None:
    await opens(desk, field)
    await desk.tatiana.types(typed)
    assert shown in desk.tatiana.screen.text
    await desk.tatiana.presses("Опубликовать")
    await desk.world.settle()
    await desk.nina.types("Мероприятия")
    await desk.nina.presses("Читаем задачу")
    assert shown in desk.nina.screen.text


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        ("Уровень", "любой", "Выберите уровень"),
        ("Темы", ",".join(f"тема {number}" for number in range(11)), "до 10"),
        ("Охват", "о", "до 32 знаков"),
        ("Приказ", "приказа нет", "Нужен номер приказа"),
        ("Выдаёт сертификаты", "Академия наук", "Такой организации в сети нет"),
    ],
)
async def test_a_bad_value_gets_a_reason_and_the_question_again(
    desk: Desk, field: str, typed: str, reason: str
) -> None:
    await opens(desk, field)
    question = desk.tatiana.screen.text.splitlines()[-1]
    await desk.tatiana.types(typed)
    assert reason in desk.tatiana.screen.text
    assert desk.tatiana.screen.text.endswith(question)


async def test_pressed_values_are_stored_and_can_be_removed(desk: Desk) -> None:
    await desk.announces(f"{ANNOUNCEMENT}, приказ № 7 от 3 сентября 2026")
    assert (desk.event().order_number, str(desk.event().order_date)) == ("7", "2026-09-03")
    for field, value in (("Уровень", "региональный"), ("Охват", "окружное"), ("Выдаёт сертификаты", "СОШ № 1")):
        for label in ("Изменить", "Ещё", field, value):
            await desk.tatiana.presses(label)
    stored = desk.event()
    assert (stored.level, stored.scope) == (EventLevel.REGIONAL, "district")
    assert stored.issuer_id is not None
    for field, label in (("Приказ", "Убрать"), ("Охват", "Убрать"), ("Выдаёт сертификаты", "Координатор сети")):
        for pressed in ("Изменить", "Ещё", field, label):
            await desk.tatiana.presses(pressed)
    stored = desk.event()
    assert (stored.order_number, stored.order_date, stored.scope, stored.issuer_id) == ("", None, None, None)


async def test_the_menus_of_an_event_fit_a_phone(desk: Desk) -> None:
    await desk.announces()
    await desk.tatiana.presses("Изменить")
    assert "Уровень" not in desk.tatiana.labels
    assert len(desk.tatiana.screen.text.splitlines()) <= 20
    await desk.tatiana.presses("Ещё")
    assert {"Уровень", "Темы", "Охват", "Приказ", "Выдаёт сертификаты"} <= set(desk.tatiana.labels)
