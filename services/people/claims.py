"""Organizations that teachers typed and the network does not have: the staff says which one it is, or adds it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models import Account, Organization, OrganizationClaim, OrganizationKind, Teacher
from services.actors import Actor, actor_of, staff_accounts
from services.notices import Notice, NoticeKind, notify, notify_teacher
from services.people import identity
from services.refusals import AlreadyAnswered, NotFound
from services.schools.register import likely_organizations

LONGEST_SHORT = 120


@dataclass(frozen=True, slots=True)
class ClaimView:
    """What the staff is asked: who typed what, and up to three organizations it may be."""

    claim: OrganizationClaim
    teacher: Teacher
    likely: list[Organization]


@dataclass(frozen=True, slots=True)
class ClaimAnswered:
    typed: str
    teacher: Teacher
    organization: Organization


def claim(db: Session, teacher: Teacher, typed: str, now: datetime) -> OrganizationClaim:
    """Ask the staff about an organization; a person's earlier open question falls away."""
    drop(db, teacher)
    row = OrganizationClaim(teacher_id=teacher.id, typed=typed)
    db.add(row)
    db.flush()
    for account in staff_accounts(db):
        _tell(db, account, row, now)
    return row


def drop(db: Session, teacher: Teacher) -> None:
    """The person's open question is of no use any longer."""
    db.execute(
        delete(OrganizationClaim).where(
            OrganizationClaim.teacher_id == teacher.id, OrganizationClaim.answered_at.is_(None)
        )
    )


def open_claim(db: Session, teacher: Teacher) -> OrganizationClaim | None:
    return db.scalar(
        select(OrganizationClaim).where(
            OrganizationClaim.teacher_id == teacher.id, OrganizationClaim.answered_at.is_(None)
        )
    )


def tell(db: Session, account: Account, now: datetime) -> None:
    """Owe every open question to one of the staff, once."""
    for row in db.scalars(select(OrganizationClaim).where(OrganizationClaim.answered_at.is_(None))):
        _tell(db, account, row, now)


def open_view(db: Session, actor: Actor, claim_id: int) -> ClaimView:
    """A question still open. Raises StaffOnly, NotFound, AlreadyAnswered."""
    actor.require_staff()
    row = db.get(OrganizationClaim, claim_id)
    if row is None:
        raise NotFound()
    if row.answered_at is not None:
        raise AlreadyAnswered(who=_answerer(db, row.answered_by_id))
    teacher = db.get_one(Teacher, row.teacher_id)
    return ClaimView(row, teacher, likely_organizations(db, row.typed)[:3])


def answer(db: Session, actor: Actor, claim_id: int, organization_id: int, now: datetime) -> ClaimAnswered:
    """The typed organization is that one. The first answer wins. Raises StaffOnly, NotFound, AlreadyAnswered."""
    view = open_view(db, actor, claim_id)
    organization = db.get(Organization, organization_id)
    if organization is None:
        raise NotFound()
    return _settle(db, actor, view, organization, now)


def add_organization(db: Session, actor: Actor, claim_id: int, kind: OrganizationKind, now: datetime) -> ClaimAnswered:
    """Put the typed organization into the network. The first answer wins. Raises as `answer`."""
    view = open_view(db, actor, claim_id)
    typed = view.claim.typed
    short = typed if len(typed) <= LONGEST_SHORT else typed[: LONGEST_SHORT - 1].rstrip() + "…"
    organization = Organization(short=short, title=typed, kind=kind)
    db.add(organization)
    db.flush()
    return _settle(db, actor, view, organization, now)


def asked_view(db: Session, account: Account, payload: dict[str, Any], now: datetime) -> ClaimView | None:
    """For the notice to the staff: None when it was answered or the receiver is no longer on the staff."""
    row = db.get(OrganizationClaim, payload["claim"])
    if row is None or row.answered_at is not None or not actor_of(db, account).is_staff:
        return None
    return ClaimView(row, db.get_one(Teacher, row.teacher_id), likely_organizations(db, row.typed)[:3])


def answered_view(db: Session, account: Account, payload: dict[str, Any], now: datetime) -> ClaimAnswered | None:
    """For the notice to the teacher: None when they have moved on."""
    row = db.get(OrganizationClaim, payload["claim"])
    teacher = account.teacher
    if row is None or row.resolved_organization_id is None or teacher is None or teacher.id != row.teacher_id:
        return None
    if teacher.organization is None or teacher.organization_id != row.resolved_organization_id:
        return None
    return ClaimAnswered(row.typed, teacher, teacher.organization)


def _settle(db: Session, actor: Actor, view: ClaimView, organization: Organization, now: datetime) -> ClaimAnswered:
    done = db.execute(
        update(OrganizationClaim)
        .where(OrganizationClaim.id == view.claim.id, OrganizationClaim.answered_at.is_(None))
        .values(resolved_organization_id=organization.id, answered_at=now, answered_by_id=actor.account.id)
        .returning(OrganizationClaim.id)
    ).first()
    if done is None:
        db.refresh(view.claim)
        raise AlreadyAnswered(who=_answerer(db, view.claim.answered_by_id))
    view.teacher.organization = organization
    db.flush()
    payload = {"claim": view.claim.id}
    notice = Notice(NoticeKind.ORGANIZATION_ANSWERED, f"claim-answered:{view.claim.id}", payload)
    notify_teacher(db, view.teacher.id, notice, now)
    identity.ask(db, view.teacher, now)
    return ClaimAnswered(view.claim.typed, view.teacher, organization)


def _tell(db: Session, account: Account, row: OrganizationClaim, now: datetime) -> None:
    notify(db, account, Notice(NoticeKind.ORGANIZATION_ASKED, f"claim:{row.id}", {"claim": row.id}), now)


def _answerer(db: Session, account_id: int | None) -> str:
    """The name of who answered; empty when that is not known."""
    account = db.get(Account, account_id) if account_id else None
    return account.teacher.full_name if account and account.teacher else ""
