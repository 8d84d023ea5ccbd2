"""The waiting list as people use it: the place, the offer, answers in time and too late."""

from datetime import timedelta

import pytest

from models import Event, RegistrationState
from sandbox.person import Person
from screens import wishes
from tests.builders import NOW
from tests.flows.network_people import add_event, add_person, presses_old_button, registration_states
from tests.invariants import broken_invariants
from tests.world import World

CONFIRMED, OFFERED, WAITLISTED = RegistrationState.CONFIRMED, RegistrationState.OFFERED, RegistrationState.WAITLISTED


@pytest.fixture
async def event(world: World) -> int:
    return add_event(world, capacity=1)


@pytest.fixture
async def people(world: World, event: int) -> tuple[Person, Person, Person]:
    """Нина has the only seat; Павел and Анна wait in this order."""
    nina, pavel, anna = add_person(world), add_person(world, "Гладышев Павел"), add_person(world, "Вольская Анна")
    for person in (nina, pavel, anna):
        await person.types(f"/start ev_{event}")
        await person.presses("Записаться" if person is nina else "В лист ожидания")
    return nina, pavel, anna


async def cancel_sign_up(person: Person, event: int) -> None:
    await person.types(f"/start ev_{event}")
    await person.presses("Отменить запись")
    await person.presses("Да, отменить")


async def test_the_place_in_the_list_is_shown(event: int, people: tuple[Person, ...]) -> None:
    _, pavel, anna = people
    assert "Вы в листе ожидания, номер 1." in pavel.screen.text
    assert "Вы в листе ожидания, номер 2." in anna.screen.text
    await anna.types(f"/start ev_{event}")
    assert anna.screen.text.startswith("Вы в листе ожидания, номер 2.")
    assert "в листе ожидания 2 человека" in anna.screen.text

    await pavel.presses("Выйти из листа ожидания")
    assert "Сейчас Ваш номер – 1" in pavel.screen.text
    await pavel.presses("Да, выйти")
    assert "Вы вышли из листа ожидания" in pavel.screen.text
    await anna.types("Мои записи")
    assert "В листе ожидания, номер 1" in anna.screen.text


async def test_a_freed_seat_is_offered_and_taken(world: World, event: int, people: tuple[Person, ...]) -> None:
    nina, pavel, _ = people
    await cancel_sign_up(nina, event)
    assert "Вернуть запись" not in nina.screen.labels

    assert pavel.screen.text == (
        "Для Вас освободилось место.\n«Читаем и понимаем задачу», семинар\nср, 7 октября, 14:00 · 4 часа\n"
        "СОШ № 1, ул. Мира, 12\nПодтвердите до пт, 2 октября, 09:00, иначе предложим следующему коллеге."
    )
    await pavel.presses("Иду")
    assert "✅ Вы записаны." in pavel.screen.text
    assert registration_states(world, event) == {
        "Нина": RegistrationState.CANCELLED,
        "Павел": CONFIRMED,
        "Анна": WAITLISTED,
    }
    with world.db() as db:
        assert broken_invariants(db, NOW) == []


async def test_a_declined_offer_goes_to_the_next_at_once(world: World, event: int, people: tuple[Person, ...]) -> None:
    nina, pavel, anna = people
    await cancel_sign_up(nina, event)
    await pavel.presses("Не смогу")
    assert "место предложим следующему" in pavel.screen.text
    assert "Для Вас освободилось место." in anna.screen.text
    await pavel.presses("В лист ожидания")
    assert "Вы в листе ожидания, номер 1." in pavel.screen.text
    assert registration_states(world, event)["Анна"] is OFFERED


async def test_an_unanswered_offer_goes_to_the_next(world: World, event: int, people: tuple[Person, ...]) -> None:
    nina, pavel, anna = people
    await cancel_sign_up(nina, event)
    await world.advance(hours=22, minutes=59)
    assert registration_states(world, event)["Павел"] is OFFERED
    await world.advance(minutes=1)

    assert "Время на ответ вышло" in pavel.screen.text
    assert "Для Вас освободилось место." in anna.screen.text
    assert registration_states(world, event)["Павел"] is RegistrationState.EXPIRED
    offer = next(message for message in pavel.chat if "Для Вас освободилось место" in message.text)
    await pavel.presses_data(offer.message_id, wishes.AnswerOffer(registration=2, take=1).pack())
    assert "Предложение места больше не действует" in pavel.screen.text
    assert "В лист ожидания" in pavel.labels
    assert registration_states(world, event)["Анна"] is OFFERED


async def test_an_offer_made_at_night_is_sent_in_the_morning(
    world: World, event: int, people: tuple[Person, ...]
) -> None:
    nina, pavel, _ = people
    await world.advance(hours=13)  # 23:00
    before = len(pavel.chat)
    await cancel_sign_up(nina, event)
    await world.settle()
    assert len(pavel.chat) == before
    assert registration_states(world, event)["Павел"] is OFFERED
    await world.advance(hours=9)  # 8:00
    assert "Для Вас освободилось место." in pavel.screen.text
    assert "Подтвердите до пт, 2 октября, 20:00" in pavel.screen.text


async def test_an_offer_answered_before_its_notice_is_not_sent(
    world: World, event: int, people: tuple[Person, ...]
) -> None:
    nina, pavel, _ = people
    await world.advance(hours=13)
    await cancel_sign_up(nina, event)
    await pavel.types("Мои записи")
    assert "Вам предложено место: подтвердите до пт, 2 октября, 20:00" in pavel.screen.text
    await pavel.presses("Читаем и понимаем")
    await pavel.presses("Иду")
    await world.advance(hours=9)
    assert not any("Для Вас освободилось место." in message.text for message in pavel.chat)


async def test_an_offer_near_the_start_is_short_and_ends_before_it(
    world: World, event: int, people: tuple[Person, ...]
) -> None:
    nina, pavel, anna = people
    world.clock.set(NOW + timedelta(days=6, hours=2))  # 12:00, the event begins at 14:00
    await cancel_sign_up(nina, event)
    assert "Подтвердите до ср, 7 октября, 13:00" in pavel.screen.text
    await world.advance(hours=1)
    assert "Подтвердите до ср, 7 октября, 13:30" in anna.screen.text
    await world.advance(hours=1)
    assert registration_states(world, event) == {
        "Нина": RegistrationState.CANCELLED,
        "Павел": RegistrationState.EXPIRED,
        "Анна": RegistrationState.EXPIRED,
    }
    with world.db() as db:
        assert db.get_one(Event, event).taken == 0


async def test_nothing_is_offered_after_the_start(world: World, event: int, people: tuple[Person, ...]) -> None:
    _, pavel, _ = people
    await world.advance(days=7)
    assert registration_states(world, event)["Павел"] is WAITLISTED
    await pavel.types("Мои записи")
    assert "Записей пока нет" in pavel.screen.text


async def test_accepting_an_offer_twice_says_that_the_person_is_signed_up(
    world: World, event: int, people: tuple[Person, ...]
) -> None:
    nina, pavel, _ = people
    await cancel_sign_up(nina, event)
    await pavel.presses("Иду")
    for take in (1, 0):
        old = wishes.AnswerOffer(registration=2, take=take)
        assert "Вы уже записаны" in await presses_old_button(pavel, old)
    assert registration_states(world, event)["Павел"] is CONFIRMED


async def test_somebody_elses_offer_cannot_be_taken(world: World, event: int, people: tuple[Person, ...]) -> None:
    nina, _, anna = people
    await cancel_sign_up(nina, event)
    await anna.presses_data(anna.screen.message_id, wishes.AnswerOffer(registration=2, take=1).pack())
    assert "доступно другому человеку" in anna.screen.text
    assert registration_states(world, event)["Анна"] is WAITLISTED


async def test_a_person_who_blocked_the_bot_is_passed_over_and_keeps_the_place(
    world: World, event: int, people: tuple[Person, ...]
) -> None:
    nina, pavel, anna = people
    await pavel.blocks_bot()
    await cancel_sign_up(nina, event)
    assert anna.screen.text.startswith("Для Вас освободилось место")
    assert registration_states(world, event)["Павел"] is WAITLISTED

    await pavel.unblocks_bot()
    await pavel.types(f"/start ev_{event}")
    assert pavel.screen.text.startswith("Вы в листе ожидания, номер 1.")
    await anna.presses("Не смогу")
    assert pavel.screen.text.startswith("Для Вас освободилось место")
