"""What becomes of a due message, decided from its row, its account, what it shows and the time alone."""

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
    Expired,
    Gone,
    Ready,
    decide,
    is_overtaken,
)
from bot.outbox.rows import ANSWER, answer_payload
from models import Account, Lane, OutboxMessage
from screens.screen import Button, File, Screen
from services.correspondence.letters import LetterSent
from services.notices import Postponed
from services.stored import name_of

NOW = datetime(2026, 10, 5, 7, tzinfo=UTC)
LATER = NOW + timedelta(seconds=1)
PAGE = Screen("page", ((Button("next", wish="next"),),))
LONG = Screen("д" * 1025, PAGE.rows, file=File("document", 1))


def account(**columns: Any) -> Account:
    return Account(**({"id": 3, "external_id": 30, "newest_message_order": 8, "live_message_id": "7"} | columns))


def notice(**columns: Any) -> OutboxMessage:
    row = {"id": 5, "lane": Lane.NOTICE, "kind": name_of(LetterSent), "payload": {"letter": 1}}
    return OutboxMessage(**(row | columns))


def message(order: int) -> MessageId:
    return MessageId(str(order), order)


def answer(screen: Screen = PAGE, pressed: int | None = None, *, aside: bool = False, in_place: bool = False) -> Any:
    edited = message(pressed) if pressed else None
    payload = answer_payload(screen, edited, aside=aside) | ({"in_place": True} if in_place else {})
    return OutboxMessage(id=5, lane=Lane.ANSWER, kind=ANSWER, payload=payload)


NOTICE = Delivery(
    row_id=5,
    account_id=3,
    chat_id=30,
    lane=Lane.NOTICE,
    screen=PAGE,
    attachment=None,
    edit=None,
    live="7",
    takes_over=False,
    good_until=NOW + CLAIM_VALIDITY,
)
NEW_SCREEN = replace(NOTICE, lane=Lane.ANSWER, takes_over=True)
BLOCKED = account(blocked_at=NOW)

DECISIONS: dict[str, tuple[OutboxMessage, Account, Screen | Postponed | None, Decision]] = {
    "a notice that holds": (notice(), account(), PAGE, Ready(NOTICE)),
    "one that expires at this moment": (notice(expires_at=NOW), account(), PAGE, Expired()),
    "one that expires before the claim does": (
        notice(expires_at=LATER),
        account(),
        PAGE,
        Ready(replace(NOTICE, good_until=LATER)),
    ),
    "one that expired, of a closed chat": (notice(expires_at=NOW), BLOCKED, PAGE, Expired()),
    "one of a closed chat": (notice(), BLOCKED, PAGE, Blocked()),
    "one of a closed chat that no longer holds": (notice(), BLOCKED, None, Blocked()),
    "one that no longer holds": (notice(), account(), None, Gone()),
    "one that must wait": (notice(), account(), Postponed(LATER), Postponed(LATER)),
    "one with a text too long for a caption": (
        notice(),
        account(),
        LONG,
        Ready(
            replace(NOTICE, screen=Screen(LONG.text, fresh=True), following=(Screen("", LONG.rows, file=LONG.file),))
        ),
    ),
    "an answer to typed text": (answer(), account(), PAGE, Ready(NEW_SCREEN)),
    "an answer to a press on the newest message": (
        answer(pressed=8),
        account(),
        PAGE,
        Ready(replace(NEW_SCREEN, edit=message(8))),
    ),
    "an answer to a press above newer messages": (answer(pressed=7), account(), PAGE, Ready(NEW_SCREEN)),
    "an answer that becomes a new message": (
        answer(pressed=8),
        account(),
        replace(PAGE, fresh=True),
        Ready(replace(NEW_SCREEN, screen=replace(PAGE, fresh=True))),
    ),
    "an answer with a reply keyboard": (
        answer(pressed=8),
        account(),
        Screen("menu", reply_keyboard=(("Events",),)),
        Ready(replace(NEW_SCREEN, screen=Screen("menu", reply_keyboard=(("Events",),)))),
    ),
    "an answer with a file": (
        answer(pressed=8),
        account(),
        Screen("here", file=File("document", 1)),
        Ready(replace(NEW_SCREEN, screen=Screen("here", file=File("document", 1)), takes_over=False)),
    ),
    "an aside": (answer(aside=True), account(), PAGE, Ready(replace(NEW_SCREEN, takes_over=False))),
    "progress above newer messages": (
        answer(pressed=2, aside=True, in_place=True),
        account(),
        PAGE,
        Ready(replace(NEW_SCREEN, takes_over=False, edit=message(2), in_place=True)),
    ),
    "the first message of a chat": (
        answer(),
        account(newest_message_order=None, live_message_id=None),
        PAGE,
        Ready(replace(NEW_SCREEN, live=None)),
    ),
}


@pytest.mark.parametrize(("row", "of", "view", "decision"), DECISIONS.values(), ids=DECISIONS)
def test_decisions(row: OutboxMessage, of: Account, view: Screen | Postponed | None, decision: Decision) -> None:
    row.account_id = of.id
    assert decide(row, of, view, NOW) == decision


OVERTAKEN: dict[str, tuple[OutboxMessage, OutboxMessage, bool]] = {
    "edits of one message": (answer(pressed=8), answer(pressed=8), True),
    "progress in one message": (answer(pressed=8, in_place=True), answer(pressed=8, in_place=True), True),
    "progress, then an answer": (answer(pressed=8, in_place=True), answer(pressed=8), True),
    "edits of two messages": (answer(pressed=8), answer(pressed=7), False),
    "new messages": (answer(), answer(), False),
    "an edit, then a new message": (answer(pressed=8), answer(replace(PAGE, fresh=True), 8), False),
    "an edit, then a file": (answer(pressed=8), answer(Screen(file=File("document", 1)), 8), False),
    "an edit, then a keyboard": (answer(pressed=8), answer(Screen("menu", reply_keyboard=(("A",),)), 8), False),
    "a file, then an edit": (answer(Screen(file=File("document", 1)), 8), answer(pressed=8), False),
    "an answer that may become a new message, then progress": (
        answer(pressed=8),
        answer(pressed=8, in_place=True),
        False,
    ),
    "an edit, then a notice": (answer(pressed=8), notice(), False),
    "a notice, then an edit": (notice(), answer(pressed=8), False),
}


@pytest.mark.parametrize(("row", "following", "overtaken"), OVERTAKEN.values(), ids=OVERTAKEN)
def test_a_queued_edit_is_overtaken_only_by_an_edit_that_replaces_it(
    row: OutboxMessage, following: OutboxMessage, overtaken: bool
) -> None:
    assert is_overtaken(row, following) is overtaken
