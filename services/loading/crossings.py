"""What one part of a network's file says of another: codes that exist, days within the year, seats that suffice.

Works on plain data, so that these mistakes are told together with those inside single values.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from services.loading.mistakes import Mistake, Path, quoted
from services.loading.positions import Source

Row = dict[str, Any]
Codes = dict[str, Path]

_ORGANIZATIONS = ("coordinator_org", "organizations")
_PEOPLE = ("staff", "teachers")
_NAMESPACES: tuple[tuple[str, ...], ...] = (
    _ORGANIZATIONS,
    _PEOPLE,
    ("subprojects",),
    ("events",),
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
    ("events", "series", ("series",)),
    ("offers", "performer", _ORGANIZATIONS),
    ("offers", "subproject", ("subprojects",)),
    ("requests", "applicant", _ORGANIZATIONS),
    ("requests", "offer", ("offers",)),
    ("requests", "event", ("events",)),
    ("materials", "event", ("events",)),
    ("materials", "who", _PEOPLE),
)
_WITHIN_YEAR = (("events", "start"), ("year_tasks", "due"), ("requests", "planned"))


def crossings(source: Source) -> list[Mistake]:
    """Every mistake between the parts; what is broken by itself is left to the schema."""
    known = {group: _codes(source, group) for group in _NAMESPACES}
    mistakes = [mistake for group in _NAMESPACES for mistake in _twice(source, group)]
    for section, field, group in _REFERENCES:
        for path, row in _rows(source, section):
            mistakes += _refers(source, (*path, field), row.get(field), known[group])
    for section, field in _WITHIN_YEAR:
        for path, row in _rows(source, section):
            mistakes += _within_year(source, (*path, field), row.get(field))
    for path, row in _rows(source, "events"):
        for number, start in enumerate(_list(row.get("sessions"))):
            mistakes += _within_year(source, (*path, "sessions", number), start)
    return mistakes + _participation(source, known)


def _participation(source: Source, known: dict[tuple[str, ...], Codes]) -> list[Mistake]:
    mistakes: list[Mistake] = []
    events = {row["code"]: row for _, row in _rows(source, "events") if isinstance(row.get("code"), str)}
    as_of = _day(source.data.get("as_of"))
    table = source.data.get("participation")
    for code, people in table.items() if isinstance(table, dict) else ():
        path: Path = ("participation", code)
        mistakes += _refers(source, path, code, known[("events",)])
        event = events.get(code, {})
        held = _day(max([text for text in _list(event.get("sessions")) if isinstance(text, str)], default=None))
        held = held or _day(event.get("start"))
        if held and as_of and held > as_of:
            values: dict[str, str | int] = {"code": quoted(code), "day": held.isoformat(), "asof": as_of.isoformat()}
            mistakes.append(Mistake("load-not-held-by", source.line(path), values))
        rows = [((*path, number), row) for number, row in enumerate(_list(people)) if isinstance(row, dict)]
        mistakes += _people(source, rows, known[_PEOPLE])
        seated = {str(row.get("who")) for _, row in rows if row.get("status") != "cancelled"}
        seats = event.get("capacity")
        if isinstance(seats, int) and 0 < seats < len(seated):
            values = {"code": quoted(code), "seats": seats, "people": len(seated)}
            mistakes.append(Mistake("load-too-few-seats", source.line(path), values))
    return mistakes


def _people(source: Source, rows: list[tuple[Path, Row]], known: Codes) -> Iterator[Mistake]:
    roles: dict[tuple[str, str], int] = {}
    presence: dict[str, Any] = {}
    for path, row in rows:
        who, role, status = str(row.get("who")), str(row.get("role")), row.get("status", "attended")
        line = source.line(path)
        yield from _refers(source, (*path, "who"), row.get("who"), known)
        if (who, role) in roles:
            yield Mistake("load-person-twice", line, {"code": quoted(who), "first": str(roles[who, role])})
        elif presence.setdefault(who, status) != status:
            yield Mistake("load-came-and-did-not", line, {"code": quoted(who)})
        roles.setdefault((who, role), line)


def _rows(source: Source, section: str) -> Iterator[tuple[Path, Row]]:
    """The mappings of a section: one, or the items of its list."""
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


def _twice(source: Source, group: tuple[str, ...]) -> Iterator[Mistake]:
    first = _codes(source, group)
    for section in group:
        for path, row in _rows(source, section):
            code = row.get("code")
            if isinstance(code, str) and first[code] != (*path, "code"):
                values: dict[str, str | int] = {"code": quoted(code), "first": str(source.line(first[code]))}
                yield Mistake("load-code-twice", source.line((*path, "code")), values)


def _refers(source: Source, path: Path, code: Any, known: Codes) -> Iterator[Mistake]:
    if isinstance(code, str) and code not in known:
        field = next(part for part in reversed(path) if isinstance(part, str))
        key = "load-unknown-event" if path[0] == "participation" and len(path) == 2 else "load-unknown-code"
        yield Mistake(key, source.line(path), {"field": field, "value": quoted(code)})


def _within_year(source: Source, path: Path, value: Any) -> Iterator[Mistake]:
    network = source.data.get("network")
    bounds = network if isinstance(network, dict) else {}
    first, last, day = _day(bounds.get("year_start")), _day(bounds.get("year_end")), _day(value)
    if first and last and day and not first <= day <= last:
        values: dict[str, str | int] = {"day": day.isoformat(), "first": first.isoformat(), "last": last.isoformat()}
        yield Mistake("load-outside-year", source.line(path), values)


def _day(value: Any) -> date | None:
    """The day of "2026-10-07" or "2026-10-07T14:00"; None for whatever the schema refuses."""
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
