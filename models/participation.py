"""Who signed up, who came, in which roles."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.people import Teacher


class RegistrationState(StrEnum):
    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    EXPIRED = "expired"


ACTIVE_STATES = (RegistrationState.CONFIRMED, RegistrationState.WAITLISTED, RegistrationState.OFFERED)
SEATED_STATES = (RegistrationState.CONFIRMED, RegistrationState.OFFERED)
_ACTIVE = text("state IN ('confirmed', 'waitlisted', 'offered')")


class Registration(Base):
    """A person's sign-up for an event. At most one active row for an event and person; ended rows stay as history.

    The waiting list is served by `queued_at`, then id; whoever no chat reaches is passed by and keeps the place.
    `offer_expires_at` is set while a freed seat is held.
    Walk-ins are added by the organizer at the door and do not count against the seats.
    """

    __tablename__ = "registration"
    __table_args__ = (
        Index(
            "uq_registration_active",
            "event_id",
            "teacher_id",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
        Index("ix_registration_event_state", "event_id", "state"),
        Index("ix_registration_teacher", "teacher_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"))
    state: Mapped[RegistrationState]
    created_at: Mapped[datetime]
    queued_at: Mapped[datetime | None]
    passed_by_at: Mapped[datetime | None]
    """When an offer last went past this person."""
    offered_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    offer_expires_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    walk_in: Mapped[bool] = mapped_column(default=False)
    agreed_version: Mapped[int] = mapped_column(default=1)
    """The version of the event the person last agreed to: a move asks again."""

    teacher: Mapped[Teacher] = relationship(lazy="joined")


class ParticipationRole(StrEnum):
    LISTENER = "listener"
    SPEAKER = "speaker"
    MASTER_CLASS = "master_class"
    OPEN_LESSON = "open_lesson"
    MODERATOR = "moderator"
    ORGANIZER = "organiser"
    EXPERT = "expert"


class AttendanceState(StrEnum):
    ATTENDED = "attended"
    NO_SHOW = "no_show"


class AttendanceSource(StrEnum):
    CODE = "code"
    ORGANIZER = "organiser"
    LOADED = "loaded"


class Attendance(Base):
    """A mark of presence; it can be changed until the event is finalized."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("event_id", "teacher_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    state: Mapped[AttendanceState]
    source: Mapped[AttendanceSource]
    marked_at: Mapped[datetime]
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class CodeMiss(Base):
    """A word that was no code word, sent during an event: many in a row are guesses, which stop being checked."""

    __tablename__ = "code_miss"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    sent_at: Mapped[datetime]


class EventRole(Base):
    """A role a person plays at an event beside or instead of listening; no row means listener."""

    __tablename__ = "event_role"
    __table_args__ = (UniqueConstraint("event_id", "teacher_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    role: Mapped[ParticipationRole]
    topic: Mapped[str] = mapped_column(String(300), default="")


class Feedback(Base):
    """One mark (1-5) after the event and, if wanted, a few words."""

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("event_id", "teacher_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"))
    mark: Mapped[int]
    words: Mapped[str] = mapped_column(String(1000), default="")
    given_at: Mapped[datetime]
