"""The one network this deployment serves: its name, zone, quiet hours and policies."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Float, ForeignKey, String, Time
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Network(Base):
    """A municipal network of schools; exactly one row, id 1."""

    __tablename__ = "network"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(300))
    programme: Mapped[str] = mapped_column(String(500), default="")
    coordinator_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id", use_alter=True))
    zone: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8), default="ru")
    quiet_from: Mapped[time] = mapped_column(Time, default=time(21))
    quiet_to: Mapped[time] = mapped_column(Time, default=time(8))
    certificate_pattern: Mapped[str] = mapped_column(String(64), default="{yy}-{seq:04d}")
    point_rules: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    point_policy: Mapped[dict[str, Any]] = mapped_column(default=dict)
    points_per_token: Mapped[int] = mapped_column(default=10)
    token_title: Mapped[str] = mapped_column(String(64), default="")
    reminder_rules: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    bot_username: Mapped[str | None] = mapped_column(String(64))
    loaded_sha256: Mapped[str | None] = mapped_column(String(64))
    loaded_at: Mapped[datetime | None]

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


class Subproject(Base):
    """A line of work of the programme, led by one methodist."""

    __tablename__ = "subproject"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("teacher.id", use_alter=True))


class LoadedRow(Base):
    """What the network's file last said of one thing, as fingerprints of its fields: so that a field changed in the
    file is told from one that people have changed since. No word of the file is kept."""

    __tablename__ = "loaded_row"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    code: Mapped[str] = mapped_column(String(80), primary_key=True)
    fields: Mapped[dict[str, Any]]


class VirtualClock(Base):
    """Where a test network's time stands: the bot adds `offset_seconds` to the machine's clock. One row, id 1."""

    __tablename__ = "virtual_clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    offset_seconds: Mapped[float] = mapped_column(Float)


def academic_year(day: date) -> str:
    """The year 1 September - 31 August that `day` (local) belongs to, as "2026/27"."""
    first = day.year if day.month >= 9 else day.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


def academic_year_bounds(year: str) -> tuple[date, date]:
    """First and last local day of "2026/27"."""
    first = int(year[:4])
    return date(first, 9, 1), date(first + 1, 8, 31)
