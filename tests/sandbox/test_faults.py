"""Faults on demand hit the calls that match their rule, and the journal records what took effect."""

import asyncio
import json

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from sandbox.calls.faults import Fault, Faults
from sandbox.local import Telegram
from sandbox.person import Person


async def test_a_429_gives_retry_after_and_passes(bot: Bot, nina: Person, telegram: Telegram) -> None:
    telegram.faults.add(Fault("429", method="send*", retry_after=7))
    with pytest.raises(TelegramRetryAfter) as refusal:
        await bot.send_message(nina.id, "а")
    assert refusal.value.retry_after == 7
    await bot.send_message(nina.id, "б")
    assert [message.text for message in nina.chat] == ["/start", "б"]


async def test_a_fault_can_be_a_server_error_a_page_or_a_refusal(bot: Bot, nina: Person, telegram: Telegram) -> None:
    for kind, expected in (
        ("500", TelegramServerError),
        ("502-html", ClientDecodeError),
        ("403", TelegramForbiddenError),
    ):
        telegram.faults.add(Fault(kind, method="sendMessage"))
        with pytest.raises(expected):
            await bot.send_message(nina.id, kind)
    assert len(nina.chat) == 1


async def test_the_bot_cannot_tell_whether_a_dropped_call_took_effect(
    bot: Bot, nina: Person, telegram: Telegram
) -> None:
    telegram.faults.add(Fault("drop_before", method="sendMessage"))
    telegram.faults.add(Fault("drop_after", method="sendMessage"))
    answers = []
    for text in ("до", "после"):
        with pytest.raises(TelegramNetworkError) as failure:
            await bot.send_message(nina.id, text)
        answers.append(failure.value.message)
    assert answers[0] == answers[1]
    assert nina.screen.text == "после"
    calls = telegram.journal.calls("sendMessage")
    assert [(call.params["text"], call.outcome, call.accepted) for call in calls] == [
        ("до", "dropped", False),
        ("после", "dropped", True),
    ]


async def test_a_slow_answer_comes_after_the_message_is_shown(bot: Bot, nina: Person, telegram: Telegram) -> None:
    telegram.faults.add(Fault("slow_after", method="sendMessage", seconds=60))
    bot.session.timeout = 0.01
    with pytest.raises(TelegramNetworkError, match="Request timeout error"):
        await bot.send_message(nina.id, "а")
    assert nina.screen.text == "а"


async def test_a_slow_call_takes_effect_after_the_client_timed_out(bot: Bot, nina: Person, telegram: Telegram) -> None:
    telegram.faults.add(Fault("slow", method="sendMessage", seconds=1))
    bot.session.timeout = 0.001
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(nina.id, "а")
    assert len(nina.chat) == 1
    assert (await nina.sees("а", seconds=5)).text == "а"


async def test_a_fault_can_be_limited_to_one_chat_and_skip_calls(bot: Bot, nina: Person, telegram: Telegram) -> None:
    other = telegram.person("Пётр")
    await other.types("/start")
    fault = telegram.faults.add(Fault("500", chat=str(other.id), skip=1, times=2))
    outcomes = []
    for person in (nina, other, nina, other, other, other):
        try:
            await bot.send_message(person.id, "а")
            outcomes.append("ok")
        except TelegramServerError:
            outcomes.append("500")
    assert outcomes == ["ok", "ok", "ok", "500", "500", "ok"]
    assert fault.hits == 2


async def test_a_migrated_chat_refuses_calls_and_gives_its_new_id(bot: Bot, nina: Person, telegram: Telegram) -> None:
    moved = telegram.migrate_chat(nina.id, -1001557912345)
    for method, extra in (("sendMessage", {}), ("editMessageText", {"message_id": 1})):
        status, body = await telegram.answer(telegram.token, method, {"chat_id": nina.id, "text": "а", **extra})
        assert (status, json.loads(body)) == (
            400,
            {
                "ok": False,
                "error_code": 400,
                "description": "Bad Request: group chat was upgraded to a supergroup chat",
                "parameters": {"migrate_to_chat_id": moved.id},
            },
        )
    with pytest.raises(TelegramMigrateToChat) as refusal:
        await bot.send_message(nina.id, "б")
    await bot.send_message(refusal.value.migrate_to_chat_id, "в")
    assert [message.text for message in nina.chat] == ["/start"]
    assert [message.text for message in moved.chat] == ["в"]


async def test_the_same_seed_gives_the_same_failures() -> None:
    async def outcomes(seed: int) -> list[int]:
        telegram = Telegram()
        telegram.faults = Faults(seed)
        telegram.faults.add(Fault("500", probability=0.3, times=None))
        return [(await telegram.answer(telegram.token, "getMe", {}))[0] for _ in range(200)]

    first, second, third = await asyncio.gather(outcomes(1), outcomes(1), outcomes(2))
    assert first == second != third
    assert 30 < first.count(500) < 90


async def test_an_unknown_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown fault 'flood'"):
        Fault("flood")


async def test_the_journal_records_every_call_with_its_outcome(bot: Bot, nina: Person, telegram: Telegram) -> None:
    sent = await bot.send_message(nina.id, "а")
    await telegram.answer(telegram.token, "editMessageText", {"chat_id": nina.id, "message_id": 99, "text": "б"})
    first, second = telegram.journal.calls(person=nina.id)
    assert (first.method, first.outcome, first.accepted, first.code) == ("sendMessage", "ok", True, 200)
    assert first.result["message_id"] == sent.message_id
    assert (second.outcome, second.accepted, second.description) == (
        "error",
        False,
        "Bad Request: message to edit not found",
    )
    assert telegram.journal.calls(accepted=True, after=first.number) == []
