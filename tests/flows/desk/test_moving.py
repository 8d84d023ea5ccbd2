"""Moving an event: participants are asked, silence keeps the seat, quiet hours are kept where possible."""

from datetime import UTC, datetime

from sqlalchemy import select

from models import Event, EventState, OutboxMessage, OutboxState, RegistrationState, Teacher
from screens import wishes
from services.events.moved import EventMoved
from services.stored import name_of
from tests.builders import make_attendance
from tests.flows.desk.people import ONE_SEAT, TODAY, Desk


def questions(desk: Desk) -> list[str]:
    """Return the questions to Нина whether the new time or place suits."""
    return [message.text for message in desk.nina.chat if "Вам подходит?" in message.text]


async def test_a_move_is_confirmed_before_anybody_is_notified(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.manages("Перенести")
    await desk.tatiana.types("8 октября")
    assert "Сообщим 1 человеку" in desk.tatiana.screen.text
    assert "Было: ср, 7 октября, 14:00" in desk.tatiana.screen.text
    assert "Стало: чт, 8 октября, 14:00" in desk.tatiana.screen.text
    await desk.world.settle()
    assert questions(desk) == []
    assert desk.event(event_id).version == 1
    await desk.tatiana.presses("Не сейчас")
    assert desk.event(event_id).starts_at == datetime(2026, 10, 7, 9, 0, tzinfo=UTC)


async def test_a_yes_to_the_new_time_is_stored(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.moves("8 октября")
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


async def test_no_answer_to_a_move_keeps_the_seat(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.moves("8 октября")
    assert "Если не ответите, запись сохранится" in desk.nina.screen.text
    await desk.world.advance(days=3)
    assert desk.registration_state("Нина", event_id) is RegistrationState.CONFIRMED
    await desk.manages("Участники")
    assert "про перенос ещё не ответили" in desk.tatiana.screen.text


async def test_a_no_to_the_new_time_frees_the_seat(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.moves("8 октября")
    await desk.nina.presses("Отменить запись")
    assert desk.registration_state("Нина", event_id) is RegistrationState.CANCELLED
    assert desk.event(event_id).taken == 0


async def test_participants_are_asked_about_a_new_place_but_not_about_the_first_room(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.changes("Адрес, кабинет", "каб. 204")
    assert "Изменено" in desk.tatiana.screen.text
    await desk.world.settle()
    assert questions(desk) == []
    await desk.tatiana.presses("Изменить")
    await desk.tatiana.presses("Организация")
    await desk.tatiana.presses("СОШ № 11")
    await desk.tatiana.presses("Да, перенести")
    await desk.world.settle()
    assert desk.event(event_id).version == 2
    assert "место изменилось" in desk.nina.screen.text
    assert "Было: СОШ № 1, каб. 204" in desk.nina.screen.text
    assert "Стало: СОШ № 11, каб. 204" in desk.nina.screen.text


async def test_an_event_without_participants_moves_without_confirmation(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.manages("Перенести")
    await desk.tatiana.types("8 октября")
    assert "Перенесено" in desk.tatiana.screen.text
    assert desk.event(event_id).version == 2


async def test_a_move_in_quiet_hours_waits_for_the_morning(desk: Desk) -> None:
    await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.world.advance(hours=12)
    await desk.moves("8 октября")
    assert "тихие часы" in desk.tatiana.screen.text
    assert questions(desk) == []
    await desk.world.advance(hours=11)
    assert len(questions(desk)) == 1


async def test_a_move_that_takes_effect_before_the_morning_breaks_quiet_hours(desk: Desk) -> None:
    await desk.publishes("Семинар «Читаем задачу» 2 октября 07:30, 1 час, СОШ № 1")
    await desk.signs_up(desk.nina)
    await desk.world.advance(hours=12)
    await desk.moves("8 октября")
    assert len(questions(desk)) == 1


async def test_two_moves_in_quiet_hours_are_one_question_with_first_and_last_time(desk: Desk) -> None:
    await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.world.advance(hours=12)
    await desk.moves("8 октября")
    await desk.moves("9 октября")
    await desk.world.advance(hours=11)
    (question,) = questions(desk)
    assert "Было: ср, 7 октября, 14:00" in question
    assert "Стало: пт, 9 октября, 14:00" in question
    with desk.world.db() as db:
        rows = db.scalars(select(OutboxMessage).where(OutboxMessage.kind == name_of(EventMoved))).all()
    assert sorted(row.state for row in rows) == [OutboxState.DROPPED, OutboxState.SENT]


async def test_an_event_moved_there_and_back_in_quiet_hours_notifies_nobody(desk: Desk) -> None:
    await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.world.advance(hours=12)
    await desk.moves("8 октября")
    await desk.moves("7 октября")
    await desk.world.advance(hours=11)
    assert questions(desk) == []


async def test_an_answer_to_an_older_move_changes_nothing(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.moves("8 октября")
    first = desk.nina.screen
    await desk.moves("9 октября")
    old = wishes.AnswerMove(event=event_id, version=2, suits=0).pack()
    await desk.nina.presses_data(first.message_id, old)
    assert "изменили ещё раз" in desk.nina.screen.text
    assert desk.registration_state("Нина", event_id) is RegistrationState.CONFIRMED


async def test_a_move_followed_by_a_cancellation_sends_only_the_cancellation(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.world.advance(hours=12)
    await desk.moves("8 октября")
    await desk.cancels("Заболел ведущий")
    await desk.world.advance(hours=11)
    assert desk.event(event_id).state is EventState.CANCELLED
    assert questions(desk) == []
    assert "Причина: Заболел ведущий" in desk.nina.screen.text


async def test_an_event_that_has_begun_cannot_be_moved(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.manages()
    desk.world.clock.advance(days=6, hours=5)
    await desk.tatiana.presses("Перенести")
    assert "уже началось" in desk.tatiana.screen.text
    assert desk.event(event_id).version == 1


async def test_a_meeting_with_marks_is_not_removed(desk: Desk) -> None:
    event_id = await desk.publishes("Стажировка «Читаем задачу» 7 и 8 октября 14:00, 8 часов, СОШ № 1, для учителей")
    with desk.world.db() as db:
        make_attendance(db, event_id, db.scalars(select(Teacher.id)).first() or 0)
        db.commit()
    await desk.manages("Перенести")
    await desk.tatiana.types("7 октября 14:00")
    assert "уже отмечено присутствие" in desk.tatiana.screen.text
    with desk.world.db() as db:
        assert len(db.get_one(Event, event_id).meetings) == 2


async def test_a_deadline_after_the_new_start_is_removed(desk: Desk) -> None:
    event_id = await desk.publishes("Семинар «Читаем задачу» 14 октября 14:00, 4 часа, СОШ № 1, запись до 12 октября")
    assert desk.event(event_id).deadline is not None
    await desk.manages("Перенести")
    await desk.tatiana.types("7 октября")
    assert desk.event(event_id).deadline is None


async def test_a_seat_offered_before_a_move_still_needs_confirmation(desk: Desk) -> None:
    event_id = await desk.publishes(ONE_SEAT)
    await desk.signs_up(desk.nina)
    await desk.joins_waiting_list(desk.sergey)
    await desk.changes("Места", "2")
    await desk.moves("8 октября")

    assert "запись сохранится" in desk.nina.screen.text
    assert "подтвердите до" in desk.sergey.screen.text
    assert "сохранится" not in desk.sergey.screen.text
    await desk.sergey.presses("Иду")
    assert desk.registration_state("Сергей", event_id) is RegistrationState.CONFIRMED


async def test_marks_of_presence_are_dropped_by_a_move(desk: Desk) -> None:
    event_id = await desk.publishes(TODAY)
    await desk.signs_up(desk.nina)
    await desk.manages("Отметка", "Кодовое слово")
    await desk.world.advance(hours=3, minutes=50)
    with desk.world.db() as db:
        word = db.get_one(Event, event_id).meetings[0].code_word
    assert word
    await desk.nina.types(word)
    assert "Отметили" in desk.nina.screen.text

    await desk.moves("2 октября")
    await desk.manages("Отметка")
    assert "Были: 0" in desk.tatiana.screen.text
    assert "не отмечены: 1" in desk.tatiana.screen.text


async def test_a_second_press_after_a_move_shows_the_moved_event(desk: Desk) -> None:
    await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.manages("Перенести")
    await desk.tatiana.types("8 октября")
    message, event = desk.tatiana.screen.message_id, desk.event()
    press = wishes.ApplyChange(event=event.id, version=event.version).pack()
    await desk.tatiana.presses_data(message, press)
    await desk.tatiana.presses_data(message, press)
    assert desk.tatiana.screen.text.startswith("«Читаем задачу», семинар\nчт, 8 октября")
    assert desk.event().version == event.version + 1
