"""Notes on its session what a transaction has queued, so that whoever works it off is woken after the commit."""

from sqlalchemy.orm import Session

from models import Job, Lane

Queue = Lane | type[Job]
"""A lane of the outbox, or the jobs."""


def note_queued(db: Session, queue: Queue) -> None:
    """Note that something was queued; without it that is found a second later."""
    db.info.setdefault(note_queued, set()).add(queue)


def queued(db: Session) -> set[Queue]:
    """Return what this transaction has queued; what it has rolled back since may be among it."""
    noted: set[Queue] = db.info.get(note_queued, set())
    return noted
