"""Reminders as people meet them: the day before, the hour before, «Не смогу», the mark after."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from models import (
    Attendance,
    AttendanceSource,
    AttendanceState,
    Event,
    EventFormat,
    Feedback,
    Registration,
    RegistrationState,
    Role,
)
from sandbox.person import Person
from tests.builders import NOW, make_event, make_organization, make_teacher
from tests.world import World


@dataclass
class Seminar:
    event: int
    teacher: int
    nina: Person


@pytest.fixture
async def seminar(world: World) -> Seminar:
    """Нина has a seat at a seminar on Wednesday 7 October, 14:00."""
    with world.db() as db:
        school = make_organization(db, "СОШ № 1", place="г. Заречинск, ул. Мира, 12")
        teacher = make_teacher(db, "Агеева Нина Петровна", school)
        event = make_event(db, host=school, note="Возьмите один текст из своего учебника.", capacity=2)
        db.commit()
        event_id, teacher_id = event.id, teacher.id
    nina = world.registered(teacher_id, "Нина")
    await nina.types("Мероприятия")
    await nina.presses("Читаем и понимаем задачу")
    await nina.presses("Записаться")
    return Seminar(event_id, teacher_id, nina)


def state_of(world: World, seminar: Seminar) -> RegistrationState:
    with world.db() as db:
        rows = db.scalars(
            select(Registration).where(Registration.teacher_id == seminar.teacher).order_by(Registration.id)
        )
        return rows.unique().all()[-1].state


async def test_the_day_before_tells_time_place_and_what_to_bring(world: World, seminar: Seminar) -> None:
    await world.advance(days=5, hours=4)
    text = seminar.nina.screen.text
    assert text.startswith("Завтра, ср, 7 октября, 14:00")
    assert "СОШ № 1, г. Заречинск, ул. Мира, 12" in text
    assert "Возьмите один текст" in text
    assert "место останется за Вами" in text


async def test_coming_is_answered_and_changes_nothing(world: World, seminar: Seminar) -> None:
    await world.advance(days=5, hours=4)
    await seminar.nina.presses("Приду")
    assert "ждём Вас" in seminar.nina.screen.text
    assert state_of(world, seminar) is RegistrationState.CONFIRMED


async def test_not_coming_frees_the_seat_and_can_be_taken_back(world: World, seminar: Seminar) -> None:
    await world.advance(days=5, hours=4)
    await seminar.nina.presses("Не смогу")
    with world.db() as db:
        assert db.get_one(Event, seminar.event).taken == 0
    await seminar.nina.presses("Вернуть запись")
    with world.db() as db:
        assert db.get_one(Event, seminar.event).taken == 1
    assert state_of(world, seminar) is RegistrationState.CONFIRMED


async def test_an_unanswered_reminder_keeps_the_seat(world: World, seminar: Seminar) -> None:
    await world.advance(days=6, hours=5)
    assert state_of(world, seminar) is RegistrationState.CONFIRMED


async def test_an_old_reminder_still_answers_when_the_seat_is_gone(world: World, seminar: Seminar) -> None:
    await world.advance(days=5, hours=4)
    reminder = seminar.nina.screen
    await seminar.nina.presses("Не смогу")
    await seminar.nina.types("/help")
    await seminar.nina.presses_data(reminder.message_id, reminder.keys[0][0]["callback_data"])
    assert "больше нет" in seminar.nina.screen.text


async def test_the_hour_before_an_online_event_brings_the_link(world: World, seminar: Seminar) -> None:
    with world.db() as db:
        event = db.get_one(Event, seminar.event)
        event.format, event.link = EventFormat.ONLINE, "https://meet.example/read"
        db.commit()
    await world.advance(days=6, hours=3)
    assert "https://meet.example/read" in seminar.nina.screen.text
    assert "кодовое слово" in seminar.nina.screen.text


async def test_nobody_is_woken_at_night(world: World, seminar: Seminar) -> None:
    with world.db() as db:
        event = db.get_one(Event, seminar.event)
        event.set_schedule([event.starts_local.replace(hour=7)], 4, event.zone)
        db.commit()
    before = len(seminar.nina.chat)
    world.clock.set(NOW.replace(day=6, hour=2, minute=30))
    await world.settle()
    assert len(seminar.nina.chat) == before
    await world.advance(hours=1)
    assert len(seminar.nina.chat) == before + 1


async def test_a_blocked_person_hears_nothing_and_comes_back_with_start(world: World, seminar: Seminar) -> None:
    await seminar.nina.blocks_bot()
    await world.advance(days=5, hours=4)
    assert not any("Завтра" in message.text for message in seminar.nina.chat)
    await seminar.nina.types("/start")
    await world.advance(hours=23)
    assert "Скоро начинаем" in seminar.nina.screen.text


async def test_a_mark_and_a_few_words_after_the_event(world: World, seminar: Seminar) -> None:
    mark_present(world, seminar)
    await world.advance(days=6, hours=10)
    assert "Как прошло мероприятие" in seminar.nina.screen.text
    await seminar.nina.presses("5")
    await seminar.nina.types("Очень полезно, спасибо")
    assert "без имени" in seminar.nina.screen.text
    with world.db() as db:
        row = db.scalars(select(Feedback)).one()
        assert (row.mark, row.words) == (5, "Очень полезно, спасибо")


async def test_a_text_of_the_next_day_is_not_about_the_event(world: World, seminar: Seminar) -> None:
    mark_present(world, seminar)
    await world.advance(days=6, hours=10)
    await seminar.nina.presses("5")
    await world.advance(hours=20)
    await seminar.nina.types("А где мой сертификат?")
    assert "Не получилось понять" in seminar.nina.screen.text
    with world.db() as db:
        assert db.scalars(select(Feedback)).one().words == ""


async def test_a_contact_is_not_words(world: World, seminar: Seminar) -> None:
    mark_present(world, seminar)
    await world.advance(days=6, hours=10)
    await seminar.nina.presses("4")
    await seminar.nina.sends({"contact": {"phone_number": "+70000000000", "first_name": "Нина"}})
    assert "Нужны слова" in seminar.nina.screen.text
    await seminar.nina.presses("Без слов")
    assert "Спасибо за оценку" in seminar.nina.screen.text


async def test_the_organizer_is_asked_to_mark(world: World, seminar: Seminar) -> None:
    with world.db() as db:
        methodist = make_teacher(db, "Лугова Татьяна Сергеевна")
        db.get_one(Event, seminar.event).responsible_id = methodist.id
        db.commit()
        methodist_id = methodist.id
    tatyana = world.registered(methodist_id, "Татьяна", role=Role.METHODIST)
    await world.advance(days=6, hours=10)
    assert "Отметьте явку" in tatyana.screen.text
    assert "Отметить явку" in tatyana.labels


def mark_present(world: World, seminar: Seminar) -> None:
    with world.db() as db:
        db.add(
            Attendance(
                event_id=seminar.event,
                teacher_id=seminar.teacher,
                state=AttendanceState.ATTENDED,
                source=AttendanceSource.CODE,
                marked_at=NOW,
            )
        )
        db.commit()
