"""One message with buttons is the current screen: presses edit it, typed text moves it down, old buttons go."""

from typing import Any

import sqlalchemy as sa

from bot.app import Tuning
from bot.inbox.toasts import ToastTimes
from models import Account, Document, OutboxState
from sandbox.calls.faults import Fault
from screens.screen import File, Screen
from tests.bot.conftest import HandlerCall, Stage, card, until
from tests.bot.inbox.test_queue import message


def buttons(person: Any) -> list[list[str]]:
    """Return the labels under each message of the bot, oldest first."""
    return [seen.labels for seen in person.chat if seen.from_bot]


async def test_a_press_edits_its_own_message(stage: Stage) -> None:
    stage.answers |= {"/start": card("menu", "go"), "go": card("second page", "back")}
    nina = stage.person()
    await nina.types("/start")
    await nina.presses("go")

    assert [seen.text for seen in nina.chat if seen.from_bot] == ["second page"]
    assert nina.screen.edited


async def test_typed_text_brings_a_new_message_and_the_old_one_loses_its_buttons(stage: Stage) -> None:
    stage.answers |= {"/start": card("menu", "go"), "hello": card("menu again", "go")}
    nina = stage.person()
    await nina.types("/start")
    await nina.types("hello")

    assert buttons(nina) == [[], ["go"]]


async def test_a_press_above_newer_messages_brings_a_new_message(stage: Stage) -> None:
    stage.answers |= {"/start": card("menu", "go"), "go": card("page", "back"), "word": None}
    nina = stage.person()
    await nina.types("/start")
    await nina.types("word")
    await nina.presses("go")

    assert [seen.text for seen in nina.chat if seen.from_bot] == ["menu", "page"]
    assert buttons(nina) == [[], ["back"]]


async def test_a_press_on_a_deleted_message_is_answered_by_a_new_one(stage: Stage) -> None:
    stage.answers |= {"/start": card("menu", "go"), "go": card("page", "back")}
    nina = stage.person()
    await nina.types("/start")
    stage.telegram.faults.add(
        Fault("400", method="editMessageText", description="Bad Request: message to edit not found")
    )
    await nina.presses("go")

    assert nina.screen.text == "page"
    assert [row.state for row in stage.outbox()] == [OutboxState.SENT, OutboxState.SENT]


async def test_showing_the_same_screen_again_succeeds(stage: Stage) -> None:
    stage.answers |= {"/start": card("menu", "go"), "go": card("menu", "go")}
    nina = stage.person()
    await nina.types("/start")
    await nina.presses("go")

    assert [seen.text for seen in nina.chat if seen.from_bot] == ["menu"]
    assert {row.state for row in stage.outbox()} == {OutboxState.SENT}


async def test_a_file_leaves_the_screen_above_it_current(stage: Stage) -> None:
    with stage.db() as db:
        db.add(
            Document(
                id=1,
                name="a.pdf",
                media_type="application/pdf",
                content=b"%PDF",
                sha256="",
                created_at=stage.clock.now(),
            )
        )
        db.commit()
    stage.answers |= {"/start": card("menu", "file"), "file": Screen("here", file=File("document", 1))}
    nina = stage.person()
    await nina.types("/start")
    await nina.presses("file")

    assert nina.files[0].data == b"%PDF"
    assert buttons(nina) == [["file"], []]


async def test_a_reply_keyboard_comes_as_a_new_message(stage: Stage) -> None:
    stage.answers |= {"/start": card("welcome", "go"), "go": Screen("menu", reply_keyboard=(("Events", "Help"),))}
    nina = stage.person()
    await nina.types("/start")
    await nina.presses("go")

    assert [seen.text for seen in nina.chat if seen.from_bot] == ["welcome", "menu"]
    assert nina.keyboard == [["Events", "Help"]]
    assert buttons(nina)[0] == []


async def test_several_screens_come_in_order_and_only_the_first_edits_the_message(stage: Stage) -> None:
    stage.answers |= {"/start": card("menu", "go"), "go": [card("first"), card("second", "back")]}
    nina = stage.person()
    await nina.types("/start")
    await nina.presses("go")

    assert [seen.text for seen in nina.chat if seen.from_bot] == ["first", "second"]


async def test_edits_of_one_message_that_wait_for_the_first_collapse_into_the_last(stage: Stage) -> None:
    stage.answers |= {"/start": card("page 0", "next"), "next": Pages()}
    nina = stage.person()
    await nina.types("/start")
    shown = nina.screen.message_id
    stage.telegram.state.consumer = None
    for _ in range(5):
        await nina.presses_data(shown, "next")
    waiting = [update.as_json() for update in stage.telegram.updates.take_all()]
    await stage.app.inbox.store(waiting)
    await stage.app.settle()

    assert nina.screen.text == "page 5"
    edits = [call.params["text"] for call in stage.telegram.journal.calls("editMessageText")]
    assert edits == ["page 1", "page 5"]


class Pages:
    def __init__(self) -> None:
        self.page = 0

    def __call__(self, _call: HandlerCall) -> Screen:
        self.page += 1
        return card(f"page {self.page}", "next")


async def test_a_toast_is_shown_and_the_message_stays(stage: Stage) -> None:
    stage.answers |= {"/start": card("menu", "go"), "go": Screen(toast="Done & dusted")}
    nina = stage.person()
    await nina.types("/start")
    await nina.presses("go")

    assert [toast.text for toast in nina.toasts] == ["Done & dusted"]
    assert [seen.text for seen in nina.chat if seen.from_bot] == ["menu"]


async def test_every_press_is_answered_once(stage: Stage) -> None:
    stage.answers |= {"/start": card("menu", "go", "break"), "go": None, "break": RuntimeError()}
    nina = stage.person()
    await nina.types("/start")
    await nina.presses("go")
    await nina.presses("break")

    assert len(stage.telegram.journal.calls("answerCallbackQuery", accepted=True)) == 2


async def test_a_toast_that_comes_too_late_is_written_into_the_chat(stage: Stage) -> None:
    await stage.starts(tuning=Tuning(toasts=ToastTimes(blank_delay=0.01)))

    async def slow(_call: HandlerCall) -> Screen:
        await until(lambda: bool(stage.telegram.journal.calls("answerCallbackQuery")))
        return Screen(toast="Taken <already>")

    stage.answers |= {"/start": card("menu", "go"), "go": slow}
    nina = stage.person()
    await nina.types("/start")
    await nina.presses("go")

    assert nina.toasts == []
    assert nina.screen.text == "Taken <already>"
    assert buttons(nina) == [["go"], []]


async def test_a_toast_for_typed_text_is_written_into_the_chat(stage: Stage) -> None:
    stage.answers["word"] = card("list", "go", toast="Too early")
    nina = stage.person()
    await nina.types("word")

    assert nina.screen.text == "Too early\n\nlist"


async def test_the_newest_message_is_known_whatever_the_order_of_arrival(stage: Stage) -> None:
    nina = stage.person()
    await nina.types("hello")
    await stage.app.take(message(1, "older", chat=nina.id))

    with stage.db() as db:
        assert db.scalars(sa.select(Account.newest_message_order)).one() == nina.screen.message_id
