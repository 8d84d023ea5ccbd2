"""Points, certificates and their files."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, Float, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.people import Post


class PointEntry(Base):
    """A line of the activity card; never deleted or changed, a correction is a reversing entry."""

    __tablename__ = "point_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    reason: Mapped[str] = mapped_column(String(32))
    """Code of the point rule: a participation role, material, series_complete."""
    key: Mapped[str] = mapped_column(String(120), unique=True)
    points: Mapped[int]
    hours: Mapped[float] = mapped_column(Float, default=0)
    year: Mapped[str] = mapped_column(String(7))
    awarded_at: Mapped[datetime]
    factor: Mapped[float | None] = mapped_column(Float)
    """Factor of the event's level that is in the points; None: the entry knows of none."""
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("point_entry.id"))


class CertificateState(StrEnum):
    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"


class Certificate(Base):
    """An issued certificate with its own copy of every printed word; its file is made once and kept."""

    __tablename__ = "certificate"
    __table_args__ = (UniqueConstraint("event_id", "teacher_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(64), unique=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    state: Mapped[CertificateState] = mapped_column(default=CertificateState.VALID)
    full_name: Mapped[str] = mapped_column(String(300))
    organization_title: Mapped[str] = mapped_column(String(300), default="")
    post: Mapped[Post] = mapped_column(default=Post.OTHER)
    post_title: Mapped[str] = mapped_column(String(200), default="")
    event_title: Mapped[str] = mapped_column(String(300))
    event_form: Mapped[str] = mapped_column(String(32))
    event_form_title: Mapped[str] = mapped_column(String(80), default="")
    """The organizer's own word for the form; empty: the word of the category."""
    event_days: Mapped[list[str]]
    """Local ISO dates of the event's days."""
    place: Mapped[str] = mapped_column(String(300), default="")
    roles: Mapped[list[str]]
    hours: Mapped[float] = mapped_column(Float)
    issued_on: Mapped[date] = mapped_column(Date)
    issuer: Mapped[str] = mapped_column(String(300), default="")
    """Title of the issuing organization; empty on certificates of earlier versions, issued by the coordinator."""
    signer_post: Mapped[str] = mapped_column(String(200), default="")
    signer_name: Mapped[str] = mapped_column(String(200), default="")
    town: Mapped[str] = mapped_column(String(300), default="")
    order_number: Mapped[str] = mapped_column(String(64), default="")
    order_date: Mapped[date | None] = mapped_column(Date)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)


TEMPORARY = text("keep_until IS NOT NULL")


class Document(Base):
    """A file as made; every later download returns it. Ids are never reused: messages may name a deleted file."""

    __tablename__ = "document"
    __table_args__ = (
        Index("ix_document_keep_until", "keep_until", sqlite_where=TEMPORARY, postgresql_where=TEMPORARY),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    keep_until: Mapped[datetime | None]
    """When a file that can be made again is deleted; None: never (certificates)."""


class Counter(Base):
    """A running number, such as that of the certificates of a calendar year, taken under the row's lock."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[int] = mapped_column(default=0)
