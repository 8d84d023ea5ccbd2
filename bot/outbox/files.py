"""The file of a screen as bytes, with Telegram's id of the same bytes if this bot has sent them before."""

from datetime import timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from bot.messenger import Attachment
from models import Document, Event, EventState, UploadedFile
from models.base import insert
from screens.events.words import event_link
from screens.screen import File
from screens.texts import Say
from services.network import network

CALENDAR_ALARM_BEFORE = timedelta(hours=1)


def attachment(db: Session, say: Say, file: File, bot_id: int) -> Attachment:
    """Load or build the file. Raises LookupError if it is gone."""
    name, content = _calendar(db, say, file.id) if file.kind == "calendar" else _document(db, file.id)
    digest = sha256(content).hexdigest()
    known = db.scalar(select(UploadedFile.file_id).where(UploadedFile.bot_id == bot_id, UploadedFile.sha256 == digest))
    return Attachment(name, content, digest, known)


def remember(db: Session, bot_id: int, digest: str, file_id: str) -> None:
    """Store Telegram's id of the bytes with this SHA-256 digest; ids are valid for one bot."""
    statement = insert(db, UploadedFile).values(bot_id=bot_id, sha256=digest, file_id=file_id)
    db.execute(statement.on_conflict_do_update(index_elements=["bot_id", "sha256"], set_={"file_id": file_id}))


def _document(db: Session, document_id: int) -> tuple[str, bytes]:
    document = db.get(Document, document_id, options=[undefer(Document.content)])
    if document is None:
        raise LookupError("document")
    return document.name, document.content


def _calendar(db: Session, say: Say, event_id: int) -> tuple[str, bytes]:
    from documents.calendar import CalendarEvent, CalendarSession, calendar_ics

    event = db.get(Event, event_id)
    if event is None:
        raise LookupError("event")
    row = network(db)
    content = calendar_ics(
        CalendarEvent(
            key=f"event-{event.id}",
            source=row.bot_username or "centrik",
            version=event.version + (event.state is EventState.CANCELLED),
            cancelled=event.state is EventState.CANCELLED,
            title=event.title,
            description=event.note,
            location=event.place or (event.host.short if event.host else ""),
            url=event_link(row.link_base, event) if row.link_base else "",
            sessions=tuple(
                CalendarSession(meeting.starts_at, meeting.ends_at, meeting.place) for meeting in event.meetings
            ),
            changed_at=event.cancelled_at or event.schedule_set_at or event.created_at,
            remind_before=CALENDAR_ALARM_BEFORE,
        )
    )
    return say.plain("calendar-file", id=str(event.id)), content
