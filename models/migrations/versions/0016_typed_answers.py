"""Store the screens of answers with the name and version of their shape; ids of pressed messages become text."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

OUTBOX = sa.table("outbox", sa.column("id"), sa.column("kind"), sa.column("payload", sa.JSON()))
BATCH = 500


def upgrade() -> None:
    _rewrite(_typed)


def downgrade() -> None:
    _rewrite(_untyped)


def _rewrite(translate: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Translate every answer whose payload has not been erased."""
    kept = OUTBOX.c.kind == "answer", sa.cast(OUTBOX.c.payload, sa.Text()) != "{}"
    rows = sa.select(OUTBOX.c.id, OUTBOX.c.payload).where(*kept).order_by(OUTBOX.c.id).limit(BATCH)
    last = 0
    while found := op.get_bind().execute(rows.where(OUTBOX.c.id > last)).all():
        for last, payload in found:
            op.execute(sa.update(OUTBOX).where(OUTBOX.c.id == last).values(payload=translate(payload)))


def _typed(payload: dict[str, Any]) -> dict[str, Any]:
    screen, pressed = dict(payload["screen"]), payload["press"]
    screen["reply_keyboard"] = screen.pop("menu")
    data = {
        "screen": screen,
        "pressed": None if pressed is None else {"text": str(pressed), "order": pressed},
        "aside": payload["aside"],
        "in_place": payload.get("in_place", False),
    }
    return {"name": "placed_screen", "version": 1, "data": data}


def _untyped(payload: dict[str, Any]) -> dict[str, Any]:
    data = payload["data"]
    screen, pressed = dict(data["screen"]), data["pressed"]
    screen["menu"] = screen.pop("reply_keyboard")
    untyped = {"screen": screen, "press": None if pressed is None else pressed["order"], "aside": data["aside"]}
    return untyped | ({"in_place": True} if data["in_place"] else {})
