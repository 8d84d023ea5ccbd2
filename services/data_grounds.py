"""Grounds on which the network keeps a person's data: own consent, consent on paper, an order of the employer."""

import datetime as dt
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from models import Account, DataGround, GroundKind, Teacher
from services.actors import staff_accounts
from services.notices import Notice, notify


@dataclass(frozen=True, slots=True)
class SaidGround:
    """A ground as it is entered; `number` and `date` are those of an order."""

    kind: GroundKind
    number: str = ""
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class GroundsMissing(Notice):
    """People of the network have no recorded ground; an admin hears of it once."""

    @property
    def key(self) -> str:
        return "grounds-missing"


_VALID = (
    select(DataGround)
    .where(DataGround.teacher_id == bindparam("teacher"), DataGround.ended_at.is_(None))
    .order_by(DataGround.id)
)


def grounds_of(db: Session, teacher_id: int) -> tuple[DataGround, ...]:
    """Return the grounds that hold, the earliest first; none: not recorded."""
    return tuple(db.scalars(_VALID, {"teacher": teacher_id}))


def record_ground(db: Session, teacher_id: int, said: SaidGround, now: datetime, by: Account | None = None) -> None:
    """Record a ground beside those that hold; the same one again changes nothing. `by`: who entered it."""
    held = {(row.kind, row.number, row.date) for row in grounds_of(db, teacher_id)}
    if (said.kind, said.number, said.date) in held:
        return
    db.add(
        DataGround(
            teacher_id=teacher_id,
            kind=said.kind,
            number=said.number,
            date=said.date,
            entered_at=now,
            entered_by_id=by.id if by else None,
        )
    )
    db.flush()


def record_own_consent(db: Session, account: Account, now: datetime) -> None:
    """Make the consent given in the chat a ground of the person behind the account, if there is one."""
    if account.teacher is not None and account.consent_version is not None:
        record_ground(db, account.teacher.id, SaidGround(GroundKind.OWN_CONSENT), now)


def end_grounds(db: Session, teacher_id: int, now: datetime) -> None:
    """End all grounds of a person, whose data are erased."""
    held = DataGround.teacher_id == teacher_id, DataGround.ended_at.is_(None)
    db.execute(update(DataGround).where(*held).values(ended_at=now))


def people_without_ground(db: Session) -> int:
    """Count the people of the network without a recorded ground."""
    held = select(DataGround.teacher_id).where(DataGround.ended_at.is_(None))
    return db.scalar(select(func.count()).where(Teacher.erased_at.is_(None), Teacher.id.not_in(held))) or 0


def tell_of_missing_grounds(db: Session, now: datetime) -> None:
    """Tell the admins once that people have no recorded ground, if there are any."""
    if people_without_ground(db):
        for account in staff_accounts(db, admins_only=True):
            notify(db, account, GroundsMissing(), now)


def load_missing(db: Session, _account: Account, _notice: GroundsMissing, _now: datetime) -> int | None:
    """Return the number of people without a ground; None if there are none any more."""
    return people_without_ground(db) or None
