"""Bytes are uploaded once and sent by id afterwards; a text too long for a caption goes before the file."""

from datetime import UTC, datetime

import sqlalchemy as sa
from icalendar import Calendar

from models import Document, Event, EventForm, EventState, OutboxState, UploadedFile
from sandbox.calls.faults import Fault
from screens.screen import File, Screen
from tests.bot.conftest import Stage, card


def keep_document(stage: Stage) -> None:
    with stage.db() as db:
        made = stage.clock.now()
        db.add(
            Document(id=1, name="карта.pdf", media_type="application/pdf", content=b"%PDF", sha256="", created_at=made)
        )
        db.commit()


async def test_the_same_bytes_are_uploaded_once(stage: Stage) -> None:
    keep_document(stage)
    stage.answers["file"] = card("here", "again", file=File("document", 1))
    nina, oleg = stage.person(), stage.person("Олег")
    for person in (nina, nina, oleg):
        await person.types("file")

    uploads = [bool(entry.files) for entry in stage.telegram.journal.calls("sendDocument")]
    assert uploads == [True, False, False]
    assert [file.data for file in (*nina.files, *oleg.files)] == [b"%PDF"] * 3
    assert nina.files[0].name == "карта.pdf"
    assert nina.screen.labels == ["again"]


async def test_a_file_telegram_has_forgotten_is_uploaded_again(stage: Stage) -> None:
    keep_document(stage)
    stage.answers["file"] = Screen("here", file=File("document", 1))
    nina = stage.person()
    await nina.types("file")
    with stage.db() as db:
        db.execute(sa.update(UploadedFile).values(file_id="forgotten"))
        db.commit()
    await nina.types("file")

    assert len(nina.files) == 2
    with stage.db() as db:
        assert db.scalars(sa.select(UploadedFile.file_id)).one() == nina.screen.file.file_id  # type: ignore[union-attr]  # it has one


async def test_a_text_too_long_for_a_caption_comes_before_the_file(stage: Stage) -> None:
    keep_document(stage)
    stage.answers["file"] = card("д" * 1025, "again", file=File("document", 1))
    nina = stage.person()
    await nina.types("file")

    text, file = [seen for seen in nina.chat if seen.from_bot]
    assert (len(text.text), text.labels) == (1025, [])
    assert (file.text, file.labels) == ("", ["again"])
    assert file.file is not None


async def test_a_missing_file_holds_up_no_other_message(stage: Stage) -> None:
    stage.answers |= {"file": Screen("here", file=File("document", 7)), "hello": Screen("hello")}
    nina = stage.person()
    await nina.types("file")
    await nina.types("hello")

    assert [row.state for row in stage.outbox()] == [OutboxState.FAILED, OutboxState.SENT]
    assert nina.screen.text == "hello"


async def test_a_calendar_file_holds_the_sessions_of_the_event(stage: Stage) -> None:
    with stage.db() as db:
        event = Event(
            form=EventForm.SEMINAR,
            state=EventState.PUBLISHED,
            title="Читаем задачу",
            place="СОШ № 1",
            version=3,
            created_at=stage.clock.now(),
        )
        event.set_schedule([datetime(2026, 10, 29, 10), datetime(2026, 10, 30, 10)], 4, "Asia/Yekaterinburg")  # noqa: DTZ001 - a wall time
        db.add(event)
        db.commit()
    stage.answers["calendar"] = Screen("to your calendar", file=File("calendar", 1))
    nina = stage.person()
    await nina.types("calendar")

    entries = Calendar.from_ical(nina.files[0].data).walk("VEVENT")
    assert nina.files[0].name == "meropriyatie-1.ics"
    assert [entry.decoded("DTSTART") for entry in entries] == [
        datetime(2026, 10, 29, 5, tzinfo=UTC),
        datetime(2026, 10, 30, 5, tzinfo=UTC),
    ]
    assert {str(entry["SUMMARY"]) for entry in entries} == {"Читаем задачу"}


async def test_the_error_of_a_failed_upload_holds_no_token(stage: Stage) -> None:
    keep_document(stage)
    stage.telegram.faults.add(Fault("502-html", method="sendDocument", times=None))
    stage.answers["file"] = Screen("here", file=File("document", 1))
    await stage.person().types("file")

    assert not any("TEST" in row.error or "html" in row.error for row in stage.outbox())
