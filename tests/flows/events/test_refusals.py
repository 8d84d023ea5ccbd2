"""Every refusal of a sign-up gives its reason and the next step; old buttons too."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from models import EventFormat, EventState, RegistrationState
from sandbox.person import Person
from screens import wishes
from tests.builders import NOW
from tests.flows.network_people import add_event, add_person, change_event, presses_old_button, registration_states
from tests.world import World


async def sign_up(person: Person, event: int) -> None:
    await person.types(f"/start ev_{event}")
    await person.presses("Записаться")


async def test_a_full_event_offers_the_waiting_list(world: World) -> None:
    nina, pavel, event = add_person(world), add_person(world, "Гладышев Павел"), add_event(world, capacity=1)
    await pavel.types(f"/start ev_{event}")
    await sign_up(nina, event)

    await pavel.presses("Записаться")
    assert "Мест нет" in pavel.screen.text
    await pavel.presses("В лист ожидания")
    assert "Вы в листе ожидания, номер 1." in pavel.screen.text
    assert registration_states(world, event)["Павел"] is RegistrationState.WAITLISTED


async def test_a_closed_sign_up_names_its_deadline(world: World) -> None:
    nina, event = add_person(world), add_event(world, deadline=NOW + timedelta(hours=1))
    await nina.types(f"/start ev_{event}")
    await world.advance(hours=2)
    await nina.presses("Записаться")
    assert "Запись закрыта, она шла до чт, 1 октября, 11:00" in nina.screen.text
    assert "Вопрос организатору" in nina.labels
    await nina.types(f"/start ev_{event}")
    assert nina.screen.text.startswith("Запись закрыта: она шла до чт, 1 октября, 11:00.")
    assert "Записаться" not in nina.screen.labels


async def test_an_event_that_has_begun_refuses_sign_ups(world: World) -> None:
    nina, event = add_person(world), add_event(world, days=0)
    await nina.types(f"/start ev_{event}")
    await world.advance(hours=5)
    await nina.presses("Записаться")
    assert "Записаться уже нельзя, мероприятие началось или прошло" in nina.screen.text
    await nina.presses("К мероприятиям")
    assert "Подходящих мероприятий пока нет" in nina.screen.text


async def test_a_cancelled_event_gives_the_reason(world: World) -> None:
    nina, event = add_person(world), add_event(world)
    await nina.types(f"/start ev_{event}")
    change_event(world, event, state=EventState.CANCELLED, cancel_reason="Карантин в школе", cancelled_at=NOW)
    await nina.presses("Записаться")
    assert "Мероприятие отменено" in nina.screen.text
    assert "Причина: Карантин в школе" in nina.screen.text
    assert "К мероприятиям" in nina.labels
    await nina.types(f"/start ev_{event}")
    assert nina.screen.text.startswith("Мероприятие отменено.\nПричина: Карантин в школе")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"posts": ["librarian"]}, "Мероприятие для других должностей: библиотекари."),
        ({"org_statuses": ["low_results"]}, "Мероприятие адресовано школам со статусом: ШНОР."),
        ({"subjects": ["physics"]}, "Мероприятие для тех, кто ведёт: физика."),
    ],
)
async def test_an_event_for_others_names_its_audience_and_suggests_an_open_one(
    world: World, values: dict[str, Any], reason: str
) -> None:
    nina, event = add_person(world), add_event(world)
    await nina.types(f"/start ev_{event}")
    change_event(world, event, **values)
    add_event(world, "Искусственный интеллект", days=9, format=EventFormat.ONLINE)

    await nina.presses("Записаться")
    assert "К сожалению, записаться нельзя." in nina.screen.text
    assert reason in nina.screen.text
    assert "Похожее мероприятие открыто: сб, 10 октября, 14:00, онлайн." in nina.screen.text
    await nina.presses("Посмотреть")
    await nina.presses("Записаться")
    assert "✅ Вы записаны." in nina.screen.text
    assert registration_states(world, event) == {}


async def test_the_card_of_an_event_for_others_has_no_sign_up_button(world: World) -> None:
    nina, event = add_person(world), add_event(world, posts=["librarian"])
    await nina.types(f"/start ev_{event}")
    assert "Записаться нельзя: мероприятие адресовано другим участникам" in nina.screen.text
    assert "Для кого: библиотекари" in nina.screen.text
    assert "Записаться" not in nina.screen.labels


async def test_a_second_sign_up_says_that_the_person_is_already_signed_up(world: World) -> None:
    nina, event = add_person(world), add_event(world)
    await sign_up(nina, event)
    assert await presses_old_button(nina, wishes.SignUp(event=event)) == (
        "Вы уже записаны: семинар «Читаем и понимаем задачу», ср, 7 октября, 14:00. Ничего делать не нужно."
    )
    await nina.presses("Открыть мероприятие")
    assert nina.screen.text.startswith("✅ Вы записаны.")


async def test_joining_the_waiting_list_twice_shows_the_place(world: World) -> None:
    nina, pavel, event = add_person(world), add_person(world, "Гладышев Павел"), add_event(world, capacity=1)
    await sign_up(nina, event)
    await pavel.types(f"/start ev_{event}")
    await pavel.presses("В лист ожидания")
    again = wishes.JoinWaitingList(event=event)
    assert "Вы уже в листе ожидания, номер 1" in await presses_old_button(pavel, again)


async def test_buttons_of_a_deleted_event_say_that_it_is_gone(world: World) -> None:
    nina = add_person(world)
    await nina.types("/help")
    for wish in (wishes.SignUp, wishes.JoinWaitingList, wishes.RestoreSignUp, wishes.ShowEvent, wishes.GetCalendar):
        assert "Этого больше нет" in await presses_old_button(nina, wish(event=999))


async def test_a_draft_is_invisible_to_teachers(world: World) -> None:
    nina, event = add_person(world), add_event(world, state=EventState.DRAFT)
    await nina.types(f"/start ev_{event}")
    assert "Этого больше нет" in nina.screen.text
    await nina.types("Мероприятия")
    assert "Читаем" not in nina.screen.text


async def test_a_sign_up_cannot_be_cancelled_after_the_start(world: World) -> None:
    nina, event = add_person(world), add_event(world, days=0)
    await sign_up(nina, event)
    await world.advance(hours=5)
    await nina.presses_data(nina.screen.message_id, wishes.CancelSignUp(event=event, sure=1).pack())
    assert "Отменить запись можно было до начала" in nina.screen.text
    assert "Вопрос организатору" in nina.labels
    assert registration_states(world, event) == {"Нина": RegistrationState.CONFIRMED}


async def test_cancelling_without_a_sign_up_says_so(world: World) -> None:
    nina, event = add_person(world), add_event(world)
    await nina.types(f"/start ev_{event}")
    await nina.presses_data(nina.screen.message_id, wishes.CancelSignUp(event=event, sure=1).pack())
    assert "Вы не записаны" in nina.screen.text


@pytest.mark.parametrize("open_my_events", [lambda nina: nina.types("/my"), lambda nina: nina.types("Мои записи")])
async def test_my_events_need_a_profile(world: World, open_my_events: Callable[[Person], Awaitable[None]]) -> None:
    guest = world.person("Гостья")
    await open_my_events(guest)
    assert "Сначала нужен профиль" in guest.screen.text


async def test_a_cancelled_event_gives_its_reason_before_the_next_step(world: World) -> None:
    event = add_event(world)
    nina = add_person(world)
    change_event(world, event, state=EventState.CANCELLED, cancel_reason="Болезнь ведущего")
    await nina.presses_data(1, f"sign:{event}")
    assert nina.screen.text.splitlines()[1:] == ["Причина: Болезнь ведущего", "Посмотрите ближайшие."]
