"""The queue of updates: confirmed by offset, expired by age, read by one bot at a time."""

import asyncio
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError

from sandbox.local import Telegram
from sandbox.person import Person
from tests.sandbox.hands import Hands


async def ids(bot: Bot, hands: Hands, **request: Any) -> list[int]:
    """Ids of the updates one getUpdates gives, well after the one before."""
    hands.monotonic += 10
    return [update.update_id for update in await bot.get_updates(**request)]


async def test_unconfirmed_updates_come_again(bot: Bot, nina: Person, hands: Hands) -> None:
    await nina.types("а")
    await nina.types("б")
    first, second, third = await ids(bot, hands)
    assert (second, third) == (first + 1, first + 2)
    assert await ids(bot, hands) == [first, second, third]
    assert await ids(bot, hands, offset=second) == [second, third]
    assert await ids(bot, hands) == [second, third]
    assert await ids(bot, hands, offset=third + 1) == []


async def test_a_negative_offset_keeps_the_last(bot: Bot, nina: Person, hands: Hands) -> None:
    await nina.types("а")
    await nina.types("б")
    [last] = await ids(bot, hands, offset=-1)
    assert await ids(bot, hands, offset=0) == [last]


async def test_a_batch_has_at_most_100(bot: Bot, nina: Person, hands: Hands) -> None:
    for number in range(120):
        await nina.types(str(number))
    assert len(await ids(bot, hands)) == 100
    assert len(await ids(bot, hands, limit=7)) == 7
    assert len(await ids(bot, hands, limit=500)) == 100


async def test_the_same_offset_at_once_gives_one(bot: Bot, nina: Person) -> None:
    await nina.types("а")
    assert len(await bot.get_updates()) == 2
    assert len(await bot.get_updates()) == 1


async def test_a_long_poll_returns_with_the_first_update(bot: Bot, telegram: Telegram) -> None:
    person = telegram.person("Пётр")
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0)
    await person.types("/start")
    [update] = await asyncio.wait_for(poll, 2)
    assert update.message is not None
    assert update.message.text == "/start"


async def test_presses_expire_after_150_seconds_and_messages_after_a_day(
    bot: Bot, nina: Person, telegram: Telegram, hands: Hands
) -> None:
    await nina.presses_data(1, "x")
    hands.monotonic += 151
    assert [update.kind for update in telegram.updates.pending()] == ["message"]
    hands.monotonic += 24 * 3600
    assert telegram.updates.pending() == []


async def test_lifetimes_can_be_scaled(hands: Hands) -> None:
    telegram = Telegram(clock=hands.clock, lifetime_scale=0.01)
    await telegram.person("Пётр").presses_data(1, "x")
    hands.monotonic += 1.6
    assert telegram.updates.pending() == []


async def test_a_second_reader_ends_the_first(bot: Bot, telegram: Telegram) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0)
    second = asyncio.create_task(bot.get_updates(timeout=30))
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request; make sure that only one"):
        await asyncio.wait_for(first, 2)
    await telegram.person("Пётр").types("/start")
    assert len(await asyncio.wait_for(second, 2)) == 1


async def test_of_many_readers_only_one_is_told_at_once(bot: Bot, telegram: Telegram) -> None:
    telegram.updates.conflict_delay = 60
    readers = []
    for _ in range(3):
        readers.append(asyncio.create_task(bot.get_updates(timeout=30)))
        await asyncio.sleep(0)
    done, waiting = await asyncio.wait(readers, timeout=0.02)
    assert done == {readers[0]}
    assert isinstance(readers[0].exception(), TelegramConflictError)
    for reader in waiting:
        reader.cancel()


async def test_a_webhook_ends_and_forbids_reading(bot: Bot, nina: Person, telegram: Telegram, hands: Hands) -> None:
    telegram.updates.take_all()
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0)
    await bot.set_webhook("https://127.0.0.1:1/hook")
    with pytest.raises(TelegramConflictError, match="Conflict: terminated by setWebhook request"):
        await asyncio.wait_for(poll, 2)
    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await nina.types("а")
    await bot.delete_webhook()
    assert len(await ids(bot, hands)) == 1


async def test_only_asked_kinds_come(bot: Bot, nina: Person, telegram: Telegram) -> None:
    telegram.updates.take_all()
    await bot.get_updates(allowed_updates=["callback_query"])
    await nina.types("а")
    await nina.presses_data(1, "x")
    assert [update.kind for update in telegram.updates.take_all()] == ["callback_query"]


async def test_malformed_updates_and_any_number_can_be_sent(telegram: Telegram) -> None:
    await telegram.emit_raw({"message": {"odd": True}, "update_id": 5})
    await telegram.emit_raw({"brand_new_kind": {}})
    assert [update.as_json() for update in telegram.updates.take_all()] == [
        {"update_id": 5, "message": {"odd": True}},
        {"update_id": 6, "brand_new_kind": {}},
    ]


async def test_a_consumer_is_done_when_the_action_returns(bot: Bot, telegram: Telegram) -> None:
    async def echo(update: dict[str, Any]) -> None:
        await bot.send_message(update["message"]["chat"]["id"], "Здравствуйте!")

    telegram.state.consumer = echo
    person = telegram.person("Пётр")
    await person.types("/start")
    assert person.screen.text == "Здравствуйте!"
    assert (await person.sees("Здрав")).message_id == person.screen.message_id


async def test_sees_waits_for_what_comes_after_the_action(bot: Bot, nina: Person) -> None:
    old = await bot.send_message(nina.id, "Готово")
    await nina.types("ещё")
    watching = asyncio.create_task(nina.sees("Готово"))
    await asyncio.sleep(0)
    assert not watching.done()
    await bot.edit_message_text("Готово снова", chat_id=nina.id, message_id=old.message_id)
    assert (await asyncio.wait_for(watching, 2)).message_id == old.message_id


async def test_sees_says_what_is_in_sight_instead(bot: Bot, nina: Person) -> None:
    await bot.send_message(nina.id, "Совсем другое")
    with pytest.raises(AssertionError, match=r"did not see «Готово»(.|\n)*Совсем другое"):
        await nina.sees("Готово", seconds=0.01)
