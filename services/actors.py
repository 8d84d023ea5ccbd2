"""The person behind an update: account, profile and roles, read from the database each time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from models import Account, Employment, Network, OpenForm, Organization, Role, RoleGrant, Teacher
from services.network import NETWORK_ID, keep_network, network
from services.refusals import AdminsOnly, ConsentNeeded, ProfileNeeded, StaffOnly

CONSENT_VERSION = "1"
"""Version of the text `consent-full` in locales/; raise it with every change, so that everybody is asked again."""


_ACTOR = (
    select(Account, RoleGrant.role, Network, OpenForm.form, Employment)
    .outerjoin(RoleGrant, RoleGrant.teacher_id == Account.teacher_id)
    .outerjoin(OpenForm, OpenForm.account_id == Account.id)
    .outerjoin(
        Employment,
        and_(Employment.teacher_id == Account.teacher_id, Employment.until.is_(None), ~Employment.is_main),
    )
    .outerjoin(Network, Network.id == NETWORK_ID)
    .where(Account.messenger == bindparam("messenger"), Account.external_id == bindparam("external_id"))
)
"""A row for each role and each further employment of the person, or one without; every press needs the network and the
open form, too."""
_ROLES = select(RoleGrant.role).where(RoleGrant.teacher_id == bindparam("teacher"))


@dataclass(frozen=True, slots=True)
class Actor:
    """A person during one update; `teacher` is None until a profile exists.

    `stored_form`: the open form as `ensure_actor` has found it.
    """

    account: Account
    teacher: Teacher | None
    roles: frozenset[Role]
    stored_form: dict[str, Any] | None = None

    @property
    def is_admin(self) -> bool:
        return Role.ADMIN in self.roles

    @property
    def is_staff(self) -> bool:
        """Tell whether the person is a methodist or an admin: they see all events and answer questions."""
        return self.is_admin or Role.METHODIST in self.roles

    @property
    def organization(self) -> Organization | None:
        return self.teacher.organization if self.teacher else None

    def require_teacher(self) -> Teacher:
        """Return the profile. Raises ProfileNeeded, or ConsentNeeded if the consent was given to an older text."""
        if self.teacher is None:
            raise ProfileNeeded()
        if self.account.consent_version not in (None, CONSENT_VERSION):
            raise ConsentNeeded()
        return self.teacher

    def require_staff(self) -> None:
        """Raises StaffOnly."""
        if not self.is_staff:
            raise StaffOnly()

    def require_admin(self, key: str) -> None:
        """Raises AdminsOnly; `key` names the text of the refusal."""
        if not self.is_admin:
            raise AdminsOnly(key)


def ensure_actor(db: Session, messenger: str, external_id: int, admin_ids: frozenset[int], now: datetime) -> Actor:
    """Return the actor with this id in a messenger; a first update makes an account row that holds only the id."""
    rows = db.execute(_ACTOR, {"messenger": messenger, "external_id": external_id}).all()
    if not rows:
        account = Account(messenger=messenger, external_id=external_id, created_at=now)
        account.listed_admin = external_id in admin_ids
        db.add(account)
        db.flush()
        return _actor(account, set())
    account, _role, network_row, form, _employment = rows[0]
    if network_row is not None:
        keep_network(db, network_row)
    if account.teacher is not None:
        further = {row.Employment.id: row.Employment for row in rows if row.Employment is not None}
        set_committed_value(account.teacher, "further", [further[number] for number in sorted(further)])
    is_listed = external_id in admin_ids
    if account.listed_admin != is_listed:  # an assignment, even in vain, costs a flush
        account.listed_admin = is_listed
    return _actor(account, {role for _account, role, *_ in rows if role is not None}, form)


def actor_of(db: Session, account: Account) -> Actor:
    """Return the actor behind a known account, e.g. the receiver of a notice."""
    granted = db.scalars(_ROLES, {"teacher": account.teacher_id}) if account.teacher is not None else ()
    return _actor(account, set(granted))


def _actor(account: Account, granted: set[Role], form: dict[str, Any] | None = None) -> Actor:
    roles = granted | {Role.ADMIN} if account.listed_admin else granted
    return Actor(account, account.teacher, frozenset(roles), form)


def language_of(db: Session, account: Account) -> str:
    """Return the language chosen by the person, else the network's."""
    return account.language or network(db).language


def account_name(db: Session, account_id: int | None) -> str:
    """Return the full name behind an account; empty without a profile."""
    account = db.get(Account, account_id) if account_id else None
    return account.teacher.full_name if account and account.teacher else ""


def staff_accounts(db: Session, *, admins_only: bool = False) -> list[Account]:
    """Return the accounts of admins and, unless `admins_only`, of methodists."""
    roles = [Role.ADMIN] if admins_only else [Role.ADMIN, Role.METHODIST]
    granted = select(RoleGrant.teacher_id).where(RoleGrant.role.in_(roles))
    statement = select(Account).where(or_(Account.listed_admin, Account.teacher_id.in_(granted))).order_by(Account.id)
    return list(db.scalars(statement).unique())
