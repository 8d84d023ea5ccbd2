"""«Мои данные»: what the network stores about a person."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import Session

from models import (
    Account,
    Attendance,
    Broadcast,
    CardOpened,
    Certificate,
    Consent,
    DataGround,
    Feedback,
    Letter,
    PointEntry,
    QuestionLine,
    Registration,
    Role,
    Teacher,
)
from services.actors import Actor
from services.data_grounds import grounds_of
from services.people.consent import current_consent
from services.refusals import ProfileNeeded


@dataclass(frozen=True, slots=True)
class MyData:
    """Everything stored about a person; many rows are given as a count."""

    teacher: Teacher
    consent: Consent | None
    account: int
    """Id of the person in the messenger."""
    roles: frozenset[Role]
    signups: int
    attended: int
    points: int
    certificates: int
    lines: int
    """Texts written by the person: questions, answers, letters, broadcasts."""
    feedback: int
    opened: int
    """Events whose card the person opened; the closing reminder goes by it."""
    grounds: tuple[DataGround, ...] = ()


_EVENTS_MARKED = select(func.count(func.distinct(Attendance.event_id))).where(
    Attendance.teacher_id == bindparam("teacher")
)


def my_data(db: Session, actor: Actor) -> MyData:
    """Return the data of a person, who may have agreed to an older text."""
    teacher = actor.teacher
    if teacher is None:
        raise ProfileNeeded()
    own = teacher.id
    account_ids = list(db.scalars(select(Account.id).where(Account.teacher_id == own)))
    return MyData(
        teacher,
        current_consent(db, actor.account),
        actor.account.external_id,
        actor.roles,
        signups=_count(db, Registration.teacher_id == own),
        attended=db.scalar(_EVENTS_MARKED, {"teacher": own}) or 0,
        points=db.scalar(select(func.sum(PointEntry.points)).where(PointEntry.teacher_id == own)) or 0,
        certificates=count_certificates(db, own),
        lines=_count(db, QuestionLine.author_id.in_(account_ids))
        + _count(db, Letter.author_id.in_(account_ids))
        + _count(db, Broadcast.author_id.in_(account_ids)),
        feedback=_count(db, Feedback.teacher_id == own),
        opened=_count(db, CardOpened.teacher_id == own),
        grounds=grounds_of(db, own),
    )


def count_certificates(db: Session, teacher_id: int) -> int:
    return _count(db, Certificate.teacher_id == teacher_id)


def _count(db: Session, where: ColumnElement[bool]) -> int:
    return db.scalar(select(func.count()).where(where)) or 0
