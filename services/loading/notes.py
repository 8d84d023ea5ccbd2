"""Remarks on a file without errors: nothing is refused, but the operator should know."""

from collections import Counter

from models import academic_year
from services.loading.errors import FileError, quoted
from services.loading.fields import starts_of
from services.loading.network_file import CheckedFile
from services.loading.schema import EventRow


def notes(checked: CheckedFile) -> list[FileError]:
    """Return the remarks in the order of lines, those on the whole file first."""
    file = checked.file
    years = Counter(_years(event)[0] for event in file.events)
    found = [
        FileError("load-of-another-year", values={"year": year, "count": count})
        for year, count in sorted(years.items())
        if year != file.network.academic_year
    ]
    if file.ground is None:
        found.append(FileError("load-ground-missing", values={"count": len(file.staff) + len(file.teachers)}))
    for number, event in enumerate(file.events):
        first, *others = _years(event)
        if others:
            values: dict[str, str | int] = {"code": quoted(event.code), "year": first}
            found.append(FileError("load-crosses-years", checked.source.line(("events", number)), values))
    return found


def _years(event: EventRow) -> list[str]:
    """Return the academic years in which days of the event begin, that of its start first."""
    return list(dict.fromkeys(academic_year(start.date()) for start in starts_of(event)))
