"""The fields of the records that a network's file loads, each written once: in the file, in the database, as stored.

A field needs its key in schema.py and its line here; it is then read, compared, reported and stored. Values are plain
data; organizations, people and subprojects are named by their codes. What has rows of its own (statuses, roles,
headcounts, participation) is read and written by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum, StrEnum
from functools import partial
from operator import attrgetter
from typing import Any

from pydantic import BaseModel

from models import EventFormat, EventLevel, OrganizationKind
from services.loading.meeting_rows import MeetingRow, hours_of, spans_of
from services.loading.schema import EventRow, NetworkFile


class RecordKind(StrEnum):
    """Kinds of records in the order of writing."""

    ORGANIZATION = "organization"
    HEADCOUNT = "headcount"
    PERSON = "person"
    SUBPROJECT = "subproject"
    NETWORK = "network"
    EVENT_FORM = "event_form"
    EVENT = "event"
    PARTICIPATION = "participation"
    MATERIAL = "material"


Key = tuple[RecordKind, str]
CodeOf = Callable[[RecordKind, int | None], str | None]
IdOf = Callable[[RecordKind, str | None], int | None]

_LEFT_OUT = object()
"""Value of a field whose section the file leaves out: it is neither compared nor stored."""
NEVER = object()
"""`unset` of a field that a file of any earlier version can have set."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind of records; `column` is an attribute of its row.

    `in_file` and `in_database` return plain values, `store` sets a plain value on a row. `unset`: the value in the
    database that no earlier file can have set, so that a first value in a file contradicts nobody. `reschedules`: with
    people signed up it is changed in the bot.
    """

    name: str
    column: str
    in_file: Callable[[Any, NetworkFile], Any]
    in_database: Callable[[Any, CodeOf], Any]
    store: Callable[[Any, Any, IdOf], None]
    unset: Any = NEVER
    reschedules: bool = False


def values_in_file(kind: RecordKind, row: Any, file: NetworkFile) -> dict[str, Any]:
    """Return the plain values of a row of the file by field."""
    values = {field.name: field.in_file(row, file) for field in FIELDS[kind]}
    return {name: value for name, value in values.items() if value is not _LEFT_OUT}


def values_in_database(kind: RecordKind, row: Any, code_of: CodeOf) -> dict[str, Any]:
    """Return the plain values of a row of the database by field."""
    return {field.name: field.in_database(row, code_of) for field in FIELDS[kind]}


def store(kind: RecordKind, row: Any, values: dict[str, Any], id_of: IdOf) -> None:
    """Set the fields among `values` on a row of the database."""
    for field in FIELDS[kind]:
        if field.name in values:
            field.store(row, values[field.name], id_of)


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case datetime():
            return value.isoformat(timespec="minutes")
        case time():
            return value.isoformat("minutes")
        case date():
            return value.isoformat()
        case BaseModel():
            return value.model_dump(mode="json")
        case list():
            return [_plain(one) for one in value]
    return value


def _section(path: str, row: NetworkFile) -> Any:
    """Return a value of an optional section."""
    name, _, inner = path.partition(".")
    section = getattr(row, name)
    if not section:
        return _LEFT_OUT
    return attrgetter(inner)(section) if inner else section


def _column(
    name: str,
    column: str = "",
    *,
    file: Callable[[Any], Any] | None = None,
    stored: Callable[[Any], Any] = lambda value: value,
    **more: Any,
) -> Field:
    """Return a field in a column of its own; `stored` makes the column's value of a plain one."""
    attribute, read = column or name, file or attrgetter(name)
    return Field(
        name,
        attribute,
        lambda row, _file: _plain(read(row)),
        lambda row, _code_of: _plain(getattr(row, attribute)),
        lambda row, value, _id_of: setattr(row, attribute, stored(value)),
        **more,
    )


def _optional(name: str, path: str = "", column: str = "") -> Field:
    """Return a field of the network in a section that the file may leave out."""
    return _column(name, column, file=partial(_section, path or name))


def _reference(
    name: str, column: str, kind: RecordKind, *, path: str = "", may_be_left_out: bool = False, **more: Any
) -> Field:
    """Return a field that names a row of another table, or none; left out, it leaves the row as it is."""
    read = attrgetter(path or name)
    nothing = _LEFT_OUT if may_be_left_out else None
    return Field(
        name,
        column,
        lambda row, _file: read(row) or nothing,
        lambda row, code_of: code_of(kind, getattr(row, column)),
        lambda row, value, id_of: setattr(row, column, id_of(kind, value)),
        **more,
    )


def _two_columns(
    name: str,
    columns: tuple[str, str],
    parts: Callable[[Any], tuple[Any, Any] | None],
    *,
    day: bool = False,
    **more: Any,
) -> Field:
    """Return a field of two texts, the second a `day` or not; both empty when the file has none."""

    def in_file(row: Any, _file: NetworkFile) -> list[str]:
        return [_plain(part) or "" for part in parts(row) or ("", "")]

    def in_database(row: Any, _code_of: CodeOf) -> list[str]:
        return [_plain(getattr(row, column)) or "" for column in columns]

    def store_both(row: Any, value: list[str], _id_of: IdOf) -> None:
        first, second = value
        setattr(row, columns[0], first)
        setattr(row, columns[1], (date.fromisoformat(second) if second else None) if day else second)

    return Field(name, columns[0], in_file, in_database, store_both, **more)


def _by_schedule(_row: Any, _value: Any, _id_of: IdOf) -> None:
    """Leave a field of the schedule to `Event.set_schedule`, which takes all of them together."""


def _store_quiet_hours(row: Any, value: list[str], _id_of: IdOf) -> None:
    row.quiet_from, row.quiet_to = (time.fromisoformat(text) for text in value)


def _form_title(row: Any, file: NetworkFile) -> str:
    """Return the organizer's word; without one an event is called as the network's category is."""
    return row.form_title or next((form.title for form in file.event_forms if form.code == row.form), "")


def starts_of(row: EventRow) -> list[datetime]:
    """Return the different starts of the meetings of an event of the file, in order."""
    return sorted({meeting.start for meeting in row.meetings}) or row.sessions or [row.start]


def meeting_spans(row: EventRow) -> list[tuple[datetime, datetime]]:
    """Return the wall-time start and end of each meeting of an event of the file, in order."""
    plain = [MeetingRow.model_construct(start=start, end=None, hours=None) for start in row.sessions or [row.start]]
    return spans_of(row.meetings or plain, row.hours)


def _meetings_in_file(row: EventRow, _file: NetworkFile) -> Any:
    """Return start, minutes, hours, place and title of each meeting; left out, they follow from the other fields."""
    if not row.meetings:
        return _LEFT_OUT
    each = zip(row.meetings, hours_of(row.meetings, row.hours), strict=True)
    return [[_plain(held.start), held.minutes, hours, held.place, held.title] for held, hours in each]


FIELDS: dict[RecordKind, tuple[Field, ...]] = {
    RecordKind.ORGANIZATION: (
        _column("short"),
        _column("title"),
        _column("kind", stored=OrganizationKind),
        _column("locality"),
        _column("place"),
        _column("counts_in_share"),
        _two_columns(
            "certificate_signer",
            ("signer_post", "signer_name"),
            lambda row: row.certificate_signer and (row.certificate_signer.post, row.certificate_signer.name),
        ),
    ),
    RecordKind.SUBPROJECT: (_column("title"), _reference("leader", "leader_id", RecordKind.PERSON)),
    RecordKind.NETWORK: (
        _column("title", file=attrgetter("network.title")),
        _column("programme", file=attrgetter("network.programme")),
        _column("academic_year", file=attrgetter("network.academic_year")),
        _reference("coordinator", "coordinator_id", RecordKind.ORGANIZATION, path="network.coordinator"),
        _column("timezone", "zone", file=attrgetter("network.timezone")),
        Field(
            "quiet_hours",
            "quiet_from",
            lambda row, _file: _plain(row.network.quiet_hours),
            lambda row, _code_of: _plain([row.quiet_from, row.quiet_to]),
            _store_quiet_hours,
        ),
        _optional("certificate_numbering", "certificate_numbering.event", "certificate_pattern"),
        _optional("point_rules"),
        _optional("point_policy"),
        _optional("token_title", "token_policy.title"),
        _optional("auto_per_points", "token_policy.auto_per_points", "points_per_token"),
        _optional("reminder_rules"),
    ),
    RecordKind.EVENT_FORM: (_column("title"),),
    RecordKind.EVENT: (
        Field("state", "state", lambda *_: "published", lambda row, _code_of: row.state.value, _by_schedule),
        _column("form"),
        Field(
            "form_title",
            "form_title",
            _form_title,
            lambda row, _code_of: row.form_title,
            lambda row, value, _id_of: setattr(row, "form_title", value),
            unset="",
        ),
        _column("level", stored=EventLevel, unset="municipal"),
        _two_columns(
            "order",
            ("order_number", "order_date"),
            lambda row: row.order and (row.order.number, row.order.date),
            day=True,
            unset=["", ""],
        ),
        _reference("issuer", "issuer_id", RecordKind.ORGANIZATION, unset=None),
        _column("format", stored=EventFormat, reschedules=True),
        _column("title"),
        _reference("subproject", "subproject_id", RecordKind.SUBPROJECT),
        _reference("host", "host_id", RecordKind.ORGANIZATION, reschedules=True),
        _reference("responsible", "responsible_id", RecordKind.PERSON, may_be_left_out=True),
        Field(
            "start",
            "starts_local",
            lambda row, _file: _plain(starts_of(row)),
            lambda row, _code_of: _plain(row.session_starts),
            _by_schedule,
            reschedules=True,
        ),
        Field(
            "meetings",
            "meetings",
            _meetings_in_file,
            lambda row, _code_of: [
                [_plain(held.starts_local), held.minutes, held.hours, held.place, held.title] for held in row.meetings
            ],
            _by_schedule,
            reschedules=True,
        ),
        Field(
            "hours",
            "hours",
            lambda row, _file: float(row.hours),
            lambda row, _code_of: row.hours,
            _by_schedule,
            reschedules=True,
        ),
        Field(
            "timezone",
            "zone",
            lambda _row, file: file.network.timezone,
            lambda row, _code_of: row.zone,
            _by_schedule,
            reschedules=True,
        ),
        _column("capacity", reschedules=True),
        _column("posts"),
        _column("org_statuses"),
        _column("tags"),
        _column("series"),
        _column("scope"),
        _column("school_break"),
    ),
}
