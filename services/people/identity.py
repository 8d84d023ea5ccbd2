"""Questions to the staff about newcomers with a known name: the same person or a namesake."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from models import Account, Employment, IdentityQuestion, IdentityState, Teacher
from services.actors import Actor, account_name, actor_of, staff_accounts
from services.notices import Notice, notify, notify_teacher
from services.people import merging
from services.reading.person_names import same_person
from services.refusals import AlreadyAnswered, NotFound, Refusal
from services.schools.employments import is_employed, organizations_of

ANSWERS = (IdentityState.SAME, IdentityState.NAMESAKE)


class PeopleMerged(Refusal):
    """The two people of the question have been merged without an answer."""

    key = "refused-people-merged"


class ProfileMerged(Refusal):
    """One of the people of the question has been merged with somebody else."""

    key = "refused-profile-merged"


class PersonErased(Refusal):
    """A person of the question has withdrawn the consent."""

    key = "refused-person-erased"


@dataclass(frozen=True, slots=True)
class IdentityAsked(Notice):
    question: int

    @property
    def key(self) -> str:
        return f"identity:{self.question}"


@dataclass(frozen=True, slots=True)
class IdentityAnswered(Notice):
    question: int


@dataclass(frozen=True, slots=True)
class IdentityView:
    """Two people of one organization with matching names."""

    question: int
    newcomer: Teacher
    known: Teacher
    known_has_account: bool


@dataclass(frozen=True, slots=True)
class IdentityAnswer:
    state: IdentityState
    known: Teacher


def ask_about_namesakes(db: Session, newcomer: Teacher, now: datetime) -> bool:
    """Ask the staff about people of the same organization with a matching name, once a pair; return whether it did.

    Only people who registered themselves are checked; a personal invitation identifies its receiver.
    """
    places = organizations_of(newcomer)
    if not newcomer.self_registered or not places:
        return False
    asked = False
    colleagues = db.scalars(
        select(Teacher)
        .where(
            is_employed(Employment.organization_id.in_(places)),
            Teacher.id != newcomer.id,
            Teacher.erased_at.is_(None),
        )
        .order_by(Teacher.self_registered, Teacher.id)
    )
    for known in list(colleagues.unique()):
        if not same_person(newcomer.full_name, known.full_name) or _asked_before(db, newcomer.id, known.id):
            continue
        question = IdentityQuestion(newcomer_id=newcomer.id, known_id=known.id, asked_at=now)
        db.add(question)
        db.flush()
        for account in staff_accounts(db):
            notify(db, account, IdentityAsked(question.id), now)
        asked = True
    return asked


def notify_open_questions(db: Session, account: Account, now: datetime) -> None:
    """Enqueue every open question for one staff member."""
    for question in db.scalars(select(IdentityQuestion).where(IdentityQuestion.state == IdentityState.OPEN)):
        notify(db, account, IdentityAsked(question.id), now)


def answer(db: Session, actor: Actor, question_id: int, state: IdentityState, now: datetime) -> IdentityAnswer:
    """Merge the newcomer into the known person, or keep both as namesakes. The first answer wins."""
    actor.require_staff()
    question = db.get(IdentityQuestion, question_id, populate_existing=True)
    if question is None or state not in ANSWERS:
        raise NotFound()
    if question.state is not IdentityState.OPEN:
        raise _answered_before(db, question)
    newcomer, known = merging.lock_pair(db, question.newcomer_id, question.known_id)
    same_pair = (IdentityQuestion.newcomer_id == newcomer.id) & (IdentityQuestion.known_id == known.id)
    done = db.execute(
        update(IdentityQuestion)
        .where(IdentityQuestion.id == question_id, IdentityQuestion.state == IdentityState.OPEN, same_pair)
        .values(state=state, answered_at=now, answered_by_id=actor.account.id)
        .returning(IdentityQuestion.id)
    ).first()
    if done is None:
        return answer(db, actor, question_id, state, now)  # answered or moved by a merge while the lock was awaited
    if newcomer.erased_at is not None or known.erased_at is not None:
        raise ProfileMerged()  # left open by a version that did not close such questions
    notify_teacher(db, newcomer.id, IdentityAnswered(question.id), now)
    if state is IdentityState.SAME:
        merging.merge(db, newcomer, known, now)
    return IdentityAnswer(state, known)


def load_question(db: Session, account: Account, notice: IdentityAsked, _now: datetime) -> IdentityView | None:
    """Return the question for a staff member; None if it was answered or no longer matters."""
    question = db.get(IdentityQuestion, notice.question)
    if question is None or question.state is not IdentityState.OPEN or not actor_of(db, account).is_staff:
        return None
    newcomer, known = db.get_one(Teacher, question.newcomer_id), db.get_one(Teacher, question.known_id)
    if newcomer.erased_at is not None or known.erased_at is not None:
        return None
    has_account = db.scalar(select(Account.id).where(Account.teacher_id == known.id).limit(1)) is not None
    return IdentityView(question.id, newcomer, known, has_account)


def load_answer(db: Session, account: Account, notice: IdentityAnswered, _now: datetime) -> IdentityAnswer | None:
    """Return the answer for the newcomer; None if the profile is gone."""
    question = db.get(IdentityQuestion, notice.question)
    if question is None or account.teacher is None:
        return None
    return IdentityAnswer(question.state, account.teacher)


def _answered_before(db: Session, question: IdentityQuestion) -> Refusal:
    """Return why a closed question needs no answer."""
    if question.state is IdentityState.MERGED:
        return ProfileMerged()
    if question.state is IdentityState.ERASED:
        return PersonErased()
    if question.answered_by_id is None:
        return PeopleMerged()
    return AlreadyAnswered(who=account_name(db, question.answered_by_id))


def _asked_before(db: Session, one: int, other: int) -> bool:
    pair = or_(
        (IdentityQuestion.newcomer_id == one) & (IdentityQuestion.known_id == other),
        (IdentityQuestion.newcomer_id == other) & (IdentityQuestion.known_id == one),
    )
    return db.scalar(select(IdentityQuestion.id).where(pair).limit(1)) is not None
