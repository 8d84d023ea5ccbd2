"""A notice whose text is too long for a caption: the text first, then the file, once and only if the text arrived."""

from datetime import timedelta

import pytest

from bot.outbox.notices import NoticeTemplate
from bot.outbox.rows import enqueue_following
from models import OutboxState
from sandbox.calls.faults import Fault
from sandbox.person import Person
from screens.screen import File, Screen
from screens.texts import Say
from services.notices import Window
from tests.bot.conftest import Greeting, Stage, card, load_greeting, with_greeting
from tests.bot.outbox.test_claim_validity import SlowPace
from tests.bot.outbox.test_files import keep_document
from tests.bot.outbox.test_sender import Refusing, greetings, settled, unconnected

LONG = "д" * 1025


def show_with_file(_say: Say, text: str) -> Screen:
    return card(text, "again", file=File("document", 1))


WITH_FILE = with_greeting(NoticeTemplate(Greeting, load_greeting, show_with_file))


@pytest.fixture
async def nina(stage: Stage) -> Person:
    await stage.starts(notices=WITH_FILE)
    keep_document(stage)
    person = stage.person()
    await person.types("/start")
    stage.pace_time.skip_backoffs()
    return person


def received(person: Person) -> list[tuple[str, bool]]:
    """Return the texts of what came after the greeting, and whether a file came with each."""
    return [(seen.text, seen.file is not None) for seen in person.chat if seen.from_bot][1:]


async def test_the_file_follows_its_text(stage: Stage, nina: Person) -> None:
    stage.greets(nina, LONG)
    await settled(stage)

    assert received(nina) == [(LONG, False), ("", True)]
    assert nina.screen.labels == ["again"]


async def test_a_text_that_did_not_leave_at_first_is_sent_with_its_file(stage: Stage, nina: Person) -> None:
    Refusing(stage, unconnected(), unconnected())
    stage.greets(nina, LONG)
    await settled(stage)

    assert received(nina) == [(LONG, False), ("", True)]
    assert [row.state for row in stage.outbox()] == [OutboxState.SENT] * 3


async def test_a_text_that_may_have_arrived_twice_brings_one_file(stage: Stage, nina: Person) -> None:
    stage.telegram.faults.add(Fault("drop_after", method="sendMessage"))
    stage.greets(nina, LONG)
    await settled(stage)

    assert received(nina) == [(LONG, False), (LONG, False), ("", True)]


async def test_a_file_does_not_come_without_its_text(stage: Stage, nina: Person) -> None:
    stage.telegram.faults.add(Fault("400", method="sendMessage", description="Bad Request: no"))
    stage.greets(nina, LONG)
    await settled(stage)

    assert received(nina) == []
    assert [row.state for row in greetings(stage)] == [OutboxState.FAILED]


async def test_a_file_does_not_come_after_a_notice_that_expired_meanwhile(stage: Stage, nina: Person) -> None:
    await stage.starts(pace=SlowPace(stage), notices=WITH_FILE)
    stage.greets(nina, LONG, Window(expires_at=stage.clock.now() + timedelta(minutes=5)))
    await settled(stage)

    assert received(nina) == []
    assert [row.state for row in greetings(stage)] == [OutboxState.EXPIRED]


async def test_a_file_queued_by_an_earlier_version_comes_once(stage: Stage, nina: Person) -> None:
    """Earlier versions queued it when the text was claimed."""
    stage.greets(nina, LONG)
    with stage.db() as db:
        text = greetings(stage)[0]
        enqueue_following(db, text, [Screen(file=File("document", 1))], stage.clock.now())
        db.commit()
    await settled(stage)

    assert received(nina) == [(LONG, False), ("", True)]
