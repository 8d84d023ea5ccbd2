"""Organizations of the network, their dated statuses and their headcounts."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class OrganizationKind(StrEnum):
    SCHOOL = "school"
    KINDERGARTEN = "kindergarten"
    ADDITIONAL = "additional"
    CULTURE = "culture"
    SPORT = "sport"
    COORDINATOR = "coordinator"
    OTHER = "other"


class OrgStatusKind(StrEnum):
    FEDERAL_INNOVATION = "federal_innovation"
    PEDAGOGIC_EXPERIMENTAL = "pedagogic_experimental"
    REFERENCE = "reference"
    REGIONAL_INNOVATION = "regional_innovation"
    REGIONAL_PILOT = "regional_pilot"
    INNOVATION_EXPERIENCE = "innovation_experience"
    LEADER = "leader"
    LOW_RESULTS = "low_results"
    HARD_SOCIAL = "hard_social"
    NETWORK_SITE = "network_site"


class Organization(Base):
    """A school, kindergarten, centre or partner that hosts events and whose people take part."""

    __tablename__ = "organization"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(String(32), unique=True)
    short: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(300))
    kind: Mapped[OrganizationKind]
    locality: Mapped[str] = mapped_column(String(120), default="")
    place: Mapped[str] = mapped_column(String(300), default="")
    counts_in_share: Mapped[bool] = mapped_column(default=True)
    signer_post: Mapped[str] = mapped_column(String(200), default="")
    signer_name: Mapped[str] = mapped_column(String(200), default="")


class OrgStatus(Base):
    """A status that an organization holds from `since` to `until`, both days included."""

    __tablename__ = "org_status"

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    kind: Mapped[OrgStatusKind]
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    ground: Mapped[str] = mapped_column(String(300), default="")
    file_year: Mapped[str | None] = mapped_column(String(7))
    """Academic year of the network file that brought the status."""

    def is_held_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


class HeadcountSource(StrEnum):
    FILE = "file"


_VALID = text("replaced_at IS NULL")


class Headcount(Base):
    """The number of an organization's teachers in an academic year; a correction is a new row beside the old one.

    An organization has at most one valid row per year, the one without `replaced_at`; without a row its headcount is
    not known.
    """

    __tablename__ = "headcount"
    __table_args__ = (
        CheckConstraint("people > 0", name="people_positive"),
        Index(
            "uq_headcount_valid",
            "organization_id",
            "year",
            unique=True,
            sqlite_where=_VALID,
            postgresql_where=_VALID,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    year: Mapped[str] = mapped_column(String(7))
    """Academic year, as "2026/27"."""
    people: Mapped[int]
    as_of: Mapped[date] = mapped_column(Date)
    """Day for which the number holds."""
    source: Mapped[HeadcountSource]
    ground: Mapped[str] = mapped_column(String(300), default="")
    """Document that the number was taken from, in the network's words."""
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", use_alter=True))
    """Account of the person who entered it; None: the loaded file."""
    entered_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]


class OrganizationClaim(Base):
    """An organization that a teacher typed and the network does not know; the coordinator adds or matches it."""

    __tablename__ = "organization_claim"

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    typed: Mapped[str] = mapped_column(String(300))
    resolved_organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", use_alter=True))
