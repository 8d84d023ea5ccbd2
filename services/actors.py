"""Who is asking: the account, the person behind it and their rights, read anew for every update."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Account, Organization, Role, RoleGrant, Teacher
from services.network import network
from services.refusals import AdminsOnly, ConsentNeeded, ProfileNeeded, StaffOnly

CONSENT_VERSION = "1"
"""Of the text `consent-full` in locales/: it grows with every change of that text, and everybody is asked anew."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at the moment of one update. `teacher` is None until a profile exists."""

    account: Account
    teacher: Teacher | None
    roles: frozenset[Role]

    @property
    def is_admin(self) -> bool:
        return Role.ADMIN in self.roles

    @property
    def is_staff(self) -> bool:
        """Methodists and admins: they see all events and answer questions."""
        return self.is_admin or Role.METHODIST in self.roles

    @property
    def organization(self) -> Organization | None:
        return self.teacher.organization if self.teacher else None

    def require_teacher(self) -> Teacher:
        """The person's profile. Raises ProfileNeeded, and ConsentNeeded when the text agreed to is an older one."""
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


def load_actor(db: Session, external_id: int, admin_ids: frozenset[int], now: datetime) -> Actor:
    """The actor behind a Telegram id; an account row is made at first sight, it holds nothing but the id."""
    account = db.scalar(select(Account).where(Account.platform == "telegram", Account.external_id == external_id))
    if account is None:
        account = Account(platform="telegram", external_id=external_id, created_at=now)
        db.add(account)
        db.flush()
    account.listed_admin = external_id in admin_ids
    return actor_of(db, account)


def actor_of(db: Session, account: Account) -> Actor:
    """The actor behind an account already known (the receiver of a notice, say)."""
    teacher = account.teacher
    roles: set[Role] = set()
    if teacher is not None:
        roles.update(db.scalars(select(RoleGrant.role).where(RoleGrant.teacher_id == teacher.id)))
    if account.listed_admin:
        roles.add(Role.ADMIN)
    return Actor(account, teacher, frozenset(roles))


def language_of(db: Session, account: Account) -> str:
    """The person's choice, else the network's."""
    return account.language or network(db).language


def staff_accounts(db: Session, *, admins_only: bool = False) -> list[Account]:
    """Accounts of admins and, unless `admins_only`, methodists: who hears of open questions of the network."""
    roles = [Role.ADMIN] if admins_only else [Role.ADMIN, Role.METHODIST]
    granted = select(RoleGrant.teacher_id).where(RoleGrant.role.in_(roles))
    statement = select(Account).where(or_(Account.listed_admin, Account.teacher_id.in_(granted))).order_by(Account.id)
    return list(db.scalars(statement).unique())
