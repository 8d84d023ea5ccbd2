"""Points of the activity card: entries of a ledger, computed by the network's scale and never deleted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from models import (
    Account,
    Attendance,
    AttendanceState,
    Event,
    EventLevel,
    EventRole,
    Meeting,
    Network,
    ParticipationRole,
    PointEntry,
    academic_year,
)
from models.base import insert
from services.network import network
from services.notices import Notice, Window, notify_teacher
from services.quiet_hours import after_quiet_hours

DEFAULT_POINTS: dict[str, int] = {
    ParticipationRole.LISTENER: 1,
    ParticipationRole.MODERATOR: 2,
    ParticipationRole.EXPERT: 2,
    ParticipationRole.SPEAKER: 3,
    ParticipationRole.ORGANIZER: 3,
    ParticipationRole.MASTER_CLASS: 5,
    ParticipationRole.OPEN_LESSON: 5,
}
"""Scale of a network without rules of its own."""

Scored = list[tuple[ParticipationRole, int]]


@dataclass(frozen=True, slots=True)
class PointsAwarded(Notice):
    """The key leaves the person out: an account hears of an event's points once, whoever it belongs to by then."""

    event: int
    teacher: int

    @property
    def key(self) -> str:
        return f"points:{self.event}"


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to add; `reason` is the code of a point rule, `key` is unique."""

    reason: str
    key: str
    points: int
    hours: float = 0


@dataclass(frozen=True, slots=True)
class Awarded:
    """An award to one person for one event; `points` and `tokens` are totals of its year, this award included."""

    event_id: int
    event_form: str
    event_form_title: str
    event_title: str
    roles: tuple[tuple[str, int], ...]
    year: str
    points: int
    tokens: int
    new_tokens: int
    per_token: int
    present_year: str


@dataclass(frozen=True, slots=True)
class YearSums:
    """Sums over a person's entries of one academic year, and their number."""

    points: int = 0
    hours: float = 0.0
    entries: int = 0


def points_for(
    roles: Iterable[ParticipationRole], level: EventLevel, rules: list[dict[str, Any]], policy: dict[str, Any]
) -> Scored:
    """Return the points of these roles at one event, the highest first; no role means listener.

    `rules` and `policy` are the network's. Only the highest `max_active_roles_per_event` count; a listener's point is
    not added to an active role unless the policy says so; `level_factor` multiplies.
    """
    played = set(roles) or {ParticipationRole.LISTENER}
    scored = [(role, points) for role, points in scale(level, rules, policy) if role in played]
    active = [pair for pair in scored if pair[0] is not ParticipationRole.LISTENER]
    active.sort(key=lambda pair: -pair[1])
    counted = active[: policy.get("max_active_roles_per_event", 2)]
    listened = [pair for pair in scored if pair[0] is ParticipationRole.LISTENER]
    if not counted or not policy.get("listener_not_added_to_active_role", True):
        counted += listened or ([] if counted else [(ParticipationRole.LISTENER, 0)])
    return counted


def scale(level: EventLevel, rules: list[dict[str, Any]], policy: dict[str, Any]) -> Scored:
    """Return the points of each role at an event of this level; `rules` and `policy` are the network's."""
    points = {str(rule["code"]): int(rule["points"]) for rule in rules} or DEFAULT_POINTS
    factor = level_factor(level, policy)
    return [(role, round(points.get(role, 0) * factor)) for role in ParticipationRole]


def level_factor(level: EventLevel, policy: dict[str, Any]) -> float:
    """Return the factor of points at events of this level; 1 where the network's policy names none."""
    return float(policy.get("level_factor", {}).get(level.value, 1))


def tokens_of(row: Network, points: int) -> int:
    """Return the tokens of a year: one for each full `points_per_token`."""
    return max(points, 0) // max(row.points_per_token, 1)


def roles_at(db: Session, event_id: int) -> dict[int, list[ParticipationRole]]:
    """Return the roles at an event by person; people without an entry are listeners, guests are left out."""
    roles: dict[int, list[ParticipationRole]] = {}
    for played in db.scalars(select(EventRole).where(EventRole.event_id == event_id).order_by(EventRole.id)):
        if played.teacher_id is not None:
            roles.setdefault(played.teacher_id, []).append(played.role)
    return roles


def attended(db: Session, event_id: int) -> dict[int, list[Meeting]]:
    """Return the meetings of an event that each person attended, in order, by person."""
    statement = (
        select(Attendance.teacher_id, Meeting)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Attendance.event_id == event_id, Attendance.state == AttendanceState.ATTENDED)
        .order_by(Attendance.teacher_id, Meeting.starts_at, Meeting.id)
    )
    found: dict[int, list[Meeting]] = {}
    for teacher_id, meeting in db.execute(statement):
        found.setdefault(teacher_id, []).append(meeting)
    return found


def hours_of(meetings: Iterable[Meeting]) -> float:
    """Return the hours of these meetings together."""
    return sum(meeting.hours for meeting in meetings)


def award(db: Session, event: Event, now: datetime, *, silent: bool = False) -> list[int]:
    """Enter the points of everybody who came to a meeting of `event`; return the ids of people with a new entry.

    An entry is unique by event, person and role, so a second call adds nothing. The hours of the meetings attended go
    with the first entry.
    `silent` sends no notices (for loaded history). The caller must hold the lock of the event's row.
    """
    row = network(db)
    roles = roles_at(db, event.id)
    awarded = []
    for teacher_id, meetings in attended(db, event.id).items():
        hours = hours_of(meetings)
        fresh = False
        for role, points in points_for(roles.get(teacher_id, []), event.level, row.point_rules, row.point_policy):
            fresh |= enter(db, event, teacher_id, role_entry(event.id, teacher_id, role, points, hours), now)
            hours = 0.0
        if fresh:
            awarded.append(teacher_id)
    if not silent:
        window = Window(after_quiet_hours(row, now))
        for teacher_id in awarded:
            notify_teacher(db, teacher_id, PointsAwarded(event.id, teacher_id), now, window)
    return awarded


def role_entry(event_id: int, teacher_id: int, role: ParticipationRole, points: int, hours: float) -> NewEntry:
    """Return the entry of a role at an event; its key makes it unique by event, person and role."""
    return NewEntry(role.value, f"event:{event_id}:{teacher_id}:{role.value}", points, hours)


def enter(db: Session, event: Event, teacher_id: int, entry: NewEntry, now: datetime) -> bool:
    """Add an entry to the academic year of the event's local start; return False if its key exists.

    An entry for a role keeps the factor of the event's level, by which its points were counted.
    """
    for_role = entry.key.startswith("event:")
    statement = insert(db, PointEntry).values(
        teacher_id=teacher_id,
        event_id=event.id,
        reason=entry.reason,
        key=entry.key,
        points=entry.points,
        hours=entry.hours,
        factor=level_factor(event.level, network(db).point_policy) if for_role else None,
        year=event.academic_year,
        awarded_at=now,
    )
    return db.scalar(statement.on_conflict_do_nothing().returning(PointEntry.id)) is not None


def entries_by_event(db: Session, teacher_id: int) -> dict[int, list[PointEntry]]:
    """Return a person's entries for taking part, by event; reversed ones are left out."""
    reversed_ids = select(PointEntry.reverses_id).where(PointEntry.reverses_id.is_not(None))
    statement = select(PointEntry).where(
        PointEntry.teacher_id == teacher_id, PointEntry.key.startswith("event:"), PointEntry.id.not_in(reversed_ids)
    )
    found: dict[int, list[PointEntry]] = {}
    for entry in db.scalars(statement.order_by(PointEntry.id)):
        if entry.event_id is not None:
            found.setdefault(entry.event_id, []).append(entry)
    return found


def take_back(db: Session, entry: PointEntry, now: datetime) -> PointEntry:
    """Add and return an entry that reverses another one; both stay."""
    reversal = PointEntry(
        teacher_id=entry.teacher_id,
        event_id=entry.event_id,
        reason=entry.reason,
        key=f"reversal:{entry.id}",
        points=-entry.points,
        hours=-entry.hours,
        factor=entry.factor,
        year=entry.year,
        awarded_at=now,
        reverses_id=entry.id,
    )
    db.add(reversal)
    db.flush()
    return reversal


_YEARS = (
    select(PointEntry.year, func.sum(PointEntry.points), func.sum(PointEntry.hours), func.count())
    .where(PointEntry.teacher_id == bindparam("teacher"))
    .group_by(PointEntry.year)
    .order_by(PointEntry.year.desc())
)


def year_sums(db: Session, teacher_id: int) -> dict[str, YearSums]:
    """Return a person's sums by academic year, the latest year first."""
    rows = db.execute(_YEARS, {"teacher": teacher_id})
    return {year: YearSums(int(points), hours, entries) for year, points, hours, entries in rows}


def awarded_notice(db: Session, account: Account, notice: PointsAwarded, now: datetime) -> Awarded | None:
    """Return the award to show; None if it brought no points or its entries have moved to another person."""
    event = db.get(Event, notice.event)
    mine = (PointEntry.teacher_id == notice.teacher,)
    entries = db.scalars(
        select(PointEntry)
        .where(*mine, PointEntry.event_id == notice.event, PointEntry.key.startswith(f"event:{notice.event}:"))
        .order_by(PointEntry.id)
    ).all()
    if event is None or account.teacher_id != notice.teacher or sum(entry.points for entry in entries) <= 0:
        return None
    row = network(db)
    year = entries[0].year
    up_to_it = db.scalar(
        select(func.sum(PointEntry.points)).where(*mine, PointEntry.year == year, PointEntry.id <= entries[-1].id)
    )
    points = int(up_to_it or 0)
    tokens = tokens_of(row, points)
    before = tokens_of(row, points - sum(entry.points for entry in entries))
    return Awarded(
        event_id=event.id,
        event_form=event.form,
        event_form_title=event.form_title,
        event_title=event.title,
        roles=tuple((entry.reason, entry.points) for entry in entries),
        year=year,
        points=points,
        tokens=tokens,
        new_tokens=tokens - before,
        per_token=row.points_per_token,
        present_year=academic_year(now.astimezone(row.tz).date()),
    )
