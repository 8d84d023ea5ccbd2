"""Events and the rules that need only an event's row."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, Date, Float, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, WallTime
from models.meetings import Meeting, distinct_starts, shares_of
from models.network import Subproject, academic_year
from models.organizations import Organization
from models.people import Teacher


class EventForm(StrEnum):
    """Categories of events that every network has."""

    LECTURE = "lecture"
    SEMINAR = "seminar"
    PROJECT_SEMINAR = "project_seminar"
    PRACTICUM = "practicum"
    TRAINING = "training"
    CONSULTATION = "consultation"
    LABORATORY = "laboratory"
    INTERNSHIP = "internship"
    FESTIVAL_SEMINAR = "festival_seminar"
    CONFERENCE = "conference"
    METHODICAL_DAY = "methodical_day"
    LESSON_VISIT = "lesson_visit"
    GUEST_TEACHING = "guest_teaching"
    JOINT_COUNCIL = "joint_council"
    CHILDREN_EVENT = "children_event"
    SCHOOL_CAMP = "school_camp"
    CONTEST = "contest"
    NETWORK_PROJECT = "network_project"
    MEETING = "meeting"


class NetworkForm(Base):
    """A category of events that the network added to those of the programme, which are `EventForm`."""

    __tablename__ = "network_form"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    title: Mapped[str] = mapped_column(String(80))


class EventFormat(StrEnum):
    OFFLINE = "offline"
    ONLINE = "online"
    HYBRID = "hybrid"


class EventLevel(StrEnum):
    SCHOOL = "school"
    MUNICIPAL = "municipal"
    INTER_MUNICIPAL = "inter_municipal"
    REGIONAL = "regional"
    FEDERAL = "federal"


class EventState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


NOT_FINAL = text("finalized_at IS NULL")


class Event(Base):
    """A methodical event of one or more meetings.

    Wall times and the IANA zone are the truth; `starts_at`, `ends_at` and `deadline` (UTC) follow. Its own times,
    `sessions`, `hours` and `minutes` repeat the meetings, so that a list of events needs no meetings.
    """

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("taken >= 0", name="taken_not_negative"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity_positive"),
        Index("ix_event_closed", "attendance_closed_at", sqlite_where=NOT_FINAL, postgresql_where=NOT_FINAL),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(String(32), unique=True)
    """Code in the network file; with "@2027" after it if an event of an earlier year has the same."""
    file_year: Mapped[str | None] = mapped_column(String(7))
    """Academic year of the network file that brought the event."""
    state: Mapped[EventState] = mapped_column(default=EventState.DRAFT)
    form: Mapped[str] = mapped_column(String(32))
    """Code of the category: an `EventForm` or a `NetworkForm`."""
    form_title: Mapped[str] = mapped_column(String(80), default="")
    """The organizer's own word for the form, in the nominative; empty: the word of the category."""
    format: Mapped[EventFormat] = mapped_column(default=EventFormat.OFFLINE)
    level: Mapped[EventLevel] = mapped_column(default=EventLevel.MUNICIPAL)
    title: Mapped[str] = mapped_column(String(300))
    note: Mapped[str] = mapped_column(Text, default="")
    subproject_id: Mapped[int | None] = mapped_column(ForeignKey("subproject.id"))
    host_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    place: Mapped[str] = mapped_column(String(300), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    zone: Mapped[str] = mapped_column(String(64))
    starts_local: Mapped[datetime] = mapped_column(WallTime)
    sessions: Mapped[list[str]] = mapped_column(default=list)
    """Different wall-time starts (ISO) of the meetings if there are several; empty for one."""
    hours: Mapped[float] = mapped_column(Float)
    """Hours of all meetings together."""
    minutes: Mapped[int | None]
    """Length of each meeting by the clock; None if it is their hours, or not the same for all."""
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime] = mapped_column(index=True)
    deadline_local: Mapped[datetime | None] = mapped_column(WallTime)
    deadline: Mapped[datetime | None]
    capacity: Mapped[int | None]
    taken: Mapped[int] = mapped_column(default=0)
    """Confirmed and offered seats; walk-ins are not counted."""
    taken_when_reduced: Mapped[int] = mapped_column(default=0)
    """`taken` when the capacity was last lowered: nobody is expelled, so up to this it may exceed the capacity."""
    posts: Mapped[list[str]] = mapped_column(default=list)
    subjects: Mapped[list[str]] = mapped_column(default=list)
    org_statuses: Mapped[list[str]] = mapped_column(default=list)
    tags: Mapped[list[str]] = mapped_column(default=list)
    series: Mapped[str | None] = mapped_column(String(32))
    scope: Mapped[str | None] = mapped_column(String(32))
    order_number: Mapped[str] = mapped_column(String(64), default="")
    """Number of the order the event is held by; empty without one."""
    order_date: Mapped[date | None] = mapped_column(Date)
    issuer_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    """Organization that issues the certificates; None: the coordinator of the network."""
    school_break: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("teacher.id"))
    version: Mapped[int] = mapped_column(default=1)
    """Grows with every change of time or place."""
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    schedule_set_at: Mapped[datetime | None]
    """When the present schedule was published; reminders due before it are not sent."""
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(String(500), default="")
    attendance_closed_at: Mapped[datetime | None]
    """When the list was closed; it can be reopened for a while."""
    finalized_at: Mapped[datetime | None]
    """When points and certificates were given."""

    host: Mapped[Organization | None] = relationship(lazy="joined", foreign_keys=[host_id])
    issuer: Mapped[Organization | None] = relationship(foreign_keys=[issuer_id])
    subproject: Mapped[Subproject | None] = relationship(lazy="joined")
    responsible: Mapped[Teacher | None] = relationship(lazy="joined")
    meetings: Mapped[list[Meeting]] = relationship(
        cascade="all, delete-orphan", order_by=(Meeting.starts_at, Meeting.id)
    )

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def session_starts(self) -> list[datetime]:
        """Return the different wall-time starts of the meetings, in order."""
        return [datetime.fromisoformat(text) for text in self.sessions] or [self.starts_local]

    @property
    def academic_year(self) -> str:
        """Return the academic year of the event's local start."""
        return academic_year(self.starts_local.date())

    @property
    def signup_closes_at(self) -> datetime:
        return self.deadline or self.starts_at

    @property
    def seats_left(self) -> int | None:
        """Return the number of free seats; None if there is no limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    def set_schedule(self, starts: list[datetime], hours: float, zone: str) -> None:
        """Set the wall-time starts of the meetings, in order, and the hours of all of them.

        Meetings that begin together move together; the first ones keep their rows, new ones last like the others.
        """
        groups = [
            [meeting for meeting in self.meetings if meeting.starts_local == start]
            for start in distinct_starts(self.meetings)
        ][: len(starts)]
        groups += [[Meeting(title="", place="", minutes=self.minutes)] for _ in starts[len(groups) :]]
        was = len(self.meetings)
        self.meetings = [meeting for group in groups for meeting in group]
        for group, start in zip(groups, starts, strict=True):
            for meeting in group:
                meeting.starts_local = start
        self.zone = zone
        self._divide(hours, is_same=was == len(self.meetings) and hours == self.hours)

    def set_meetings(self, planned: list[Meeting], zone: str) -> None:
        """Set all meetings, in order; those there are keep their rows and code words."""
        for meeting, plan in zip(self.meetings, planned, strict=False):
            for name in ("starts_local", "minutes", "hours", "place", "title"):
                setattr(meeting, name, getattr(plan, name))
        self.meetings = [*self.meetings[: len(planned)], *planned[len(self.meetings) :]]
        self.zone = zone
        self.follow_meetings()

    def set_hours(self, hours: float) -> None:
        """Divide hours among the meetings; the same sum changes nothing."""
        self._divide(hours, is_same=hours == self.hours)

    def set_minutes(self, minutes: int | None) -> None:
        """Set the length of each meeting by the clock; None: its hours."""
        for meeting in self.meetings:
            meeting.minutes = minutes
        self.follow_meetings()

    def _divide(self, hours: float, *, is_same: bool) -> None:
        if not is_same:
            for meeting, share in zip(self.meetings, shares_of(hours, len(self.meetings)), strict=True):
                meeting.hours = share
        self.follow_meetings()

    def follow_meetings(self) -> None:
        """Repeat the starts, hours and length of the meetings in this row and derive all instants."""
        starts = distinct_starts(self.meetings)
        self.starts_local = starts[0]
        self.sessions = [start.isoformat(timespec="minutes") for start in starts] if len(starts) > 1 else []
        self.hours = sum(meeting.hours for meeting in self.meetings)
        lengths = {meeting.minutes for meeting in self.meetings}
        self.minutes = lengths.pop() if len(lengths) == 1 else None
        self.derive_instants()

    def set_deadline(self, local: datetime | None) -> None:
        """Set the wall time until which people may sign up; None: until the start."""
        self.deadline_local = local
        self.derive_instants()

    def derive_instants(self) -> bool:
        """Set the instants (UTC) of event and meetings by the present rules of the zone; return whether one differs."""
        before = self._instants()
        for meeting in self.meetings:
            meeting.derive_instants(self.tz)
        self.starts_at = min(meeting.starts_at for meeting in self.meetings)
        self.ends_at = max(meeting.ends_at for meeting in self.meetings)
        deadline = self.deadline_local
        self.deadline = None if deadline is None else deadline.replace(tzinfo=self.tz).astimezone(UTC)
        return before != self._instants()

    def _instants(self) -> list[datetime | None]:
        return [self.deadline, *(moment for held in self.meetings for moment in (held.starts_at, held.ends_at))]

    def is_open(self, now: datetime) -> bool:
        """Whether a person may sign up or join the waiting list at `now`."""
        return self.state is EventState.PUBLISHED and now < self.signup_closes_at


class CardOpened(Base):
    """A person who opened an event's card; only they get the closing reminder."""

    __tablename__ = "card_opened"
    __table_args__ = (UniqueConstraint("event_id", "teacher_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"))
    opened_at: Mapped[datetime]


class ReminderRun(Base):
    """A reminder rule that fires for a version of an event or one of its meetings: once, a part of the receivers at a
    time."""

    __tablename__ = "reminder_run"
    __table_args__ = (UniqueConstraint("event_id", "rule", "version", "meeting"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    rule: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]
    meeting: Mapped[int] = mapped_column(default=0)
    """Id of one of the meetings for which the event's own run does not stand; 0: that run."""
    ran_at: Mapped[datetime]
    """When the next receivers have their turn, or the last ones had it."""
    reached_id: Mapped[int | None]
    """Last account that was reached, while more may follow; None: the rule is finished."""


class UnfinishedAnnouncement(Base):
    """Known part of a new event of one person, before it is enough for a draft."""

    __tablename__ = "unfinished_announcement"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    known: Mapped[dict[str, Any]]
    """`AnnouncementSoFar` of services/desk/unfinished.py, with its name and version."""
