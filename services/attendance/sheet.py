"""Who was there and in which roles: the organizer's list, from 15 minutes before the start to its closing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models import (
    Attendance,
    AttendanceSource,
    AttendanceState,
    Certificate,
    Event,
    EventRole,
    EventState,
    Network,
    ParticipationRole,
    Registration,
    RegistrationState,
    Teacher,
)
from services.actors import Actor
from services.attendance.code_word import choose_code_word, listed
from services.desk.events import editable_event, may_change, staff_event
from services.events.seats import join_as_walk_in
from services.events.window import closes_at, opens_at
from services.network import network
from services.paging import Page, page_of
from services.recognition import points
from services.refusals import NotFound, Refusal
from services.reminders.rules import read_offset

PAGE_SIZE = 6
REOPENING = timedelta(hours=1)


class NotPublished(Refusal):
    """A draft or a cancelled event has no attendance."""

    key = "attendance-not-published"


class TooEarly(Refusal):
    """Presence is marked from 15 minutes before the start, and closed after it."""

    key = "attendance-too-early"


class AttendanceClosed(Refusal):
    """Marks are closed; within the hour they can be reopened."""

    key = "attendance-closed"

    def __init__(self, event: Event) -> None:
        super().__init__(event=event.id)


class Finalized(Refusal):
    """Points and certificates have been given: marks stand."""

    key = "attendance-finalized"

    def __init__(self, event: Event) -> None:
        super().__init__(event=event.id)


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the list. `state` is None until marked; `roles` is (listener,) unless others were set."""

    teacher: Teacher
    state: AttendanceState | None
    roles: tuple[ParticipationRole, ...]
    walk_in: bool
    by_code: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the list with the numbers of the whole. Moments are UTC.

    `reopen_until` is set while marks are closed and can be reopened. `certificates`: how many were given, and of them
    `made` are ready.
    """

    event: Event
    page: Page[Row]
    present: int
    absent: int
    unmarked: int
    opens_at: datetime
    word_until: datetime
    may_change: bool
    is_open: bool
    has_started: bool
    has_ended: bool
    reopen_until: datetime | None
    certificates: int
    made: int

    @property
    def people(self) -> int:
        return self.present + self.absent + self.unmarked


@dataclass(frozen=True, slots=True)
class OpenedRow:
    """One person's row with what may be done to it. `may_mark`: presence; roles may be set before the day, too."""

    event: Event
    row: Row
    page: int
    may_mark: bool
    may_set_roles: bool


def sheet(db: Session, actor: Actor, event_id: int, page: int, now: datetime) -> Sheet:
    """The list as the staff sees it. Raises StaffOnly, NotFound, NotPublished."""
    event = staff_event(db, actor, event_id)
    _require_published(event)
    return sheet_of(db, actor, event, page, now)


def open_row(db: Session, actor: Actor, event_id: int, teacher_id: int, page: int, now: datetime) -> OpenedRow:
    """One row of the list. Raises StaffOnly, NotFound, NotPublished."""
    event = staff_event(db, actor, event_id)
    _require_published(event)
    return _opened(db, actor, event, teacher_id, page, now)


def set_code_word(db: Session, actor: Actor, event_id: int, now: datetime) -> Sheet:
    """Give the event a code word, another one when it has one: the former stops working at once.

    Raises StaffOnly, NotFound, NotYourEvent, NotPublished, AttendanceClosed, Finalized.
    """
    event = editable_sheet(db, actor, event_id)
    event.code_word = choose_code_word(db, event, now)
    db.flush()
    return sheet_of(db, actor, event, 1, now)


def mark(
    db: Session, actor: Actor, event_id: int, teacher_id: int, state: AttendanceState, page: int, now: datetime
) -> OpenedRow:
    """Set one person's presence. Raises as `set_code_word` does, and TooEarly."""
    event = editable_sheet(db, actor, event_id)
    require_time(event, now)
    _row(db, event, teacher_id)
    write_mark(db, actor, event, teacher_id, state, now)
    return _opened(db, actor, event, teacher_id, page, now)


def mark_all(db: Session, actor: Actor, event_id: int, now: datetime) -> Sheet:
    """Everybody not marked yet was there. Raises as `mark` does."""
    event = editable_sheet(db, actor, event_id)
    require_time(event, now)
    for row in rows_of(db, event):
        if row.state is None:
            write_mark(db, actor, event, row.teacher.id, AttendanceState.ATTENDED, now)
    return sheet_of(db, actor, event, 1, now)


def set_role(
    db: Session,
    actor: Actor,
    event_id: int,
    teacher_id: int,
    role: ParticipationRole,
    has: bool,
    page: int,
    now: datetime,
) -> OpenedRow:
    """Let a person have a role or not; listener means no other role. Roles may be set before the day.

    Raises as `set_code_word` does.
    """
    event = editable_sheet(db, actor, event_id)
    held = set(_row(db, event, teacher_id).roles)
    this = (EventRole.event_id == event.id, EventRole.teacher_id == teacher_id)
    listener = role is ParticipationRole.LISTENER
    if listener and has:
        db.execute(delete(EventRole).where(*this))
    elif has and role not in held:
        db.execute(delete(EventRole).where(*this, EventRole.role == ParticipationRole.LISTENER))
        db.add(EventRole(event_id=event.id, teacher_id=teacher_id, role=role))
    elif not has and not listener:
        db.execute(delete(EventRole).where(*this, EventRole.role == role))
    _keep_listed(db, event, teacher_id)
    db.flush()
    return _opened(db, actor, event, teacher_id, page, now)


def add_walk_in(db: Session, actor: Actor, event_id: int, teacher_id: int, now: datetime) -> OpenedRow:
    """Add somebody who came without a sign-up, present. Raises as `mark` does."""
    event = editable_sheet(db, actor, event_id)
    require_time(event, now)
    teacher = db.get(Teacher, teacher_id)
    if teacher is None or teacher.erased_at is not None:
        raise NotFound()
    join_as_walk_in(db, event, teacher, now)
    write_mark(db, actor, event, teacher.id, AttendanceState.ATTENDED, now)
    return _opened(db, actor, event, teacher.id, 1, now)


def reopening(row: Network) -> timedelta:
    """How long closed marks can be reopened: the offset of the network's `certificate` rule."""
    offsets = [rule["offset"] for rule in row.reminder_rules if rule.get("anchor") == "attendance_closed"]
    return read_offset(offsets[0]) if offsets else REOPENING


def reopen_until(row: Network, event: Event) -> datetime | None:
    """The moment (UTC) points and certificates are given; None while marks are open."""
    return None if event.attendance_closed_at is None else event.attendance_closed_at + reopening(row)


def editable_sheet(db: Session, actor: Actor, event_id: int) -> Event:
    """An event, locked, whose marks this person may set.

    Raises StaffOnly, NotFound, NotYourEvent, NotPublished, AttendanceClosed, Finalized.
    """
    event = editable_event(db, actor, event_id)
    _require_published(event)
    if event.finalized_at is not None:
        raise Finalized(event)
    if event.attendance_closed_at is not None:
        raise AttendanceClosed(event)
    return event


def _require_published(event: Event) -> None:
    if event.state is not EventState.PUBLISHED:
        raise NotPublished(event=event.id)


def require_time(event: Event, now: datetime) -> None:
    """Raises TooEarly while presence cannot be marked yet."""
    if now < opens_at(event):
        raise TooEarly(event=event.id)


def write_mark(
    db: Session, actor: Actor | None, event: Event, teacher_id: int, state: AttendanceState, now: datetime
) -> None:
    """Set a mark; the same one again changes nothing. `actor` is None when nobody said so (unmarked at the closing)."""
    row = db.scalar(select(Attendance).where(Attendance.event_id == event.id, Attendance.teacher_id == teacher_id))
    if row is not None and row.state is state:
        return
    if row is None:
        row = Attendance(event_id=event.id, teacher_id=teacher_id)
        db.add(row)
    row.state = state
    row.source = AttendanceSource.ORGANIZER
    row.marked_at = now
    row.marked_by_id = actor.account.id if actor else None
    db.flush()


def rows_of(db: Session, event: Event) -> list[Row]:
    """Everybody signed up, named with a role or marked, by surname."""
    registrations = {
        row.teacher_id: row
        for row in db.scalars(
            select(Registration).where(
                Registration.event_id == event.id, Registration.state == RegistrationState.CONFIRMED
            )
        ).unique()
    }
    marks = {row.teacher_id: row for row in db.scalars(select(Attendance).where(Attendance.event_id == event.id))}
    roles = points.roles_at(db, event.id)
    people = {row.teacher_id: row.teacher for row in registrations.values()}
    others = (marks.keys() | roles.keys()) - people.keys()
    for teacher in db.scalars(select(Teacher).where(Teacher.id.in_(others))).unique() if others else ():
        people[teacher.id] = teacher
    rows = []
    for teacher in sorted(people.values(), key=lambda one: (one.name_key, one.id)):
        own = marks.get(teacher.id)
        registration = registrations.get(teacher.id)
        rows.append(
            Row(
                teacher,
                own.state if own else None,
                tuple(roles.get(teacher.id, ())) or (ParticipationRole.LISTENER,),
                registration is not None and registration.walk_in,
                own is not None and own.source is AttendanceSource.CODE,
            )
        )
    return rows


def _row(db: Session, event: Event, teacher_id: int) -> Row:
    found = next((row for row in rows_of(db, event) if row.teacher.id == teacher_id), None)
    if found is None:
        raise NotFound()
    return found


def _keep_listed(db: Session, event: Event, teacher_id: int) -> None:
    """Somebody who stood in the list by a role alone stays in it as a listener."""
    if not db.scalar(select(listed(event.id, teacher_id))):
        db.add(EventRole(event_id=event.id, teacher_id=teacher_id, role=ParticipationRole.LISTENER))
        db.flush()


def _opened(db: Session, actor: Actor, event: Event, teacher_id: int, page: int, now: datetime) -> OpenedRow:
    changeable = may_change(actor, event) and event.attendance_closed_at is None
    return OpenedRow(event, _row(db, event, teacher_id), page, changeable and now >= opens_at(event), changeable)


def sheet_of(db: Session, actor: Actor, event: Event, page: int, now: datetime) -> Sheet:
    """A page of the list of an event already loaded; rights are checked by the caller."""
    rows = rows_of(db, event)
    states = [row.state for row in rows]
    until = reopen_until(network(db), event)
    counted = select(func.count(), func.count(Certificate.document_id)).where(Certificate.event_id == event.id)
    certificates, made = db.execute(counted).one()
    return Sheet(
        event=event,
        page=page_of(rows, page, PAGE_SIZE),
        present=states.count(AttendanceState.ATTENDED),
        absent=states.count(AttendanceState.NO_SHOW),
        unmarked=states.count(None),
        opens_at=opens_at(event),
        word_until=closes_at(event),
        may_change=may_change(actor, event),
        is_open=event.attendance_closed_at is None and now >= opens_at(event),
        has_started=now >= event.starts_at,
        has_ended=now >= event.ends_at,
        reopen_until=until if until is not None and event.finalized_at is None and now < until else None,
        certificates=certificates,
        made=made,
    )
