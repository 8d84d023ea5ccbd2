"""Links that let people in. Only the SHA-256 of a link's token is kept, so a link is shown once, when it is made."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from models import Account, Invite, InviteKind, Network, Organization, Role, RoleGrant, Teacher
from services.actors import Actor
from services.network import network
from services.people import merging
from services.people.consent import has_consent
from services.reading.person_names import name_key, same_person
from services.refusals import ConsentNeeded, NotFound, Refusal

PREFIX = "inv_"
PERSON_LIVES = timedelta(days=30)
"""A whole school needs weeks to pass its links on."""
STAFF_LIVES = timedelta(hours=72)


class InviteUseless(Refusal):
    """The link was used, has run out, was replaced or never existed: the words do not tell which."""

    key = "refused-invite-useless"


class InviteForAnother(Refusal):
    """The link is for somebody else than the person who has entered with this account."""

    key = "refused-invite-for-another"


class LiveLink(Refusal):
    """There is a link already and a new one would end it. `subject`: of whom; `title`: their name."""

    key = "refused-live-link"


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that works: its row's id (kept in the form instead of the token) and where it leads.

    `entered`: the account has used it before. `needs_form`: the newcomer has to tell who they are.
    """

    invite: int
    entered: bool
    needs_form: bool
    organization_id: int | None


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A fresh link; `url` is empty while the bot's name is not known, then `token` goes after /start."""

    token: str
    url: str
    kind: InviteKind
    role: Role | None
    title: str
    expires_at: datetime | None
    replaced: bool


def make_invite(
    db: Session,
    kind: InviteKind,
    role: Role | None,
    teacher_id: int | None,
    organization_id: int | None,
    now: datetime,
) -> str:
    """Make a link of 128 random bits and return its token. The caller checks the right.

    A person or a school has one live link: the earlier ones end. Personal links live 30 days, staff links 72 hours.
    """
    _end_live(db, kind, teacher_id, organization_id, now)
    token = secrets.token_urlsafe(16)
    lives = {InviteKind.PERSON: PERSON_LIVES, InviteKind.STAFF: STAFF_LIVES, InviteKind.SCHOOL: None}[kind]
    db.add(
        Invite(
            token_sha256=_hash(token),
            kind=kind,
            role=role,
            teacher_id=teacher_id,
            organization_id=organization_id,
            created_at=now,
            expires_at=now + lives if lives else None,
        )
    )
    db.flush()
    return token


def link(row: Network, token: str) -> str:
    """The address that opens the bot with the invitation; empty while the bot's name is not known."""
    return f"https://t.me/{row.bot_username}?start={PREFIX}{token}" if row.bot_username else ""


def invite_staff(db: Session, actor: Actor, role: Role, now: datetime) -> MadeLink:
    """A link that gives a right to whoever opens it first."""
    actor.require_staff()
    actor.require_admin("refused-admins-only")
    token = make_invite(db, InviteKind.STAFF, role, None, None, now)
    return _made(db, token, "", replaced=False)


def invite_school(db: Session, actor: Actor, organization_id: int, sure: bool, now: datetime) -> MadeLink:
    """The one link of an organization; it works until replaced. Raises StaffOnly, NotFound, LiveLink."""
    actor.require_staff()
    organization = db.get(Organization, organization_id)
    if organization is None:
        raise NotFound()
    live = _live(db, InviteKind.SCHOOL, None, organization_id, now)
    if live and not sure:
        raise LiveLink(kind=InviteKind.SCHOOL.value, subject=organization_id, title=organization.short)
    token = make_invite(db, InviteKind.SCHOOL, None, None, organization_id, now)
    return _made(db, token, organization.short, replaced=live)


def invite_person(db: Session, actor: Actor, teacher_id: int, sure: bool, now: datetime) -> MadeLink:
    """A link for one person of the network, used once. Raises StaffOnly, NotFound, LiveLink."""
    actor.require_staff()
    teacher = db.get(Teacher, teacher_id)
    if teacher is None or teacher.erased_at is not None:
        raise NotFound()
    if _roles(db, teacher_id) & {Role.ADMIN, Role.METHODIST}:
        actor.require_admin("refused-admins-only")
    live = _live(db, InviteKind.PERSON, teacher_id, None, now)
    if live and not sure:
        raise LiveLink(kind=InviteKind.PERSON.value, subject=teacher_id, title=teacher.full_name)
    token = make_invite(db, InviteKind.PERSON, None, teacher_id, None, now)
    return _made(db, token, teacher.full_name, replaced=live)


def people_to_invite(db: Session, actor: Actor, typed: str) -> list[Teacher]:
    """People of the network without an account, by name; `typed` narrows to names that hold each of its words."""
    actor.require_staff()
    with_account = select(Account.teacher_id).where(Account.teacher_id.is_not(None))
    statement = select(Teacher).where(Teacher.erased_at.is_(None), Teacher.id.not_in(with_account))
    if not actor.is_admin:
        staff = select(RoleGrant.teacher_id).where(RoleGrant.role.in_([Role.ADMIN, Role.METHODIST]))
        statement = statement.where(Teacher.id.not_in(staff))
    for word in name_key(typed).split():
        statement = statement.where(Teacher.name_key.contains(word, autoescape=True))
    return list(db.scalars(statement.order_by(Teacher.name_key, Teacher.id)).unique())


def open_invite(db: Session, actor: Actor, token: str, now: datetime) -> Opened:
    """Look at a link without using it. Raises InviteUseless, InviteForAnother."""
    invite = db.scalar(select(Invite).where(Invite.token_sha256 == _hash(token)))
    if invite is None:
        raise InviteUseless()
    if invite.used_by_id == actor.account.id and actor.teacher is not None:
        return Opened(invite.id, entered=True, needs_form=False, organization_id=None)
    if db.scalar(select(Invite.id).where(Invite.id == invite.id, _works(now))) is None:
        raise InviteUseless()
    if invite.teacher_id is not None:
        _check_person(db, actor, invite)
    return Opened(
        invite.id,
        entered=False,
        needs_form=invite.teacher_id is None and actor.teacher is None,
        organization_id=invite.organization_id,
    )


def redeem(db: Session, actor: Actor, invite_id: int, now: datetime) -> bool:
    """Enter by a link that needs no form: claim the person it names, or take the right it gives.

    Returns whether anything new was given. Raises ConsentNeeded, InviteUseless, InviteForAnother.
    """
    if not has_consent(db, actor.account):
        raise ConsentNeeded()
    invite = db.get(Invite, invite_id)
    if invite is None:
        raise InviteUseless()
    if invite.used_by_id == actor.account.id and actor.teacher is not None:
        return False
    if invite.kind is InviteKind.SCHOOL:
        return False
    person = _check_person(db, actor, invite) if invite.teacher_id is not None else actor.teacher
    if person is None:
        raise InviteUseless()
    if not _use(db, actor.account, invite_id, now):
        raise InviteUseless()
    if actor.teacher is not None and actor.teacher.id != person.id:
        merging.merge(db, *merging.hold(db, actor.teacher.id, person.id), now)
    actor.account.teacher = person
    _grant(db, person, invite.role)
    db.flush()
    return True


def use_for_newcomer(db: Session, account: Account, teacher: Teacher, invite_id: int, now: datetime) -> bool:
    """Give a new profile the right of the link it came by; False when the link was used up meanwhile."""
    invite = db.get(Invite, invite_id)
    if invite is None or invite.teacher_id is not None:
        return False
    if invite.kind is InviteKind.SCHOOL:
        return True
    if not _use(db, account, invite_id, now):
        return False
    _grant(db, teacher, invite.role)
    return True


def end_person_links(db: Session, teacher_id: int, now: datetime) -> None:
    """Links made for a person whose profile is erased lead nowhere."""
    db.execute(
        update(Invite)
        .where(Invite.teacher_id == teacher_id, Invite.used_at.is_(None), Invite.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _works(now: datetime) -> ColumnElement[bool]:
    return and_(
        Invite.used_at.is_(None),
        Invite.revoked_at.is_(None),
        or_(Invite.expires_at.is_(None), Invite.expires_at > now),
    )


def _use(db: Session, account: Account, invite_id: int, now: datetime) -> bool:
    """Use a link up: test and change are one statement, so that of two at once one wins."""
    statement = (
        update(Invite)
        .where(Invite.id == invite_id, _works(now))
        .values(used_at=now, used_by_id=account.id)
        .returning(Invite.id)
    )
    return db.execute(statement).first() is not None


def _check_person(db: Session, actor: Actor, invite: Invite) -> Teacher:
    """The person a link names, if this account may be theirs. Raises InviteUseless, InviteForAnother."""
    person = db.get(Teacher, invite.teacher_id)
    if person is None or person.erased_at is not None:
        raise InviteUseless()
    own = actor.teacher
    if own is None or own.id == person.id or (own.self_registered and same_person(own.full_name, person.full_name)):
        return person
    raise InviteForAnother(name=own.full_name)


def _live(db: Session, kind: InviteKind, teacher_id: int | None, organization_id: int | None, now: datetime) -> bool:
    return db.scalar(select(Invite.id).where(_of(kind, teacher_id, organization_id), _works(now)).limit(1)) is not None


def _end_live(
    db: Session, kind: InviteKind, teacher_id: int | None, organization_id: int | None, now: datetime
) -> None:
    if teacher_id is not None or organization_id is not None:
        db.execute(update(Invite).where(_of(kind, teacher_id, organization_id), _works(now)).values(revoked_at=now))


def _of(kind: InviteKind, teacher_id: int | None, organization_id: int | None) -> ColumnElement[bool]:
    """Links for one person (of any kind, a right or none) or for one school."""
    if teacher_id is not None:
        return Invite.teacher_id == teacher_id
    return and_(Invite.kind == kind, Invite.organization_id == organization_id)


def _roles(db: Session, teacher_id: int) -> set[Role]:
    return set(db.scalars(select(RoleGrant.role).where(RoleGrant.teacher_id == teacher_id)))


def _grant(db: Session, teacher: Teacher, role: Role | None) -> None:
    if role is not None and role not in _roles(db, teacher.id):
        db.add(RoleGrant(teacher_id=teacher.id, role=role))
        db.flush()


def _made(db: Session, token: str, title: str, *, replaced: bool) -> MadeLink:
    invite = db.scalars(select(Invite).where(Invite.token_sha256 == _hash(token))).one()
    return MadeLink(token, link(network(db), token), invite.kind, invite.role, title, invite.expires_at, replaced)
