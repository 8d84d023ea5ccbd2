"""The base of all tables: names of constraints, UTC instants, enumerations stored as their values."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, TypeVar

from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.sql.selectable import ExecutableReturnsRows
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware UTC moment; SQLite does not store the zone, so reading adds it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class WallTime(TypeDecorator[datetime]):
    """A local time without a zone; the row stores the IANA zone in another column."""

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is not None:
            raise ValueError("a wall time has no zone")
        return value


INSERTS: dict[str, Callable[[Any], postgresql.Insert | sqlite.Insert]] = {
    "postgresql": postgresql.insert,
    "sqlite": sqlite.insert,
}
"""Makers of an INSERT that supports ON CONFLICT, by the name of the dialect."""


class Base(DeclarativeBase):
    """Base class of the tables; fixed names of constraints let migrations name them on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Instant,
        StrEnum: Enum(StrEnum, native_enum=False, length=32, values_callable=list),
        list[str]: JSON,
        dict[str, Any]: JSON,
        list[dict[str, Any]]: JSON,
    }


Row = TypeVar("Row", bound=Base)


def table_of(kind: type[Base]) -> Table:
    """Return the table itself, for statements whose rows need no entity."""
    return Base.metadata.tables[kind.__tablename__]


def insert(db: Session, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that supports ON CONFLICT, in the dialect of the session's database."""
    return INSERTS[db.get_bind().dialect.name](table)


def insert_new(db: Session, table: type[Base], values: dict[str, Any]) -> bool:
    """Insert a row unless a unique key of it exists; return whether it is new. Pending changes are not flushed."""
    done = db.connection().execute(_insert_new(db.get_bind().dialect.name, table), values)
    return done.rowcount == 1


def insert_all_new(db: Session, table: type[Base], rows: list[dict[str, Any]]) -> None:
    """Insert those rows of which no unique key exists. Pending changes are not flushed."""
    if rows:
        db.connection().execute(_insert_new(db.get_bind().dialect.name, table), rows)


def add_new(db: Session, table: type[Row], values: dict[str, Any]) -> Row | None:
    """Insert a row unless a unique key of it exists, and return it; None if it is not new."""
    row: Row | None = db.scalar(_add_new(db.get_bind().dialect.name, table), values)
    return row


@cache
def _insert_new(dialect: str, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    return INSERTS[dialect](table.__table__).on_conflict_do_nothing()


@cache
def _add_new(dialect: str, table: type[Row]) -> ExecutableReturnsRows:
    """Return the INSERT as a source of entities; an INSERT of an entity costs twice as much."""
    columns = table.__table__.columns
    return select(table).from_statement(INSERTS[dialect](table.__table__).on_conflict_do_nothing().returning(*columns))
