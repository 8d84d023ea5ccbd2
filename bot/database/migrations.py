"""Migrations: the tables brought up to the models in one transaction, completely or not at all.

Alembic is imported when a migration is due: most starts find the tables up to date.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.orm import Session

import models
from bot import crash_points as crash
from bot.database.engine import Database
from bot.settings import WrongSetting

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS_FOLDER = Path(models.__file__).parent / "migrations"
MIGRATION_LOCK_KEY = 7_402_001
"""The advisory lock of PostgreSQL that keeps two starting bots from migrating at once."""


def newest_revision() -> str:
    """Return the revision of the models: the number that the last file of the migrations begins with."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS_FOLDER / "versions").glob("*.py"))


def config(connection: Connection | None = None) -> "Config":
    """Return Alembic's settings; no ini file is read."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS_FOLDER))
    made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    made.attributes["connection"] = connection
    return made


async def migrate(database: Database, revision: str = "head") -> None:
    """Upgrade to `revision`. Raises WrongSetting if the tables are of a later version than this program knows."""
    await database.run(_upgrade, revision, lock=not database.is_sqlite)
    crash.passes("migrated")


async def unmigrate(database: Database, revision: str = "base") -> None:
    """Downgrade to `revision`, for tests and for an operator who goes back."""
    from alembic import command

    await database.run(lambda db: command.downgrade(config(db.connection()), revision))


def _upgrade(db: Session, revision: str, *, lock: bool) -> None:
    if lock:
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK_KEY})
    if revision != "head" or _revision(db) != newest_revision():
        _run_alembic(db, revision)
    crash.passes("migrating")


def _revision(db: Session) -> str | None:
    if not inspect(db.connection()).has_table("alembic_version"):
        return None
    revision: str | None = db.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def _run_alembic(db: Session, revision: str) -> None:
    from alembic import command
    from alembic.util import CommandError

    try:
        command.upgrade(config(db.connection()), revision)
    except CommandError:
        raise WrongSetting("setting-database-newer") from None
