"""Merging two rows of one person: everything of the newcomer moves to the known person, without duplicates."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, select, union, update
from sqlalchemy.orm import Session, aliased

from models import (
    ACTIVE_STATES,
    SEATED_STATES,
    Account,
    Attendance,
    AttendanceState,
    CardOpened,
    Certificate,
    CertificateState,
    DataGround,
    Event,
    EventRole,
    Feedback,
    Invite,
    PointEntry,
    Registration,
    RegistrationState,
    RoleGrant,
    Subproject,
    Teacher,
)
from services.events.waiting_list import active_registration, free_seat, lock_event, offer_free_seats
from services.network import network
from services.people.open_questions import follow_merge
from services.recognition import points
from services.schools.employments import forget_employments, join_employments, today

ERASED_NAME = "—"

_UNIQUE_ROWS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Attendance, ("meeting_id",)),
    (EventRole, ("event_id", "role")),
    (Feedback, ("event_id",)),
    (CardOpened, ("event_id",)),
    (Certificate, ("event_id",)),
    (RoleGrant, ("role",)),
)
"""Tables with one row per person for these columns; a row that the known person has already is not moved."""

_DELETED_DUPLICATES = (Attendance, EventRole, Feedback, CardOpened, RoleGrant)
"""Tables whose duplicates are deleted. Points and certificates are never deleted: they stay with the erased row."""


@dataclass(frozen=True, slots=True)
class Pair:
    newcomer: Teacher
    known: Teacher


def lock_pair(db: Session, newcomer_id: int, known_id: int) -> tuple[Teacher, Teacher]:
    """Lock the accounts and the open events of both people and return their rows, read after that.

    Accounts are locked before events, in the same order as by a press. On SQLite the transaction itself is the lock.
    """
    both = newcomer_id, known_id
    accounts = select(Account.id).where(Account.teacher_id.in_(both)).order_by(Account.id)
    db.execute(accounts.with_for_update(key_share=True)).all()
    parts = [
        select(table.event_id).where(table.teacher_id.in_(both)) for table in (Registration, Attendance, EventRole)
    ]
    open_events = Event.finalized_at.is_(None), Event.id.in_(union(*parts))
    db.execute(select(Event.id).where(*open_events).order_by(Event.id).with_for_update()).all()
    read = select(Teacher).where(Teacher.id.in_(both)).execution_options(populate_existing=True)
    found = {teacher.id: teacher for teacher in db.scalars(read).unique()}
    return found[newcomer_id], found[known_id]


def merge(db: Session, newcomer: Teacher, known: Teacher, now: datetime) -> None:
    """Move everything to the known person and anonymize the newcomer; the stronger of two sign-ups stays."""
    _keep_stronger_signups(db, newcomer, known, now)
    _keep_presence(db, newcomer, known)
    pair = Pair(newcomer, known)
    for table, columns in _UNIQUE_ROWS:
        _move(db, pair, table, columns)
    stay = _join_points(db, newcomer, known, now)
    _move(db, pair, PointEntry, ("event_id", "reason", "reverses_id"), stay)
    for table in _DELETED_DUPLICATES:
        db.execute(delete(table).where(table.teacher_id == newcomer.id))
    db.execute(update(Certificate).where(Certificate.teacher_id == newcomer.id).values(state=CertificateState.REPLACED))
    moved = (
        DataGround.teacher_id,
        Registration.teacher_id,
        Event.responsible_id,
        Subproject.leader_id,
        Invite.teacher_id,
    )
    for column in moved:
        db.execute(update(column.class_).where(column == newcomer.id).values({column.key: known.id}))
    for account in db.scalars(select(Account).where(Account.teacher_id == newcomer.id)).unique().all():
        account.teacher = known
    _complete(known, newcomer)
    join_employments(db, newcomer, known, today(db, now))
    follow_merge(db, newcomer, known, now)
    anonymize(db, newcomer, now)
    db.flush()


def anonymize(db: Session, teacher: Teacher, now: datetime) -> None:
    """Erase what identifies a person; the row stays, so that counts stay true."""
    teacher.surname, teacher.given_name, teacher.patronymic, teacher.name_key = (
        ERASED_NAME,
        ERASED_NAME,
        "",
        ERASED_NAME,
    )
    teacher.subjects = []
    teacher.erased_at = now
    forget_employments(db, teacher)


def _complete(known: Teacher, newcomer: Teacher) -> None:
    """Fill in what the network did not know about the person."""
    if not known.patronymic and newcomer.patronymic and known.surname == newcomer.surname:
        known.patronymic, known.name_key = newcomer.patronymic, newcomer.name_key
    if not known.subjects:
        known.subjects = list(newcomer.subjects)


def _keep_stronger_signups(db: Session, newcomer: Teacher, known: Teacher, now: datetime) -> None:
    other = aliased(Registration)
    both = (
        select(Registration.event_id)
        .join(other, and_(other.event_id == Registration.event_id, other.teacher_id == known.id))
        .where(
            Registration.teacher_id == newcomer.id,
            Registration.state.in_(ACTIVE_STATES),
            other.state.in_(ACTIVE_STATES),
        )
        .order_by(Registration.event_id)
    )
    strength = (RegistrationState.WAITLISTED, RegistrationState.OFFERED, RegistrationState.CONFIRMED)
    for event_id in db.scalars(both).all():
        event = lock_event(db, event_id)
        pair = [active_registration(db, event_id, who.id) for who in (known, newcomer)]
        rows = sorted((row for row in pair if row), key=lambda row: (strength.index(row.state), -row.id))
        if len(rows) < 2:
            continue
        weaker = rows[0]
        counted = weaker.state in SEATED_STATES and not weaker.walk_in
        weaker.state, weaker.ended_at, weaker.offer_expires_at = RegistrationState.CANCELLED, now, None
        db.flush()
        if counted:
            free_seat(db, event)
            offer_free_seats(db, event, now)


def _keep_presence(db: Session, newcomer: Teacher, known: Teacher) -> None:
    """Keep the known person present where either was present."""
    present = select(Attendance.meeting_id).where(
        Attendance.teacher_id == newcomer.id, Attendance.state == AttendanceState.ATTENDED
    )
    db.execute(
        update(Attendance)
        .where(Attendance.teacher_id == known.id, Attendance.meeting_id.in_(present))
        .values(state=AttendanceState.ATTENDED)
        .execution_options(synchronize_session=False)
    )


def _join_points(db: Session, newcomer: Teacher, known: Teacher, now: datetime) -> list[int]:
    """Give the person what the roles of both bring where both were awarded for one event, with the hours once.

    Other entries are reversed. Return the ids of the newcomer's entries that are not moved.
    """
    stay: list[int] = []
    row = network(db)
    theirs, own = (points.entries_by_event(db, teacher.id) for teacher in (newcomer, known))
    for event_id in theirs.keys() & own.keys():
        event = db.get_one(Event, event_id)
        roles = points.roles_at(db, event_id).get(known.id, [])
        wanted = dict(points.points_for(roles, event.level, row.point_rules, row.point_policy))
        kept = [entry for entry in own[event_id] if entry.reason in wanted]
        for entry in [*theirs[event_id], *(entry for entry in own[event_id] if entry not in kept)]:
            reversal = points.take_back(db, entry, now)
            stay += [entry.id, reversal.id] if entry.teacher_id == newcomer.id else []
        attended = points.attended(db, event_id).get(known.id, [])
        hours = points.hours_of(attended) - sum(entry.hours for entry in kept)
        kept_roles = {entry.reason for entry in kept}
        for role, worth in wanted.items():
            if role.value not in kept_roles:
                points.enter(db, event, known.id, points.role_entry(event_id, known.id, role, worth, hours), now)
                hours = 0
    return stay


def _move(db: Session, pair: Pair, table: Any, columns: tuple[str, ...], stay: Collection[int] = ()) -> None:
    """Move the newcomer's rows except the ids in `stay` and those that the known person has for the same columns."""
    other = aliased(table)
    same = and_(*(getattr(other, name).is_not_distinct_from(getattr(table, name)) for name in columns))
    duplicate = select(other.id).where(other.teacher_id == pair.known.id, same)
    if table is PointEntry:  # entries without an event are gifts and series: each counts
        duplicate = duplicate.where(PointEntry.event_id.is_not(None))
    db.execute(
        update(table)
        .where(table.teacher_id == pair.newcomer.id, table.id.not_in(stay), ~duplicate.exists())
        .values(teacher_id=pair.known.id)
        .execution_options(synchronize_session=False)
    )
