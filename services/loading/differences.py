"""Compares the file, the database and the file loaded last, to tell whose change is whose and what may be written."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import ACTIVE_STATES, Attendance, Event, EventState, LoadedRow, Registration
from services.loading.database_records import DatabaseRecords
from services.loading.fields import FIELDS, NEVER, Key, RecordKind
from services.loading.file_records import THE_NETWORK, FileRecord, named_statuses

_RESCHEDULING = {field.name for field in FIELDS[RecordKind.EVENT] if field.reschedules}
_UNSET = {(kind, field.name): field.unset for kind, fields in FIELDS.items() for field in fields}
_UNSET[RecordKind.EVENT, "speakers"] = []
_UNSET[RecordKind.PERSON, "also"] = []


class Resolution(StrEnum):
    """The handling of a difference; only `NEW` and `CHANGED` can be written, the others are reported.

    KEPT: changed by people in the bot. BUSY: people are signed up or the event was held, so it is changed in the bot,
    which notifies them. REMOVED: loaded once and no longer in the database. ERASED: the person withdrew the consent.
    ABSENT: no longer in the file.
    """

    NEW = "new"
    CHANGED = "changed"
    KEPT = "kept"
    BUSY = "busy"
    REMOVED = "removed"
    ERASED = "erased"
    ABSENT = "absent"


WRITABLE = frozenset({Resolution.NEW, Resolution.CHANGED})


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference in one field; `field` is empty when the record as a whole differs."""

    resolution: Resolution
    kind: RecordKind
    code: str
    title: str
    field: str = ""
    in_database: Any = None
    in_file: Any = None
    line: int | None = None

    @property
    def key(self) -> Key:
        return self.kind, self.code


@dataclass(frozen=True, slots=True)
class Plan:
    """The differences between `records` of the file and the database."""

    is_first: bool
    """Nothing was ever loaded and the database has no people, so nothing needs a confirmation."""
    differences: list[Difference]
    records: list[FileRecord]
    is_outdated: bool
    """Fingerprints must be renewed although nothing else changes: file and database have become equal."""

    @property
    def to_write(self) -> list[Difference]:
        return [one for one in self.differences if one.resolution in WRITABLE]

    @property
    def skipped(self) -> list[Difference]:
        return [one for one in self.differences if one.resolution not in WRITABLE]


def fingerprint(key: Key, field: str, value: Any) -> str:
    text = json.dumps([*key, field, value], ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:32]


def fingerprints(record: FileRecord) -> dict[str, str]:
    return {field: fingerprint(record.key, field, value) for field, value in record.fields.items()}


def compare(db: Session, records: list[FileRecord], year: str) -> Plan:
    """Return the plan of writing the `records` of the file of an academic year."""
    last = {(RecordKind(row.kind), row.code): row.fields for row in db.scalars(select(LoadedRow))}
    comparison = _Comparison(DatabaseRecords(db, year, named_statuses(records)), last, _events_with_people(db), year)
    differences: list[Difference] = []
    is_outdated = False
    for record in records:
        found = list(comparison.of_record(record))
        differences += found
        is_outdated |= not found and last.get(record.key) != fingerprints(record)
    differences += comparison.of_absent(records)
    return Plan(comparison.database.is_empty and not last, differences, records, is_outdated)


@dataclass(frozen=True, slots=True)
class _Comparison:
    """`last`: fingerprints of the file loaded last; `busy`: codes of events that people are concerned with."""

    database: DatabaseRecords
    last: dict[Key, dict[str, str]]
    busy: set[str]
    year: str

    def of_record(self, record: FileRecord) -> Iterator[Difference]:
        if record.kind is RecordKind.PERSON and record.code in self.database.erased:
            yield Difference(Resolution.ERASED, record.kind, record.code, "", line=record.line)
            return
        if record.kind is RecordKind.MATERIAL and record.code.partition("/")[2] in self.database.erased:
            return
        in_database = self.database.fields.get(record.key)
        if record.kind is RecordKind.PARTICIPATION:
            yield from self._of_participation(record, in_database or {})
        elif in_database is None:
            resolution = Resolution.NEW if record.key not in self.last else Resolution.REMOVED
            yield Difference(resolution, record.kind, record.code, record.title, line=record.line)
        else:
            yield from self._of_fields(record, in_database)

    def of_absent(self, records: Iterable[FileRecord]) -> Iterator[Difference]:
        """Yield records of this year that were loaded last time and are no longer in the file."""
        present = {record.key for record in records}
        for kind, code in sorted(self.last):
            is_erased = kind is RecordKind.PERSON and code in self.database.erased
            if (kind, code) not in present and not is_erased and not self._is_of_another_year(kind, code):
                fields = self.database.fields.get((kind, code), {})
                yield Difference(Resolution.ABSENT, kind, code, str(fields.get("title") or fields.get("name") or ""))

    def _is_of_another_year(self, kind: RecordKind, code: str) -> bool:
        if kind is RecordKind.HEADCOUNT:
            return code.partition("/")[2] != self.year
        if kind not in {RecordKind.EVENT, RecordKind.PARTICIPATION, RecordKind.MATERIAL}:
            return False
        year: str | None = self.database.event_years.get(code.partition("/")[0], self.year)
        return year != self.year

    @property
    def _is_next_file(self) -> bool:
        """Whether the file of another year was loaded last."""
        network = self.database.fields.get((RecordKind.NETWORK, THE_NETWORK), {})
        return network.get("academic_year") not in {None, self.year}

    def _of_fields(self, record: FileRecord, in_database: dict[str, Any]) -> Iterator[Difference]:
        last = self.last.get(record.key, {})
        for field, in_file in record.fields.items():
            current = in_database[field]
            if current == in_file:
                continue
            adds_to_headcount = record.kind is RecordKind.HEADCOUNT and bool(last)
            may_be_first = (
                record.kind is RecordKind.NETWORK
                or adds_to_headcount
                or current == _UNSET.get((record.kind, field), NEVER)
            )
            is_first_setting = (field not in last and may_be_first) or (field == "statuses" and self._is_next_file)
            if not is_first_setting and last.get(field) != fingerprint(record.key, field, current):
                resolution = Resolution.KEPT
            else:
                reschedules = record.kind is RecordKind.EVENT and field in _RESCHEDULING and record.code in self.busy
                takes_back = record.kind is RecordKind.MATERIAL and in_file < current
                resolution = Resolution.BUSY if reschedules or takes_back else Resolution.CHANGED
            yield Difference(resolution, record.kind, record.code, record.title, field, current, in_file, record.line)

    def _of_participation(self, record: FileRecord, in_database: dict[str, Any]) -> Iterator[Difference]:
        """Write participation once, while the event has no rows of its own; afterwards the bot's marks win."""
        last = self.last.get(record.key, {})
        if not last and record.code not in self.busy:
            yield Difference(Resolution.NEW, record.kind, record.code, record.title, line=record.line)
            return
        for person in sorted(record.fields.keys() | last.keys()):
            current, in_file = in_database.get(person), record.fields.get(person)
            if current == in_file or person in self.database.erased:
                continue
            unchanged = current is not None and last.get(person) == fingerprint(record.key, person, current)
            resolution = Resolution.BUSY if unchanged or current is None else Resolution.KEPT
            yield Difference(resolution, record.kind, record.code, record.title, person, current, in_file, record.line)


def _events_with_people(db: Session) -> set[str]:
    """Return the codes of events that have sign-ups or marks, are closed or are cancelled."""
    signed = select(Registration.event_id).where(Registration.state.in_(ACTIVE_STATES))
    statement = select(Event.code).where(
        Event.code.is_not(None),
        Event.id.in_(signed)
        | Event.id.in_(select(Attendance.event_id))
        | Event.attendance_closed_at.is_not(None)
        | (Event.state != EventState.PUBLISHED),
    )
    return {str(code) for code in db.scalars(statement)}
