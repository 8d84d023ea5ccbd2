"""Verification of certificates: the full name by the code its holder showed, a masked one by the number."""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Certificate, CertificateState
from services.cleaning import clean
from services.network import network
from services.recognition.certificates import CODE_LENGTH, issuer_of

_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
NUMBER_LIMIT = 64


@dataclass(frozen=True, slots=True)
class Verified:
    """Public data of a certificate; `name` is masked («Бортникова Е. Ю.») if it was found by the number."""

    name: str
    number: str
    event_form: str
    event_form_title: str
    event_title: str
    days: tuple[date, ...]
    hours: float
    roles: tuple[str, ...]
    issued_on: date
    state: CertificateState
    issuer: str


def by_code(db: Session, typed: str) -> Verified | None:
    """Find a certificate by the code of its QR; case, spaces, dashes and lookalike letters do not matter."""
    code = re.sub(r"[\s-]", "", clean(typed)).upper().translate(_LOOKALIKES)
    if len(code) != CODE_LENGTH:
        return None
    return _verified(db, db.scalar(select(Certificate).where(Certificate.code == code)), masked=False)


def by_number(db: Session, typed: str) -> Verified | None:
    """Find a certificate by its printed number; spaces, «№» and the kind of dash do not matter."""
    number = re.sub(r"[\s№]", "", clean(typed[: 2 * NUMBER_LIMIT])).translate(_DASHES)
    if not number or len(number) > NUMBER_LIMIT:
        return None
    found = db.scalars(select(Certificate).where(Certificate.number.in_({number, number.upper()}))).first()
    return _verified(db, found, masked=True)


def masked_name(full_name: str) -> str:
    """Shorten «Бортникова Елена Юрьевна» to «Бортникова Е. Ю.»."""
    surname, *others = full_name.split()
    return " ".join([surname, *(f"{name[0]}." for name in others)])


def _coordinator(db: Session) -> str:
    """Return who issued the certificates of earlier versions."""
    row = network(db)
    issuer = issuer_of(db, row)
    return issuer.title if issuer else row.title


def _verified(db: Session, certificate: Certificate | None, *, masked: bool) -> Verified | None:
    if certificate is None:
        return None
    return Verified(
        name=masked_name(certificate.full_name) if masked else certificate.full_name,
        number=certificate.number,
        event_form=certificate.event_form,
        event_form_title=certificate.event_form_title,
        event_title=certificate.event_title,
        days=tuple(date.fromisoformat(day) for day in certificate.event_days),
        hours=certificate.hours,
        roles=tuple(certificate.roles),
        issued_on=certificate.issued_on,
        state=certificate.state,
        issuer=certificate.issuer or _coordinator(db),
    )
