"""Erasure of a profile when the consent is withdrawn."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from models import (
    Account,
    CardOpened,
    Document,
    Event,
    EventRole,
    Feedback,
    Letter,
    OpenForm,
    OutboxMessage,
    OutboxState,
    Question,
    QuestionLine,
    RoleGrant,
    Subproject,
    Teacher,
    UnfinishedAnnouncement,
    WrongCode,
)
from services.actors import Actor
from services.correspondence import broadcasts
from services.data_grounds import end_grounds
from services.events import seats
from services.notices import drop_notices
from services.people import invites, merging
from services.people.consent import end_consents
from services.people.my_data import count_certificates
from services.people.open_questions import close_questions_about
from services.recognition.card import CardReady
from services.stored import Shapes, name_of

_FINAL_STATES = (
    OutboxState.SENT,
    OutboxState.UNCLEAR,
    OutboxState.FAILED,
    OutboxState.EXPIRED,
    OutboxState.DROPPED,
)
_PRINTS = Shapes[CardReady]([CardReady])


@dataclass(frozen=True, slots=True)
class Erased:
    certificates: int


def withdraw(db: Session, actor: Actor, now: datetime) -> Erased:
    """Withdraw the consent and erase the profile; return how many certificates keep their copy of the name.

    Seats are passed on, texts are emptied (answers to the person too, which may name them), roles and links end,
    waiting notices are dropped, all accounts of the person are unlinked. Attendance and points stay without a name,
    so that the network's counts stay true.
    """
    teacher = actor.teacher
    if teacher is None:
        end_consents(db, actor.account, now)
        _forget_unfinished(db, actor.account)
        db.flush()
        return Erased(0)
    seats.cancel_all_bookings(db, teacher.id, now)
    for account in _accounts(db, teacher):
        _erase_account(db, account, now)
    _erase_person(db, teacher, now)
    merging.anonymize(db, teacher, now)
    db.flush()
    return Erased(count_certificates(db, teacher.id))


def _erase_account(db: Session, account: Account, now: datetime) -> None:
    end_consents(db, account, now)
    drop_notices(db, account.id, "withdrawn")
    _delete_prints(db, account)
    account.teacher = None
    _forget_unfinished(db, account)
    asked = select(Question.id).where(Question.asker_id == account.id)
    lines = or_(QuestionLine.author_id == account.id, QuestionLine.question_id.in_(asked))
    db.execute(update(QuestionLine).where(lines).values(text=""))
    db.execute(delete(WrongCode).where(WrongCode.account_id == account.id))
    db.execute(update(Letter).where(Letter.author_id == account.id).values(text=""))
    broadcasts.forget_author(db, account.id, now)
    db.execute(
        update(OutboxMessage)
        .where(OutboxMessage.account_id == account.id, OutboxMessage.state.in_(_FINAL_STATES))
        .values(payload={})
    )


def _forget_unfinished(db: Session, account: Account) -> None:
    """Forget the invitation and the event that brought the person, and what they have not typed to the end."""
    account.opened_invite_id = account.wanted_event_id = None
    for unfinished in (OpenForm, UnfinishedAnnouncement):
        db.execute(delete(unfinished).where(unfinished.account_id == account.id))


def _delete_prints(db: Session, account: Account) -> None:
    """Delete printed cards sent to the account, which bear the name, before they expire."""
    sent = select(OutboxMessage.payload).where(
        OutboxMessage.account_id == account.id, OutboxMessage.kind == name_of(CardReady)
    )
    documents = [_PRINTS.load(payload).document for payload in db.scalars(sent) if payload]  # {} was erased before
    db.execute(delete(Document).where(Document.id.in_(documents), Document.keep_until.is_not(None)))


def _erase_person(db: Session, teacher: Teacher, now: datetime) -> None:
    invites.end_person_links(db, teacher.id, now)
    end_grounds(db, teacher.id, now)
    db.execute(delete(RoleGrant).where(RoleGrant.teacher_id == teacher.id))
    db.execute(delete(CardOpened).where(CardOpened.teacher_id == teacher.id))
    close_questions_about(db, teacher.id, now)
    db.execute(update(Feedback).where(Feedback.teacher_id == teacher.id).values(words=""))
    db.execute(update(EventRole).where(EventRole.teacher_id == teacher.id).values(topic=""))
    db.execute(update(Event).where(Event.responsible_id == teacher.id).values(responsible_id=None))
    db.execute(update(Subproject).where(Subproject.leader_id == teacher.id).values(leader_id=None))


def _accounts(db: Session, teacher: Teacher) -> list[Account]:
    return list(db.scalars(select(Account).where(Account.teacher_id == teacher.id)).unique())
