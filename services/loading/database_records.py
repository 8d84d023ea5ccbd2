"""Records of the database in the form of those of the file."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    Attendance,
    AttendanceState,
    Employment,
    Event,
    EventRole,
    Headcount,
    Meeting,
    Network,
    NetworkForm,
    Organization,
    OrgStatus,
    PointEntry,
    Registration,
    RegistrationState,
    RoleGrant,
    Subproject,
    Teacher,
)
from services.loading.fields import Key, RecordKind, values_in_database
from services.loading.file_records import (
    THE_NETWORK,
    headcount_code,
    material_code,
    status_and_roles,
    with_meetings,
)
from services.loading.meeting_rows import usual_meetings
from services.loading.schema import PointCode
from services.loading.speakers import stored_speakers

Fields = dict[str, Any]
NamedStatus = tuple[str, str, str]
"""Code of the organization, kind, and first day."""
SIGNED_UP = "signed_up"


class DatabaseRecords:
    """A snapshot of the database beside the file of a `year`: `fields` by record.

    `erased`: codes of people who withdrew their consent. `event_years`: the years of the files that brought the events.
    """

    def __init__(self, db: Session, year: str, named: Collection[NamedStatus]) -> None:
        people = list(db.scalars(select(Teacher)).unique())
        organizations = list(db.scalars(select(Organization)))
        self._person_codes = {person.id: person.code or f"#{person.id}" for person in people}
        self._organization_codes = {school.id: school.code or f"#{school.id}" for school in organizations}
        self._codes: dict[RecordKind, dict[int, str]] = {
            RecordKind.PERSON: self._person_codes,
            RecordKind.ORGANIZATION: self._organization_codes,
            RecordKind.SUBPROJECT: {row.id: row.code for row in db.execute(select(Subproject.id, Subproject.code))},
        }
        self._year, self._named = year, named
        self.event_years = {row.code: row.file_year for row in db.execute(select(Event.code, Event.file_year))}
        self.erased = {person.code for person in people if person.code and person.erased_at is not None}
        self.is_empty = not people and not organizations and db.scalar(select(Event.id).limit(1)) is None
        self.fields: dict[Key, Fields] = {}
        row = db.get(Network, 1)
        if row is not None:
            self.fields[RecordKind.NETWORK, THE_NETWORK] = values_in_database(RecordKind.NETWORK, row, self.code_of)
        self._organizations(db, organizations)
        self._headcounts(db)
        self._people(db, people)
        self._events(db)

    def code_of(self, kind: RecordKind, row_id: int | None) -> str | None:
        """Return the code of an organization, a person or a subproject; None for no row."""
        return None if row_id is None else self._codes[kind].get(row_id)

    def _organizations(self, db: Session, rows: Iterable[Organization]) -> None:
        statuses: dict[int, list[list[str]]] = defaultdict(list)
        for status in db.scalars(select(OrgStatus)):
            name = (self._organization_codes[status.organization_id], status.kind.value, status.since.isoformat())
            if status.file_year != self._year and name not in self._named:
                continue  # loaded for another year, and left alone
            until = status.until.isoformat() if status.until else ""
            statuses[status.organization_id].append([status.kind.value, status.since.isoformat(), until, status.ground])
        for row in rows:
            if row.code:
                fields = values_in_database(RecordKind.ORGANIZATION, row, self.code_of)
                self.fields[RecordKind.ORGANIZATION, row.code] = fields | {"statuses": sorted(statuses[row.id])}

    def _headcounts(self, db: Session) -> None:
        for row in db.scalars(select(Headcount).where(Headcount.replaced_at.is_(None))):
            code = headcount_code(self._organization_codes[row.organization_id], row.year)
            self.fields[RecordKind.HEADCOUNT, code] = {
                "teachers": row.people,
                "as_of": row.as_of.isoformat(),
                "ground": row.ground,
            }

    def _people(self, db: Session, rows: Iterable[Teacher]) -> None:
        grants: dict[int, list[str]] = defaultdict(list)
        for grant in db.scalars(select(RoleGrant)):
            grants[grant.teacher_id].append(grant.role.value)
        also: dict[int, list[list[str]]] = defaultdict(list)
        for job in db.scalars(select(Employment).where(Employment.until.is_(None), ~Employment.is_main)):
            also[job.teacher_id].append([self._organization_codes.get(job.organization_id or 0, ""), job.post.value])
        for row in rows:
            if row.code:
                self.fields[RecordKind.PERSON, row.code] = {
                    "name": row.full_name,
                    "org": self._organization_codes.get(row.organization_id or 0),
                    "post": row.post.value,
                    "also": sorted(also[row.id]),
                    "subjects": row.subjects,
                    "role": sorted(grants[row.id]),
                }

    def _events(self, db: Session) -> None:
        for form in db.scalars(select(NetworkForm)):
            kind = RecordKind.EVENT_FORM
            self.fields[kind, form.code] = values_in_database(kind, form, self.code_of)
        for line in db.scalars(select(Subproject)):
            kind = RecordKind.SUBPROJECT
            self.fields[kind, line.code] = values_in_database(kind, line, self.code_of)
        events = [row for row in db.scalars(select(Event)).unique() if row.code]
        participation = self._participation(db, [row.id for row in events])
        speakers = stored_speakers(db, self._person_codes)
        for row in events:
            code = str(row.code)
            fields = values_in_database(RecordKind.EVENT, row, self.code_of)
            self.fields[RecordKind.EVENT, code] = fields | {"speakers": speakers[row.id]}
            if row.id in participation:
                self.fields[RecordKind.PARTICIPATION, code] = participation[row.id]
        self._materials(db, {row.id: str(row.code) for row in events})

    def _materials(self, db: Session, events: dict[int, str]) -> None:
        entries = (
            select(PointEntry.event_id, PointEntry.teacher_id, func.count())
            .where(PointEntry.reason == PointCode.MATERIAL.value, PointEntry.points > 0)
            .group_by(PointEntry.event_id, PointEntry.teacher_id)
        )
        for event_id, teacher_id, count in db.execute(entries):
            if event_id in events:
                code = material_code(events[event_id], self._person_codes[teacher_id])
                self.fields[RecordKind.MATERIAL, code] = {"accepted": count}

    def _participation(self, db: Session, events: list[int]) -> dict[int, Fields]:
        roles: dict[tuple[int, int], list[str]] = defaultdict(list)
        for role in db.scalars(select(EventRole).where(EventRole.event_id.in_(events))):
            if role.teacher_id is not None:
                roles[role.event_id, role.teacher_id].append(role.role.value)
        status: dict[tuple[int, int], str] = {}
        signed = select(Registration).where(Registration.event_id.in_(events)).order_by(Registration.id)
        for registration in db.scalars(signed).unique():
            gone = registration.state is RegistrationState.CANCELLED
            status[registration.event_id, registration.teacher_id] = "cancelled" if gone else SIGNED_UP
        meetings: dict[int, list[Meeting]] = defaultdict(list)
        of_events = select(Meeting).where(Meeting.event_id.in_(events)).order_by(Meeting.starts_at, Meeting.id)
        for meeting in db.scalars(of_events):
            meetings[meeting.event_id].append(meeting)
        attended: dict[tuple[int, int], list[int]] = defaultdict(list)
        for mark in db.scalars(select(Attendance).where(Attendance.event_id.in_(events))):
            person = mark.event_id, mark.teacher_id
            status[person] = AttendanceState.NO_SHOW.value
            if mark.state is AttendanceState.ATTENDED:
                attended[person].append([held.id for held in meetings[mark.event_id]].index(mark.meeting_id) + 1)
        for person, numbers in attended.items():
            usual = usual_meetings([(held.starts_at, held.ends_at) for held in meetings[person[0]]])
            status[person] = with_meetings(AttendanceState.ATTENDED.value, numbers, usual)
        found: dict[int, Fields] = defaultdict(dict)
        for (event_id, teacher_id), how in status.items():
            found[event_id][self._person_codes[teacher_id]] = status_and_roles(how, roles[event_id, teacher_id])
        return found
