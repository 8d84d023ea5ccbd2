"""Files of several academic years beside each other in one database."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, academic_year
from services.loading.errors import FileError, FileRefused, quoted
from services.loading.network_file import CheckedFile

MAX_CODE_LENGTH = 32


def event_codes(db: Session, checked: CheckedFile) -> dict[str, str]:
    """Return the code in the database of each event of the file, by its code in the file.

    They differ for an event whose code another event of an earlier year has: "ev01" of 2027/28 is kept as "ev01@2027".
    Raises FileRefused if that is too long.
    """
    year = checked.file.network.academic_year
    rows = db.execute(select(Event.code, Event.starts_local, Event.file_year).where(Event.code.is_not(None)))
    known = {row.code: row for row in rows}
    codes: dict[str, str] = {}
    errors: list[FileError] = []
    for number, event in enumerate(checked.file.events):
        code, of_year, row = event.code, f"{event.code}@{year[:4]}", known.get(event.code)
        is_same = row is None or year == row.file_year or _year(row.starts_local) == _year(event.start)
        if of_year in known or not is_same:
            if len(of_year) > MAX_CODE_LENGTH:
                line = checked.source.line(("events", number, "code"))
                errors.append(FileError("load-code-of-another-year", line, {"code": quoted(code)}))
            code = of_year
        codes[event.code] = code
    if errors:
        raise FileRefused(errors)
    return codes


def bare_code(code: str) -> str:
    """Return the code in the file of an event of the database."""
    return code.partition("@")[0]


def _year(start: datetime) -> str:
    return academic_year(start.date())
