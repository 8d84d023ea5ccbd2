"""Each kind of failure has its own consequence: retry, wait, resend once at most, give up, close the chat."""

import time
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import SendMessage, TelegramMethod
from aiohttp import ClientConnectorError
from aiohttp.client_reqrep import ConnectionKey

from bot.outbox.claims import CLAIM_SCAN_LIMIT
from bot.outbox.notices import NoticeTemplate
from bot.outbox.rows import Answer, PlacedScreen, enqueue_answer
from bot.pace import Pace
from models import Account, Lane, OutboxMessage, OutboxState
from sandbox.calls.faults import Fault
from sandbox.calls.journal import Entry
from sandbox.person import Person
from screens.screen import Button, Screen
from screens.texts import Say
from services.notices import Window
from services.stored import dump
from tests.bot.conftest import GREETING, Greeting, Stage, card, load_greeting, show_greeting, with_greeting


@pytest.fixture
async def nina(stage: Stage) -> Person:
    person = stage.person()
    await person.types("/start")
    return person


def texts(person: Person) -> list[str]:
    return [seen.text for seen in person.chat if seen.from_bot]


def greetings(stage: Stage) -> list[OutboxMessage]:
    return [row for row in stage.outbox() if row.kind == GREETING]


async def test_a_notice_is_rendered_when_it_is_sent_in_the_persons_language(stage: Stage, nina: Person) -> None:
    stage.greets(nina, window=Window(stage.clock.now() + timedelta(hours=1)))
    await stage.app.settle()
    assert len(texts(nina)) == 1
    with stage.db() as db:
        db.scalars(sa.select(Account)).one().language = "en"
        db.commit()

    stage.clock.advance(hours=1)
    await stage.app.settle()

    assert nina.screen.text == "en: letter"
    assert greetings(stage)[0].state is OutboxState.SENT
    assert greetings(stage)[0].message_id == str(nina.screen.message_id)


async def test_a_notice_that_no_longer_holds_is_dropped(stage: Stage, nina: Person) -> None:
    stage.greets(nina, "")
    await stage.app.settle()

    assert len(texts(nina)) == 1
    assert greetings(stage)[0].state is OutboxState.DROPPED


async def test_a_notice_that_expired_is_listed_and_not_sent(stage: Stage, nina: Person) -> None:
    stage.greets(nina, window=Window(expires_at=stage.clock.now() + timedelta(minutes=5)))
    stage.clock.advance(minutes=5)
    await stage.app.settle()

    assert len(texts(nina)) == 1
    assert greetings(stage)[0].state is OutboxState.EXPIRED


async def test_many_expired_notices_are_ended_in_short_transactions(stage: Stage, nina: Person) -> None:
    """A press waits for the end of a few of them, not of all."""
    counts = [0]
    for number in range(90):
        stage.greets(nina, f"late {number}", window=Window(expires_at=stage.clock.now()))
    stage.greets(nina, "in time")
    stage.database.after_commit = lambda: counts.append(expired(stage))
    await stage.app.settle()

    steps = [after - before for before, after in pairwise(counts)]
    assert (sum(steps), max(steps)) == (90, CLAIM_SCAN_LIMIT)
    assert texts(nina)[-1] == "ru: in time"


def expired(stage: Stage) -> int:
    return sum(row.state is OutboxState.EXPIRED for row in greetings(stage))


async def test_a_fault_in_one_notice_does_not_hold_back_the_next(stage: Stage, nina: Person) -> None:
    def broken(_say: Say, text: str) -> Screen:
        if text == "bad":
            raise KeyError("a name that must not be logged")
        return Screen(text)

    await stage.starts(notices=with_greeting(NoticeTemplate(Greeting, load_greeting, broken)))
    stage.greets(nina, "bad")
    stage.greets(nina, "good")
    await stage.app.settle()

    assert texts(nina)[-1] == "good"
    bad = greetings(stage)[0]
    assert bad.state is OutboxState.FAILED
    assert bad.error.startswith("KeyError")
    assert "name" not in bad.error


async def test_an_answer_of_another_version_does_not_hold_back_the_next(stage: Stage, nina: Person) -> None:
    with stage.db() as db:
        account = db.scalars(sa.select(Account)).one()
        enqueue_answer(db, Answer(account.id, "newer", [Screen("lost"), Screen("shown")]), stage.clock.now())
        newer = db.scalars(sa.select(OutboxMessage).where(OutboxMessage.key == "newer:0")).one()
        newer.payload = newer.payload | {"version": 99}
        db.commit()
    await stage.app.settle()

    assert texts(nina)[1:] == ["shown"]
    assert [row.state for row in stage.outbox()[1:]] == [OutboxState.FAILED, OutboxState.SENT]


@pytest.mark.usefixtures("nina")
async def test_an_answer_of_another_version_alone_in_its_chat_does_not_hold_back_other_chats(stage: Stage) -> None:
    with stage.db() as db:
        account = db.scalars(sa.select(Account)).one()
        enqueue_answer(db, Answer(account.id, "newer", [Screen("lost")]), stage.clock.now())
        newer = db.scalars(sa.select(OutboxMessage).where(OutboxMessage.key == "newer:0")).one()
        newer.payload = newer.payload | {"version": 99}
        db.commit()
    oleg = stage.person("Олег")
    await oleg.types("/start")

    assert len(texts(oleg)) == 1
    assert [row.state for row in stage.outbox()[1:]] == [OutboxState.FAILED, OutboxState.SENT]


async def test_later_screens_leave_the_buttons_of_a_notice(stage: Stage, nina: Person) -> None:
    stage.greets(nina)
    await stage.app.settle()
    stage.answers["hello"] = card("menu", "go")
    await nina.types("hello")

    assert nina.labels == ["go", "agree"] or sorted(nina.labels) == ["agree", "go"]


async def test_a_429_holds_every_message_and_counts_as_no_attempt(stage: Stage, nina: Person) -> None:
    began, seconds = time.monotonic(), 0.0
    stage.pace_time.source = lambda: began + seconds
    stage.telegram.faults.add(Fault("429", method="sendMessage", retry_after=30))
    stage.greets(nina)
    await stage.app.settle()
    assert (greetings(stage)[0].state, greetings(stage)[0].attempts) == (OutboxState.NEW, 0)

    seconds = 29.9
    await stage.app.settle()
    assert len(texts(nina)) == 1

    seconds = 31.0
    await stage.app.settle()
    assert texts(nina)[-1] == "ru: letter"
    assert greetings(stage)[0].attempts == 1


async def test_a_429_for_a_toast_holds_every_message(stage: Stage, nina: Person) -> None:
    stage.answers["hello"] = card("menu", "go")
    await nina.types("hello")
    stage.telegram.faults.add(Fault("429", method="answerCallbackQuery", retry_after=30))
    await nina.presses("go")
    stage.greets(nina)
    await stage.app.settle()

    assert greetings(stage)[0].state is OutboxState.NEW
    assert stage.pace.times_limited == 1


async def test_a_person_who_blocked_the_bot_gets_no_further_message(stage: Stage, nina: Person) -> None:
    stage.telegram.faults.add(Fault("403", method="sendMessage", description="Forbidden: bot was blocked by the user"))
    stage.greets(nina, "one")
    stage.greets(nina, "two")
    await stage.app.settle()

    assert [row.state for row in greetings(stage)] == [OutboxState.DROPPED, OutboxState.DROPPED]
    assert len(texts(nina)) == 1
    with stage.db() as db:
        assert db.scalars(sa.select(Account)).one().blocked_at is not None


async def test_a_message_telegram_refuses_fails_with_its_reason(stage: Stage, nina: Person) -> None:
    stage.telegram.faults.add(Fault("400", method="sendMessage", times=None, description="Bad Request: no way"))
    stage.greets(nina)
    await stage.app.settle()

    assert (greetings(stage)[0].state, greetings(stage)[0].error) == (OutboxState.FAILED, "Bad Request: no way")


async def test_broken_mark_up_is_sent_as_plain_text(stage: Stage, nina: Person) -> None:
    stage.answers["odd"] = Screen("a <i>b &amp; c")
    await nina.types("odd")

    assert nina.screen.text == "a b & c"


async def test_fields_an_older_server_refuses_are_left_out(stage: Stage, nina: Person) -> None:
    stage.telegram.faults.add(Fault("400", method="sendMessage", description="Bad Request: unknown field style"))
    stage.answers["new"] = Screen("new", ((Button("Yes", wish="yes", style="success"), Button("Copy", copy="42")),))
    await nina.types("new")

    assert nina.screen.labels == ["Yes"]
    assert nina.screen.keys[0][0].get("style") is None


@pytest.mark.parametrize("reason", ["message is not modified: as it is", "message to edit not found", "chat not found"])
async def test_simpler_formatting_is_tried_only_where_it_may_help(stage: Stage, nina: Person, reason: str) -> None:
    """Otherwise a colored button would lose its color by the second of two quick presses."""
    stage.answers["hello"] = stage.answers["yes"] = Screen("new", ((Button("Yes", wish="yes", style="success"),),))
    await nina.types("hello")
    stage.telegram.faults.add(Fault("400", method="editMessageText", times=None, description=f"Bad Request: {reason}"))
    await nina.presses("Yes")

    assert len(stage.telegram.journal.calls("editMessageText")) == 1
    assert stage.outbox()[-1].state is (OutboxState.DROPPED if "chat" in reason else OutboxState.SENT)
    assert nina.screen.keys[0][0].get("style") == "success"


@pytest.mark.parametrize(("kind", "copies"), [("drop_before", 1), ("drop_after", 2), ("500", 1), ("502-html", 1)])
async def test_a_message_that_may_not_have_arrived_is_sent_once_more(
    stage: Stage, nina: Person, kind: str, copies: int
) -> None:
    stage.pace_time.skip_backoffs()
    stage.telegram.faults.add(Fault(kind, method="sendMessage"))
    stage.greets(nina)
    await settled(stage)

    assert texts(nina).count("ru: letter") == copies
    row = greetings(stage)[0]
    assert (row.state, row.attempts, row.unclear_attempts) == (OutboxState.SENT, 2, 1)


async def test_there_is_never_a_third_copy(stage: Stage, nina: Person) -> None:
    stage.pace_time.skip_backoffs()
    stage.telegram.faults.add(Fault("drop_after", method="sendMessage", times=None))
    stage.greets(nina)
    await settled(stage)

    assert texts(nina).count("ru: letter") == 2
    assert greetings(stage)[0].state is OutboxState.UNCLEAR


async def test_a_notice_that_must_not_be_resent_is_put_aside(stage: Stage, nina: Person) -> None:
    once = NoticeTemplate(Greeting, load_greeting, show_greeting, resend=False)
    await stage.starts(notices=with_greeting(once))
    stage.pace_time.skip_backoffs()
    stage.telegram.faults.add(Fault("drop_after", method="sendMessage"))
    stage.greets(nina)
    await settled(stage)

    assert texts(nina).count("ru: letter") == 1
    assert greetings(stage)[0].state is OutboxState.UNCLEAR


async def settled(stage: Stage) -> None:
    for _ in range(6):
        await stage.app.settle()


class Refusing:
    """A middleware of the session: the first calls of this method raise these errors."""

    def __init__(self, stage: Stage, *errors: Exception, method: type[TelegramMethod[Any]] = SendMessage) -> None:
        self._errors = list(errors)
        self._method = method
        stage.app.bot.session.middleware.register(self)

    async def __call__(self, make_request: Any, bot: Bot, method: Any) -> Any:
        if isinstance(method, self._method) and self._errors:
            raise self._errors.pop(0)
        return await make_request(bot, method)


def unconnected() -> TelegramNetworkError:
    key: Any = ConnectionKey("api", 443, True, True, None, None, None)
    error = TelegramNetworkError(SendMessage(chat_id=1, text="x"), "ClientConnectorError")
    error.__cause__ = ClientConnectorError(key, OSError("refused"))
    return error


async def test_a_message_that_never_left_is_tried_until_it_does(stage: Stage, nina: Person) -> None:
    stage.pace_time.skip_backoffs()
    Refusing(stage, *(unconnected() for _ in range(5)))
    stage.greets(nina)
    await settled(stage)

    row = greetings(stage)[0]
    assert (row.state, row.attempts, row.unclear_attempts) == (OutboxState.SENT, 6, 0)
    assert texts(nina).count("ru: letter") == 1


async def test_messages_of_a_killed_sender_are_sent_once_more_at_most(stage: Stage, nina: Person) -> None:
    stage.greets(nina)
    for copies in (1, 2, 2):
        with stage.db() as db:
            row = db.scalars(sa.select(OutboxMessage).where(OutboxMessage.kind == GREETING)).one()
            if row.state is not OutboxState.UNCLEAR:
                row.state, row.owner = (OutboxState.NEW, None) if copies == 1 else (OutboxState.SENDING, "dead")
                row.lease_until = stage.clock.now()
            db.commit()
        await stage.starts()
        await stage.app.settle()
        assert texts(nina).count("ru: letter") == copies

    assert greetings(stage)[0].state is OutboxState.UNCLEAR


async def test_at_most_three_notices_and_one_per_chat_are_in_flight(stage: Stage, nina: Person) -> None:
    people = [nina, *(stage.person(name) for name in "АБВГД")]
    for person in people[1:]:
        await person.types("/start")
    stage.telegram.faults.add(Fault("slow", method="sendMessage", times=None, seconds=0.05))
    for person in people:
        stage.greets(person, "one")
        stage.greets(person, "two")
    await stage.app.settle()

    calls = [call for call in stage.telegram.journal.calls("sendMessage") if call.fault]
    assert most_at_once(calls) == 3
    of_chats = [[call for call in calls if call.person == person.id] for person in people]
    assert {most_at_once(of_chat) for of_chat in of_chats} == {1}
    assert all(texts(person)[-2:] == ["ru: one", "ru: two"] for person in people)


def most_at_once(calls: list[Entry]) -> int:
    """Return how many of these calls overlapped at most."""
    return max(sum(other.started <= call.started < other.finished for other in calls) for call in calls)


async def test_answers_go_before_notices(stage: Stage, nina: Person) -> None:
    stage.greets(nina)
    one_slot = Pace(per_second=1, for_answers=0, burst=100, monotonic=lambda: 0.0)
    await stage.starts(pace=one_slot)
    with stage.db() as db:
        account = db.scalars(sa.select(Account)).one()
        oleg = stage.person("Олег")
        stage.telegram.chats[oleg.id].started = True
        other = Account(messenger="telegram", external_id=oleg.id, created_at=stage.clock.now())
        db.add(other)
        db.flush()
        assert account.id != other.id
        db.add(
            OutboxMessage(
                key="a",
                account_id=other.id,
                lane=Lane.ANSWER,
                kind="answer",
                payload=dump(PlacedScreen(Screen("answer"))),
                not_before=stage.clock.now(),
                created_at=stage.clock.now(),
            )
        )
        db.commit()
    await stage.app.sender.flush()

    assert texts(oleg) == ["answer"]
    assert "ru: letter" not in texts(nina)


async def test_notices_use_the_whole_pace_while_no_answer_is_queued(stage: Stage) -> None:
    three_slots = Pace(per_second=3, for_answers=2, burst=100, monotonic=lambda: 0.0)
    people = [stage.person(name) for name in "АБВГ"]
    for person in people:
        await person.types("/start")
    await stage.starts(pace=three_slots)
    for person in people:
        stage.greets(person)
    await stage.app.sender.flush()

    assert sum("ru: letter" in texts(person) for person in people) == 3
