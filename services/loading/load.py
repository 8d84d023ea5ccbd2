"""`load`: the network's file brought into the database, the database winning wherever people have changed it."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Event, InviteKind, LoadedRow, Network, Organization, Role, RoleGrant, Teacher
from services.loading.differences import Difference, Plan, compare
from services.loading.mistakes import Mistake, Refused, quoted
from services.loading.reading import Loadable
from services.loading.wanted import Kind, wanted
from services.loading.writing import remember, write
from services.people import invites


@dataclass(frozen=True, slots=True)
class StaffLink:
    """A fresh invitation of one of the staff; `url` is empty while the bot's name is not known."""

    name: str
    role: Role
    code: str
    url: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a load. `waits`: there is something to write, but nobody has agreed to it yet."""

    first: bool
    written: list[Difference]
    waits: list[Difference]
    left: list[Difference]
    counts: dict[Kind, int]
    """Of the things that the file names, by kind; participation counts people, not events."""
    links: list[StaffLink]
    entered: list[str]
    """Names of the staff who are in the bot already and need no link."""
    bot_known: bool


def load(db: Session, loadable: Loadable, now: datetime, *, agreed: bool = False, links: bool | None = None) -> Loaded:
    """Compare and, on an empty database or when `agreed`, write everything in this one transaction.

    `links`: make new invitations of the staff (the earlier ones end); None makes them with the first load only.
    Raises Refused when the file tells who took part in an event that is still to come.
    """
    row = db.get(Network, 1, with_for_update=True)
    _must_be_held(loadable, now)
    db.execute(select(Event.id).order_by(Event.id).with_for_update()).all()  # nobody signs up between look and change
    plan = compare(db, wanted(loadable))
    writes = bool(plan.to_write) and (plan.first or agreed)
    if links is None:
        links = writes and (row is None or row.loaded_sha256 is None)
    if writes:
        write(db, loadable, plan, now)
        row = db.get_one(Network, 1)
        row.loaded_sha256, row.loaded_at = loadable.sha256, now
    if writes or (not plan.to_write and plan.stale):
        remember(db, plan)
    made, entered = _links(db, loadable, now) if links else ([], [])
    return Loaded(
        first=plan.first,
        written=plan.to_write if writes else [],
        waits=[] if writes else plan.to_write,
        left=plan.left,
        counts=_counts(plan),
        links=made,
        entered=entered,
        bot_known=bool(row and row.bot_username),
    )


def is_empty(db: Session) -> bool:
    """Whether the network's file should be loaded by itself when the bot starts."""
    tables = (Organization, Teacher, Event, LoadedRow)
    return all(db.scalar(select(table).limit(1)) is None for table in tables)


def _must_be_held(loadable: Loadable, now: datetime) -> None:
    file = loadable.file
    zone = ZoneInfo(file.network.timezone)
    mistakes = []
    for event in file.events:
        last = (event.sessions or [event.start])[-1].replace(tzinfo=zone).astimezone(UTC)
        ends = last + timedelta(hours=event.hours / max(1, len(event.sessions)))
        if event.code in file.participation and ends > now:
            today = now.astimezone(zone).date().isoformat()
            line = loadable.source.line(("participation", event.code))
            mistakes.append(Mistake("load-not-held-yet", line, {"code": quoted(event.code), "today": today}))
    if mistakes:
        raise Refused(mistakes)


def _counts(plan: Plan) -> dict[Kind, int]:
    counts = Counter(row.kind for row in plan.wanted)
    counts[Kind.PARTICIPATION] = sum(len(row.fields) for row in plan.wanted if row.kind is Kind.PARTICIPATION)
    return dict(counts)


def _links(db: Session, loadable: Loadable, now: datetime) -> tuple[list[StaffLink], list[str]]:
    codes = [member.code for member in loadable.file.staff]
    statement = (
        select(Teacher, RoleGrant.role)
        .join(RoleGrant, RoleGrant.teacher_id == Teacher.id)
        .where(Teacher.code.in_(codes), Teacher.erased_at.is_(None), RoleGrant.role.in_([Role.ADMIN, Role.METHODIST]))
        .order_by(RoleGrant.role, Teacher.code)
    )
    here = set(db.scalars(select(Account.teacher_id).where(Account.teacher_id.is_not(None))))
    network = db.get(Network, 1)
    made: list[StaffLink] = []
    entered: list[str] = []
    for person, role in db.execute(statement).unique().all():
        if person.id in here:
            entered.append(person.full_name)
        else:
            token = invites.make_invite(db, InviteKind.STAFF, role, person.id, None, now)
            url = invites.link(network, token) if network else ""
            made.append(StaffLink(person.full_name, role, f"{invites.PREFIX}{token}", url))
    return made, entered
