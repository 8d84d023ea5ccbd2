"""Runs the script of invariants over any database, independently of the services."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from models.base import Instant

SCRIPT = Path(__file__).with_name("invariants.sql").read_text(encoding="utf-8")


def broken_invariants(db: Session, now: datetime) -> list[tuple[str, int, int]]:
    """Return the invariant, the event's id and the number of rows that break it; nothing when all hold."""
    statement = text(SCRIPT).bindparams(bindparam("now", type_=Instant()), bindparam("real_now", type_=Instant()))
    return [(row[0], row[1], row[2]) for row in db.execute(statement, {"now": now, "real_now": datetime.now(UTC)})]
