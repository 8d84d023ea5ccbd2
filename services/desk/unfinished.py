"""An announcement that is not enough for a draft yet: a row that outlives other forms, one per account."""

from dataclasses import dataclass, field, replace

from pydantic import ValidationError
from sqlalchemy import delete
from sqlalchemy.orm import Session

from models import UnfinishedAnnouncement
from services.actors import Actor
from services.desk.fields.definition import Candidates, DraftField, Pieces
from services.reading.dates.moment import Moment
from services.refusals import Refusal
from services.stored import Shapes, UnknownShape, dump


class FormGone(Refusal):
    """The announcement was stored as a draft, begun anew or dropped, or another version of the program stored it."""

    key = "draft-form-gone"


@dataclass(frozen=True, slots=True)
class AnnouncementSoFar:
    """Known part of an event that has no row yet.

    `moment`: the part of its start that is known; `steps`: fields to ask for besides the missing ones.
    """

    pieces: Pieces = field(default_factory=dict)
    moment: Moment = field(default_factory=Moment)
    steps: tuple[DraftField, ...] = ()
    candidates: Candidates = field(default_factory=dict)


SHAPES: Shapes[AnnouncementSoFar] = Shapes([AnnouncementSoFar])


def keep(db: Session, actor: Actor, known: AnnouncementSoFar) -> None:
    """Store what is known in place of what was known before."""
    db.merge(UnfinishedAnnouncement(account_id=actor.account.id, known=dump(known)))
    db.flush()


def so_far(db: Session, actor: Actor) -> AnnouncementSoFar:
    """Return what is known. Raises FormGone."""
    row = db.get(UnfinishedAnnouncement, actor.account.id)
    if row is None:
        raise FormGone()
    try:
        return SHAPES.load(row.known)
    except (UnknownShape, ValidationError):
        raise FormGone() from None


def keep_moment(db: Session, actor: Actor, moment: Moment) -> None:
    """Store the known part of a start. Raises FormGone."""
    keep(db, actor, replace(so_far(db, actor), moment=moment))


def drop(db: Session, actor: Actor) -> None:
    """Forget the announcement, if there is one."""
    db.execute(delete(UnfinishedAnnouncement).where(UnfinishedAnnouncement.account_id == actor.account.id))
