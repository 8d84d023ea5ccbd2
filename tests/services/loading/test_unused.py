"""Every key that a network's file may have does something, or is named as unused when the file is loaded."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from services.loading.file_records import FileRecord, file_records
from services.loading.network_file import CheckedFile, read_network
from services.loading.schema import NetworkFile
from services.loading.unused import UNUSED, unused_in
from tests.data.network_file import changed

FOR_THE_LOADER = {"version", "as_of", "network.year_start", "network.year_end"} | {
    f"ground.{key}" for key in ("kind", "number", "date")
}
"""Keys that the loader reads itself."""
ONE_WAY_ONLY = {"point_policy.award_only_after", "point_policy.correction"}
"""Keys of which only one value is accepted: what the bot does anyway."""
SIGNER = '{post: "Директор", name: "О. В. Вересова"}'
STATUSES = '[{kind: leader, from: "2025-09-01", to: "2027-08-31"}]'
HEADCOUNT = '{people: 12, as_of: "2026-09-20", ground: "ОО-1"}'
WORDS = (
    'form_title: "Мастерская", level: regional, order: {number: "12", date: "2026-09-01"}, issuer: imc, '
    'responsible: m1, speakers: [{who: t04, role: expert, topic: "Листы"}, '
    '{name: "Серова Инна", topic: "Тесты", meeting: 1}]'
)
FULL = changed("{code: gym3,", f"{{code: gym3, certificate_signer: {SIGNER},")
FULL = changed("teachers: 54,", f"teachers: {HEADCOUNT},", FULL)
FULL = changed("{code: ev02, ", f"{{code: ev02, {WORDS}, ", FULL)
FULL = changed("\nevents:\n", '\nevent_forms:\n  - {code: workshop, title: "Мастерская"}\n\nevents:\n', FULL)
FULL = changed("coordinator_org:\n", f"coordinator_org:\n  teachers: {HEADCOUNT}\n  statuses: {STATUSES}\n", FULL)
FULL = changed(
    "org: vetly, post: librarian,", "org: vetly, post: librarian, also: [{org: klyuchi, post: tutor}],", FULL
)
DAYS = (
    'meetings: [{start: "2026-10-29T10:00", end: "2026-10-29T13:00", hours: 3, place: "Зал", title: "Первый"}, '
    '{start: "2026-10-30T10:00"}]'
)
FULL = changed('sessions: ["2026-10-29T10:00", "2026-10-30T10:00"]', DAYS, FULL)
FULL = changed("{who: t01, role: organiser}, {who: t08", "{who: t01, role: organiser, meetings: [1]}, {who: t08", FULL)
TWICE = 'start: "2026-10-07T14:00", sessions: ["2026-10-07T14:00", "2026-10-08T14:00"], hours: 4'
FULL = changed('start: "2026-10-07T14:00", hours: 4', TWICE, FULL)
CHECKED = read_network(FULL.encode())


def keys(model: type[BaseModel], before: str = "") -> Iterator[str]:
    """Yield the path of every key that is no section."""
    for name, field in model.model_fields.items():
        path = f"{before}{field.alias or name}"
        inner = models_in(field.annotation)
        if not inner:
            yield path
        for one in inner:
            yield from keys(one, f"{path}.")


def models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in get_args(annotation) for model in models_in(argument)]


def variants(value: Any, path: tuple[str, ...]) -> Iterator[Any]:
    """Yield the value with another one at the path, for every place of the file that has it."""
    if isinstance(value, list) and path:
        for number, item in enumerate(value):
            for other in variants(item, path):
                yield [*value[:number], other, *value[number + 1 :]]
    elif isinstance(value, dict) and path:
        for name, item in value.items():
            for other in variants(item, path):
                yield value | {name: other}
    elif isinstance(value, BaseModel) and path:
        name = next(name for name, field in type(value).model_fields.items() if (field.alias or name) == path[0])
        for other in variants(getattr(value, name), path[1:]):
            yield value.model_copy(update={name: other})
    elif not path and (other := another(value)) is not None:
        yield other


def another(value: Any) -> Any:
    """Return another value of the same type; None if there is none."""
    match value:
        case bool():
            return not value
        case Enum():
            return next((one for one in type(value) if one is not value), None)
        case int() | float():
            return value + 1
        case str():
            return f"{value}x"
        case date() | datetime():
            return value + timedelta(days=1)
        case time():
            return value.replace(minute=59)
        case list():
            return value[:-1] if value else None
        case dict():
            return dict(list(value.items())[:-1]) if value else None
    return None


def records(file: NetworkFile) -> list[FileRecord] | None:
    """Return the records of a file; None if it can be none at all any more."""
    try:
        return file_records(CheckedFile(file, CHECKED.source, ""), {event.code: event.code for event in file.events})
    except LookupError:
        return None


def is_named(path: str) -> bool:
    return any(path == entry or path.startswith(f"{entry}.") for entry in UNUSED)


@pytest.mark.parametrize("path", sorted(set(keys(NetworkFile)) - FOR_THE_LOADER - ONE_WAY_ONLY))
def test_every_key_changes_a_record_or_is_named_as_unused(path: str) -> None:
    if not is_named(path):
        before = records(CHECKED.file)
        assert any(records(file) != before for file in variants(CHECKED.file, tuple(path.split(".")))), path


def test_every_entry_of_unused_is_a_key_of_the_schema() -> None:
    known = set(keys(NetworkFile))
    for entry in UNUSED:
        path = entry.partition(":")[0]
        assert any(one == path or one.startswith(f"{path}.") for one in known), entry


def test_unused_keys_are_named_only_where_the_file_has_them() -> None:
    data = {
        "token_policy": {"auto_per_points": 10, "manual_by": ["admin"], "title": ""},
        "events": [{"code": "e1", "school_break": False}, {"code": "e2", "series": "s1"}],
        "teachers": [{"coordinator": False}],
        "history": [],
        "series": None,
    }
    assert unused_in(data) == ["token_policy.manual_by", "events.series"]
    assert "teachers.coordinator: true" in unused_in(data | {"teachers": [{"coordinator": True}]})
    assert "network.programme" in CHECKED.unused
