"""Sign-ups, attendance, roles and feedback."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.meetings import Meeting
from models.people import Post, Teacher


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
_OFFERED = text("state = 'offered'")


class Registration(Base):
    """A person's sign-up for an event. A person has at most one active row per event; ended rows stay as history.

    States: a waitlisted person is offered a free seat, which is held (`offered`) until `offer_expires_at`; accepting
    makes it `confirmed`, otherwise it ends as `declined` or `expired`. The waiting list is ordered by `queued_at`, then
    id. Walk-ins are added by the organizer at the door and do not count against the seats.
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
        Index("ix_registration_offered", "event_id", sqlite_where=_OFFERED, postgresql_where=_OFFERED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"))
    state: Mapped[RegistrationState]
    created_at: Mapped[datetime]
    queued_at: Mapped[datetime | None]
    passed_by_at: Mapped[datetime | None]
    """When a seat was last offered to somebody behind this person, who could not be reached."""
    offered_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    offer_expires_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    walk_in: Mapped[bool] = mapped_column(default=False)
    agreed_version: Mapped[int] = mapped_column(default=1)
    """Version of the event that the person last agreed to; a move asks again."""

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
    """A person's mark at a meeting, present or absent; it can be changed until the event is finalized.

    Organization and post are what they were when the mark was made: no later change of the person moves a figure.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("meeting_id", "teacher_id"),
        ForeignKeyConstraint(["meeting_id", "event_id"], ["meeting.id", "meeting.event_id"]),
        Index("ix_attendance_event_teacher", "event_id", "teacher_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int]
    meeting_id: Mapped[int]
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    state: Mapped[AttendanceState]
    source: Mapped[AttendanceSource]
    marked_at: Mapped[datetime]
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    organization_counted: Mapped[bool] = mapped_column(default=False)
    """Whether the organization's people counted in the shares."""
    post: Mapped[Post] = mapped_column(default=Post.OTHER)
    post_title: Mapped[str] = mapped_column(String(200), default="")

    @classmethod
    def of(cls, meeting: Meeting, teacher: Teacher, **values: Any) -> "Attendance":
        """Return a new mark with the person's organization and post; `values` set other columns."""
        mark = cls(event_id=meeting.event_id, meeting_id=meeting.id, teacher_id=teacher.id, **values)
        mark.copy_place(teacher)
        return mark

    def copy_place(self, teacher: Teacher) -> None:
        """Copy the organization and post that the person has now."""
        organization = teacher.organization
        self.organization_id = organization.id if organization else None
        self.organization_counted = organization is not None and organization.counts_in_share
        self.post, self.post_title = teacher.post, teacher.post_title


class WrongCode(Base):
    """A wrong code word sent while marking was open; after too many, no word is checked for a while."""

    __tablename__ = "code_miss"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    sent_at: Mapped[datetime]


class EventRole(Base):
    """A role of a person at an event; no row means listener. A guest, who is not in the network, has only a name."""

    __tablename__ = "event_role"
    __table_args__ = (UniqueConstraint("event_id", "teacher_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("teacher.id"), index=True)
    guest_name: Mapped[str] = mapped_column(String(300), default="")
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"))
    """Meeting at which a speaker speaks, such as a section; None: the whole event."""
    role: Mapped[ParticipationRole]
    topic: Mapped[str] = mapped_column(String(300), default="")
    position: Mapped[int] = mapped_column(default=0)
    """Place in the list of speakers, from 1; 0: the role was given without one."""


class Feedback(Base):
    """A mark (1-5) for an event and an optional comment."""

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("event_id", "teacher_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"))
    mark: Mapped[int]
    words: Mapped[str] = mapped_column(String(1000), default="")
    given_at: Mapped[datetime]
