"""What tired people do to the bot: wander off, come back late, press what is old or was never given to them."""

import sqlite3

import pytest

from models import EventState, InboxState, InboxUpdate
from sandbox.person import Person
from tests.builders import make_organization
from tests.flows.desk.people import open_desk
from tests.flows.network_people import add_event, add_person, change_event
from tests.flows.people.newcomers import consented, newly_registered, teacher_of
from tests.flows.seminar import ENDS, STARTS, open_seminar
from tests.world import World

FORGED = (
    "ev:99999999999999999999",
    "cert:99999999999999999999",
    "sign:-99999999999999999999",
    "evs:form:nothing:1",
    "evs:sub:99:1",
    "evs:sub:nothing:1",
    "evs:all::-7",
    "offer:7:1",
    "move:7:1:1",
    "mark:7:5",
    "card:1999:9",
    "post:king",
    "lang:tlh",
    "go:nowhere",
    "mrk:1:1:attended:0",
    "",
)


async def test_a_newcomer_who_looks_around_goes_on_where_the_questions_stopped(world: World) -> None:
    with world.db() as db:
        make_organization(db, "СОШ № 5")
        db.commit()
    irina = await consented(world)
    await irina.types("Зотова Ирина Львовна")
    await irina.types("Мероприятия")
    await irina.types("/check 1")
    await irina.types("Профиль")

    assert "Где Вы работаете?" in irina.screen.text
    await irina.types("школа 5")
    await irina.presses("учитель")
    await irina.presses("Пропустить")
    teacher = teacher_of(world, irina)
    assert teacher is not None
    assert teacher.full_name == "Зотова Ирина Львовна"


async def test_initials_are_asked_for_in_full(world: World) -> None:
    irina = await consented(world)
    await irina.types("Зотова И. Л.")
    assert "без инициалов" in irina.screen.text


async def test_another_post_pressed_by_mistake_leads_back_to_the_list(world: World) -> None:
    nina = add_person(world)
    await nina.types("Профиль")
    await nina.presses("Должность")
    await nina.presses("Другая должность")
    await nina.presses("Весь список")
    assert "воспитатель" in nina.labels
    await nina.presses("Другая должность")
    await nina.presses("‹ Назад")
    assert "Ваш профиль" in nina.screen.text


async def test_an_empty_plan_does_not_send_people_to_itself(world: World) -> None:
    guest = world.person("Прохожий")
    await guest.types("/events")
    assert "Мероприятий пока нет" in guest.screen.text
    assert "Посмотрите все" not in guest.screen.text
    await guest.presses("Онлайн")
    assert "Посмотрите все" in guest.screen.text


@pytest.mark.parametrize("data", FORGED)
async def test_a_forged_press_is_answered_and_breaks_nothing(world: World, data: str) -> None:
    add_event(world)
    nina = add_person(world)
    await nina.types("Мероприятия")
    before = len(nina.toasts)
    await nina.presses_data(nina.screen.message_id, data)

    assert len(nina.toasts) > before or nina.screen.revision > nina.acted_at
    assert "Не получилось выполнить" not in nina.screen.text
    with world.db() as db:
        assert not db.query(InboxUpdate).filter(InboxUpdate.state == InboxState.PARKED).all()


async def test_a_filter_that_is_no_more_shows_everything(world: World) -> None:
    add_event(world)
    nina = add_person(world)
    await nina.types("Мероприятия")
    await nina.presses_data(nina.screen.message_id, "evs:sub:99:1")
    assert "Все мероприятия сети" in nina.screen.text
    assert "Читаем и понимаем задачу" in nina.screen.text


async def test_a_cancelled_event_tells_the_reason_before_the_next_step(world: World) -> None:
    event = add_event(world)
    nina = add_person(world)
    change_event(world, event, state=EventState.CANCELLED, cancel_reason="Болезнь ведущего")
    await nina.presses_data(1, f"sign:{event}")
    assert nina.screen.text.splitlines()[1:] == ["Причина: Болезнь ведущего", "Посмотрите ближайшие."]


async def test_a_card_offers_nothing_that_comes_too_late(world: World) -> None:
    seminar = await open_seminar(world)
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


async def test_coming_pressed_late_is_told_so(world: World) -> None:
    seminar = await open_seminar(world)
    await seminar.advance_to(ENDS)
    await seminar.nina.presses_data(1, f"remind:{seminar.event}:1")
    assert "уже началось или прошло" in seminar.nina.screen.text
    assert "Не смогу" not in seminar.nina.screen.labels


async def test_a_reminder_of_a_seat_that_is_gone_leads_on(world: World) -> None:
    event = add_event(world)
    nina = add_person(world)
    await nina.presses_data(1, f"remind:{event}:1")
    assert "Вашей записи" in nina.screen.text
    await nina.presses("Открыть мероприятие")
    assert "Записаться" in nina.labels


async def test_the_link_stays_in_my_sign_ups_while_the_event_goes_on(world: World) -> None:
    event = add_event(world, format="online", link="https://example.org/room")
    nina = add_person(world)
    await nina.presses_data(1, f"sign:{event}")
    await world.advance(days=6, hours=4, minutes=30)
    await nina.types("Мои записи")
    assert "Идёт сейчас" in nina.screen.text
    assert "https://example.org/room" in nina.screen.text


async def test_an_old_refusal_of_consent_takes_nothing_from_somebody_known(world: World) -> None:
    with world.db() as db:
        make_organization(db, "СОШ № 5")
        db.commit()
    irina = await newly_registered(world, "Зотова Ирина Львовна")
    await irina.presses_data(1, "cons:0:1")
    assert irina.screen.text.startswith("Здравствуйте, Ирина Львовна!")


async def test_my_data_counts_every_sign_up_and_look(world: World) -> None:
    event = add_event(world)
    nina = add_person(world)
    await nina.types(f"/start ev_{event}")
    await nina.presses("Записаться")
    await nina.presses("Отменить запись")
    await nina.presses("Да, отменить")
    await nina.types("Профиль")
    await nina.presses("Мои данные")
    assert "Записи на мероприятия, с отменёнными: 1" in nina.screen.text
    assert "Просмотренные мероприятия: 1" in nina.screen.text
    assert "Язык: Русский" in nina.screen.text


async def test_after_the_withdrawal_no_file_of_the_database_holds_the_name(world: World) -> None:
    desk = open_desk(world)
    await desk.publishes()
    nadezhda = await newly_registered(world, "Хохломская Надежда Вавиловна", "СОШ № 11")
    await desk.signs_up(nadezhda)
    await nadezhda.types("/my")
    await nadezhda.presses("Читаем задачу")
    await nadezhda.presses("Вопрос организатору")
    await nadezhda.types("Можно ли с вышивкой?")
    await desk.tatiana.presses("Ответить")
    await desk.tatiana.types("Конечно, Хохломская!")
    await desk.tatiana.types("/manage")
    await desk.tatiana.presses("Читаем задачу")
    await desk.tatiana.presses("Участники")
    assert "Хохломская" in desk.tatiana.screen.text
    await withdraws(nadezhda)
    await world.settle()

    file = world.app.database.file
    assert file is not None
    assert traces(world, "Хохломская", "хохломская", "вышивкой") == []


async def withdraws(person: Person) -> None:
    await person.types("Профиль")
    await person.presses("Мои данные")
    await person.presses("Отозвать согласие")
    await person.presses("Да, отозвать")


def traces(world: World, *words: str) -> list[str]:
    """The words still found in the bytes of the database, as they are or as JSON writes them, once the log is in."""
    file = world.app.database.file
    assert file is not None
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))
    escaped = {word: word.encode("unicode_escape") for word in words}
    return [word for word in words if word.encode() in stored or escaped[word] in stored]
