"""«Мои данные»: what is stored about a person, and how it is erased when the consent is withdrawn."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from models import (
    Account,
    Attendance,
    Broadcast,
    CardOpened,
    Certificate,
    Consent,
    Conversation,
    Document,
    Event,
    EventRole,
    Feedback,
    IdentityQuestion,
    IdentityState,
    Letter,
    OrganizationClaim,
    OutboxMessage,
    OutboxState,
    PointEntry,
    Question,
    QuestionLine,
    Registration,
    Role,
    RoleGrant,
    Subproject,
    Teacher,
    WrongCode,
)
from services.actors import Actor
from services.correspondence import broadcasts
from services.events import seats
from services.notices import NoticeKind, drop_notices
from services.people import invites, merging
from services.people.consent import current_consent, end_consents
from services.refusals import ProfileNeeded

_FINISHED = (
    OutboxState.SENT,
    OutboxState.UNCLEAR,
    OutboxState.FAILED,
    OutboxState.EXPIRED,
    OutboxState.DROPPED,
)


@dataclass(frozen=True, slots=True)
class MyData:
    """Everything the network keeps about a person; more than a line is counted."""

    teacher: Teacher
    consent: Consent | None
    account: int
    """The person's number in the messenger."""
    roles: frozenset[Role]
    signups: int
    attended: int
    points: int
    certificates: int
    lines: int
    """Texts written in this chat: questions, answers, letters, broadcasts."""
    feedback: int
    opened: int
    """Events whose card the person has looked at: the closing-soon notice goes by it."""


@dataclass(frozen=True, slots=True)
class Erased:
    certificates: int


def my_data(db: Session, actor: Actor) -> MyData:
    """Open to read, and the way to withdraw, whatever text was agreed to. Raises ProfileNeeded."""
    teacher = actor.teacher
    if teacher is None:
        raise ProfileNeeded()
    of_teacher = teacher.id
    accounts = _accounts(db, teacher)
    ids = [account.id for account in accounts]
    return MyData(
        teacher,
        current_consent(db, actor.account),
        actor.account.external_id,
        actor.roles,
        signups=_count(db, Registration.teacher_id == of_teacher),
        attended=_count(db, Attendance.teacher_id == of_teacher),
        points=db.scalar(select(func.sum(PointEntry.points)).where(PointEntry.teacher_id == of_teacher)) or 0,
        certificates=_count(db, Certificate.teacher_id == of_teacher),
        lines=_count(db, QuestionLine.author_id.in_(ids))
        + _count(db, Letter.author_id.in_(ids))
        + _count(db, Broadcast.author_id.in_(ids)),
        feedback=_count(db, Feedback.teacher_id == of_teacher),
        opened=_count(db, CardOpened.teacher_id == of_teacher),
    )


def withdraw(db: Session, actor: Actor, now: datetime) -> Erased:
    """Withdraw the consent and erase the profile; issued certificates keep their own copy of the name.

    Seats pass on, texts are emptied (answers to the person too: they may name them), rights and links end, nothing
    queued is sent, every account of the person is unlinked. Marks and points stay without a name, so that the
    network's counts stay true.
    """
    teacher = actor.teacher
    if teacher is None:
        end_consents(db, actor.account, now)
        return Erased(0)
    seats.cancel_all_bookings(db, teacher.id, now)
    for account in _accounts(db, teacher):
        _forget_account(db, account, now)
    _forget_person(db, teacher, now)
    merging.blank(teacher, now)
    db.flush()
    return Erased(_count(db, Certificate.teacher_id == teacher.id))


def _forget_account(db: Session, account: Account, now: datetime) -> None:
    end_consents(db, account, now)
    drop_notices(db, account.id, "withdrawn")
    _forget_prints(db, account)
    account.teacher = None
    db.execute(delete(Conversation).where(Conversation.account_id == account.id))
    asked = select(Question.id).where(Question.asker_id == account.id)
    said = or_(QuestionLine.author_id == account.id, QuestionLine.question_id.in_(asked))
    db.execute(update(QuestionLine).where(said).values(text=""))
    db.execute(delete(WrongCode).where(WrongCode.account_id == account.id))
    db.execute(update(Letter).where(Letter.author_id == account.id).values(text=""))
    broadcasts.forget_author(db, account.id, now)
    db.execute(
        update(OutboxMessage)
        .where(OutboxMessage.account_id == account.id, OutboxMessage.state.in_(_FINISHED))
        .values(payload={})
    )


def _forget_prints(db: Session, account: Account) -> None:
    """Printed cards bear the name; those sent to this account are forgotten now instead of in some days."""
    sent = select(OutboxMessage.payload).where(
        OutboxMessage.account_id == account.id, OutboxMessage.kind == NoticeKind.CARD_READY.value
    )
    documents = [payload["document"] for payload in db.scalars(sent) if "document" in payload]
    db.execute(delete(Document).where(Document.id.in_(documents), Document.keep_until.is_not(None)))


def _forget_person(db: Session, teacher: Teacher, now: datetime) -> None:
    invites.end_person_links(db, teacher.id, now)
    db.execute(delete(RoleGrant).where(RoleGrant.teacher_id == teacher.id))
    db.execute(delete(CardOpened).where(CardOpened.teacher_id == teacher.id))
    db.execute(delete(OrganizationClaim).where(OrganizationClaim.teacher_id == teacher.id))
    db.execute(
        delete(IdentityQuestion).where(
            or_(IdentityQuestion.newcomer_id == teacher.id, IdentityQuestion.known_id == teacher.id),
            IdentityQuestion.state == IdentityState.OPEN,
        )
    )
    db.execute(update(Feedback).where(Feedback.teacher_id == teacher.id).values(words=""))
    db.execute(update(EventRole).where(EventRole.teacher_id == teacher.id).values(topic=""))
    db.execute(update(Event).where(Event.responsible_id == teacher.id).values(responsible_id=None))
    db.execute(update(Subproject).where(Subproject.leader_id == teacher.id).values(leader_id=None))


def _accounts(db: Session, teacher: Teacher) -> list[Account]:
    return list(db.scalars(select(Account).where(Account.teacher_id == teacher.id)).unique())


def _count(db: Session, *where: ColumnElement[bool]) -> int:
    return db.scalar(select(func.count()).where(*where)) or 0
