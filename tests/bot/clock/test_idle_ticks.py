"""A tick with nothing to do finds that out by an index, however large the tables are."""

import re
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.orm import Session

from bot.clock.ticks import TICKS
from bot.database.engine import Database
from tests.builders import NOW, make_network

WALK = re.compile(r"(SCAN|Seq Scan on) (?!CONSTANT ROW)(?P<table>\w+)( USING (COVERING )?INDEX (?P<index>\w+))?")
SMALL_TABLES = {"broadcast"}
"""Their rows are few for ever."""
OF_OPEN_ROWS = {"ix_registration_offered", "ix_outbox_unlisted"}
"""Partial indexes that hold only rows with which something is to be done soon."""
INDEXES = OF_OPEN_ROWS | {
    "ix_event_closed",
    "ix_document_keep_until",
    "ix_inbox_done_at",
    "ix_outbox_answers",
    "ix_outbox_queue",
    "ix_outbox_listed",
}
"""Those that lead to the few rows of the large tables."""


def plans_of_idle_ticks(db: Session) -> list[str]:
    """Return the lines of the plans of all statements."""
    make_network(db)
    for tick in TICKS:
        tick(db, NOW)  # what is made once
    connection = db.connection()
    explain = "EXPLAIN " if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
    if connection.dialect.name == "postgresql":
        db.execute(text("SET LOCAL enable_seqscan = off"))  # the tables are empty
        db.execute(text("SET LOCAL enable_bitmapscan = off"))
    statements: list[tuple[str, Any]] = []

    def note(_connection: Connection, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        statements.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    for tick in TICKS:
        assert not tick(db, NOW)
    event.remove(connection, "before_cursor_execute", note)
    return [row[-1] for found in statements for row in connection.exec_driver_sql(explain + found[0], found[1])]


async def test_idle_ticks_walk_no_table(database_url: str) -> None:
    database = Database(database_url)
    plans = await database.run(plans_of_idle_ticks)
    await database.close()

    walked = [
        re.search(r"(?:SCAN|Seq Scan on) (?!CONSTANT ROW)(\w+)(?: USING (?:COVERING )?INDEX (\w+))?", line)
        for line in plans
    ]
    found = {(line[1], line[2]) for line in walked if line is not None}
    assert {table for table, index in found if index not in OF_OPEN_ROWS} <= SMALL_TABLES, plans
    assert set(re.findall(r"\bix_\w+", "\n".join(plans))) >= INDEXES
