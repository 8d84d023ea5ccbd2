"""The demo's network as bytes, whole or changed in one place."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from models import Base
from services.loading.load import Loaded, load
from services.loading.network_file import read_network
from tests.checks.tree import ROOT

FILE = ROOT / "demo" / "network.yaml"
TEXT = FILE.read_text(encoding="utf-8")
LOADED_AT = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
"""Saturday 21 November 2026, 10:00 in the network's zone."""


def changed(old: str, new: str, text: str = TEXT) -> str:
    """Return the file with the single `old` in it replaced."""
    assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in the file"
    return text.replace(old, new)


def line_of(piece: str, text: str) -> int:
    """Return the line where `piece` first occurs, from 1."""
    return text[: text.index(piece)].count("\n") + 1


def load_text(
    db: Session, text: str = TEXT, now: datetime = LOADED_AT, *, apply: bool = False, links: bool | None = None
) -> Loaded:
    return load(db, read_network(text.encode()), now, apply=apply, links=links)


def everything(db: Session) -> dict[str, list[str]]:
    """Return every row of every table."""
    db.flush()
    return {
        table.name: sorted(str(tuple(row)) for row in db.execute(table.select()))
        for table in Base.metadata.sorted_tables
    }
