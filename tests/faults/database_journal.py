"""Triggers that record what the database forgets after two days: every claim of a message, every stored update."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

TABLES = (
    "CREATE TABLE claimed (at DOUBLE PRECISION NOT NULL, row_id BIGINT NOT NULL, account_id BIGINT NOT NULL)",
    "CREATE TABLE stored (update_id BIGINT NOT NULL)",
)
SQLITE = (
    """CREATE TRIGGER note_claimed AFTER UPDATE OF state ON outbox WHEN NEW.state = 'sending' AND OLD.state <> 'sending'
    BEGIN INSERT INTO claimed VALUES ((julianday('now') - 2440587.5) * 86400, NEW.id, NEW.account_id); END""",
    """CREATE TRIGGER note_begun AFTER INSERT ON outbox WHEN NEW.state = 'sending'
    BEGIN INSERT INTO claimed VALUES ((julianday('now') - 2440587.5) * 86400, NEW.id, NEW.account_id); END""",
    "CREATE TRIGGER note_stored AFTER INSERT ON inbox BEGIN INSERT INTO stored VALUES (CAST(NEW.key AS BIGINT)); END",
)
POSTGRESQL = (
    """CREATE FUNCTION note_claimed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO claimed VALUES (extract(epoch FROM clock_timestamp()), NEW.id, NEW.account_id); RETURN NULL; END $$""",
    """CREATE FUNCTION note_stored() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO stored VALUES (CAST(NEW.key AS BIGINT)); RETURN NULL; END $$""",
    """CREATE TRIGGER note_claimed AFTER UPDATE OF state ON outbox FOR EACH ROW
    WHEN (NEW.state = 'sending' AND OLD.state <> 'sending') EXECUTE FUNCTION note_claimed()""",
    """CREATE TRIGGER note_begun AFTER INSERT ON outbox FOR EACH ROW
    WHEN (NEW.state = 'sending') EXECUTE FUNCTION note_claimed()""",
    "CREATE TRIGGER note_stored AFTER INSERT ON inbox FOR EACH ROW EXECUTE FUNCTION note_stored()",
)


def install_journal(engine: sa.Engine) -> None:
    """Record both from now on, each in the transaction that does it."""
    with engine.begin() as connection:
        for statement in (*TABLES, *(SQLITE if engine.dialect.name == "sqlite" else POSTGRESQL)):
            connection.execute(sa.text(statement))


def claims(db: Session) -> dict[int, list[tuple[float, int]]]:
    """Return the claims of each account in order: the moment (Unix seconds) and the message's row id."""
    found: dict[int, list[tuple[float, int]]] = {}
    for at, row_id, account_id in db.execute(sa.text("SELECT at, row_id, account_id FROM claimed ORDER BY at")):
        found.setdefault(account_id, []).append((at, row_id))
    return found


def stored_update_ids(db: Session) -> set[int]:
    return set(db.scalars(sa.text("SELECT update_id FROM stored")))
