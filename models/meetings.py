"""Meetings of an event: what is attended, and where the hours of cards and certificates come from."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Float, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, WallTime

HAS_CODE_WORD = text("code_word IS NOT NULL")


class Meeting(Base):
    """A meeting of an event: a day of an internship, a section of a conference.

    Its wall time in the event's zone is the truth; `starts_at` and `ends_at` (UTC) are derived from it.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("id", "event_id"),
        Index("ix_meeting_code_word", "code_word", sqlite_where=HAS_CODE_WORD, postgresql_where=HAS_CODE_WORD),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    title: Mapped[str] = mapped_column(String(300), default="")
    """Title of a section; empty where the meetings are the days of one event."""
    starts_local: Mapped[datetime] = mapped_column(WallTime)
    minutes: Mapped[int | None]
    """Length by the clock; None: its hours."""
    hours: Mapped[float] = mapped_column(Float)
    """Hours for the card and the certificate."""
    place: Mapped[str] = mapped_column(String(300), default="")
    """Place, if it is not that of the event."""
    code_word: Mapped[str | None] = mapped_column(String(64))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    @property
    def length(self) -> timedelta:
        """Return the time from the start to the end."""
        return timedelta(hours=self.hours) if self.minutes is None else timedelta(minutes=self.minutes)

    @classmethod
    def planned(cls, start: datetime, minutes: int | None, hours: float, place: str, title: str) -> "Meeting":
        """Return a meeting at a wall-time start, not of an event yet."""
        return cls(starts_local=start, minutes=minutes, hours=hours, place=place, title=title)

    def derive_instants(self, zone: ZoneInfo) -> None:
        """Derive the UTC bounds from the wall time in the zone of the event."""
        self.starts_at = self.starts_local.replace(tzinfo=zone).astimezone(UTC)
        self.ends_at = self.starts_at + self.length


def shares_of(hours: float, meetings: int) -> list[float]:
    """Divide hours equally among meetings, in half hours; what does not divide goes to the first.

    Less than half an hour for each is divided exactly.
    """
    share = int(hours / meetings * 2) / 2 or hours / meetings
    return [hours - share * (meetings - 1), *[share] * (meetings - 1)]


def distinct_starts(meetings: Sequence[Meeting]) -> list[datetime]:
    """Return the wall-time starts in order; sections that begin together have one."""
    return sorted({meeting.starts_local for meeting in meetings})
