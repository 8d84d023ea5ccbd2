"""Headcounts of organizations by academic year."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import Headcount, HeadcountSource


@dataclass(frozen=True, slots=True)
class Number:
    """A headcount with the day for which it holds and where it comes from."""

    people: int
    as_of: date
    source: HeadcountSource
    ground: str = ""


def enter_headcount(db: Session, organization_id: int, year: str, number: Number, now: datetime) -> None:
    """Store the headcount of a year; an earlier one of the same year is kept as replaced."""
    valid = Headcount.organization_id == organization_id, Headcount.year == year, Headcount.replaced_at.is_(None)
    db.execute(update(Headcount).where(*valid).values(replaced_at=now))
    row = Headcount(
        organization_id=organization_id,
        year=year,
        people=number.people,
        as_of=number.as_of,
        source=number.source,
        ground=number.ground,
        entered_at=now,
    )
    db.add(row)
    db.flush()
