"""Alembic's environment; the caller passes an open connection, so that a migration is one transaction."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, Enum

from models.base import Base, Instant, WallTime


def _render(kind: str, item: Any, _autogen: object) -> str | Literal[False]:
    """Render our types as plain ones: a migration must still run after the models have changed."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, WallTime):
        return "sa.DateTime()"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=_render,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
