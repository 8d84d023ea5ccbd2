"""Invitation links. Only the SHA-256 of a token is stored, so a link is shown once, when it is made."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session

from models import Account, Invite, InviteKind, Network, Organization, Role, RoleGrant, Teacher
from services.actors import Actor
from services.data_grounds import record_own_consent
from services.name_search import has_words
from services.network import network
from services.paging import Page, page_bounds
from services.people import merging
from services.people.consent import has_consent
from services.reading.person_names import same_person
from services.refusals import ConsentNeeded, NotFound, Refusal

PREFIX = "inv_"
PAGE_SIZE = 6
STAFF_LINK_LIFETIME = timedelta(hours=72)
LIFETIMES = {InviteKind.PERSON: timedelta(days=30), InviteKind.STAFF: STAFF_LINK_LIFETIME, InviteKind.SCHOOL: None}
"""Personal links live long, since a school needs weeks to pass them on; the link of a school never expires."""


class InviteUseless(Refusal):
    """The link was used, expired, replaced or never existed; the text does not tell which."""

    key = "refused-invite-useless"


class InviteForAnother(Refusal):
    """The link is for another person than the owner of this account."""

    key = "refused-invite-for-another"


class LiveLink(Refusal):
    """A live link exists and a new one would end it; `subject` is the id of the person or school, `title` its name."""

    key = "refused-live-link"


@dataclass(frozen=True, slots=True)
class InviteTarget:
    """Receiver of a link: a person, an organization, or the first to open it; `role` is given on entering."""

    kind: InviteKind
    role: Role | None = None
    teacher_id: int | None = None
    organization_id: int | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A usable link, by the id of its row; `entered` is true if the account has used it before."""

    invite: int
    entered: bool
    organization_id: int | None


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A new link; without the bot's username `url` is empty and `token` goes after /start."""

    token: str
    url: str
    kind: InviteKind
    role: Role | None
    title: str
    expires_at: datetime | None
    replaced: bool


def make_invite(db: Session, target: InviteTarget, now: datetime) -> str:
    """Make a link of 128 random bits and return its token. The caller checks the right.

    A person or a school has one live link, so earlier ones end. Personal links live 30 days, staff links 72 hours.
    """
    if target.teacher_id is not None or target.organization_id is not None:
        db.execute(update(Invite).where(*_live(target, now)).values(revoked_at=now))
    token = secrets.token_urlsafe(16)
    lifetime = LIFETIMES[target.kind]
    db.add(
        Invite(
            token_sha256=_hash(token),
            kind=target.kind,
            role=target.role,
            teacher_id=target.teacher_id,
            organization_id=target.organization_id,
            created_at=now,
            expires_at=now + lifetime if lifetime else None,
        )
    )
    db.flush()
    return token


def link(row: Network, token: str) -> str:
    """Return the address that opens the bot with the invitation; empty before the bot's first start."""
    return f"{row.link_base}{PREFIX}{token}" if row.link_base else ""


def invite_staff(db: Session, actor: Actor, role: Role, now: datetime) -> MadeLink:
    """Make a link that gives a role to the first person who opens it."""
    actor.require_staff()
    actor.require_admin("refused-admins-only")
    token = make_invite(db, InviteTarget(InviteKind.STAFF, role=role), now)
    return _made(db, token, "", replaced=False)


def invite_school(db: Session, actor: Actor, organization_id: int, sure: bool, now: datetime) -> MadeLink:
    """Make the link of an organization; replacing a live one has to be `sure`."""
    actor.require_staff()
    organization = db.get(Organization, organization_id)
    if organization is None:
        raise NotFound()
    target = InviteTarget(InviteKind.SCHOOL, organization_id=organization_id)
    live = _has_live_link(db, target, now)
    if live and not sure:
        raise LiveLink(kind=InviteKind.SCHOOL.value, subject=organization_id, title=organization.short)
    token = make_invite(db, target, now)
    return _made(db, token, organization.short, replaced=live)


def invite_person(db: Session, actor: Actor, teacher_id: int, sure: bool, now: datetime) -> MadeLink:
    """Make a single-use link for a person of the network; replacing a live one has to be `sure`."""
    actor.require_staff()
    teacher = db.get(Teacher, teacher_id)
    if teacher is None or teacher.erased_at is not None:
        raise NotFound()
    if _roles(db, teacher_id) & {Role.ADMIN, Role.METHODIST}:
        actor.require_admin("refused-admins-only")
    target = InviteTarget(InviteKind.PERSON, teacher_id=teacher_id)
    live = _has_live_link(db, target, now)
    if live and not sure:
        raise LiveLink(kind=InviteKind.PERSON.value, subject=teacher_id, title=teacher.full_name)
    token = make_invite(db, target, now)
    return _made(db, token, teacher.full_name, replaced=live)


def people_to_invite(db: Session, actor: Actor, typed: str, page: int = 1) -> Page[Teacher]:
    """Return a page of the people without an account, by name; `typed` keeps those of whose names its words begin."""
    actor.require_staff()
    having = [Teacher.erased_at.is_(None), ~exists().where(Account.teacher_id == Teacher.id), *has_words(typed)]
    if not actor.is_admin:
        staff = RoleGrant.role.in_([Role.ADMIN, Role.METHODIST])
        having.append(~exists().where(RoleGrant.teacher_id == Teacher.id, staff))
    bounds = page_bounds(db.scalar(select(func.count()).select_from(Teacher).where(*having)) or 0, page, PAGE_SIZE)
    shown = select(Teacher).where(*having).order_by(Teacher.name_key, Teacher.id)
    return bounds.page(db.scalars(shown.offset(bounds.offset).limit(bounds.limit)))


def open_invite(db: Session, actor: Actor, token: str, now: datetime) -> Opened:
    """Look at a link without using it; the account keeps it until the person enters, instead of one opened before."""
    invite = db.scalar(select(Invite).where(Invite.token_sha256 == _hash(token)))
    if invite is None:
        raise InviteUseless()
    entered = _has_entered(actor, invite)
    if not entered:
        _check_usable(db, actor, invite, now)
    has_use = not entered and (actor.teacher is None or invite.organization_id is None)
    actor.account.opened_invite_id = invite.id if has_use else None
    db.flush()
    return Opened(invite.id, entered, invite.organization_id)


def opened_without_form(db: Session, actor: Actor) -> Invite | None:
    """Return the opened link, unless a newcomer has to fill in a profile first, since it names nobody."""
    invite = _opened(db, actor.account)
    return None if invite is None or (invite.teacher_id is None and actor.teacher is None) else invite


def school_of_opened(db: Session, actor: Actor) -> int | None:
    """Return the id of the organization that the opened link names."""
    invite = _opened(db, actor.account)
    return invite.organization_id if invite else None


def drop_useless(db: Session, actor: Actor, now: datetime) -> Refusal | None:
    """Forget the opened link if the person cannot enter by it any more, and return the reason.

    A link that needs a profile first is kept: `use_for_newcomer` tells.
    """
    invite = opened_without_form(db, actor)
    if invite is None:
        return None
    try:
        _check_usable(db, actor, invite, now)
    except Refusal as refusal:
        actor.account.opened_invite_id = None
        db.flush()
        return refusal
    return None


def redeem(db: Session, actor: Actor, invite_id: int, now: datetime) -> bool:
    """Use a link that needs no form: claim the person it names, take the role it gives; return False if used before."""
    if not has_consent(db, actor.account):
        raise ConsentNeeded()
    invite = db.get(Invite, invite_id)
    if invite is None:
        raise InviteUseless()
    actor.account.opened_invite_id = None
    if _has_entered(actor, invite) or invite.kind is InviteKind.SCHOOL:
        return False
    person = _check_person(db, actor, invite) if invite.teacher_id is not None else actor.teacher
    if person is None:
        raise InviteUseless()
    if not _use_up(db, actor.account, invite_id, now):
        raise InviteUseless()
    if actor.teacher is not None and actor.teacher.id != person.id:
        merging.merge(db, *merging.lock_pair(db, actor.teacher.id, person.id), now)
    actor.account.teacher = person
    record_own_consent(db, actor.account, now)
    _grant(db, person, invite.role)
    db.flush()
    return True


def use_for_newcomer(db: Session, account: Account, teacher: Teacher, now: datetime) -> bool:
    """Give a new profile the role of the opened link, if any; return False if the link was used up meanwhile."""
    invite = _opened(db, account)
    account.opened_invite_id = None
    db.flush()
    if invite is None or invite.kind is InviteKind.SCHOOL:
        return True
    if invite.teacher_id is not None or not _use_up(db, account, invite.id, now):
        return False
    _grant(db, teacher, invite.role)
    return True


def end_person_links(db: Session, teacher_id: int, now: datetime) -> None:
    """Revoke the unused links for a person."""
    db.execute(
        update(Invite)
        .where(Invite.teacher_id == teacher_id, Invite.used_at.is_(None), Invite.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _opened(db: Session, account: Account) -> Invite | None:
    return db.get(Invite, account.opened_invite_id) if account.opened_invite_id else None


def _has_entered(actor: Actor, invite: Invite) -> bool:
    """Whether the account has used this link before."""
    return invite.used_by_id == actor.account.id and actor.teacher is not None


def _works(now: datetime) -> ColumnElement[bool]:
    return and_(
        Invite.used_at.is_(None),
        Invite.revoked_at.is_(None),
        or_(Invite.expires_at.is_(None), Invite.expires_at > now),
    )


def _use_up(db: Session, account: Account, invite_id: int, now: datetime) -> bool:
    """Mark a link as used, in one statement, so that only one of two simultaneous attempts succeeds."""
    statement = (
        update(Invite)
        .where(Invite.id == invite_id, _works(now))
        .values(used_at=now, used_by_id=account.id)
        .returning(Invite.id)
    )
    return db.execute(statement).first() is not None


def _check_usable(db: Session, actor: Actor, invite: Invite, now: datetime) -> None:
    """Raises InviteUseless, or InviteForAnother for a link that names another person."""
    if db.scalar(select(Invite.id).where(Invite.id == invite.id, _works(now))) is None:
        raise InviteUseless()
    if invite.teacher_id is not None:
        _check_person(db, actor, invite)


def _check_person(db: Session, actor: Actor, invite: Invite) -> Teacher:
    """Return the person a link names, if the account may be theirs."""
    person = db.get(Teacher, invite.teacher_id)
    if person is None or person.erased_at is not None:
        raise InviteUseless()
    own = actor.teacher
    if own is None or own.id == person.id or (own.self_registered and same_person(own.full_name, person.full_name)):
        return person
    raise InviteForAnother(name=own.full_name)


def _has_live_link(db: Session, target: InviteTarget, now: datetime) -> bool:
    return db.scalar(select(Invite.id).where(*_live(target, now)).limit(1)) is not None


def _live(target: InviteTarget, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Match the usable links of one person (of any kind) or of one organization."""
    if target.teacher_id is not None:
        return Invite.teacher_id == target.teacher_id, _works(now)
    return Invite.kind == target.kind, Invite.organization_id == target.organization_id, _works(now)


def _roles(db: Session, teacher_id: int) -> set[Role]:
    return set(db.scalars(select(RoleGrant.role).where(RoleGrant.teacher_id == teacher_id)))


def _grant(db: Session, teacher: Teacher, role: Role | None) -> None:
    if role is not None and role not in _roles(db, teacher.id):
        db.add(RoleGrant(teacher_id=teacher.id, role=role))
        db.flush()


def _made(db: Session, token: str, title: str, *, replaced: bool) -> MadeLink:
    invite = db.scalars(select(Invite).where(Invite.token_sha256 == _hash(token))).one()
    return MadeLink(token, link(network(db), token), invite.kind, invite.role, title, invite.expires_at, replaced)
