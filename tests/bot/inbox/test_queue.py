"""No stored update is lost or worked twice, and a bad one harms no other."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.app import Tuning
from models import Account, InboxState, InboxUpdate, Organization, OrganizationKind
from screens.screen import Screen
from services.refusals import NotFound
from tests.bot.conftest import HandlerCall, Stage, card


def message(update_id: int, text: str, chat: int = 1001) -> dict[str, Any]:
    person = {"id": chat, "is_bot": False, "first_name": "Нина"}
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": 1,
            "chat": {"id": chat, "type": "private", "first_name": "Нина"},
            "from": person,
            "text": text,
        },
    }


def add_school(db: Session, title: str) -> None:
    db.add(Organization(short=title, title=title, kind=OrganizationKind.SCHOOL))
    db.flush()


def schools(stage: Stage) -> list[str]:
    with stage.db() as db:
        return list(db.scalars(sa.select(Organization.title)))


def write_and_refuse(call: HandlerCall) -> Screen:
    """Handle a press as one that finds late that it must refuse."""
    add_school(call.visit.db, "СОШ № 1")
    raise NotFound()


async def test_the_words_of_an_update_are_erased_when_it_is_done(stage: Stage) -> None:
    await stage.person().types("my secret")

    assert stage.handled == ["my secret"]
    assert [(row.state, row.body) for row in stage.inbox()] == [(InboxState.DONE, None)]
    assert not any("secret" in str(row.payload) for row in stage.outbox())


async def test_the_same_update_is_worked_once(stage: Stage) -> None:
    nina = stage.person()
    await nina.types("hello")
    again = message(int(stage.inbox()[0].key), "hello")

    await stage.app.take(again)
    await stage.starts()
    await stage.app.take(again)

    assert stage.handled == ["hello"]
    assert [seen.text for seen in nina.chat if seen.from_bot] == ["echo hello"]


async def test_an_update_numbered_lower_after_a_quiet_week_is_worked(stage: Stage) -> None:
    await stage.app.take(message(900, "late"))
    await stage.app.take(message(5, "early"))

    assert stage.handled == ["late", "early"]


async def test_one_bad_update_among_good_ones_is_parked_without_its_words(stage: Stage) -> None:
    bad = message(2, "private words")
    bad["message"]["date"] = "not a date"

    await stage.app.inbox.store([message(1, "one"), bad, message(3, "three", chat=1002)])
    await stage.app.settle()

    assert sorted(stage.handled) == ["one", "three"]
    parked = stage.inbox()[1]
    assert parked.state is InboxState.PARKED
    assert "date" in parked.error
    assert "private" not in f"{parked.error} {parked.body}"


async def test_junk_is_counted_and_skipped(stage: Stage) -> None:
    await stage.app.inbox.store(["junk", {}, {"update_id": True}, {"update_id": 2**70}, message(1, "good")])
    await stage.app.settle()

    assert stage.app.inbox.junk == 4
    assert stage.handled == ["good"]


async def test_updates_from_groups_and_channels_are_done_without_an_answer(stage: Stage) -> None:
    group = message(1, "in a group")
    group["message"]["chat"] = {"id": -5, "type": "group", "title": "Учительская"}
    channel = {"update_id": 2, "channel_post": {**group["message"], "chat": {"id": -6, "type": "channel"}}}
    unknown = {"update_id": 3, "brought_by_a_later_api": {"id": 1}}

    for raw in (group, channel, unknown):
        await stage.app.take(raw)

    assert stage.handled == []
    assert stage.outbox() == []
    assert {row.state for row in stage.inbox()} == {InboxState.DONE}


async def test_updates_stored_by_a_killed_bot_are_worked_by_the_next_one(stage: Stage) -> None:
    nina = stage.person()
    await nina.types("/start")
    stage.app.workers.hold()  # as if killed between the commit of the inbox and the first handler
    await stage.app.inbox.store([message(1, "one"), message(2, "two")])
    await asyncio.sleep(0)
    assert stage.handled == ["/start"]

    await stage.starts()
    await stage.app.settle()

    assert stage.handled == ["/start", "one", "two"]
    assert nina.screen.text == "echo two"


async def test_a_refusal_undoes_what_the_handler_wrote_and_is_answered(stage: Stage) -> None:
    stage.answers["open"] = write_and_refuse
    nina = stage.person()
    await nina.types("open")

    assert schools(stage) == []
    assert "больше нет" in nina.screen.text
    assert stage.inbox()[0].state is InboxState.DONE


async def test_after_three_failures_an_update_is_parked_and_the_person_gets_an_apology(stage: Stage) -> None:
    def broken(call: HandlerCall) -> Screen:
        add_school(call.visit.db, "СОШ № 1")
        raise RuntimeError("СОШ № 1 is private")

    await stage.starts(tuning=Tuning(update_retries=(0,)))
    stage.answers["break"] = broken
    nina = stage.person()
    await nina.types("break")
    await nina.types("go on")

    assert stage.handled == ["break", "break", "break", "go on"]
    assert schools(stage) == []
    parked = stage.inbox()[0]
    assert (parked.state, parked.attempts) == (InboxState.PARKED, 3)
    assert parked.error.startswith("RuntimeError")
    assert "private" not in parked.error
    assert next(seen.text for seen in nina.chat if seen.from_bot).startswith("Не получилось")
    assert nina.screen.text == "echo go on"


async def test_a_handler_that_fails_once_is_tried_again_and_answers_once(stage: Stage) -> None:
    stage.answers["break"] = flaky = Flaky()
    nina = stage.person()
    await nina.types("break")

    assert flaky.tries == 2
    assert schools(stage) == ["school"]
    assert [seen.text for seen in nina.chat if seen.from_bot] == ["done"]


class Flaky:
    def __init__(self) -> None:
        self.tries = 0

    def __call__(self, call: HandlerCall) -> Screen:
        self.tries += 1
        add_school(call.visit.db, "school")
        if self.tries == 1:
            raise RuntimeError
        return Screen("done")


async def test_an_update_that_kills_the_bot_each_time_is_parked(stage: Stage) -> None:
    await stage.app.inbox.store([message(1, "poison")])
    await stage.app.settle()
    with stage.db() as db:
        db.execute(sa.text("UPDATE inbox SET state = 'new', attempts = 3, body = '{}' WHERE key = '1'"))
        db.commit()

    await stage.starts()
    await stage.app.settle()

    assert stage.handled == ["poison"]
    assert stage.inbox()[0].state is InboxState.PARKED


async def test_a_person_who_blocks_the_bot_is_left_alone_until_they_write(stage: Stage) -> None:
    nina = stage.person()
    await nina.types("/start")
    await nina.blocks_bot()
    with stage.db() as db:
        assert db.scalars(sa.select(Account)).one().blocked_at == stage.clock.now()

    await nina.types("/start")

    with stage.db() as db:
        assert db.scalars(sa.select(Account)).one().blocked_at is None
    assert nina.screen.text == "echo /start"


async def test_done_updates_are_deleted_after_two_days_but_not_before(stage: Stage) -> None:
    await stage.person().types("hello")

    stage.clock.advance(hours=47)
    await stage.app.ticker.tick()
    assert len(stage.inbox()) == 1

    stage.clock.advance(hours=2)
    await stage.app.ticker.tick()
    assert stage.inbox() == []
    assert stage.outbox() == []


async def test_a_press_in_a_group_changes_nothing(stage: Stage) -> None:
    stage.answers["/start"] = card("menu", "go")
    nina = stage.person()
    await nina.types("/start")
    query = {
        "id": "1",
        "chat_instance": "1",
        "data": "go",
        "from": {"id": nina.id, "is_bot": False, "first_name": "Н"},
        "message": {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "group", "title": "Г"}, "text": "x"},
    }

    await stage.app.take({"update_id": 1, "callback_query": query})

    assert stage.handled == ["/start"]


async def test_an_update_with_an_impossible_sender_is_parked(stage: Stage) -> None:
    beyond = 2**70
    chat = {"id": beyond, "type": "private"}
    who = {"id": beyond, "is_bot": False, "first_name": "Нина"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": who, "text": "hello"}
    await stage.app.take({"update_id": 1, "message": message})
    assert [row.state for row in stage.inbox()] == [InboxState.PARKED]


async def test_an_admin_is_alarmed_about_a_parked_update(stage: Stage) -> None:
    olga = stage.telegram.person("Ольга", id=9)
    await olga.types("/start")
    await stage.app.inbox.store([odd(50)])
    await stage.app.workers.settle()
    await stage.app.ticker.tick()
    await stage.app.settle()

    assert "Отложено неразобранных обновлений: 1" in olga.screen.text
    assert "centrik doctor" in olga.screen.text


async def test_an_update_parked_after_a_long_stop_is_reported_before_it_is_deleted(stage: Stage) -> None:
    olga = stage.telegram.person("Ольга", id=9)
    await olga.types("/start")
    came = stage.clock.now() - timedelta(days=5)
    with stage.db() as db:
        db.add(InboxUpdate(messenger="telegram", key="50", chat_key=1001, body=json.dumps(odd(50)), received_at=came))
        db.commit()
    app = await stage.starts()
    await app.workers.settle()
    await app.ticker.tick()
    await app.settle()

    assert "Отложено неразобранных обновлений: 1" in olga.screen.text
    assert InboxState.PARKED in {row.state for row in stage.inbox()}


def odd(update_id: int) -> dict[str, Any]:
    """An update that this aiogram cannot read."""
    raw = message(update_id, "private")
    raw["message"]["date"] = "soon"
    return raw
