"""The activity card: points, hours and tokens of an academic year, on the screen and as a PDF."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import ClassVar

from sqlalchemy import Integer, bindparam, delete, select
from sqlalchemy.orm import Session, lazyload

from models import (
    Account,
    Certificate,
    Document,
    Event,
    Job,
    JobState,
    Network,
    PointEntry,
    Teacher,
    academic_year,
)
from services.actors import Actor, actor_of
from services.jobs import enqueue
from services.network import network
from services.notices import Notice, Window, notify
from services.paging import Page, page_bounds, single_page
from services.recognition.certificates import issuer_of
from services.recognition.points import YearSums, tokens_of, year_sums

PAGE_SIZE = 5
PRINT_LIFETIME = timedelta(days=2)
"""Prints are deleted soon, since they hold personal data and can be made again at any time."""


@dataclass(frozen=True, slots=True)
class CardJob:
    """Print the card of a year as it is at the moment `at` (UTC), for the account that asks.

    `teacher`: the person that the account belonged to; None in jobs that were queued before it was noted.
    """

    NAME: ClassVar[str] = "card"
    account: int
    year: str
    at: datetime
    teacher: int | None = None

    @property
    def key(self) -> str:
        return f"{self.key_prefix(self.account, self.year)}{self.at.timestamp():.3f}"

    @staticmethod
    def key_prefix(account: int, year: str) -> str:
        """Return the beginning of the keys of all prints of a year for an account."""
        return f"card:{account}:{year}:"


@dataclass(frozen=True, slots=True)
class CardReady(Notice):
    """A print that was asked for at `asked_at` (UTC), which is its key: asked again, it is another print."""

    URGENT: ClassVar[bool] = True
    document: int
    year: str
    asked_at: datetime

    @property
    def key(self) -> str:
        return f"card:{self.asked_at.isoformat()}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the card with its event and the number of its certificate."""

    entry: PointEntry
    event: Event | None
    certificate_number: str


@dataclass(frozen=True, slots=True)
class ActivityCard:
    """A page of one year with the totals of the year and of all time.

    `years` are those with entries and the present one, the latest first.
    """

    teacher: Teacher
    network: Network
    year: str
    years: tuple[str, ...]
    page: Page[Entry]
    total: int
    points: int
    hours: float
    tokens: int
    points_to_next: int
    progress: float
    points_ever: int
    tokens_ever: int


@dataclass(frozen=True, slots=True)
class CardPrint:
    """Data of a printed card: a whole year, the oldest entry first."""

    card: ActivityCard
    signer_post: str
    signer_name: str
    printed_at: datetime


@dataclass(frozen=True, slots=True)
class PrintedCard:
    document_id: int
    year: str


def activity_card(db: Session, actor: Actor, year: str | None, page: int, now: datetime) -> ActivityCard:
    """Return a page of a year, the latest event first; an unknown year or None means the present one."""
    return _card(db, actor.require_teacher(), year, page, now)


def enqueue_print(db: Session, actor: Actor, year: str, now: datetime) -> bool:
    """Enqueue a PDF of a year for the asking account; return False while another one of that year is being made."""
    card = _card(db, actor.require_teacher(), year, 1, now)
    job = CardJob(actor.account.id, card.year, now, actor.require_teacher().id)
    same = Job.key.startswith(CardJob.key_prefix(job.account, job.year))
    if db.scalar(select(Job.id).where(same, Job.state.in_([JobState.NEW, JobState.WORKING]))) is not None:
        return False
    return enqueue(db, job, now)


def card_print(db: Session, job: CardJob) -> CardPrint | None:
    """Return the data that the job prints; None if the profile is gone."""
    account = db.get(Account, job.account)
    if account is None or account.teacher is None:
        return None
    card = _card(db, actor_of(db, account).require_teacher(), job.year, None, job.at)
    issuer = issuer_of(db, card.network)
    return CardPrint(card, issuer.signer_post if issuer else "", issuer.signer_name if issuer else "", job.at)


def keep_print(db: Session, job: CardJob, name: str, content: bytes, now: datetime) -> None:
    """Store the print and enqueue its message as urgent, since the person waits for it.

    Nothing is stored if the profile was erased while the job ran.
    """
    lock = {"of": Account, "key_share": True}
    account = db.get_one(Account, job.account, with_for_update=lock, populate_existing=True)
    if account.teacher_id is None or account.teacher_id != (job.teacher or account.teacher_id):
        return
    document = Document(
        name=name,
        media_type="application/pdf",
        content=content,
        sha256=sha256(content).hexdigest(),
        created_at=now,
        keep_until=now + PRINT_LIFETIME,
    )
    db.add(document)
    db.flush()
    ready = CardReady(document.id, job.year, job.at)
    notify(db, account, ready, now, Window(expires_at=document.keep_until))


def ready_notice(db: Session, account: Account, notice: CardReady, _now: datetime) -> PrintedCard | None:
    """Return the print to send; None if it is deleted or the profile erased."""
    if account.teacher is None or db.get(Document, notice.document) is None:
        return None
    return PrintedCard(notice.document, notice.year)


_DELETE_EXPIRED = delete(Document).where(Document.keep_until <= bindparam("now"))


def delete_expired_prints(db: Session, now: datetime) -> None:
    db.connection().execute(_DELETE_EXPIRED, {"now": now})


_MINE = (Certificate.event_id == PointEntry.event_id) & (Certificate.teacher_id == PointEntry.teacher_id)
_ENTRIES = (
    select(PointEntry, Event, Certificate.number)
    .outerjoin(Event, Event.id == PointEntry.event_id)
    .outerjoin(Certificate, _MINE)
    .where(PointEntry.teacher_id == bindparam("teacher"), PointEntry.year == bindparam("year"))
    .options(lazyload(Event.subproject), lazyload(Event.responsible))
)
_OLDEST_FIRST = _ENTRIES.order_by(Event.starts_at, PointEntry.id)
_LATEST_FIRST = (
    _ENTRIES.order_by(Event.starts_at.desc(), PointEntry.id)
    .offset(bindparam("offset", type_=Integer))
    .limit(bindparam("limit", type_=Integer))
)


def _card(db: Session, teacher: Teacher, year: str | None, page: int | None, now: datetime) -> ActivityCard:
    """Return one page, or with `page` None all entries of the year, the oldest first."""
    row = network(db)
    by_year = year_sums(db, teacher.id)
    present = academic_year(now.astimezone(row.tz).date())
    years = sorted({*by_year, present}, reverse=True)
    chosen = year if year in years else present
    sums = by_year.get(chosen, YearSums())
    mine = {"teacher": teacher.id, "year": chosen}
    if page is None:
        shown = single_page(_entry(*found) for found in db.execute(_OLDEST_FIRST, mine))
    else:
        bounds = page_bounds(sums.entries, page, PAGE_SIZE)
        place = {"offset": bounds.offset, "limit": bounds.limit}
        shown = bounds.page(_entry(*found) for found in db.execute(_LATEST_FIRST, {**mine, **place}))
    per_token = max(row.points_per_token, 1)
    toward_next = max(sums.points, 0) % per_token
    return ActivityCard(
        teacher=teacher,
        network=row,
        year=chosen,
        years=tuple(years),
        page=shown,
        total=sums.entries,
        points=sums.points,
        hours=sums.hours,
        tokens=tokens_of(row, sums.points),
        points_to_next=per_token - toward_next,
        progress=toward_next / per_token,
        points_ever=sum(one.points for one in by_year.values()),
        tokens_ever=sum(tokens_of(row, one.points) for one in by_year.values()),
    )


def _entry(entry: PointEntry, event: Event | None, certificate_number: str | None) -> Entry:
    return Entry(entry, event, certificate_number or "")
