"""Keys of a network's file that are accepted and checked, but do nothing in the bot yet."""

from collections.abc import Iterator
from typing import Any

UNUSED = (
    "network.programme",
    "coordinator_org.counts_in_share",
    "organizations.counts_in_share",
    "coordinator_org.statuses.ground",
    "organizations.statuses.ground",
    "support_pairs",
    "teachers.coordinator: true",
    "point_rules.code: series_complete",
    "token_policy.title",
    "token_policy.manual_by",
    "token_policy.manual_max_per_event",
    "token_policy.reason_required",
    "site_certificate_rules",
    "year_certificate_rules",
    "certificate_numbering.year",
    "certificate_numbering.site",
    "reminder_rules.to: speakers_without_material",
    "year_tasks",
    "series",
    "events.series",
    "events.school_break: true",
    "offers",
    "requests",
    "materials.title",
    "materials.status: received",
    "materials.status: returned",
    "history",
    "expected",
)
"""Paths through the file; with ": value", only that value does nothing."""


def unused_in(data: dict[str, Any]) -> list[str]:
    """Return the entries of UNUSED that the file has, in its own order of sections."""
    return [entry for entry in UNUSED if _says(data, entry)]


def _says(data: dict[str, Any], entry: str) -> bool:
    path, _, value = entry.partition(": ")
    return any(_written(one) == value if value else one is not None for one in _values(data, path.split(".")))


def _values(data: Any, path: list[str]) -> Iterator[Any]:
    """Yield the values at the path, of every item where it leads through a list; empty ones are left out."""
    if isinstance(data, list) and path:
        for item in data:
            yield from _values(item, path)
    elif not path:
        yield from () if data in ([], {}, "") else (data,)
    elif isinstance(data, dict) and path[0] in data:
        yield from _values(data[path[0]], path[1:])


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
