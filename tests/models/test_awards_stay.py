"""A database of an earlier version is taken over with every card, certificate and count of people unchanged."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.database.engine import Database
from bot.database.migrations import migrate
from tests.models.earlier_database import DUMP

CARDS = """
SELECT teacher_id, year, sum(points), sum(hours), count(*) FROM point_entry GROUP BY teacher_id, year ORDER BY 1, 2
"""
ENTRIES = "SELECT id, teacher_id, event_id, reason, key, points, hours, year, awarded_at, reverses_id FROM point_entry"
CERTIFICATES = """
SELECT id, number, code, teacher_id, event_id, state, full_name, organization_title, post, post_title, event_title,
    event_form, event_days, place, roles, hours, issued_on, document_id
FROM certificate
"""
FILES = "SELECT id, name, sha256, content FROM document"
PRESENT = "SELECT DISTINCT event_id, teacher_id, state, source, marked_at FROM attendance ORDER BY 1, 2"
SEATS = "SELECT event_id, teacher_id, state, walk_in FROM registration ORDER BY id"
EVENTS = "SELECT id, title, starts_local, hours, starts_at, ends_at, taken, version FROM event ORDER BY id"


def read(file: Path) -> dict[str, list[Any]]:
    statements = (CARDS, ENTRIES, CERTIFICATES, FILES, PRESENT, SEATS, EVENTS)
    with closing(sqlite3.connect(file)) as database:
        return {statement: database.execute(statement).fetchall() for statement in statements}


async def test_cards_certificates_and_counts_are_those_of_before(tmp_path: Path) -> None:
    file = tmp_path / "centrik.db"
    with closing(sqlite3.connect(file)) as earlier:
        earlier.executescript(DUMP)
    before = read(file)

    database = Database(f"sqlite+aiosqlite:///{file}")
    await migrate(database)
    await database.close()

    after = read(file)
    assert all(before.values())
    for statement, rows in before.items():
        assert after[statement] == rows, statement
