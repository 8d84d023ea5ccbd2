"""Decisions about a due message, from its row, its account, its screen and the time alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.messenger import MessageId
from bot.outbox.delivery import (
    CLAIM_VALIDITY,
    Blocked,
    Decision,
    Delivery,
    DueMessage,
    Expired,
    Gone,
    Ready,
    decide,
    is_overtaken,
)
from bot.outbox.rows import ANSWER, PlacedScreen
from models import Lane
from screens.screen import Button, File, Screen
from services.correspondence.letters import LetterSent
from services.notices import Postponed
from services.stored import name_of

NOW = datetime(2026, 10, 5, 7, tzinfo=UTC)
LATER = NOW + timedelta(seconds=1)
PAGE = Screen("page", ((Button("next", wish="next"),),))
LONG = Screen("д" * 1025, PAGE.rows, file=File("document", 1))


def notice(**fields: Any) -> DueMessage:
    values: dict[str, Any] = {
        "id": 5,
        "account_id": 3,
        "lane": Lane.NOTICE,
        "kind": name_of(LetterSent),
        "payload": {"letter": 1},
        "expires_at": None,
        "chat_id": 30,
        "blocked_at": None,
        "live": "7",
        "newest_order": 8,
    }
    return DueMessage(**(values | fields))


def answer_message(**fields: Any) -> DueMessage:
    return notice(lane=Lane.ANSWER, kind=ANSWER, **fields)


def message(order: int) -> MessageId:
    return MessageId(str(order), order)


def answer(screen: Screen = PAGE, pressed: int | None = None, **place: bool) -> PlacedScreen:
    return PlacedScreen(screen, None if pressed is None else message(pressed), **place)


NOTICE = Delivery(
    row_id=5,
    account_id=3,
    chat_id=30,
    lane=Lane.NOTICE,
    kind=name_of(LetterSent),
    screen=PAGE,
    attachment=None,
    edit=None,
    live="7",
    takes_over=False,
    good_until=NOW + CLAIM_VALIDITY,
)
NEW_SCREEN = replace(NOTICE, lane=Lane.ANSWER, kind=ANSWER, takes_over=True)
BLOCKED = {"blocked_at": NOW}

SHOWN = PlacedScreen(PAGE, aside=True)
AS_NEW = replace(PAGE, fresh=True)
KEYBOARD = Screen("menu", reply_keyboard=(("Events",),))
FILE = Screen("here", file=File("document", 1))

NOTICES: dict[str, tuple[DueMessage, PlacedScreen | Postponed | None, Decision]] = {
    "one that holds": (notice(), SHOWN, Ready(NOTICE)),
    "one that expires at this moment": (notice(expires_at=NOW), SHOWN, Expired()),
    "one that expires soon": (notice(expires_at=LATER), SHOWN, Ready(replace(NOTICE, good_until=LATER))),
    "an expired one of a closed chat": (notice(expires_at=NOW, **BLOCKED), None, Expired()),
    "one of a closed chat": (notice(**BLOCKED), SHOWN, Blocked()),
    "one of a closed chat that no longer holds": (notice(**BLOCKED), None, Blocked()),
    "one that no longer holds": (notice(), None, Gone()),
    "one that must wait": (notice(), Postponed(LATER), Postponed(LATER)),
    "one with a text too long for a caption": (
        notice(),
        PlacedScreen(LONG, aside=True),
        Ready(
            replace(NOTICE, screen=Screen(LONG.text, fresh=True), following=(Screen("", LONG.rows, file=LONG.file),))
        ),
    ),
    "the first message of a chat": (
        notice(newest_order=None, live=None),
        SHOWN,
        Ready(replace(NOTICE, live=None)),
    ),
}
ANSWERS: dict[str, tuple[PlacedScreen, Delivery]] = {
    "to typed text": (answer(), NEW_SCREEN),
    "to a press on the newest message": (answer(pressed=8), replace(NEW_SCREEN, edit=message(8))),
    "to a press above newer messages": (answer(pressed=7), NEW_SCREEN),
    "to a press, as a new message": (answer(AS_NEW, 8), replace(NEW_SCREEN, screen=AS_NEW)),
    "to a press, with a reply keyboard": (answer(KEYBOARD, 8), replace(NEW_SCREEN, screen=KEYBOARD)),
    "to a press, with a file": (answer(FILE, 8), replace(NEW_SCREEN, screen=FILE, takes_over=False)),
    "an aside": (answer(aside=True), replace(NEW_SCREEN, takes_over=False)),
    "progress above newer messages": (
        answer(pressed=2, aside=True, in_place=True),
        replace(NEW_SCREEN, takes_over=False, edit=message(2), in_place=True),
    ),
}


@pytest.mark.parametrize(("message", "view", "decision"), NOTICES.values(), ids=NOTICES)
def test_what_becomes_of_a_notice(
    message: DueMessage, view: PlacedScreen | Postponed | None, decision: Decision
) -> None:
    assert decide(message, view, NOW) == decision


@pytest.mark.parametrize(("view", "delivery"), ANSWERS.values(), ids=ANSWERS)
def test_how_an_answer_is_sent(view: PlacedScreen, delivery: Delivery) -> None:
    assert decide(answer_message(), view, NOW) == Ready(delivery)


def test_an_answer_to_a_closed_chat_is_not_sent() -> None:
    assert decide(answer_message(**BLOCKED), answer(), NOW) == Blocked()


OVERTAKEN: dict[str, tuple[PlacedScreen, PlacedScreen, bool]] = {
    "edits of one message": (answer(pressed=8), answer(pressed=8), True),
    "progress in one message": (answer(pressed=8, in_place=True), answer(pressed=8, in_place=True), True),
    "progress, then an answer": (answer(pressed=8, in_place=True), answer(pressed=8), True),
    "edits of two messages": (answer(pressed=8), answer(pressed=7), False),
    "new messages": (answer(), answer(), False),
    "an edit, then a new message": (answer(pressed=8), answer(AS_NEW, 8), False),
    "an edit, then a file": (answer(pressed=8), answer(FILE, 8), False),
    "an edit, then a keyboard": (answer(pressed=8), answer(KEYBOARD, 8), False),
    "a file, then an edit": (answer(FILE, 8), answer(pressed=8), False),
    "what may become a new message, then progress": (answer(pressed=8), answer(pressed=8, in_place=True), False),
}


@pytest.mark.parametrize(("earlier", "later", "overtaken"), OVERTAKEN.values(), ids=OVERTAKEN)
def test_a_queued_edit_is_overtaken_only_by_an_edit_that_replaces_it(
    earlier: PlacedScreen, later: PlacedScreen, overtaken: bool
) -> None:
    assert is_overtaken(earlier, later) is overtaken
