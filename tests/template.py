"""Databases with their tables, made once: a copy costs a test next to nothing, the migrations a quarter of a second."""

import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from sqlalchemy.pool import NullPool

from bot.database import Database
from bot.migrations import config

_COMPILED: dict[Any, Any] = {}


def put_tables(file: Path) -> None:
    """A new SQLite database with every table at `file`."""
    shutil.copyfile(_template(), file)


def share_statements(database: Database) -> None:
    """Statements are compiled once for all the bots of a test process, as one running bot compiles them once.

    SQLAlchemy has no public name for the cache of an engine that exists already.
    """
    database.engine.sync_engine._compiled_cache = _COMPILED


@cache
def _template() -> Path:
    folder = tempfile.mkdtemp(prefix="centrik-tables-")
    file = Path(folder) / "centrik.db"
    engine = sa.create_engine(f"sqlite:///{file}", poolclass=NullPool)
    with engine.begin() as connection:
        command.upgrade(config(connection), "head")
    engine.dispose()
    return file
