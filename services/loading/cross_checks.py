"""Checks one part of a network's file against another: codes exist, participation is over, seats suffice.

Works on plain data, so that these errors are reported together with those of single values.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from models import EventForm
from services.loading.errors import FileError, ValuePath, quoted
from services.loading.yaml_source import Source

Row = dict[str, Any]
Codes = dict[str, ValuePath]

_ORGANIZATIONS = ("coordinator_org", "organizations")
_PEOPLE = ("staff", "teachers")
_NAMESPACES: tuple[tuple[str, ...], ...] = (
    _ORGANIZATIONS,
    _PEOPLE,
    ("subprojects",),
    ("events",),
    ("event_forms",),
    ("series",),
    ("offers",),
    ("requests",),
    ("point_rules",),
    ("reminder_rules",),
    ("year_tasks",),
)
_REFERENCES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("network", "coordinator", _ORGANIZATIONS),
    ("support_pairs", "leader", _ORGANIZATIONS),
    ("support_pairs", "school", _ORGANIZATIONS),
    ("subprojects", "leader", _PEOPLE),
    ("staff", "org", _ORGANIZATIONS),
    ("teachers", "org", _ORGANIZATIONS),
    ("events", "subproject", ("subprojects",)),
    ("events", "host", _ORGANIZATIONS),
    ("events", "responsible", _PEOPLE),
    ("events", "issuer", _ORGANIZATIONS),
    ("events", "series", ("series",)),
    ("offers", "performer", _ORGANIZATIONS),
    ("offers", "subproject", ("subprojects",)),
    ("requests", "applicant", _ORGANIZATIONS),
    ("requests", "offer", ("offers",)),
    ("requests", "event", ("events",)),
    ("materials", "event", ("events",)),
    ("materials", "who", _PEOPLE),
)


def cross_check(source: Source) -> list[FileError]:
    """Return every error between the parts; values broken by themselves are left to the schema."""
    known = {group: _codes(source, group) for group in _NAMESPACES}
    errors = [error for group in _NAMESPACES for error in _check_unique_codes(source, group)]
    for section, field, group in _REFERENCES:
        for path, row in _rows(source, section):
            errors += _check_reference(source, (*path, field), row.get(field), known[group])
    for path, row in _rows(source, "teachers"):
        for number, job in enumerate(_list(row.get("also"))):
            if isinstance(job, dict):
                errors += _check_reference(
                    source, (*path, "also", number, "org"), job.get("org"), known[_ORGANIZATIONS]
                )
    for path, row in _rows(source, "events"):
        errors += _check_form(source, (*path, "form"), row.get("form"), known[("event_forms",)])
        talks = [((*path, "speakers", number), talk) for number, talk in enumerate(_list(row.get("speakers")))]
        named = [(place, talk) for place, talk in talks if isinstance(talk, dict)]
        errors += _check_meetings(source, named, row.get("code"), _count_of_meetings(row))
        errors += _check_speakers(source, path, _list(row.get("speakers")), known[_PEOPLE])
    return errors + _check_participation(source, known)


def _check_speakers(source: Source, path: ValuePath, rows: list[Any], known: Codes) -> Iterator[FileError]:
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows):
        if not isinstance(row, dict) or not isinstance(row.get("who"), str):
            continue
        at = (*path, "speakers", number)
        yield from _check_reference(source, (*at, "who"), row["who"], known)
        said = row["who"], str(row.get("role", "speaker"))
        if said in seen:
            values: dict[str, str | int] = {"code": quoted(row["who"]), "first": str(seen[said])}
            yield FileError("load-person-twice", source.line(at), values)
        seen.setdefault(said, source.line(at))


def _check_form(source: Source, path: ValuePath, code: Any, own: Codes) -> Iterator[FileError]:
    known = [*EventForm, *own]
    if isinstance(code, str) and code not in known:
        values: dict[str, str | int] = {"field": "form", "value": quoted(code), "expected": ", ".join(known)}
        yield FileError("load-not-one-of", source.line(path), values)


def _check_participation(source: Source, known: dict[tuple[str, ...], Codes]) -> list[FileError]:
    errors: list[FileError] = []
    events = {row["code"]: row for _, row in _rows(source, "events") if isinstance(row.get("code"), str)}
    as_of = _day(source.data.get("as_of"))
    table = source.data.get("participation")
    for code, people in table.items() if isinstance(table, dict) else ():
        path: ValuePath = ("participation", code)
        errors += _check_reference(source, path, code, known[("events",)])
        event = events.get(code, {})
        held = _day(max([text for text in _list(event.get("sessions")) if isinstance(text, str)], default=None))
        held = held or _day(event.get("start"))
        if held and as_of and held > as_of:
            values: dict[str, str | int] = {"code": quoted(code), "day": held.isoformat(), "asof": as_of.isoformat()}
            errors.append(FileError("load-not-held-by", source.line(path), values))
        rows = [((*path, number), row) for number, row in enumerate(_list(people)) if isinstance(row, dict)]
        errors += _check_people(source, rows, known[_PEOPLE])
        errors += _check_meetings(source, rows, code, _count_of_meetings(event))
        seated = {str(row.get("who")) for _, row in rows if row.get("status") != "cancelled"}
        seats = event.get("capacity")
        if isinstance(seats, int) and 0 < seats < len(seated):
            values = {"code": quoted(code), "seats": seats, "people": len(seated)}
            errors.append(FileError("load-too-few-seats", source.line(path), values))
    return errors


def _count_of_meetings(event: Row) -> int:
    return max(len(_list(event.get("meetings"))), len(_list(event.get("sessions"))), 1)


def _check_meetings(source: Source, rows: list[tuple[ValuePath, Row]], code: Any, count: int) -> Iterator[FileError]:
    """Check the numbers of meetings that participants or speakers of an event name."""
    for path, row in rows:
        for number in (*_list(row.get("meetings")), row.get("meeting")):
            if isinstance(number, int) and number > count:
                values: dict[str, str | int] = {"code": quoted(code), "number": number, "count": count}
                yield FileError("load-no-such-meeting", source.line(path), values)


def _check_people(source: Source, rows: list[tuple[ValuePath, Row]], known: Codes) -> Iterator[FileError]:
    roles: dict[tuple[str, str], int] = {}
    presence: dict[str, Any] = {}
    for path, row in rows:
        who, role, status = str(row.get("who")), str(row.get("role")), row.get("status", "attended")
        line = source.line(path)
        yield from _check_reference(source, (*path, "who"), row.get("who"), known)
        if (who, role) in roles:
            yield FileError("load-person-twice", line, {"code": quoted(who), "first": str(roles[who, role])})
        elif presence.setdefault(who, status) != status:
            yield FileError("load-came-and-did-not", line, {"code": quoted(who)})
        roles.setdefault((who, role), line)


def _rows(source: Source, section: str) -> Iterator[tuple[ValuePath, Row]]:
    """Yield the mappings of a section: the section itself, or the items of its list."""
    found = source.data.get(section)
    if isinstance(found, dict):
        yield (section,), found
    for number, row in enumerate(_list(found)):
        if isinstance(row, dict):
            yield (section, number), row


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _codes(source: Source, group: tuple[str, ...]) -> Codes:
    rows = [(path, row) for section in group for path, row in _rows(source, section)]
    return {row["code"]: (*path, "code") for path, row in reversed(rows) if isinstance(row.get("code"), str)}


def _check_unique_codes(source: Source, group: tuple[str, ...]) -> Iterator[FileError]:
    first = _codes(source, group)
    for section in group:
        for path, row in _rows(source, section):
            code = row.get("code")
            if isinstance(code, str) and first[code] != (*path, "code"):
                values: dict[str, str | int] = {"code": quoted(code), "first": str(source.line(first[code]))}
                yield FileError("load-code-twice", source.line((*path, "code")), values)


def _check_reference(source: Source, path: ValuePath, code: Any, known: Codes) -> Iterator[FileError]:
    if isinstance(code, str) and code not in known:
        field = next(part for part in reversed(path) if isinstance(part, str))
        key = "load-unknown-event" if path[0] == "participation" and len(path) == 2 else "load-unknown-code"
        yield FileError(key, source.line(path), {"field": field, "value": quoted(code)})


def _day(value: Any) -> date | None:
    """Return the day of "2026-10-07" or "2026-10-07T14:00"; None for values that the schema refuses."""
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
