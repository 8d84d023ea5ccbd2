"""Letters of the organizer to the participants of an event."""

from sqlalchemy import select

from models import Event, Letter
from screens import wishes
from tests.flows.desk.people import LATE_EVENING, TODAY, Desk
from tests.flows.network_people import presses_old_button


async def test_a_letter_is_previewed_and_reaches_people_with_a_seat(desk: Desk) -> None:
    await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.manages("Написать участникам")
    assert "Письмо получит 1 участник" in desk.tatiana.screen.text
    await desk.tatiana.sends_file("letter.txt", b"words")
    assert "Нужен текст" in desk.tatiana.screen.text
    await desk.tatiana.types("ы" * 2001)
    assert "до 2000 знаков" in desk.tatiana.screen.text
    await desk.tatiana.types("Возьмите <b>учебник</b> & ручку")
    assert "Возьмите <b>учебник</b> & ручку" in desk.tatiana.screen.text
    await desk.tatiana.presses("Отправить")
    await desk.world.settle()
    assert "отправлено 1 участнику" in desk.tatiana.screen.text
    assert "Возьмите <b>учебник</b> & ручку" in desk.nina.screen.text
    assert "Лугова Татьяна Сергеевна" in desk.nina.screen.text
    assert not [message for message in desk.sergey.chat if "учебник" in message.text]
    with desk.world.db() as db:
        assert len(db.scalars(select(Letter)).all()) == 1


async def test_a_letter_can_be_discarded_instead_of_sent(desk: Desk) -> None:
    await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.manages("Написать участникам")
    await desk.tatiana.types("Возьмите учебник")
    await desk.tatiana.presses("Не сейчас")
    assert "Письмо не отправлено" in desk.tatiana.screen.text
    with desk.world.db() as db:
        assert not db.scalars(select(Letter)).all()


async def test_a_letter_in_quiet_hours_waits_for_the_morning(desk: Desk) -> None:
    await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.world.advance(hours=12)
    await desk.manages("Написать участникам")
    await desk.tatiana.types("Возьмите учебник")
    await desk.tatiana.presses("Отправить")
    await desk.world.settle()
    assert "тихие часы" in desk.tatiana.screen.text
    assert "08:00" in desk.tatiana.screen.text
    assert "учебник" not in desk.nina.screen.text
    await desk.world.advance(hours=11)
    assert "Возьмите учебник" in desk.nina.screen.text


async def test_without_participants_there_is_nobody_to_write_to(desk: Desk) -> None:
    event_id = await desk.publishes()
    write = wishes.WriteToParticipants(event=event_id)
    assert "Писать пока некому" in await presses_old_button(desk.tatiana, write)


async def test_a_letter_after_the_event_waits_for_the_morning_as_well(desk: Desk) -> None:
    await desk.publishes(TODAY)
    await desk.signs_up(desk.nina)
    await desk.world.advance_to(LATE_EVENING)
    await desk.manages("Написать участникам")
    await desk.tatiana.types("Материалы пришлём завтра")
    await desk.tatiana.presses("Отправить")
    await desk.world.settle()
    assert "получит письмо пт, 2 октября, 08:00" in desk.tatiana.screen.text
    assert "Материалы" not in desk.nina.screen.text


async def test_a_participant_without_a_chat_is_not_counted_as_a_receiver(desk: Desk) -> None:
    await desk.publishes(TODAY)
    await desk.signs_up(desk.nina)
    await desk.world.advance(hours=4)
    await desk.manages("Отметка", "Добавить участника")
    await desk.tatiana.types("Новикова Анна Петровна")
    await desk.tatiana.presses("Новый участник")
    await desk.tatiana.presses("Без организации")
    assert "другая должность" not in desk.tatiana.screen.text
    await desk.manages("Написать участникам")
    assert "Письмо получит 1 участник" in desk.tatiana.screen.text


async def test_the_longest_letter_fits_one_message(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    with desk.world.db() as db:
        db.get_one(Event, event_id).title = "Ж" * 300
        db.commit()
    await desk.manages("Написать участникам", title="ЖЖЖ")
    await desk.tatiana.types("&" * 2000)
    await desk.tatiana.presses("Отправить")
    await desk.world.settle()
    assert "&" * 2000 in desk.nina.screen.text
