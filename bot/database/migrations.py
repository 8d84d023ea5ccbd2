"""Migrations: the tables brought up to the models in one transaction, completely or not at all."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

import models
from bot import crash_points as crash
from bot.database.engine import Database
from bot.settings import WrongSetting

MIGRATIONS_FOLDER = Path(models.__file__).parent / "migrations"
MIGRATION_LOCK_KEY = 7_402_001
"""The advisory lock of PostgreSQL that keeps two starting bots from migrating at once."""


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's settings; no ini file is read."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS_FOLDER))
    made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    made.attributes["connection"] = connection
    return made


async def migrate(database: Database, revision: str = "head") -> None:
    """Upgrade to `revision`. Raises WrongSetting if the tables are of a later version than this program knows."""
    try:
        await database.run(_upgrade, revision, lock=not database.is_sqlite)
    except CommandError:
        raise WrongSetting("setting-database-newer") from None
    crash.passes("migrated")


async def unmigrate(database: Database, revision: str = "base") -> None:
    """Downgrade to `revision`, for tests and for an operator who goes back."""
    await database.run(lambda db: command.downgrade(config(db.connection()), revision))


def _upgrade(db: Session, revision: str, *, lock: bool) -> None:
    if lock:
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK_KEY})
    command.upgrade(config(db.connection()), revision)
    crash.passes("migrating")
