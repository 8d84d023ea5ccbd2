"""The network this deployment serves, its subprojects, and what was loaded from its file."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Float, ForeignKey, String, Time
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Network(Base):
    """A municipal network of schools: its name, zone, quiet hours and policies. One row, id 1."""

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
    link_base: Mapped[str | None] = mapped_column(String(200))
    """Address that links into the bot begin with; the payload is appended. The messenger's adapter sets it."""
    share_link: Mapped[str | None] = mapped_column(String(200))
    """Address that lets a person choose a receiver, with the places {link} and {text}."""
    academic_year: Mapped[str | None] = mapped_column(String(7))
    """Year of the network file loaded last, as "2026/27"; None before the first load."""
    loaded_sha256: Mapped[str | None] = mapped_column(String(64))
    loaded_at: Mapped[datetime | None]

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


class Subproject(Base):
    """A part of the programme, led by one methodist."""

    __tablename__ = "subproject"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("teacher.id", use_alter=True))


class LoadedRow(Base):
    """Fingerprints of the fields of one entry of the network's file as last loaded.

    They tell a field changed in the file from one that people have changed since. No text of the file is stored.
    """

    __tablename__ = "loaded_row"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    code: Mapped[str] = mapped_column(String(80), primary_key=True)
    fields: Mapped[dict[str, Any]]


class VirtualClock(Base):
    """Clock of a test network: the bot adds `offset_seconds` to the machine's time. One row, id 1."""

    __tablename__ = "virtual_clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    offset_seconds: Mapped[float] = mapped_column(Float)


def academic_year(day: date) -> str:
    """Return the year from 1 September to 31 August that a local day belongs to, as "2026/27"."""
    first = day.year if day.month >= 9 else day.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


def academic_year_bounds(year: str) -> tuple[date, date]:
    """Return the first and last local day of an academic year like "2026/27"."""
    first = int(year[:4])
    return date(first, 9, 1), date(first + 1, 8, 31)
