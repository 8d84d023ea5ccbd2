"""Telegram's JSON is read into an Arrival once, whatever is wrong with it."""

import copy
import random
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram.types import Message, Update
from pydantic import ValidationError

from bot.messenger import Arrival, MessageId
from bot.telegram.arrival import read, unreadable

PERSON = {"id": 7, "is_bot": False, "first_name": "Нина", "language_code": "en"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Нина"}
GROUP = {"id": -5, "type": "group", "title": "Учительская"}
TYPED = {"message_id": 31, "date": 1_790_000_000, "chat": PRIVATE, "from": PERSON, "text": "/start ev_1"}
SHOWN = {"message_id": 30, "date": 1_790_000_000, "chat": PRIVATE, "text": "Мероприятия"}
PRESS = {"id": "q1", "from": PERSON, "chat_instance": "1", "data": "go:1", "message": SHOWN}
MEMBERS = {"old_chat_member": {"status": "member", "user": PERSON}, "date": 1, "chat": PRIVATE, "from": PERSON}
KICKED = MEMBERS | {"new_chat_member": {"status": "kicked", "user": PERSON, "until_date": 0}}
BACK = MEMBERS | {"new_chat_member": {"status": "member", "user": PERSON}}
JUNK: tuple[Any, ...] = (None, "", "ж" * 50, -1, 2**70, 1.5, True, "NaN", -(2**63), 0, [], {}, [[]], {"id": {}})


def arrival(**body: Any) -> Arrival:
    made = read({"update_id": 5, **body})
    assert made is not None
    return made


def test_a_typed_message_is_read() -> None:
    typed = arrival(message=TYPED)
    assert (typed.messenger, typed.key, typed.chat, typed.sender) == ("telegram", "5", 7, 7)
    assert (typed.is_for_us, typed.text, typed.wish, typed.press) == (True, "/start ev_1", None, None)
    assert (typed.message, typed.editable, typed.blocked) == (MessageId("31", 31), None, None)
    assert (typed.language, typed.sent_at) == ("en", datetime.fromtimestamp(1_790_000_000, UTC))


def test_a_photo_has_an_empty_text_and_its_caption_apart() -> None:
    photo = {name: value for name, value in TYPED.items() if name != "text"} | {"caption": "наш класс"}
    assert (arrival(message=photo).text, arrival(message=photo).caption) == ("", "наш класс")


def test_a_press_is_read_with_the_message_that_its_answer_may_edit() -> None:
    pressed = arrival(callback_query=PRESS)
    assert (pressed.press, pressed.wish, pressed.text) == ("q1", "go:1", None)
    assert pressed.message == pressed.editable == MessageId("30", 30)
    assert (pressed.language, pressed.sent_at) == ("en", None)


@pytest.mark.parametrize("shown", [{"message_id": 30, "date": 0, "chat": PRIVATE}, SHOWN | {"text": None}])
def test_a_message_without_a_text_or_out_of_reach_is_not_edited(shown: dict[str, Any]) -> None:
    pressed = arrival(callback_query=PRESS | {"message": shown})
    assert (pressed.message, pressed.editable) == (MessageId("30", 30), None)


@pytest.mark.parametrize(("change", "blocked"), [(KICKED, True), (BACK, False)])
def test_blocking_and_unblocking_are_read(change: dict[str, Any], blocked: bool) -> None:
    assert (arrival(my_chat_member=change).is_for_us, arrival(my_chat_member=change).blocked) == (True, blocked)


@pytest.mark.parametrize(
    "body",
    [
        {"message": TYPED | {"chat": GROUP}},
        {"message": TYPED | {"from": PERSON | {"is_bot": True}}},
        {"callback_query": PRESS | {"message": SHOWN | {"chat": GROUP}}},
        {"callback_query": {name: value for name, value in PRESS.items() if name != "message"}},
        {"my_chat_member": KICKED | {"chat": GROUP}},
        {"channel_post": TYPED | {"chat": {"id": -6, "type": "channel"}}},
        {"brought_by_a_later_api": {"id": 1}},
    ],
)
def test_groups_channels_bots_and_unknown_kinds_need_no_answer(body: dict[str, Any]) -> None:
    assert not arrival(**body).is_for_us


def test_the_sender_in_a_group_is_its_member() -> None:
    in_group = arrival(message=TYPED | {"chat": GROUP})
    assert (in_group.chat, in_group.sender) == (-5, 7)


@pytest.mark.parametrize("raw", ["junk", None, 7, [], {}, {"update_id": True}, {"update_id": 2**70}, {"update_id": []}])
def test_an_update_without_a_usable_id_is_no_arrival(raw: Any) -> None:
    assert read(raw) is None


def test_an_error_is_named_by_its_place_and_kind_without_the_words_of_the_person() -> None:
    odd = arrival(message=TYPED | {"date": "private words"})
    assert unreadable(odd).startswith("message.date:")
    assert "private" not in unreadable(odd)
    assert unreadable(arrival(message=TYPED)) == ""


def test_a_chat_whose_id_no_database_can_store_cannot_be_read() -> None:
    beyond = {"id": 2**70}
    typed = TYPED | {"chat": PRIVATE | beyond, "from": PERSON | beyond}
    assert unreadable(arrival(message=typed)) == "chat.id:unusable"


def mutated(random: random.Random, value: Any) -> Any:
    """Return a copy of JSON with one value broken or missing."""
    made = copy.deepcopy(value)
    holder = made
    while True:
        name = random.choice([key for key in holder if key != "update_id"])
        if not isinstance(holder[name], dict) or random.random() < 0.2:
            break
        holder = holder[name]
    if random.random() < 0.2:
        del holder[name]
    else:
        holder[name] = random.choice(JUNK)
    return made


def expected(update: Update) -> dict[str, Any] | None:
    """Return what aiogram reads from an update; None if it needs no answer."""
    if (message := update.message) is not None:
        if message.chat.type != "private" or message.from_user is None or message.from_user.is_bot:
            return None
        return {"chat": message.chat.id, "text": message.text or "", "message": message.message_id}
    if (query := update.callback_query) is not None:
        if query.message is None or query.message.chat.type != "private":
            return None
        shown = query.message
        is_editable = isinstance(shown, Message) and shown.text is not None
        return {
            "chat": shown.chat.id,
            "wish": query.data or "",
            "press": query.id,
            "message": shown.message_id,
            "editable": shown.message_id if is_editable else None,
        }
    if (change := update.my_chat_member) is not None and change.chat.type == "private":
        return {"chat": change.chat.id, "blocked": change.new_chat_member.status in {"kicked", "left"}}
    return None


def found(arrival: Arrival) -> dict[str, Any] | None:
    if not arrival.is_for_us:
        return None
    message, editable = (part and part.order for part in (arrival.message, arrival.editable))
    if arrival.blocked is not None:
        return {"chat": arrival.chat, "blocked": arrival.blocked}
    if arrival.text is not None:
        return {"chat": arrival.chat, "text": arrival.text, "message": message}
    where = {"chat": arrival.chat, "wish": arrival.wish, "press": arrival.press}
    return where | {"message": message, "editable": editable}


def test_what_can_be_read_is_read_as_aiogram_reads_it() -> None:
    chance = random.Random(20260901)
    bodies: list[dict[str, Any]] = [
        {"message": TYPED},
        {"callback_query": PRESS},
        {"my_chat_member": KICKED},
        {"my_chat_member": BACK},
    ]
    read_well = 0
    for _ in range(3000):
        raw = mutated(chance, {"update_id": 5, **chance.choice(bodies)})
        got = read(raw)
        assert got is not None
        try:
            update = Update.model_validate(raw)
        except ValidationError:
            assert unreadable(got)
            continue
        if not unreadable(got):
            read_well += 1
            assert found(got) == expected(update), raw
    assert read_well > 500
