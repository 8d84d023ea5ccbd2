"""Promises of reminders and announcements on screens follow from the rules of the network, not from their codes."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import Event, OutboxMessage
from sandbox.person import Person
from screens import wishes
from services.reminders.notices import EventPublished
from services.stored import name_of
from tests.builders import NOW, make_network, make_organization
from tests.flows.desk.people import TITLE, Desk
from tests.flows.network_people import add_event, add_person, presses_old_button
from tests.flows.people.newcomers import chat_text, newly_registered
from tests.world import World


def rule(code: str, offset: str, to: str = "confirmed", anchor: str = "start") -> dict[str, Any]:
    return {"code": code, "anchor": anchor, "offset": offset, "to": to}


ONLY_MATERIALS = [rule("materials_1", "+3d", "speakers_without_material", "end")]
"""Rules of a network that neither reminds nor announces."""


def set_rules(world: World, rules: list[dict[str, Any]]) -> None:
    with world.db() as db:
        make_network(db, reminder_rules=rules)
        db.commit()


async def signs_up(world: World, event: int) -> str:
    """Let a new person take a seat; return the answer."""
    nina = add_person(world)
    await nina.types(f"/start ev_{event}")
    await nina.presses("Записаться")
    assert "✅ Вы записаны." in nina.screen.text
    return nina.screen.text


@pytest.mark.parametrize(
    ("rules", "promise"),
    [
        ([rule("za_sutki", "-24h")], "Напомним за день."),
        ([rule("day", "-2d"), rule("hour", "-30m")], "Напомним за 2 дня и за 30 минут."),
        ([rule("nedelya", "-7d"), rule("x", "-90m")], "Напомним за 90 минут."),
    ],
)
async def test_a_sign_up_promises_the_reminders_of_the_rules(
    world: World, rules: list[dict[str, Any]], promise: str
) -> None:
    set_rules(world, rules)
    assert (await signs_up(world, add_event(world))).endswith(promise)


@pytest.mark.parametrize("rules", [ONLY_MATERIALS, [rule("day", "-24h", "speakers"), rule("hour", "+1h")]])
async def test_without_a_rule_for_participants_a_sign_up_promises_nothing(
    world: World, rules: list[dict[str, Any]]
) -> None:
    set_rules(world, rules)
    assert "Напомним" not in await signs_up(world, add_event(world))


async def test_a_reminder_in_quiet_hours_is_promised_and_worded_for_the_time_when_it_comes(world: World) -> None:
    event = add_event(world, link="https://meet.example/read", format="online")
    with world.db() as db:
        row = db.get_one(Event, event)
        row.set_schedule([row.starts_local.replace(hour=8)], 4, row.zone)
        db.commit()
        starts = row.starts_at
    nina = add_person(world)
    await nina.types(f"/start ev_{event}")
    await nina.presses("Записаться")
    assert nina.screen.text.endswith("Напомним за день, а также накануне в 20:59.")

    await world.advance_to(starts - timedelta(hours=24))
    assert nina.screen.text.startswith("Завтра, ср, 7 октября, 08:00")
    await world.advance_to(starts - timedelta(hours=11, minutes=1))
    assert nina.screen.text.startswith("Завтра, ср, 7 октября, 08:00 – семинар «Читаем и понимаем задачу».\nСсылка:")
    assert "Скоро начинаем" not in chat_text(nina)


async def test_a_reminder_two_hours_before_says_that_the_event_starts_soon(world: World) -> None:
    set_rules(world, [rule("day", "-2h")])
    event = add_event(world)
    nina = add_person(world)
    await nina.types(f"/start ev_{event}")
    await nina.presses("Записаться")
    assert nina.screen.text.endswith("Напомним за 2 часа.")
    await world.advance(days=6, hours=2)
    assert nina.screen.text.startswith("Скоро начинаем, в 14:00")


async def test_a_reminder_two_days_before_is_sent_then(world: World) -> None:
    set_rules(world, [rule("day", "-2d")])
    event = add_event(world)
    nina = add_person(world)
    await nina.types(f"/start ev_{event}")
    await nina.presses("Записаться")
    await world.advance(days=4, hours=3)
    assert "Скоро, ср, 7 октября" not in nina.screen.text
    await world.advance(hours=1)
    assert nina.screen.text.startswith("Скоро, ср, 7 октября, 14:00")


@pytest.mark.parametrize(
    ("deadline", "words"), [(timedelta(days=5), "Запись ещё открыта"), (timedelta(days=2), "Запись скоро закроется")]
)
async def test_people_who_looked_are_told_that_sign_up_closes_soon_only_when_it_does(
    world: World, deadline: timedelta, words: str
) -> None:
    set_rules(world, [rule("closing", "+1d", "audience_not_signed", "published")])
    event = add_event(world, published_at=NOW, deadline=NOW + deadline)
    nina = add_person(world)
    await nina.types(f"/start ev_{event}")
    await world.advance(days=1)
    assert nina.screen.text.startswith(words)


@pytest.mark.parametrize(
    ("rules", "line"),
    [
        ([], "• напоминает за день и за час, предлагает освободившиеся места;"),
        (
            [rule("za_sutki", "-3d"), rule("hour", "-1h", "speakers")],
            "• напоминает за 3 дня, предлагает освободившиеся",
        ),
        (ONLY_MATERIALS, "• предлагает освободившиеся места;"),
    ],
)
async def test_the_first_screen_names_the_reminders_of_the_network(
    world: World, rules: list[dict[str, Any]], line: str
) -> None:
    set_rules(world, rules)
    nina = world.person("Нина")
    await nina.types("/start")
    await nina.presses("Что умеет бот")
    assert line in nina.screen.text
    assert ("напоминает" in nina.screen.text) == ("напоминает" in line)


@pytest.mark.parametrize("rules", [[], ONLY_MATERIALS])
async def test_who_wants_no_broadcasts_hears_of_reminders_only_if_there_are_any(
    world: World, rules: list[dict[str, Any]]
) -> None:
    set_rules(world, rules)
    nina = add_person(world)
    await nina.types("Профиль")
    await nina.presses("Не получать рассылки")
    assert "Рассылки: не получаете." in nina.screen.text
    assert ("Напоминания о Ваших записях приходят." in nina.screen.text) == (not rules)
    answer = await presses_old_button(nina, wishes.ReceiveBroadcasts(receive=0, profile=0))
    assert answer.startswith("Хорошо, рассылки больше не приходят.")
    assert ("Напоминания о Ваших записях останутся." in answer) == (not rules)


@pytest.mark.parametrize("rules", [[], ONLY_MATERIALS])
async def test_news_of_events_to_come_are_promised_only_if_a_rule_announces_them(
    world: World, rules: list[dict[str, Any]]
) -> None:
    set_rules(world, rules)
    with world.db() as db:
        make_organization(db, "СОШ № 5")
        db.commit()
    irina = await newly_registered(world, "Зотова Ирина Львовна")
    await world.settle()
    assert "Подходящих мероприятий пока нет." in irina.screen.text
    assert ("Когда появятся, сообщим." in irina.screen.text) == (not rules)
    await irina.types("Мероприятия")
    assert ("сообщим, когда появятся" in irina.screen.text) == (not rules)


def told_of_news(desk: Desk) -> int:
    with desk.world.db() as db:
        kinds = list(db.scalars(select(OutboxMessage.kind)))
    return kinds.count(name_of(EventPublished))


async def test_publishing_promises_no_news_that_no_rule_sends(desk: Desk) -> None:
    set_rules(desk.world, [rule("new_event", "0", "confirmed", "published"), *ONLY_MATERIALS])
    await desk.publishes()
    assert "✅ Опубликовано." in desk.tatiana.screen.text
    assert "Сообщим" not in desk.tatiana.screen.text
    assert told_of_news(desk) == 0


async def test_publishing_tells_when_a_later_rule_announces_the_event(desk: Desk) -> None:
    set_rules(desk.world, [rule("novost", "-3d", "audience")])
    await desk.publishes()
    assert "Сообщим аудитории: учителя.\nСообщим вс, 4 октября, 14:00." in desk.tatiana.screen.text
    assert told_of_news(desk) == 0
    await desk.world.advance(days=3, hours=4)
    assert told_of_news(desk) > 0
    assert TITLE in desk.nina.screen.text


async def test_an_accepted_offer_promises_what_is_still_to_come(world: World) -> None:
    event = add_event(world, capacity=1)
    nina, pavel = add_person(world), add_person(world, "Гладышев Павел Олегович")
    for person, label in ((nina, "Записаться"), (pavel, "В лист ожидания")):
        await person.types(f"/start ev_{event}")
        await person.presses(label)
    assert "Напомним" not in pavel.screen.text
    await world.advance_to(datetime.fromisoformat("2026-10-06T15:00+05:00"))
    await cancels(nina, event)
    await world.settle()
    await pavel.presses("Иду")
    assert pavel.screen.text.endswith("Напомним за час.")


async def cancels(person: Person, event: int) -> None:
    await person.types(f"/start ev_{event}")
    await person.presses("Отменить запись")
    await person.presses("Да, отменить")
