"""The list of participants and their number."""

from tests.flows.desk.people import ONE_SEAT, TODAY, Desk
from tests.flows.network_people import withdraws_consent


async def test_participants_are_shown_by_name_school_and_post_only(desk: Desk) -> None:
    await desk.publishes(ONE_SEAT)
    await desk.signs_up(desk.nina)
    await desk.joins_waiting_list(desk.sergey)
    await desk.manages("Участники")
    text = desk.tatiana.screen.text
    assert "Записан 1 человек, мест 1 · ждут: 1" in text
    assert "✓ Агеева Нина Петровна, СОШ № 1, учитель" in text
    assert "1. Жданов Сергей Михайлович, СОШ № 11, учитель – в листе ожидания" in text
    assert str(desk.nina.id) not in text


async def test_people_added_at_the_door_are_counted_separately(desk: Desk) -> None:
    await desk.publishes(f"{TODAY}, 5 мест")
    await desk.signs_up(desk.nina)
    await desk.world.advance(hours=4)
    await desk.manages("Отметка", "Добавить участника")
    await desk.tatiana.types("жданов")
    await desk.tatiana.presses("Жданов")
    await desk.manages()
    assert "Записан 1 человек, мест 5 · без записи: 1" in desk.tatiana.screen.text


async def test_a_person_who_withdrew_consent_is_listed_without_a_name(desk: Desk) -> None:
    await desk.publishes(TODAY)
    await desk.signs_up(desk.nina)
    await desk.world.advance(hours=4)
    await withdraws_consent(desk.nina)
    await desk.manages("Участники")
    assert "Профиль стёрт" in desk.tatiana.screen.text
    await desk.manages("Отметка", "Профиль стёрт")
    assert desk.tatiana.screen.text.startswith("Профиль стёрт")
