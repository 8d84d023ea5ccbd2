"""The queue of updates: confirmed by offset, expired by age, read by one reader at a time."""

import asyncio
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError
from aiogram.types import Update

from sandbox.local import Telegram
from sandbox.person import Person
from tests.sandbox.manual_time import ManualTime


async def read_ids(bot: Bot, manual_time: ManualTime, **request: Any) -> list[int]:
    """Return the ids that getUpdates gives, ten seconds after the last call."""
    manual_time.monotonic += 10
    return [update.update_id for update in await bot.get_updates(**request)]


async def start_polling(bot: Bot, telegram: Telegram) -> asyncio.Task[list[Update]]:
    """Start a long poll and return it once it has reached the sandbox."""
    calls = len(telegram.journal.entries)
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    async with asyncio.timeout(2):
        while len(telegram.journal.entries) == calls:  # noqa: ASYNC110 - the start of a call sets no event
            await asyncio.sleep(0)
    return poll


async def test_unconfirmed_updates_are_delivered_again(bot: Bot, nina: Person, manual_time: ManualTime) -> None:
    await nina.types("а")
    await nina.types("б")
    first, second, third = await read_ids(bot, manual_time)
    assert (second, third) == (first + 1, first + 2)
    assert await read_ids(bot, manual_time) == [first, second, third]
    assert await read_ids(bot, manual_time, offset=second) == [second, third]
    assert await read_ids(bot, manual_time) == [second, third]
    assert await read_ids(bot, manual_time, offset=third + 1) == []


async def test_a_negative_offset_keeps_the_last_updates(bot: Bot, nina: Person, manual_time: ManualTime) -> None:
    await nina.types("а")
    await nina.types("б")
    [last] = await read_ids(bot, manual_time, offset=-1)
    assert await read_ids(bot, manual_time, offset=0) == [last]


async def test_a_batch_has_at_most_100(bot: Bot, nina: Person, manual_time: ManualTime) -> None:
    for number in range(120):
        await nina.types(str(number))
    assert len(await read_ids(bot, manual_time)) == 100
    assert len(await read_ids(bot, manual_time, limit=7)) == 7
    assert len(await read_ids(bot, manual_time, limit=500)) == 100


async def test_the_same_offset_repeated_immediately_gives_one_update(bot: Bot, nina: Person) -> None:
    await nina.types("а")
    assert len(await bot.get_updates()) == 2
    assert len(await bot.get_updates()) == 1


async def test_a_long_poll_returns_with_the_first_update(bot: Bot, telegram: Telegram) -> None:
    person = telegram.person("Пётр")
    poll = await start_polling(bot, telegram)
    await person.types("/start")
    [update] = await asyncio.wait_for(poll, 2)
    assert update.message is not None
    assert update.message.text == "/start"


async def test_presses_expire_after_150_seconds_and_messages_after_a_day(
    nina: Person, telegram: Telegram, manual_time: ManualTime
) -> None:
    await nina.presses_data(1, "x")
    manual_time.monotonic += 151
    assert [update.kind for update in telegram.updates.pending()] == ["message"]
    manual_time.monotonic += 24 * 3600
    assert telegram.updates.pending() == []


async def test_lifetimes_can_be_scaled(manual_time: ManualTime) -> None:
    telegram = Telegram(clock=manual_time.clock)
    telegram.updates.lifetime_scale = 0.01
    await telegram.person("Пётр").presses_data(1, "x")
    manual_time.monotonic += 1.6
    assert telegram.updates.pending() == []


async def test_a_second_reader_ends_the_first(bot: Bot, telegram: Telegram) -> None:
    first = await start_polling(bot, telegram)
    second = await start_polling(bot, telegram)
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request; make sure that only one"):
        await asyncio.wait_for(first, 2)
    await telegram.person("Пётр").types("/start")
    assert len(await asyncio.wait_for(second, 2)) == 1


async def test_only_one_of_several_displaced_readers_gets_an_immediate_conflict(bot: Bot, telegram: Telegram) -> None:
    telegram.updates.conflict_delay = 60
    readers = [await start_polling(bot, telegram) for _ in range(3)]
    done, waiting = await asyncio.wait(readers, timeout=0.02)
    assert done == {readers[0]}
    assert isinstance(readers[0].exception(), TelegramConflictError)
    for reader in waiting:
        reader.cancel()


async def test_a_webhook_ends_and_forbids_long_polling(
    bot: Bot, nina: Person, telegram: Telegram, manual_time: ManualTime
) -> None:
    telegram.updates.take_all()
    poll = await start_polling(bot, telegram)
    await bot.set_webhook("https://127.0.0.1:1/hook")
    with pytest.raises(TelegramConflictError, match="Conflict: terminated by setWebhook request"):
        await asyncio.wait_for(poll, 2)
    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await nina.types("а")
    await bot.delete_webhook()
    assert len(await read_ids(bot, manual_time)) == 1


async def test_only_allowed_kinds_of_updates_are_delivered(bot: Bot, nina: Person, telegram: Telegram) -> None:
    telegram.updates.take_all()
    await bot.get_updates(allowed_updates=["callback_query"])
    await nina.types("а")
    await nina.presses_data(1, "x")
    assert [update.kind for update in telegram.updates.take_all()] == ["callback_query"]


async def test_malformed_updates_with_any_id_can_be_sent(telegram: Telegram) -> None:
    await telegram.emit_raw({"message": {"odd": True}, "update_id": 5})
    await telegram.emit_raw({"brand_new_kind": {}})
    assert [update.as_json() for update in telegram.updates.take_all()] == [
        {"update_id": 5, "message": {"odd": True}},
        {"update_id": 6, "brand_new_kind": {}},
    ]


async def test_an_action_returns_when_the_consumer_is_done(bot: Bot, telegram: Telegram) -> None:
    async def echo(update: dict[str, Any]) -> None:
        await bot.send_message(update["message"]["chat"]["id"], "Здравствуйте!")

    telegram.state.consumer = echo
    person = telegram.person("Пётр")
    await person.types("/start")
    assert person.screen.text == "Здравствуйте!"
    assert (await person.sees("Здрав")).message_id == person.screen.message_id


async def test_sees_waits_for_a_reaction_to_the_last_action(bot: Bot, nina: Person) -> None:
    old = await bot.send_message(nina.id, "Готово")
    await nina.types("ещё")
    watching = asyncio.create_task(nina.sees("Готово"))
    await asyncio.sleep(0)
    assert not watching.done()
    await bot.edit_message_text("Готово снова", chat_id=nina.id, message_id=old.message_id)
    assert (await asyncio.wait_for(watching, 2)).message_id == old.message_id


async def test_a_failed_sees_lists_the_visible_messages(bot: Bot, nina: Person) -> None:
    await bot.send_message(nina.id, "Совсем другое")
    with pytest.raises(AssertionError, match=r"did not see «Готово»(.|\n)*Совсем другое"):
        await nina.sees("Готово", seconds=0.01)
