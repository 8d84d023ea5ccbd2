"""Loads the network's file into the database; wherever people have changed the database, it wins."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Event, InviteKind, LoadedRow, Network, Organization, Role, RoleGrant, Teacher
from services.loading.differences import Difference, Plan, compare
from services.loading.errors import FileError, FileRefused, quoted
from services.loading.fields import RecordKind, starts_of
from services.loading.file_records import file_records
from services.loading.grounds import record_list_ground
from services.loading.network_file import CheckedFile
from services.loading.writing import store_fingerprints, write
from services.loading.years import event_codes
from services.people import invites


@dataclass(frozen=True, slots=True)
class StaffLink:
    """A new invitation of a staff member; `url` is empty while the bot's name is not known."""

    name: str
    role: Role
    code: str
    url: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """The result of a load; `pending`: differences that can be written but were not confirmed."""

    is_first: bool
    written: list[Difference]
    pending: list[Difference]
    skipped: list[Difference]
    counts: dict[RecordKind, int]
    """Records in the file by kind; participation counts people, not events."""
    links: list[StaffLink]
    joined: list[str]
    """Names of the staff who use the bot already and need no link."""
    is_bot_name_known: bool


def load(db: Session, checked: CheckedFile, now: datetime, *, apply: bool = False, links: bool | None = None) -> Loaded:
    """Compare and, on an empty database or when `apply`, write everything in this one transaction.

    `links`: make new invitations of the staff (the earlier ones end); None makes them with the first load only.
    Raises FileRefused when the file has participants of an event that is still to come.
    """
    row = db.get(Network, 1, with_for_update=True)
    _refuse_future_participation(checked, now)
    # Lock the events, so that nobody signs up between comparing and writing.
    db.execute(select(Event.id).order_by(Event.id).with_for_update()).all()
    plan = compare(db, file_records(checked, event_codes(db, checked)), checked.file.network.academic_year)
    writes = bool(plan.to_write) and (plan.is_first or apply)
    if links is None:
        links = writes and (row is None or row.loaded_sha256 is None)
    if writes:
        write(db, checked, plan, now)
        row = db.get_one(Network, 1)
        row.loaded_sha256, row.loaded_at = checked.sha256, now
    if checked.file.ground is not None and (writes or apply):
        codes = [*(one.code for one in checked.file.staff), *(one.code for one in checked.file.teachers)]
        record_list_ground(db, checked.file.ground, codes, now)
    if writes or (not plan.to_write and plan.is_outdated):
        store_fingerprints(db, plan)
    made, joined = _make_links(db, checked, now) if links else ([], [])
    return Loaded(
        is_first=plan.is_first,
        written=plan.to_write if writes else [],
        pending=[] if writes else plan.to_write,
        skipped=plan.skipped,
        counts=_counts(plan),
        links=made,
        joined=joined,
        is_bot_name_known=bool(row and row.link_base),
    )


def is_empty(db: Session) -> bool:
    """Whether nothing was loaded or joined yet, so that the bot loads NETWORK_FILE when it starts."""
    tables = (Organization, Teacher, Event, LoadedRow)
    return all(db.scalar(select(table).limit(1)) is None for table in tables)


def _refuse_future_participation(checked: CheckedFile, now: datetime) -> None:
    file = checked.file
    zone = ZoneInfo(file.network.timezone)
    errors = []
    for event in file.events:
        starts = starts_of(event)
        ends = starts[-1].replace(tzinfo=zone).astimezone(UTC) + timedelta(hours=event.hours / len(starts))
        if event.code in file.participation and ends > now:
            today = now.astimezone(zone).date().isoformat()
            line = checked.source.line(("participation", event.code))
            errors.append(FileError("load-not-held-yet", line, {"code": quoted(event.code), "today": today}))
    if errors:
        raise FileRefused(errors)


def _counts(plan: Plan) -> dict[RecordKind, int]:
    counts = Counter(record.kind for record in plan.records)
    counts[RecordKind.PARTICIPATION] = sum(
        len(record.fields) for record in plan.records if record.kind is RecordKind.PARTICIPATION
    )
    return dict(counts)


def _make_links(db: Session, checked: CheckedFile, now: datetime) -> tuple[list[StaffLink], list[str]]:
    codes = [member.code for member in checked.file.staff]
    statement = (
        select(Teacher, RoleGrant.role)
        .join(RoleGrant, RoleGrant.teacher_id == Teacher.id)
        .where(Teacher.code.in_(codes), Teacher.erased_at.is_(None), RoleGrant.role.in_([Role.ADMIN, Role.METHODIST]))
        .order_by(RoleGrant.role, Teacher.code)
    )
    with_account = set(db.scalars(select(Account.teacher_id).where(Account.teacher_id.is_not(None))))
    network = db.get(Network, 1)
    made: list[StaffLink] = []
    joined: list[str] = []
    for person, role in db.execute(statement).unique().all():
        if person.id in with_account:
            joined.append(person.full_name)
        else:
            token = invites.make_invite(
                db, invites.InviteTarget(InviteKind.STAFF, role=role, teacher_id=person.id), now
            )
            url = invites.link(network, token) if network else ""
            made.append(StaffLink(person.full_name, role, f"{invites.PREFIX}{token}", url))
    return made, joined
