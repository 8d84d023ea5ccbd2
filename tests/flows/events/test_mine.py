"""«Мои записи»: coming events, past events, cancelled events."""

from models import AttendanceState, Event, Registration, Role
from sandbox.person import Person
from services.desk import publishing
from services.desk.publishing import Cancellation
from tests.builders import NOW, make_actor, make_attendance, make_teacher
from tests.flows.network_people import add_event, add_person
from tests.flows.seminar import ENDS, STARTS, Seminar
from tests.world import World


async def test_an_empty_list_leads_to_the_events(world: World) -> None:
    nina = add_person(world)
    add_event(world)
    await nina.types("/my")
    assert "Записей пока нет" in nina.screen.text
    await nina.presses("К мероприятиям")
    assert "Читаем и понимаем" in nina.screen.text


async def test_coming_events_are_listed_before_past_ones(world: World) -> None:
    nina = add_person(world)
    await sign_up_for(nina, [add_event(world, "Позже", days=9), add_event(world, "Раньше", days=2)])
    past = [add_event(world, f"Прошло {number}", days=-5 - number) for number in range(2)]
    with world.db() as db:
        teacher = db.query(Registration).first()
        assert teacher is not None
        for event, mark in zip(past, (AttendanceState.ATTENDED, AttendanceState.NO_SHOW), strict=True):
            make_attendance(db, event, teacher.teacher_id, state=mark)
        db.commit()

    await nina.types("Мои записи")
    text = nina.screen.text
    assert text.startswith("Мои записи: впереди – 2, прошло – 2")
    order = [text.index(part) for part in ("Раньше", "Позже", "Прошедшие", "Прошло 0", "Вы были", "Прошло 1")]
    assert order == sorted(order)
    assert "Отмечено: Вас не было" in text


async def test_a_long_list_has_pages(world: World) -> None:
    nina = add_person(world)
    await sign_up_for(nina, [add_event(world, f"Встреча {day}", days=day) for day in range(1, 8)])
    await nina.types("Мои записи")
    assert "Встреча 5" in nina.screen.text
    assert "Встреча 6" not in nina.screen.text
    await nina.presses("›")
    assert "Встреча 7" in nina.screen.text
    await nina.presses("Встреча 7")
    assert nina.screen.text.startswith("✅ Вы записаны.")


async def test_an_event_cancelled_by_its_organizer_stays_listed(world: World) -> None:
    nina, event = add_person(world), add_event(world)
    await sign_up_for(nina, [event])
    with world.db() as db:
        admin = make_actor(db, make_teacher(db, "Орлова Ольга Ивановна", role=Role.ADMIN))
        publishing.cancel_event(db, admin, Cancellation(event, db.get_one(Event, event).version, "Карантин"), NOW)
        db.commit()
    await world.settle()
    await nina.types("Мои записи")
    assert "Отменено организатором" in nina.screen.text


async def sign_up_for(person: Person, events: list[int]) -> None:
    for event in events:
        await person.types(f"/start ev_{event}")
        await person.presses("Записаться")


async def test_the_card_of_a_running_or_past_event_offers_no_late_actions(seminar: Seminar) -> None:
    nina = seminar.nina
    await seminar.advance_to(STARTS)
    await nina.types("Мои записи")
    await nina.presses("Читаем")
    assert nina.screen.text.startswith("Вы записаны, мероприятие уже идёт.")
    assert nina.screen.labels == ["Вопрос организатору", "К мероприятиям"]
    await seminar.advance_to(ENDS)
    await nina.types("Мои записи")
    await nina.presses("Читаем")
    assert nina.screen.text.startswith("Мероприятие прошло.")
    assert "Отменить запись" not in nina.screen.labels


async def test_the_link_is_listed_while_the_event_is_running(world: World) -> None:
    event = add_event(world, format="online", link="https://example.org/room")
    nina = add_person(world)
    await nina.presses_data(1, f"sign:{event}")
    await world.advance(days=6, hours=4, minutes=30)
    await nina.types("Мои записи")
    assert "Идёт сейчас" in nina.screen.text
    assert "https://example.org/room" in nina.screen.text
