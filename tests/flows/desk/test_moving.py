"""An event that moves: everybody signed up is asked, silence keeps the seat, quiet hours are kept when they can be."""

from datetime import UTC, datetime

from sqlalchemy import select

from models import EventState, OutboxMessage, OutboxState, RegistrationState
from screens import wishes
from services.notices import NoticeKind
from tests.flows.desk.people import Desk


async def moves(desk: Desk, answer: str, *, button: str = "Перенести") -> None:
    await desk.tatiana.types("/manage")
    await desk.tatiana.presses("Читаем задачу")
    await desk.tatiana.presses(button)
    await desk.tatiana.types(answer)
    await desk.tatiana.presses("Да, перенести")
    await desk.world.settle()


def questions_to(desk: Desk) -> list[str]:
    return [message.text for message in desk.nina.chat if "Вам подходит?" in message.text]


async def test_a_move_is_confirmed_before_anybody_is_told(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.tatiana.types("/manage")
    await desk.tatiana.presses("Читаем задачу")
    await desk.tatiana.presses("Перенести")
    await desk.tatiana.types("8 октября")
    assert "Сообщим 1 человеку" in desk.tatiana.screen.text
    assert "Было: ср, 7 октября, 14:00" in desk.tatiana.screen.text
    assert "Стало: чт, 8 октября, 14:00" in desk.tatiana.screen.text
    await desk.world.settle()
    assert desk.event(event_id).version == 1
    await desk.tatiana.presses("Не сейчас")
    assert desk.event(event_id).starts_at == datetime(2026, 10, 7, 9, 0, tzinfo=UTC)


async def test_the_new_time_suits(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    await moves(desk, "8 октября")
    assert "Перенесено. Сообщим 1 человеку" in desk.tatiana.screen.text
    event = desk.event(event_id)
    assert event.version == 2
    assert event.schedule_set_at == desk.world.clock.now()
    assert "время изменилось" in desk.nina.screen.text
    assert "Было: ср, 7 октября, 14:00" in desk.nina.screen.text
    assert "Стало: чт, 8 октября, 14:00" in desk.nina.screen.text
    assert "Место прежнее: СОШ № 1" in desk.nina.screen.text
    assert desk.agreed_version("Нина", event_id) == 1
    await desk.nina.presses("Подходит")
    assert "ждём Вас" in desk.nina.screen.text
    assert desk.agreed_version("Нина", event_id) == 2
    assert desk.registration_state("Нина", event_id) is RegistrationState.CONFIRMED


async def test_silence_keeps_the_seat_and_the_message_says_so(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    await moves(desk, "8 октября")
    assert "Если не ответите, запись сохранится" in desk.nina.screen.text
    await desk.world.advance(days=3)
    assert desk.registration_state("Нина", event_id) is RegistrationState.CONFIRMED
    await desk.tatiana.types("/manage")
    await desk.tatiana.presses("Читаем задачу")
    await desk.tatiana.presses("Участники")
    assert "про перенос ещё не ответили" in desk.tatiana.screen.text


async def test_whoever_cannot_come_frees_the_seat(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    await moves(desk, "8 октября")
    await desk.nina.presses("Отменить запись")
    assert desk.registration_state("Нина", event_id) is RegistrationState.CANCELLED
    assert desk.event(event_id).taken == 0


async def test_another_place_is_asked_about_and_a_first_room_is_not(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.tatiana.types("/manage")
    await desk.tatiana.presses("Читаем задачу")
    await desk.tatiana.presses("Изменить")
    await desk.tatiana.presses("Адрес, кабинет")
    await desk.tatiana.types("каб. 204")
    assert "Изменено" in desk.tatiana.screen.text
    await desk.world.settle()
    assert questions_to(desk) == []
    await desk.tatiana.presses("Изменить")
    await desk.tatiana.presses("Организация")
    await desk.tatiana.presses("СОШ № 11")
    await desk.tatiana.presses("Да, перенести")
    await desk.world.settle()
    assert desk.event(event_id).version == 2
    assert "место изменилось" in desk.nina.screen.text
    assert "Было: СОШ № 1, каб. 204" in desk.nina.screen.text
    assert "Стало: СОШ № 11, каб. 204" in desk.nina.screen.text


async def test_an_event_without_people_moves_at_once(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.tatiana.types("/manage")
    await desk.tatiana.presses("Читаем задачу")
    await desk.tatiana.presses("Перенести")
    await desk.tatiana.types("8 октября")
    assert "Перенесено" in desk.tatiana.screen.text
    assert desk.event(event_id).version == 2


async def test_a_move_in_quiet_hours_waits_for_the_morning(desk: Desk) -> None:
    await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.world.advance(hours=12)
    await moves(desk, "8 октября")
    assert "тихие часы" in desk.tatiana.screen.text
    assert questions_to(desk) == []
    await desk.world.advance(hours=11)
    assert len(questions_to(desk)) == 1


async def test_a_move_that_takes_effect_before_the_morning_breaks_quiet_hours(desk: Desk) -> None:
    await desk.publishes("Семинар «Читаем задачу» 2 октября 07:30, 1 час, СОШ № 1")
    await desk.signs_up(desk.nina)
    await desk.world.advance(hours=12)
    await moves(desk, "8 октября")
    assert len(questions_to(desk)) == 1


async def test_two_moves_before_the_morning_are_one_question_about_the_whole_way(desk: Desk) -> None:
    await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.world.advance(hours=12)
    await moves(desk, "8 октября")
    await moves(desk, "9 октября")
    await desk.world.advance(hours=11)
    (question,) = questions_to(desk)
    assert "Было: ср, 7 октября, 14:00" in question
    assert "Стало: пт, 9 октября, 14:00" in question
    with desk.world.db() as db:
        rows = db.scalars(select(OutboxMessage).where(OutboxMessage.kind == NoticeKind.EVENT_MOVED.value)).all()
    assert sorted(row.state for row in rows) == [OutboxState.DROPPED, OutboxState.SENT]


async def test_an_event_moved_there_and_back_disturbs_nobody(desk: Desk) -> None:
    await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.world.advance(hours=12)
    await moves(desk, "8 октября")
    await moves(desk, "7 октября")
    await desk.world.advance(hours=11)
    assert questions_to(desk) == []


async def test_an_answer_to_an_older_move_says_so(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    await moves(desk, "8 октября")
    first = desk.nina.screen
    await moves(desk, "9 октября")
    old = wishes.AnswerMove(event=event_id, version=2, suits=0).pack()
    await desk.nina.presses_data(first.message_id, old)
    assert "изменили ещё раз" in desk.nina.screen.text
    assert desk.registration_state("Нина", event_id) is RegistrationState.CONFIRMED


async def test_the_news_of_a_move_is_not_sent_when_the_event_is_cancelled_meanwhile(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.world.advance(hours=12)
    await moves(desk, "8 октября")
    await desk.tatiana.types("/manage")
    await desk.tatiana.presses("Читаем задачу")
    await desk.tatiana.presses("Отменить")
    await desk.tatiana.types("Заболел ведущий")
    await desk.tatiana.presses("Да, отменить")
    await desk.world.advance(hours=11)
    assert desk.event(event_id).state is EventState.CANCELLED
    assert questions_to(desk) == []
    assert "Причина: Заболел ведущий" in desk.nina.screen.text


async def test_a_started_event_is_not_moved(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.tatiana.types("/manage")
    await desk.tatiana.presses("Читаем задачу")
    desk.world.clock.advance(days=6, hours=5)
    await desk.tatiana.presses("Перенести")
    assert "уже началось" in desk.tatiana.screen.text
    assert desk.event(event_id).version == 1


async def test_a_deadline_after_the_new_start_is_lifted(desk: Desk) -> None:
    event_id = await desk.publishes("Семинар «Читаем задачу» 14 октября 14:00, 4 часа, СОШ № 1, запись до 12 октября")
    assert desk.event(event_id).deadline is not None
    await desk.tatiana.types("/manage")
    await desk.tatiana.presses("Читаем задачу")
    await desk.tatiana.presses("Перенести")
    await desk.tatiana.types("7 октября")
    assert desk.event(event_id).deadline is None
