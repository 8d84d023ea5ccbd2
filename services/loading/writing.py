"""Writes the records of a network's file as rows, in the caller's transaction."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import (
    Event,
    EventState,
    HeadcountSource,
    LoadedRow,
    Meeting,
    Network,
    NetworkForm,
    Organization,
    OrgStatus,
    OrgStatusKind,
    Post,
    Role,
    RoleGrant,
    Subproject,
    Teacher,
)
from services.loading.differences import Plan, Resolution, fingerprints
from services.loading.fields import Key, RecordKind, store
from services.loading.file_records import FileRecord
from services.loading.history import suppress_notices, write_history, write_materials
from services.loading.network_file import CheckedFile
from services.loading.speakers import store_speakers
from services.loading.years import bare_code
from services.people import identity
from services.reading.person_names import name_key, read_name
from services.schools.employments import Position, main_position, set_further, set_main
from services.schools.headcounts import Number, enter_headcount

PUBLISHED_BEFORE_START = timedelta(days=14)

Fields = dict[str, Any]
_EVENT_COLUMNS = frozenset(
    {"form", "form_title", "title", "posts", "org_statuses", "tags", "series", "scope", "school_break"}
)
"""Fields of an event that are columns of the same name and kind."""


def write(db: Session, checked: CheckedFile, plan: Plan, now: datetime) -> None:
    """Write the differences of the plan that can be written."""
    _Writer(db, checked, now).write(plan)


def store_fingerprints(db: Session, plan: Plan) -> None:
    """Store the fingerprints of all fields in which the file and the database are equal now."""
    skipped: dict[Key, set[str]] = {}
    for difference in plan.skipped:
        skipped.setdefault(difference.key, set()).add(difference.field)
    for record in plan.records:
        kept = skipped.get(record.key, set())
        if "" in kept:
            continue
        known = db.get(LoadedRow, (record.kind.value, record.code))
        before = known.fields if known else {}
        fresh = fingerprints(record)
        fields = {field: mark for field, mark in fresh.items() if field not in kept}
        fields |= {field: before[field] for field in kept if field in before}
        if known is None:
            db.add(LoadedRow(kind=record.kind.value, code=record.code, fields=fields))
        elif known.fields != fields:
            known.fields = fields
    db.flush()


@dataclass(frozen=True, slots=True)
class _Change:
    """A record to create, or the `fields` of an existing one to change."""

    record: FileRecord
    fields: Fields
    is_new: bool

    @property
    def code(self) -> str:
        return self.record.code


class _Writer:
    """Writes one file; `_organizations`, `_people` and `_subprojects` are ids by code, extended as rows are made."""

    def __init__(self, db: Session, checked: CheckedFile, now: datetime) -> None:
        self._db = db
        self._file = checked.file
        self._year = checked.file.network.academic_year
        self._now = now
        self._organizations = _ids(db, Organization)
        self._people = _ids(db, Teacher)
        self._subprojects = _ids(db, Subproject)

    def write(self, plan: Plan) -> None:
        writers: dict[RecordKind, Callable[[_Change], None]] = {
            RecordKind.ORGANIZATION: self._organization,
            RecordKind.HEADCOUNT: self._headcount,
            RecordKind.PERSON: self._person,
            RecordKind.SUBPROJECT: self._subproject,
            RecordKind.NETWORK: self._network,
            RecordKind.EVENT_FORM: self._event_form,
            RecordKind.EVENT: self._event,
            RecordKind.PARTICIPATION: self._participation,
            RecordKind.MATERIAL: self._material,
        }
        changes = list(_changes(plan))
        for change in changes:
            writers[change.record.kind](change)
        for change in changes:
            if change.is_new and change.record.kind is RecordKind.EVENT:
                suppress_notices(self._db, self._event_row(change.code), self._now)
        self._ask_about_newcomers()

    def _id_of(self, kind: RecordKind, code: str | None) -> int | None:
        """Return the id of an organization, a person who was not erased or a subproject; None for no code."""
        if code is None:
            return None
        if kind is RecordKind.PERSON:
            return self._people_not_erased().get(code)
        return (self._organizations if kind is RecordKind.ORGANIZATION else self._subprojects)[code]

    def _organization(self, change: _Change) -> None:
        fields = change.fields
        school = (
            self._ensure_organization(change.record)
            if change.is_new
            else self._db.get_one(Organization, self._organizations[change.code])
        )
        store(RecordKind.ORGANIZATION, school, fields, self._id_of)
        self._db.add(school)
        self._db.flush()
        self._organizations[change.code] = school.id
        if "statuses" in fields:
            self._drop_statuses(school.id, fields["statuses"])
            for kind, since, until, ground in fields["statuses"]:
                self._db.add(
                    OrgStatus(
                        organization_id=school.id,
                        kind=OrgStatusKind(kind),
                        since=date.fromisoformat(since),
                        until=date.fromisoformat(until) if until else None,
                        ground=ground,
                        file_year=self._year,
                    )
                )

    def _drop_statuses(self, organization_id: int, named: list[list[str]]) -> None:
        """Drop the statuses that this year's file brought, and those that it names again."""
        names = {(kind, since) for kind, since, *_ in named}
        for row in self._db.scalars(select(OrgStatus).where(OrgStatus.organization_id == organization_id)):
            if row.file_year == self._year or (row.kind.value, row.since.isoformat()) in names:
                self._db.delete(row)

    def _ensure_organization(self, record: FileRecord) -> Organization:
        """Return the organization of this name that the staff added in the bot, or a new one."""
        named = {record.fields["short"].casefold(), record.fields["title"].casefold()}
        for school in self._db.scalars(select(Organization).where(Organization.code.is_(None))):
            if {school.short.casefold(), school.title.casefold()} & named:
                school.code = record.code
                return school
        return Organization(code=record.code)

    def _headcount(self, change: _Change) -> None:
        fields = change.record.fields
        code, _, year = change.code.partition("/")
        day = date.fromisoformat(fields["as_of"]) if "as_of" in fields else self._file.as_of
        number = Number(fields["teachers"], day, HeadcountSource.FILE, fields.get("ground", ""))
        enter_headcount(self._db, self._organizations[code], year, number, self._now)

    def _person(self, change: _Change) -> None:
        fields = change.fields
        person = (
            Teacher(code=change.code, created_at=self._now)
            if change.is_new
            else self._db.get_one(Teacher, self._people[change.code])
        )
        if "name" in fields:
            name = read_name(fields["name"])
            person.surname, person.given_name, person.patronymic = name.surname, name.given_name, name.patronymic
            person.name_key = name_key(name.full)
        if "subjects" in fields:
            person.subjects = fields["subjects"]
        self._db.add(person)
        self._db.flush()
        self._people[change.code] = person.id
        self._employments(person, change)
        if "role" in fields:
            self._db.execute(delete(RoleGrant).where(RoleGrant.teacher_id == person.id))
            self._db.add_all(RoleGrant(teacher_id=person.id, role=Role(code)) for code in fields["role"])

    def _employments(self, person: Teacher, change: _Change) -> None:
        fields = change.fields
        day = self._now.astimezone(ZoneInfo(self._file.network.timezone)).date()
        main = Position(post=Post.METHODIST) if change.is_new else main_position(person)
        if "org" in fields:
            main = replace(main, organization_id=self._organizations[fields["org"]])
        if "post" in fields:
            main = replace(main, post=Post(fields["post"]), post_title="")
        set_main(self._db, person, main, day)
        if "also" in fields:
            further = [Position(self._organizations[org], Post(post)) for org, post in fields["also"]]
            set_further(self._db, person, further, day)

    def _subproject(self, change: _Change) -> None:
        subproject = (
            Subproject(code=change.code)
            if change.is_new
            else self._db.get_one(Subproject, self._subprojects[change.code])
        )
        store(RecordKind.SUBPROJECT, subproject, change.fields, self._id_of)
        self._db.add(subproject)
        self._db.flush()
        self._subprojects[change.code] = subproject.id

    def _network(self, change: _Change) -> None:
        fields = change.fields
        network = Network(id=1) if change.is_new else self._db.get_one(Network, 1)
        store(RecordKind.NETWORK, network, fields, self._id_of)
        self._db.add(network)
        self._db.flush()

    def _event_form(self, change: _Change) -> None:
        form = self._db.merge(NetworkForm(code=change.code))
        store(RecordKind.EVENT_FORM, form, change.fields, self._id_of)
        self._db.flush()

    def _event(self, change: _Change) -> None:
        fields = change.fields
        event = (
            Event(code=change.code, state=EventState.PUBLISHED, file_year=self._year)
            if change.is_new
            else self._event_row(change.code)
        )
        store(RecordKind.EVENT, event, fields, self._id_of)
        if fields.keys() & {"start", "hours", "timezone", "meetings"}:
            self._schedule(event, change.record.fields)
        if change.is_new:
            self._publish(event)
        elif fields.keys() & {"start", "hours", "timezone", "meetings", "host", "format"}:
            event.version += 1
            event.schedule_set_at = self._now
        self._db.add(event)
        self._db.flush()
        if "speakers" in fields:
            store_speakers(self._db, event, fields["speakers"], self._people_not_erased())

    def _schedule(self, event: Event, fields: Fields) -> None:
        if meetings := fields.get("meetings"):
            event.set_meetings(
                [Meeting.planned(datetime.fromisoformat(start), *rest) for start, *rest in meetings], fields["timezone"]
            )
            return
        starts = [datetime.fromisoformat(text) for text in fields["start"]]
        event.set_schedule(starts, fields["hours"], fields["timezone"])

    def _publish(self, event: Event) -> None:
        """Date the publication as if it had been in time, without a publisher."""
        known_since = datetime.combine(self._file.as_of, time(0), tzinfo=event.tz).astimezone(UTC)
        event.created_at = min(known_since, self._now, event.starts_at - PUBLISHED_BEFORE_START)
        event.published_at = event.schedule_set_at = event.created_at
        if event.responsible_id is None:
            leader = select(Subproject.leader_id).where(Subproject.id == event.subproject_id)
            event.responsible_id = self._db.scalar(leader)

    def _participation(self, change: _Change) -> None:
        event = self._event_row(change.code)
        write_history(
            self._db, event, self._file.participation[bare_code(change.code)], self._people_not_erased(), self._now
        )

    def _material(self, change: _Change) -> None:
        code, _, person = change.code.partition("/")
        write_materials(self._db, self._event_row(code), self._people[person], change.fields["accepted"], self._now)

    def _event_row(self, code: str) -> Event:
        return self._db.scalars(select(Event).where(Event.code == code)).unique().one()

    def _people_not_erased(self) -> dict[str, int]:
        erased = set(self._db.scalars(select(Teacher.code).where(Teacher.erased_at.is_not(None))))
        return {code: row_id for code, row_id in self._people.items() if code not in erased}

    def _ask_about_newcomers(self) -> None:
        """Ask the staff whether people who registered by themselves are people of the file."""
        newcomers = select(Teacher).where(Teacher.self_registered, Teacher.erased_at.is_(None))
        for newcomer in list(self._db.scalars(newcomers).unique()):
            identity.ask_about_namesakes(self._db, newcomer, self._now)


def _changes(plan: Plan) -> Iterator[_Change]:
    """Yield the changes of the plan in the order of its records."""
    new: set[Key] = set()
    changed: dict[Key, Fields] = {}
    for difference in plan.to_write:
        if difference.resolution is Resolution.NEW:
            new.add(difference.key)
        else:
            changed.setdefault(difference.key, {})[difference.field] = difference.in_file
    for record in plan.records:
        if record.key in new:
            yield _Change(record, record.fields, is_new=True)
        elif record.key in changed:
            yield _Change(record, changed[record.key], is_new=False)


def _ids(db: Session, table: type[Organization | Teacher | Subproject]) -> dict[str, int]:
    rows = db.execute(select(table.code, table.id).where(table.code.is_not(None)))
    return {str(code): row_id for code, row_id in rows}
