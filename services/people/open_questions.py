"""Questions to the staff that need no answer any more: they are closed and kept, so that an old button can say why."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from models import IdentityQuestion, IdentityState, OrganizationClaim, Teacher
from services.reading.person_names import same_person


def close_claims(db: Session, teacher_id: int, now: datetime) -> None:
    """Close the person's open questions about an organization."""
    _close_claims(db, OrganizationClaim.teacher_id == teacher_id, now)


def close_questions_about(db: Session, teacher_id: int, now: datetime) -> None:
    """Close the open questions about a person who is erased, and empty the organizations they typed."""
    close_claims(db, teacher_id, now)
    db.execute(update(OrganizationClaim).where(OrganizationClaim.teacher_id == teacher_id).values(typed=""))
    db.execute(
        update(IdentityQuestion)
        .where(_is_about(teacher_id), IdentityQuestion.state == IdentityState.OPEN)
        .values(state=IdentityState.ERASED, answered_at=now)
    )


def follow_merge(db: Session, newcomer: Teacher, known: Teacher, now: datetime) -> None:
    """Close the questions that the merge of two people answers; the others go on about the one who stays."""
    _follow_with_claims(db, newcomer, known, now)
    about = select(IdentityQuestion).where(_is_about(newcomer.id)).order_by(IdentityQuestion.id)
    for question in db.scalars(about.execution_options(populate_existing=True)).all():
        if known.id in (question.newcomer_id, question.known_id):
            _close(question, IdentityState.SAME, now)
        else:
            _follow_with_question(db, question, newcomer, known, now)
    db.flush()


def _follow_with_claims(db: Session, newcomer: Teacher, known: Teacher, now: datetime) -> None:
    """Keep the newest open claim of both, and only while the organization is unknown."""
    of_both = OrganizationClaim.teacher_id.in_((newcomer.id, known.id))
    newest = select(OrganizationClaim.id).where(of_both, OrganizationClaim.answered_at.is_(None))
    kept = db.scalar(newest.order_by(OrganizationClaim.id.desc()).limit(1)) if known.organization is None else None
    _close_claims(db, of_both if kept is None else of_both & (OrganizationClaim.id != kept), now)
    db.execute(update(OrganizationClaim).where(OrganizationClaim.teacher_id == newcomer.id).values(teacher_id=known.id))


def _follow_with_question(
    db: Session, question: IdentityQuestion, newcomer: Teacher, known: Teacher, now: datetime
) -> None:
    """Ask the question about the person who stays, unless it was asked or the names differ."""
    is_asker = question.newcomer_id == newcomer.id
    other = db.get_one(Teacher, question.known_id if is_asker else question.newcomer_id)
    earlier = db.scalar(select(IdentityQuestion).where(_is_about(known.id), _is_about(other.id)).limit(1))
    pair = (known, other) if is_asker else (other, known)
    if pair[1].self_registered and not pair[0].self_registered:
        pair = (pair[1], pair[0])  # a person of the network's file stays when the two are merged
    question.newcomer_id, question.known_id = pair[0].id, pair[1].id
    if earlier is not None:
        _share_answer(question, earlier, now)
    elif not same_person(known.full_name, other.full_name):
        _close(question, IdentityState.MERGED, now)


def _share_answer(question: IdentityQuestion, earlier: IdentityQuestion, now: datetime) -> None:
    """Let two questions about the same people have one answer; of two open ones the earlier stays open."""
    if question.state is earlier.state:
        _close(question, IdentityState.MERGED, now)
        return
    source, target = (earlier, question) if question.state is IdentityState.OPEN else (question, earlier)
    if target.state is IdentityState.OPEN:
        target.state, target.answered_at = source.state, source.answered_at
        target.answered_by_id = source.answered_by_id


def _close(question: IdentityQuestion, state: IdentityState, now: datetime) -> None:
    if question.state is IdentityState.OPEN:
        question.state, question.answered_at = state, now


def _close_claims(db: Session, which: ColumnElement[bool], now: datetime) -> None:
    open_ones = update(OrganizationClaim).where(which, OrganizationClaim.answered_at.is_(None))
    db.execute(open_ones.values(answered_at=now))


def _is_about(teacher_id: int) -> ColumnElement[bool]:
    return or_(IdentityQuestion.newcomer_id == teacher_id, IdentityQuestion.known_id == teacher_id)
