"""Records of the network's file, field by field, in a form that can be compared with the database."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from models import Role
from services.loading.errors import ValuePath
from services.loading.fields import Key, RecordKind, meeting_spans, values_in_file
from services.loading.meeting_rows import usual_meetings
from services.loading.network_file import CheckedFile
from services.loading.schema import (
    EventRow,
    HeadcountGiven,
    NetworkFile,
    OrganizationRow,
    Participant,
    PointCode,
    StaffMember,
    StaffRole,
    TeacherRow,
)
from services.loading.speakers import speaker_fields
from services.loading.value_types import MaterialStatus

THE_NETWORK = "network"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One record of the file; `fields` hold plain data, people and organizations by code; `title` is for display."""

    kind: RecordKind
    code: str
    title: str
    line: int
    fields: dict[str, Any]

    @property
    def key(self) -> Key:
        return self.kind, self.code


def file_records(checked: CheckedFile, event_codes: dict[str, str]) -> list[FileRecord]:
    """Return all records that the bot uses, in the order of writing; events by their codes in the database."""
    return [
        FileRecord(kind, code, title, checked.source.line(path), fields)
        for kind, path, code, title, fields in _rows(checked.file, event_codes)
    ]


def _rows(file: NetworkFile, codes: dict[str, str]) -> Iterator[tuple[RecordKind, ValuePath, str, str, dict[str, Any]]]:
    center = file.coordinator_org
    yield RecordKind.ORGANIZATION, ("coordinator_org",), center.code, center.short, organization_fields(center, file)
    for number, school in enumerate(file.organizations):
        yield (
            RecordKind.ORGANIZATION,
            ("organizations", number),
            school.code,
            school.short,
            organization_fields(school, file),
        )
    yield from _headcounts(file)
    for number, member in enumerate(file.staff):
        yield RecordKind.PERSON, ("staff", number), member.code, member.name, person_fields(member)
    for number, teacher in enumerate(file.teachers):
        yield RecordKind.PERSON, ("teachers", number), teacher.code, teacher.name, person_fields(teacher)
    for number, line in enumerate(file.subprojects):
        fields = values_in_file(RecordKind.SUBPROJECT, line, file)
        yield RecordKind.SUBPROJECT, ("subprojects", number), line.code, line.title, fields
    fields = values_in_file(RecordKind.NETWORK, file, file)
    yield RecordKind.NETWORK, ("network",), THE_NETWORK, file.network.title, fields
    for number, form in enumerate(file.event_forms):
        fields = values_in_file(RecordKind.EVENT_FORM, form, file)
        yield RecordKind.EVENT_FORM, ("event_forms", number), form.code, form.title, fields
    for number, event in enumerate(file.events):
        fields = values_in_file(RecordKind.EVENT, event, file)
        if event.speakers is not None:
            fields["speakers"] = speaker_fields(event.speakers)
        yield RecordKind.EVENT, ("events", number), codes[event.code], event.title, fields
    titles = {event.code: event.title for event in file.events}
    rows = {event.code: event for event in file.events}
    fields_of = {code: participation_fields(people, rows[code]) for code, people in file.participation.items()}
    for code in file.participation:
        yield RecordKind.PARTICIPATION, ("participation", code), codes[code], titles[code], fields_of[code]
    if any(rule.code is PointCode.MATERIAL and rule.points for rule in file.point_rules):
        yield from _materials(file, titles, codes)


def _headcounts(file: NetworkFile) -> Iterator[tuple[RecordKind, ValuePath, str, str, dict[str, Any]]]:
    schools: dict[ValuePath, OrganizationRow] = {("coordinator_org",): file.coordinator_org}
    schools |= {("organizations", number): school for number, school in enumerate(file.organizations)}
    for path, school in schools.items():
        if school.teachers is not None:
            code = headcount_code(school.code, file.network.academic_year)
            yield RecordKind.HEADCOUNT, (*path, "teachers"), code, school.short, headcount_fields(school.teachers)


def _materials(
    file: NetworkFile, titles: dict[str, str], codes: dict[str, str]
) -> Iterator[tuple[RecordKind, ValuePath, str, str, dict[str, Any]]]:
    """Yield the numbers of accepted materials by event and person: each material brings points."""
    accepted: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, row in enumerate(file.materials):
        if row.status is MaterialStatus.ACCEPTED:
            accepted[row.event, row.who].append(number)
    for (event, who), numbers in accepted.items():
        code = material_code(codes[event], who)
        yield RecordKind.MATERIAL, ("materials", numbers[0]), code, titles[event], {"accepted": len(numbers)}


def material_code(event: str, who: str) -> str:
    return f"{event}/{who}"


def headcount_code(organization: str, year: str) -> str:
    return f"{organization}/{year}"


def headcount_fields(value: int | HeadcountGiven) -> dict[str, Any]:
    """Return the number, and its day and document only when the file has them."""
    if isinstance(value, int):
        return {"teachers": value}
    return {"teachers": value.people, "as_of": value.as_of.isoformat(), "ground": value.ground or ""}


def organization_fields(row: OrganizationRow, file: NetworkFile) -> dict[str, Any]:
    return values_in_file(RecordKind.ORGANIZATION, row, file) | {
        "statuses": sorted(
            [
                status.kind.value,
                status.since.isoformat(),
                status.until.isoformat() if status.until else "",
                status.ground or "",
            ]
            for status in row.statuses
        ),
    }


def named_statuses(records: Iterable[FileRecord]) -> set[tuple[str, str, str]]:
    """Return organization, kind and first day of every status in the file."""
    return {
        (record.code, kind, since)
        for record in records
        if record.kind is RecordKind.ORGANIZATION
        for kind, since, *_ in record.fields["statuses"]
    }


def person_fields(row: StaffMember | TeacherRow) -> dict[str, Any]:
    """Return the fields of a person; the file has no posts of the staff, so these are not compared."""
    fields: dict[str, Any] = {"name": row.name, "org": row.org}
    if isinstance(row, StaffMember):
        return fields | {"role": [_ROLES[row.role].value]}
    coordinates = [Role.ORG_COORDINATOR.value] if row.coordinator else []
    also = sorted([job.org, job.post.value] for job in row.also)
    return fields | {"post": row.post.value, "also": also, "subjects": list(row.subjects), "role": coordinates}


_ROLES = {StaffRole.ADMIN: Role.ADMIN, StaffRole.METHODIST: Role.METHODIST}


def participation_fields(rows: list[Participant], event: EventRow) -> dict[str, Any]:
    """Return the status and the roles of each person; a listed speaker has that role, too."""
    spoken = [(row.who, row.role.value) for row in event.speakers or ()]
    people = sorted(rows, key=lambda row: row.who)
    usual = usual_meetings(meeting_spans(event))
    return {
        who: status_and_roles(
            with_meetings(group[0].status.value, [number for row in group for number in row.meetings], usual),
            [row.role.value for row in group] + [role for speaker, role in spoken if speaker == who],
        )
        for who, group in ((who, list(found)) for who, found in groupby(people, key=lambda row: row.who))
    }


def with_meetings(status: str, attended: Iterable[int], usual: list[int]) -> str:
    """Return the status, with the numbers of the meetings attended unless they are the usual ones or none is said."""
    numbers = sorted(set(attended))
    return f"{status} {numbers}" if numbers and numbers != usual else status


def status_and_roles(status: str, roles: list[str]) -> list[str]:
    """Return the status and the roles; a listener's role beside an active one is dropped."""
    active = sorted(set(roles) - {"listener"})
    return [status, *(active or ["listener"])]
