"""Certificates: number, code and words fixed at the issue, the PDF made once and kept."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import ClassVar

from sqlalchemy import Integer, bindparam, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from models import (
    Account,
    Certificate,
    Counter,
    Document,
    Event,
    EventFormat,
    Network,
    Organization,
    ParticipationRole,
    Teacher,
)
from models.base import insert_new
from services.actors import Actor
from services.jobs import enqueue
from services.lengths import TextLimit
from services.network import NETWORK_ID, keep_network, network
from services.notices import Notice, Window, notify_teacher
from services.paging import Page, page_bounds
from services.quiet_hours import after_quiet_hours
from services.recognition.points import attended, hours_of, roles_at
from services.refusals import NotFound, NotYours

PAGE_SIZE = 6
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32, without letters that look like digits."""
CODE_LENGTH = 16
PLACE_LIMIT = 300
MISTAKE_LIMIT = TextLimit("certificate-mistake-again", 2, 500)


@dataclass(frozen=True, slots=True)
class CertificateJob:
    """Make the PDF of a certificate."""

    NAME: ClassVar[str] = "certificate"
    certificate: int

    @property
    def key(self) -> str:
        return f"certificate:{self.certificate}"


@dataclass(frozen=True, slots=True)
class CertificateReady(Notice):
    certificate: int

    @property
    def key(self) -> str:
        return f"certificate:{self.certificate}"


@dataclass(frozen=True, slots=True)
class CertificatesPage:
    page: Page[Certificate]
    total: int


@dataclass(frozen=True, slots=True)
class Paper:
    """Data of a printed certificate; `link_base` begins the address its QR code leads to."""

    certificate: Certificate
    language: str
    issuer: str
    signer_post: str
    signer_name: str
    town: str
    link_base: str
    issued_at: datetime


def issue(db: Session, event: Event, now: datetime) -> list[Certificate]:
    """Issue certificates to everybody who came and has none for this event, and enqueue their files.

    The caller must hold the lock of the event's row. Numbers follow the pattern and the calendar year of the issue.
    """
    row = network(db)
    holders = set(db.scalars(select(Certificate.teacher_id).where(Certificate.event_id == event.id)))
    roles = roles_at(db, event.id)
    issuer = event.issuer or issuer_of(db, row)
    meetings = attended(db, event.id)
    people = select(Teacher).where(Teacher.id.in_(meetings.keys() - holders), Teacher.erased_at.is_(None))
    issued = []
    for teacher in db.scalars(people.order_by(Teacher.name_key, Teacher.id)).unique().all():
        certificate = Certificate(
            number=_next_number(db, row, now),
            code=new_code(),
            teacher_id=teacher.id,
            event_id=event.id,
            full_name=teacher.full_name,
            organization_title=teacher.organization.title if teacher.organization else "",
            post=teacher.post,
            post_title=teacher.post_title,
            event_title=event.title,
            event_form=event.form,
            event_form_title=event.form_title,
            event_days=list(dict.fromkeys(held.starts_local.date().isoformat() for held in meetings[teacher.id])),
            place=_place(event),
            roles=[role.value for role in roles.get(teacher.id, [])] or [ParticipationRole.LISTENER.value],
            hours=hours_of(meetings[teacher.id]),
            issued_on=now.astimezone(row.tz).date(),
            issuer=issuer.title if issuer else row.title,
            signer_post=issuer.signer_post if issuer else "",
            signer_name=issuer.signer_name if issuer else "",
            town=_town(issuer) or _town(event.host),
            order_number=event.order_number,
            order_date=event.order_date,
        )
        db.add(certificate)
        db.flush()
        _enqueue_file(db, certificate, now)
        issued.append(certificate)
    return issued


def new_code() -> str:
    """Return 80 random bits as 16 characters, which nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def certificate_number(pattern: str, year: int, seq: int) -> str:
    """Return the `seq`-th number of a year by a pattern such as "ИМЦ-{yy}-{seq:04d}".

    Known fields are {yy}, {yyyy} and {seq}. Raises LookupError or ValueError for any other pattern.
    """
    return pattern.format(yy=f"{year % 100:02d}", yyyy=str(year), seq=seq)


_HOST, _ISSUER = aliased(Organization), aliased(Organization)
_PAPER = (
    select(Certificate, Event.finalized_at, Event.ends_at, _HOST, Network, _ISSUER)
    .join(Event, Event.id == Certificate.event_id)
    .outerjoin(_HOST, _HOST.id == Event.host_id)
    .join(Network, Network.id == NETWORK_ID)
    .outerjoin(_ISSUER, _ISSUER.id == Network.coordinator_id)
    .where(Certificate.id == bindparam("certificate"), Certificate.document_id.is_(None))
)


def paper(db: Session, job: CertificateJob) -> Paper | None:
    """Return the data that the job prints; None if the file exists.

    A certificate of an earlier version has no issuer of its own and is the coordinator's.
    """
    found = db.execute(_PAPER, {"certificate": job.certificate}).one_or_none()
    if found is None:
        return None
    certificate, finalized_at, ends_at, host, row, issuer = found
    keep_network(db, row)
    return Paper(
        certificate=certificate,
        language=row.language,
        issuer=certificate.issuer or (issuer.title if issuer else row.title),
        signer_post=certificate.signer_post if certificate.issuer or not issuer else issuer.signer_post,
        signer_name=certificate.signer_name if certificate.issuer or not issuer else issuer.signer_name,
        town=certificate.town if certificate.issuer else _town(issuer) or _town(host),
        link_base=row.link_base or "",
        issued_at=finalized_at or ends_at,
    )


def issuer_of(db: Session, row: Network) -> Organization | None:
    """Return the coordinator, who signs and issues; a network without one issues in its own name."""
    return db.get(Organization, row.coordinator_id) if row.coordinator_id else None


_HELD = (
    select(Certificate.teacher_id, Certificate.document_id)
    .where(Certificate.id == bindparam("certificate"))
    .with_for_update()
)
_NEW_FILE = insert(Document).returning(Document.id)
_HAS_FILE = (
    update(Certificate).where(Certificate.id == bindparam("certificate")).values(document_id=bindparam("document"))
)


def keep(db: Session, certificate_id: int, name: str, content: bytes, now: datetime) -> None:
    """Store the file for all downloads and enqueue the notice with it."""
    connection = db.connection()
    teacher_id, document_id = connection.execute(_HELD, {"certificate": certificate_id}).one()
    if document_id is not None:
        return
    file = {
        "name": name,
        "media_type": "application/pdf",
        "content": content,
        "sha256": sha256(content).hexdigest(),
        "created_at": now,
    }
    document_id = connection.scalar(_NEW_FILE, file)
    connection.execute(_HAS_FILE, {"certificate": certificate_id, "document": document_id})
    window = Window(after_quiet_hours(network(db), now))
    notify_teacher(db, teacher_id, CertificateReady(certificate_id), now, window)


def ready_notice(db: Session, account: Account, notice: CertificateReady, _now: datetime) -> Certificate | None:
    """Return the certificate whose file was made; None if it no longer belongs to the receiver."""
    certificate = db.get(Certificate, notice.certificate)
    if certificate is None or certificate.teacher_id != account.teacher_id or certificate.document_id is None:
        return None
    return certificate


_IS_MINE = Certificate.teacher_id == bindparam("teacher")
_COUNT = select(func.count()).select_from(Certificate).where(_IS_MINE)
_NEWEST = (
    select(Certificate)
    .where(_IS_MINE)
    .order_by(Certificate.id.desc())
    .offset(bindparam("offset", type_=Integer))
    .limit(bindparam("limit", type_=Integer))
)


def certificates_page(db: Session, actor: Actor, page: int) -> CertificatesPage:
    """Return the person's certificates, the latest first."""
    mine = {"teacher": actor.require_teacher().id}
    total = db.scalar(_COUNT, mine) or 0
    bounds = page_bounds(total, page, PAGE_SIZE)
    shown = db.scalars(_NEWEST, {**mine, "offset": bounds.offset, "limit": bounds.limit})
    return CertificatesPage(bounds.page(shown), total)


def own_certificate(db: Session, actor: Actor, certificate_id: int) -> Certificate:
    teacher = actor.require_teacher()
    certificate = db.get(Certificate, certificate_id)
    if certificate is None:
        raise NotFound()
    if certificate.teacher_id != teacher.id:
        raise NotYours()
    return certificate


def certificate_file(db: Session, actor: Actor, certificate_id: int, now: datetime) -> Certificate:
    """Return a certificate to send again; a file whose making failed is enqueued again."""
    certificate = own_certificate(db, actor, certificate_id)
    if certificate.document_id is None:
        _enqueue_file(db, certificate, now)
    return certificate


def _enqueue_file(db: Session, certificate: Certificate, now: datetime) -> None:
    enqueue(db, CertificateJob(certificate.id), now)


def _next_number(db: Session, row: Network, now: datetime) -> str:
    year = now.astimezone(row.tz).year
    name = f"certificate:{year % 100:02d}:{row.certificate_pattern}"[:64]
    while True:
        number = certificate_number(row.certificate_pattern, year, _next_value(db, name))
        if db.scalar(select(Certificate.id).where(Certificate.number == number)) is None:
            return number


def _next_value(db: Session, name: str) -> int:
    """Return the next number of a counter, whose row stays locked until the transaction ends."""
    insert_new(db, Counter, {"name": name, "value": 0})
    increment = update(Counter).where(Counter.name == name).values(value=Counter.value + 1).returning(Counter.value)
    return db.execute(increment.execution_options(synchronize_session=False)).scalar_one()


def _place(event: Event) -> str:
    """Return the place of the event; empty if it was online only."""
    if event.format is EventFormat.ONLINE:
        return ""
    parts: Sequence[str] = (event.host.short, event.host.locality) if event.host else (event.place,)
    return ", ".join(part for part in parts if part)[:PLACE_LIMIT]


def _town(organization: Organization | None) -> str:
    """Return the locality, or the first part of the address («г. Заречинск, ул. Школьная, 4»)."""
    if organization is None:
        return ""
    return organization.locality or organization.place.split(",")[0].strip()
