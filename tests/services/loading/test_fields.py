"""The fields of a record are written once: what the file says is stored, read back equal, and compared."""

import re
from typing import Any

import pytest
from sqlalchemy.orm import Session

from services.loading.database_records import DatabaseRecords
from services.loading.fields import FIELDS, RecordKind
from services.loading.file_records import FileRecord, file_records, named_statuses
from services.loading.network_file import read_network
from services.loading.unused import UNUSED
from tests.checks.tree import ROOT
from tests.data.network_file import TEXT, load_text

READERS = ("services", "screens", "handlers", "documents")
IN_FILE = {RecordKind.NETWORK: "", RecordKind.ORGANIZATION: "organizations.", RecordKind.EVENT: "events."}
NAMED_ELSEWHERE = {"programme": "network.programme", "token_title": "token_policy.title"}


def loaded_records(db: Session) -> tuple[list[FileRecord], DatabaseRecords]:
    load_text(db)
    checked = read_network(TEXT.encode())
    records = file_records(checked, {event.code: event.code for event in checked.file.events})
    return records, DatabaseRecords(db, checked.file.network.academic_year, named_statuses(records))


def test_every_value_of_the_file_is_read_back_equal_from_the_database(db: Session) -> None:
    records, database = loaded_records(db)
    for record in records:
        if record.kind in FIELDS:
            in_database = database.fields[record.key]
            assert {name: in_database[name] for name in record.fields} == record.fields, record.key


def source_of_readers() -> str:
    paths = [path for folder in READERS for path in (ROOT / folder).rglob("*.py")]
    return "\n".join(path.read_text() for path in paths if "loading" not in path.parts)


SOURCE = source_of_readers()
LISTED = [(kind, field) for kind, fields in FIELDS.items() for field in fields]


@pytest.mark.parametrize(("kind", "field"), LISTED, ids=[f"{kind}.{field.name}" for kind, field in LISTED])
def test_every_stored_field_is_read_by_the_bot_or_named_as_unused(kind: RecordKind, field: Any) -> None:
    is_read = re.search(rf"\.{field.column}\b", SOURCE)
    path = NAMED_ELSEWHERE.get(field.name, f"{IN_FILE.get(kind, '')}{field.name}")
    is_named = any(entry.partition(":")[0] == path for entry in UNUSED)
    assert is_read or is_named, f"{path}: nobody reads the column {field.column}"
