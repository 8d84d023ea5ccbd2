"""The clock of a rehearsal: kept in the database and moved from outside while the bot runs."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from models import VirtualClock


def offset(db: Session) -> timedelta | None:
    """Return the distance from the machine's clock; None before the first start."""
    row = db.get(VirtualClock, 1)
    return None if row is None else timedelta(seconds=row.offset_seconds)


def ensure_offset(db: Session, start: datetime) -> timedelta:
    """Return the offset; a new database begins at `start`."""
    known = offset(db)
    if known is not None:
        return known
    made = start - datetime.now(UTC)
    db.add(VirtualClock(id=1, offset_seconds=made.total_seconds()))
    return made


def advance(db: Session, by: timedelta) -> datetime | None:
    """Move the clock and return the moment it shows now; None if it was never started."""
    row = db.get(VirtualClock, 1, with_for_update=True)
    if row is None:
        return None
    row.offset_seconds += by.total_seconds()
    return datetime.now(UTC) + timedelta(seconds=row.offset_seconds)
