"""What a busy methodist runs into: an offer outstanding while an event moves, publishing at night, nested quotes."""

from datetime import UTC, datetime

from models import Event, RegistrationState
from screens import wishes
from tests.flows.desk.people import Desk

LATE_EVENING = datetime(2026, 10, 1, 17, 30, tzinfo=UTC)
"""22:30 in the network's zone."""


async def opens(desk: Desk, title: str, *labels: str) -> None:
    await desk.tatiana.types("/manage")
    for label in (title, *labels):
        await desk.tatiana.presses(label)


async def test_a_seat_offered_before_a_move_is_still_to_be_confirmed(desk: Desk) -> None:
    event_id = await desk.publishes("Семинар «Читаем задачу» 7 октября 14:00, 2 часа, СОШ № 1, 1 место")
    await desk.signs_up(desk.nina)
    await desk.sergey.types("Мероприятия")
    await desk.sergey.presses("Читаем задачу")
    await desk.sergey.presses("В лист ожидания")
    await opens(desk, "Читаем задачу", "Изменить", "Места")
    await desk.tatiana.types("2")
    await opens(desk, "Читаем задачу", "Перенести")
    await desk.tatiana.types("8 октября")
    await desk.tatiana.presses("Да, перенести")
    await desk.world.settle()

    assert "запись сохранится" in desk.nina.screen.text
    assert "подтвердите до" in desk.sergey.screen.text
    assert "сохранится" not in desk.sergey.screen.text
    await desk.sergey.presses("Иду")
    assert desk.registration_state("Сергей", event_id) is RegistrationState.CONFIRMED


async def test_publishing_at_night_says_when_people_are_told(desk: Desk) -> None:
    desk.world.clock.set(LATE_EVENING)
    await desk.publishes()
    assert "Сейчас тихие часы: сообщим пт, 2 октября, 08:00" in desk.tatiana.screen.text
    assert not any("Читаем задачу" in message.text for message in desk.nina.chat)
    await desk.world.advance(hours=10)
    assert "Читаем задачу" in desk.nina.screen.text


async def test_a_mark_made_at_the_door_does_not_outlive_a_move(desk: Desk) -> None:
    event_id = await desk.publishes("Семинар «Читаем задачу» 1 октября 14:00, 2 часа, СОШ № 1")
    await desk.signs_up(desk.nina)
    await opens(desk, "Читаем задачу", "Отметка", "Кодовое слово")
    await desk.world.advance(hours=3, minutes=50)
    with desk.world.db() as db:
        word = db.get_one(Event, event_id).code_word
    assert word
    await desk.nina.types(word)
    assert "Отметили" in desk.nina.screen.text

    await opens(desk, "Читаем задачу", "Перенести")
    await desk.tatiana.types("2 октября")
    await desk.tatiana.presses("Да, перенести")
    await opens(desk, "Читаем задачу", "Отметка")
    assert "Были: 0" in desk.tatiana.screen.text
    assert "не отмечены: 1" in desk.tatiana.screen.text


async def test_quotes_in_a_title_are_not_doubled(desk: Desk) -> None:
    await desk.publishes("Семинар «Час» 7 октября 14:00, 2 часа, СОШ № 1")
    await opens(desk, "Час", "Изменить", "Название")
    await desk.tatiana.types("«Разговоры о важном» глазами коллег")
    assert "«„Разговоры о важном“ глазами коллег»" in desk.tatiana.screen.text
    await opens(desk, "Разговоры", "Изменить", "Название")
    await desk.tatiana.types("Читаем «задачу")
    assert "«Читаем «задачу»" in desk.tatiana.screen.text


async def test_an_event_nobody_came_to_promises_no_points(desk: Desk) -> None:
    await desk.publishes("Семинар «Читаем задачу» 1 октября 14:00, 2 часа, СОШ № 1")
    await desk.signs_up(desk.nina)
    await desk.world.advance(hours=7)
    await opens(desk, "Читаем задачу", "Отметка", "Закрыть отметку", "Да, закрыть")
    await desk.world.advance(minutes=61)
    await opens(desk, "Читаем задачу", "Отметка")
    assert "присутствовавших нет" in desk.tatiana.screen.text
    assert "выданы" not in desk.tatiana.screen.text


async def test_a_cancelled_event_is_not_answered_with_one_the_person_has_already(desk: Desk) -> None:
    await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.publishes("Семинар «Второй» 8 октября 14:00, 2 часа, СОШ № 1")
    await desk.signs_up(desk.nina, "Второй")
    await opens(desk, "Читаем задачу", "Отменить")
    await desk.tatiana.types("Ведущий болен")
    await desk.tatiana.presses("Да, отменить")
    await desk.world.settle()
    assert "Ведущий болен" in desk.nina.screen.text
    assert "Похожее" not in desk.nina.screen.text


async def test_people_at_the_door_are_counted_apart(desk: Desk) -> None:
    await desk.publishes("Семинар «Читаем задачу» 1 октября 14:00, 2 часа, СОШ № 1, 5 мест")
    await desk.signs_up(desk.nina)
    await desk.world.advance(hours=4)
    await opens(desk, "Читаем задачу", "Отметка", "Добавить участника")
    await desk.tatiana.types("жданов")
    await desk.tatiana.presses("Жданов")
    await opens(desk, "Читаем задачу")
    assert "Записан 1 человек, мест 5 · без записи: 1" in desk.tatiana.screen.text


async def test_a_command_that_does_not_exist_is_no_announcement(desk: Desk) -> None:
    await desk.tatiana.types("/new_event")
    await desk.tatiana.types("/publish")
    assert "Нужны слова" in desk.tatiana.screen.text


async def test_somebody_without_a_chat_is_not_counted_in_a_letter(desk: Desk) -> None:
    await desk.publishes("Семинар «Читаем задачу» 1 октября 14:00, 2 часа, СОШ № 1")
    await desk.signs_up(desk.nina)
    await desk.world.advance(hours=4)
    await opens(desk, "Читаем задачу", "Отметка", "Добавить участника")
    await desk.tatiana.types("Новикова Анна Петровна")
    await desk.tatiana.presses("Новый участник")
    await desk.tatiana.presses("Без организации")
    assert "другая должность" not in desk.tatiana.screen.text
    await opens(desk, "Читаем задачу", "Написать участникам")
    assert "Письмо получит 1 участник" in desk.tatiana.screen.text


async def test_a_letter_after_the_event_waits_for_the_morning(desk: Desk) -> None:
    await desk.publishes("Семинар «Читаем задачу» 1 октября 14:00, 2 часа, СОШ № 1")
    await desk.signs_up(desk.nina)
    desk.world.clock.set(LATE_EVENING)
    await desk.world.settle()
    await opens(desk, "Читаем задачу", "Написать участникам")
    await desk.tatiana.types("Материалы пришлём завтра")
    await desk.tatiana.presses("Отправить")
    await desk.world.settle()
    assert "получит письмо пт, 2 октября, 08:00" in desk.tatiana.screen.text
    assert "Материалы" not in desk.nina.screen.text


async def test_a_person_who_withdrew_is_named_so_in_the_lists(desk: Desk) -> None:
    await desk.publishes("Семинар «Читаем задачу» 1 октября 14:00, 2 часа, СОШ № 1")
    await desk.signs_up(desk.nina)
    await desk.world.advance(hours=4)
    await desk.nina.types("Профиль")
    for label in ("Мои данные", "Отозвать согласие", "Да, отозвать"):
        await desk.nina.presses(label)
    await opens(desk, "Читаем задачу", "Участники")
    assert "Профиль стёрт" in desk.tatiana.screen.text
    await opens(desk, "Читаем задачу", "Отметка", "Профиль стёрт")
    assert desk.tatiana.screen.text.startswith("Профиль стёрт")


async def test_a_deadline_after_the_start_is_asked_again_with_the_reason(desk: Desk) -> None:
    await desk.tatiana.types("/new_event")
    await desk.tatiana.types("Семинар «Читаем» 7 октября 14:00, 2 часа, СОШ № 1, запись до 9 октября")
    assert desk.tatiana.screen.text.startswith("Запись закрывается")
    assert "До какого дня запись?" in desk.tatiana.screen.text
    await desk.tatiana.types("6 октября")
    assert "Запись: до вт, 6 октября" in desk.tatiana.screen.text


async def test_a_second_press_after_a_move_shows_the_event_as_it_is(desk: Desk) -> None:
    await desk.publishes()
    await desk.signs_up(desk.nina)
    await opens(desk, "Читаем задачу", "Перенести")
    await desk.tatiana.types("8 октября")
    message, event = desk.tatiana.screen.message_id, desk.event()
    press = wishes.ApplyChange(event=event.id, version=event.version).pack()
    await desk.tatiana.presses_data(message, press)
    await desk.tatiana.presses_data(message, press)
    assert desk.tatiana.screen.text.startswith("«Читаем задачу», семинар\nчт, 8 октября")
    assert desk.event().version == event.version + 1


async def test_a_second_press_after_a_cancellation_says_it_is_cancelled(desk: Desk) -> None:
    await desk.publishes()
    await opens(desk, "Читаем задачу", "Отменить")
    await desk.tatiana.types("Ведущий болен")
    message, event = desk.tatiana.screen.message_id, desk.event()
    press = wishes.CancelEvent(event=event.id, version=event.version, sure=1).pack()
    await desk.tatiana.types("/manage")
    await desk.tatiana.presses_data(message, press)
    assert "Почему отменяется" in desk.tatiana.screen.text
    await desk.tatiana.types("Ведущий болен")
    await desk.tatiana.presses("Да, отменить")
    await desk.tatiana.presses_data(message, press)
    assert "Мероприятие отменено" in desk.tatiana.screen.text
