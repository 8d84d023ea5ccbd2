"""Changing and cancelling a published event."""

from models import Event, EventState, RegistrationState
from screens import wishes
from tests.builders import make_event
from tests.flows.desk.people import ONE_SEAT, Desk
from tests.flows.network_people import presses_old_button


async def test_a_new_title_notifies_nobody(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    seen = len(desk.nina.chat)
    await desk.changes("Название", "Задача без страха")
    assert "Изменено" in desk.tatiana.screen.text
    await desk.world.settle()
    assert len(desk.nina.chat) == seen
    assert desk.event(event_id).version == 1


async def test_added_seats_are_offered_to_the_waiting_list(desk: Desk) -> None:
    event_id = await desk.publishes(ONE_SEAT)
    await desk.signs_up(desk.nina)
    await desk.joins_waiting_list(desk.sergey)
    assert desk.registration_state("Сергей", event_id) is RegistrationState.WAITLISTED
    await desk.changes("Места", "2")
    await desk.world.settle()
    assert desk.registration_state("Сергей", event_id) is RegistrationState.OFFERED
    assert "освободилось место" in desk.sergey.screen.text


async def test_quotes_in_a_title_are_not_doubled(desk: Desk) -> None:
    await desk.publishes("Семинар «Час» 7 октября 14:00, 2 часа, СОШ № 1")
    await desk.manages("Изменить", "Название", title="Час")
    await desk.tatiana.types("«Разговоры о важном» глазами коллег")
    assert "«„Разговоры о важном“ глазами коллег»" in desk.tatiana.screen.text
    await desk.manages("Изменить", "Название", title="Разговоры")
    await desk.tatiana.types("Читаем «задачу")
    assert "«Читаем «задачу»" in desk.tatiana.screen.text


async def test_a_cancellation_reaches_everybody_with_its_reason(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    with desk.world.db() as db:
        make_event(db, "Похожий семинар", days=20)
        db.commit()
    await desk.manages("Отменить")
    assert "Причину увидит 1 человек" in desk.tatiana.screen.text
    await desk.tatiana.types("я")
    assert "от 3 до 300" in desk.tatiana.screen.text
    await desk.tatiana.types("Заболел ведущий")
    assert "Сообщим 1 человеку" in desk.tatiana.screen.text
    await desk.tatiana.presses("Да, отменить")
    assert "Отменено: «Читаем задачу»" in desk.tatiana.screen.text
    await desk.world.settle()

    event = desk.event(event_id)
    assert (event.state, event.cancel_reason, event.taken) == (EventState.CANCELLED, "Заболел ведущий", 0)
    assert desk.registration_state("Нина", event_id) is RegistrationState.CANCELLED
    notice = next(message for message in desk.nina.chat if "Причина: Заболел ведущий" in message.text)
    assert "Похожее: «Похожий семинар»" in notice.text
    await desk.nina.types("Мои записи")
    assert "Читаем задачу" in desk.nina.screen.text
    await desk.manages()
    assert "Отменено: Заболел ведущий" in desk.tatiana.screen.text


async def test_a_cancellation_of_an_older_version_is_refused(desk: Desk) -> None:
    event_id = await desk.publishes()
    with desk.world.db() as db:
        db.get_one(Event, event_id).version = 2
        db.commit()
    old = wishes.CancelEvent(event=event_id, version=1, sure=0)
    assert "успели изменить" in await presses_old_button(desk.tatiana, old)
    assert desk.event(event_id).state is EventState.PUBLISHED


async def test_a_second_press_after_a_cancellation_says_so(desk: Desk) -> None:
    await desk.publishes()
    await desk.manages("Отменить")
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


async def test_a_cancellation_does_not_suggest_an_event_the_person_has_already(desk: Desk) -> None:
    await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.publishes("Семинар «Второй» 8 октября 14:00, 2 часа, СОШ № 1")
    await desk.signs_up(desk.nina, "Второй")
    await desk.cancels("Ведущий болен")
    assert "Ведущий болен" in desk.nina.screen.text
    assert "Похожее" not in desk.nina.screen.text
