"""Consent to the processing of personal data, stored with the version and hash of the text shown."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from models import Account, Consent, Organization
from services.actors import CONSENT_VERSION, Actor
from services.data_grounds import record_own_consent
from services.network import network
from services.refusals import Refusal


class ConsentOutdated(Refusal):
    """The button belongs to an older text of the consent."""

    key = "refused-consent-outdated"


@dataclass(frozen=True, slots=True)
class Operator:
    """The operator of the data: the coordinator of the network, else the network itself."""

    title: str
    network: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """A text agreed to: its version and SHA-256, and the messenger's id of the update with the agreement."""

    version: str
    sha256: str
    update_key: str | None


def operator_of(db: Session) -> Operator:
    row = network(db)
    coordinator = db.get(Organization, row.coordinator_id) if row.coordinator_id else None
    return Operator(coordinator.title if coordinator else row.title, row.title)


_CURRENT = select(Consent).where(
    Consent.account_id == bindparam("account"),
    Consent.version == CONSENT_VERSION,
    Consent.withdrawn_at.is_(None),
)


def current_consent(db: Session, account: Account) -> Consent | None:
    """Return the valid consent to the present text."""
    return db.scalar(_CURRENT, {"account": account.id})


def has_consent(db: Session, account: Account) -> bool:
    return current_consent(db, account) is not None


def give_consent(db: Session, actor: Actor, agreement: Agreement, now: datetime) -> Consent:
    """Store a consent; agreeing twice changes nothing."""
    if agreement.version != CONSENT_VERSION:
        raise ConsentOutdated()
    if (current := current_consent(db, actor.account)) is not None:
        return current
    consent = Consent(
        account_id=actor.account.id,
        version=agreement.version,
        sha256=agreement.sha256,
        update_key=agreement.update_key,
        given_at=now,
    )
    db.add(consent)
    actor.account.consent_version = agreement.version
    db.flush()
    record_own_consent(db, actor.account, now)
    return consent


def end_consents(db: Session, account: Account, now: datetime) -> None:
    """Withdraw all consents of an account."""
    db.execute(
        update(Consent).where(Consent.account_id == account.id, Consent.withdrawn_at.is_(None)).values(withdrawn_at=now)
    )
    account.consent_version = None
