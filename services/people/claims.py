"""Organizations typed by teachers and unknown to the network: the staff identifies or adds them."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from models import Account, Organization, OrganizationClaim, OrganizationKind, Teacher
from services.actors import Actor, account_name, actor_of, staff_accounts
from services.notices import Notice, notify, notify_teacher
from services.people import identity
from services.people.identity import PersonErased
from services.people.open_questions import close_claims
from services.refusals import AlreadyAnswered, NotFound, Refusal
from services.schools.employments import main_position, set_main, today
from services.schools.register import likely_organizations

SHORT_NAME_LIMIT = 120


class OrganizationKnown(Refusal):
    """The person of the claim has an organization by now."""

    key = "refused-organization-known"


class ClaimReplaced(Refusal):
    """The person has typed another organization since, or none is asked about."""

    key = "refused-claim-replaced"


@dataclass(frozen=True, slots=True)
class OrganizationAsked(Notice):
    claim: int

    @property
    def key(self) -> str:
        return f"claim:{self.claim}"


@dataclass(frozen=True, slots=True)
class OrganizationAnswered(Notice):
    claim: int

    @property
    def key(self) -> str:
        return f"claim-answered:{self.claim}"


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A typed organization with its author and up to three likely matches."""

    claim: OrganizationClaim
    teacher: Teacher
    likely: list[Organization]


@dataclass(frozen=True, slots=True)
class ClaimAnswered:
    typed: str
    teacher: Teacher
    organization: Organization


def make_claim(db: Session, teacher: Teacher, typed: str, now: datetime) -> OrganizationClaim:
    """Ask the staff about an organization; it replaces the person's open claim."""
    close_claims(db, teacher.id, now)
    row = OrganizationClaim(teacher_id=teacher.id, typed=typed)
    db.add(row)
    db.flush()
    for account in staff_accounts(db):
        notify(db, account, OrganizationAsked(row.id), now)
    return row


_OPEN = select(OrganizationClaim).where(
    OrganizationClaim.teacher_id == bindparam("teacher"), OrganizationClaim.answered_at.is_(None)
)


def open_claim(db: Session, teacher: Teacher) -> OrganizationClaim | None:
    return db.scalar(_OPEN, {"teacher": teacher.id})


def notify_open_claims(db: Session, account: Account, now: datetime) -> None:
    """Enqueue every open claim for one staff member."""
    for row in db.scalars(select(OrganizationClaim).where(OrganizationClaim.answered_at.is_(None))):
        notify(db, account, OrganizationAsked(row.id), now)


def view_open_claim(db: Session, actor: Actor, claim_id: int) -> ClaimView:
    actor.require_staff()
    row = db.get(OrganizationClaim, claim_id, populate_existing=True)
    if row is None:
        raise NotFound()
    if row.answered_at is not None:
        raise _answered_before(db, row)
    teacher = db.get_one(Teacher, row.teacher_id)
    return ClaimView(row, teacher, likely_organizations(db, row.typed)[:3])


def answer(db: Session, actor: Actor, claim_id: int, organization_id: int, now: datetime) -> ClaimAnswered:
    """Resolve a claim with a known organization. The first answer wins."""
    view = view_open_claim(db, actor, claim_id)
    organization = db.get(Organization, organization_id)
    if organization is None:
        raise NotFound()
    return _resolve(db, actor, view, organization, now)


def add_organization(db: Session, actor: Actor, claim_id: int, kind: OrganizationKind, now: datetime) -> ClaimAnswered:
    """Resolve a claim by adding the typed organization to the network. The first answer wins."""
    view = view_open_claim(db, actor, claim_id)
    typed = view.claim.typed
    short = typed if len(typed) <= SHORT_NAME_LIMIT else typed[: SHORT_NAME_LIMIT - 1].rstrip() + "…"
    organization = Organization(short=short, title=typed, kind=kind)
    db.add(organization)
    db.flush()
    return _resolve(db, actor, view, organization, now)


def load_claim(db: Session, account: Account, notice: OrganizationAsked, _now: datetime) -> ClaimView | None:
    """Return the claim for a staff member; None if it was answered or the receiver has left the staff."""
    row = db.get(OrganizationClaim, notice.claim)
    if row is None or row.answered_at is not None or not actor_of(db, account).is_staff:
        return None
    return ClaimView(row, db.get_one(Teacher, row.teacher_id), likely_organizations(db, row.typed)[:3])


def load_answer(db: Session, account: Account, notice: OrganizationAnswered, _now: datetime) -> ClaimAnswered | None:
    """Return the answer for the teacher; None if the profile names another organization by now."""
    row = db.get(OrganizationClaim, notice.claim)
    teacher = account.teacher
    if row is None or row.resolved_organization_id is None or teacher is None or teacher.id != row.teacher_id:
        return None
    if teacher.organization is None or teacher.organization_id != row.resolved_organization_id:
        return None
    return ClaimAnswered(row.typed, teacher, teacher.organization)


def _resolve(db: Session, actor: Actor, view: ClaimView, organization: Organization, now: datetime) -> ClaimAnswered:
    done = db.execute(
        update(OrganizationClaim)
        .where(OrganizationClaim.id == view.claim.id, OrganizationClaim.answered_at.is_(None))
        .values(resolved_organization_id=organization.id, answered_at=now, answered_by_id=actor.account.id)
        .returning(OrganizationClaim.id)
    ).first()
    if done is None:
        db.refresh(view.claim)
        raise _answered_before(db, view.claim)
    position = replace(main_position(view.teacher), organization_id=organization.id)
    set_main(db, view.teacher, position, today(db, now))
    notify_teacher(db, view.teacher.id, OrganizationAnswered(view.claim.id), now)
    identity.ask_about_namesakes(db, view.teacher, now)
    return ClaimAnswered(view.claim.typed, view.teacher, organization)


def _answered_before(db: Session, row: OrganizationClaim) -> Refusal:
    """Return why a closed claim needs no answer: somebody gave one, or the person changed or left."""
    teacher = db.get_one(Teacher, row.teacher_id)
    if row.resolved_organization_id is not None:
        return AlreadyAnswered(who=account_name(db, row.answered_by_id))
    if teacher.erased_at is not None:
        return PersonErased()
    if teacher.organization is not None:
        return OrganizationKnown(name=teacher.full_name, short=teacher.organization.short)
    return ClaimReplaced(name=teacher.full_name)
