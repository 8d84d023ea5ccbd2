"""Reminders the day before and the hour before with their answers; the organizer's request to mark attendance."""

from sqlalchemy import select

from models import Event, EventFormat, RegistrationState, Role, Teacher
from sandbox.person import Person
from tests.builders import NOW
from tests.flows.network_people import add_event, add_person, change_event, presses_old_button, registration_states
from tests.world import World

CONFIRMED = {"Нина": RegistrationState.CONFIRMED}


def taken(world: World, event: int) -> int:
    with world.db() as db:
        return db.get_one(Event, event).taken


async def test_the_reminder_of_the_day_before_gives_time_place_and_what_to_bring(world: World, nina: Person) -> None:
    await world.advance(days=5, hours=4)
    text = nina.screen.text
    assert text.startswith("Завтра, ср, 7 октября, 14:00")
    assert "СОШ № 1, ул. Мира, 12" in text
    assert "Возьмите один текст" in text
    assert "место останется за Вами" in text


async def test_a_yes_to_a_reminder_keeps_the_seat(world: World, event: int, nina: Person) -> None:
    await world.advance(days=5, hours=4)
    await nina.presses("Приду")
    assert "ждём Вас" in nina.screen.text
    assert registration_states(world, event) == CONFIRMED


async def test_a_no_to_a_reminder_frees_the_seat_which_can_be_restored(world: World, event: int, nina: Person) -> None:
    await world.advance(days=5, hours=4)
    await nina.presses("Не смогу")
    assert taken(world, event) == 0
    await nina.presses("Вернуть запись")
    assert taken(world, event) == 1
    assert registration_states(world, event) == CONFIRMED


async def test_an_unanswered_reminder_keeps_the_seat(world: World, event: int, nina: Person) -> None:
    await world.advance(days=5, hours=4)
    assert nina.screen.text.startswith("Завтра")
    await world.advance(hours=25)
    assert registration_states(world, event) == CONFIRMED


async def test_an_old_reminder_says_that_the_seat_is_gone(world: World, nina: Person) -> None:
    await world.advance(days=5, hours=4)
    reminder = nina.screen
    await nina.presses("Не смогу")
    await nina.types("/help")
    await nina.presses_data(reminder.message_id, reminder.keys[0][0]["callback_data"])
    assert "больше нет" in nina.screen.text


async def test_a_reminder_of_a_lost_seat_leads_to_the_event(world: World) -> None:
    event = add_event(world)
    nina = add_person(world)
    assert "Вашей записи" in await presses_old_button(nina, f"remind:{event}:1")
    await nina.presses("Открыть мероприятие")
    assert "Записаться" in nina.labels


async def test_a_late_answer_says_that_the_event_has_begun_or_passed(world: World, event: int, nina: Person) -> None:
    await world.advance(days=6, hours=8)
    assert "уже началось или прошло" in await presses_old_button(nina, f"remind:{event}:1")
    assert "Не смогу" not in nina.screen.labels


async def test_the_reminder_of_the_hour_before_brings_the_link_of_an_online_event(
    world: World, event: int, nina: Person
) -> None:
    change_event(world, event, format=EventFormat.ONLINE, link="https://meet.example/read")
    await world.advance(days=6, hours=3)
    assert "https://meet.example/read" in nina.screen.text
    assert "кодовое слово" in nina.screen.text


async def test_reminders_wait_for_the_end_of_quiet_hours(world: World, event: int, nina: Person) -> None:
    with world.db() as db:
        row = db.get_one(Event, event)
        row.set_schedule([row.starts_local.replace(hour=7)], 4, row.zone)
        db.commit()
    before = len(nina.chat)
    await world.advance_to(NOW.replace(day=6, hour=2, minute=30))
    assert len(nina.chat) == before
    await world.advance(hours=1)
    assert len(nina.chat) == before + 1
    assert nina.screen.text.startswith("Завтра")


async def test_a_person_who_blocked_the_bot_gets_reminders_again_after_returning(world: World, nina: Person) -> None:
    await nina.blocks_bot()
    await world.advance(days=5, hours=4)
    assert not any("Завтра" in message.text for message in nina.chat)
    await nina.types("/start")
    await world.advance(hours=23)
    assert "Скоро начинаем" in nina.screen.text


async def test_the_organizer_is_asked_to_mark_attendance(world: World) -> None:
    tatiana = add_person(world, "Лугова Татьяна Сергеевна", role=Role.METHODIST)
    with world.db() as db:
        responsible = db.scalars(select(Teacher.id)).one()
    event = add_event(world, responsible_id=responsible)
    nina = add_person(world)
    await nina.types(f"/start ev_{event}")
    await nina.presses("Записаться")
    await world.advance(days=6, hours=10)
    assert "Отметьте явку" in tatiana.screen.text
    assert "Отметить явку" in tatiana.labels
