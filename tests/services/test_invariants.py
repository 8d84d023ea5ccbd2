"""Every invariant finds the rows that break it and leaves those alone that do not.

The tables have no constraints here: what the database itself refuses can be written, too.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from models import Base
from tests.builders import NOW
from tests.invariants import broken

EVENT = 7
Row = tuple[str, dict[str, Any]]
LATER, SOON = NOW + timedelta(days=2), NOW + timedelta(hours=1)


@pytest.fixture
def bare() -> Iterator[Session]:
    """Every table with its columns alone, all of them optional."""
    bare, engine = sa.MetaData(), sa.create_engine("sqlite://", poolclass=StaticPool)
    for table in Base.metadata.sorted_tables:
        sa.Table(table.name, bare, *(sa.Column(column.name, column.type) for column in table.columns))
    bare.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


def write(db: Session, rows: list[Row]) -> None:
    for name, values in rows:
        table = Base.metadata.tables[name]
        columns = sa.table(name, *(sa.column(key, table.columns[key].type) for key in values))
        db.execute(sa.insert(columns).values(values))


def event(**values: Any) -> Row:
    row = {"id": EVENT, "capacity": 1, "taken": 0, "taken_when_reduced": 0, "state": "published", "starts_at": LATER}
    return "event", row | values


def registration(number: int, state: str, **values: Any) -> Row:
    row = {"id": number, "event_id": EVENT, "teacher_id": number, "state": state, "walk_in": False, "created_at": NOW}
    return "registration", row | values


def account(number: int, **values: Any) -> Row:
    return "account", {"id": number, "teacher_id": number, "created_at": NOW} | values


def outbox(key: str, account_id: int = 1, **values: Any) -> Row:
    return "outbox", {"id": hash(key) % 10**6, "key": key, "account_id": account_id, "state": "sent"} | values


def points(number: int, value: int = 2, reason: str = "speaker", **values: Any) -> Row:
    row = {
        "id": number,
        "event_id": EVENT,
        "teacher_id": 1,
        "points": value,
        "reason": reason,
        "key": f"loaded:{number}",
    }
    return "point_entry", row | {"awarded_at": NOW} | values


def certificate(row_id: int, **values: Any) -> Row:
    row = {"id": row_id, "event_id": EVENT, "teacher_id": row_id, "number": f"n{row_id}", "code": f"c{row_id}"}
    return "certificate", row | values


def broadcast(**values: Any) -> Row:
    return "broadcast", {"id": 1, "last_id": 2, "state": "running"} | values


PAPER: Row = ("document", {"id": 1, "created_at": NOW})
ATTENDED: Row = ("attendance", {"event_id": EVENT, "teacher_id": 1, "state": "attended"})
LAST_SEAT = [event(taken=1), registration(1, "confirmed")]
OFFERED = [event(taken=1), registration(1, "offered"), account(1)]
LAPSED = [event(), registration(1, "expired", ended_at=SOON), account(1)]
CANCELLED = [
    event(state="cancelled", cancelled_at=SOON),
    registration(1, "event_cancelled", ended_at=SOON),
    account(1),
]
AWARDED = [points(1, key="event:7:1:speaker"), account(1)]
CERTIFIED = [certificate(1, document_id=1), PAPER, account(1)]
TOLD = [broadcast(), outbox("broadcast:1:1", 1, broadcast_id=1), outbox("broadcast:1:2", 2, broadcast_id=1)]
MACHINE = datetime.now(UTC)

HOLD: dict[str, list[Row]] = {
    "a seat for one": LAST_SEAT,
    "a walk-in beyond the seats": [*LAST_SEAT, registration(2, "confirmed", walk_in=True)],
    "more than the seats since they were lowered": [
        event(taken=2, taken_when_reduced=2),
        registration(1, "confirmed"),
        registration(2, "confirmed"),
    ],
    "signed up anew": [*LAST_SEAT, registration(2, "cancelled", teacher_id=1)],
    "the list in its order": [
        event(taken=1),
        registration(1, "confirmed", queued_at=NOW),
        registration(2, "waitlisted", queued_at=SOON),
    ],
    "a free seat after the start": [event(starts_at=NOW), registration(1, "waitlisted", queued_at=NOW)],
    "an offer that was told": [*OFFERED, outbox("seat-offered:1:1")],
    "an offer for somebody who has blocked the bot": [*OFFERED[:2], account(1, blocked_at=NOW)],
    "an offer that lapsed and was told": [*LAPSED, outbox("offer-ended:1:1")],
    "a cancelling that was told": [*CANCELLED, outbox("cancelled:7:1")],
    "points taken back": [points(1), points(2, -2, reverses_id=1), points(3)],
    "points for being there": [points(1, reason="listener"), ATTENDED],
    "points that were told of": [*AWARDED, outbox("points:7:1")],
    "a certificate that was told of": [*CERTIFIED, outbox("certificate:1:1")],
    "a certificate whose file is still made": [certificate(1), account(1)],
    "a broadcast that is through": [*TOLD[1:], broadcast(state="done")],
    "a message on its way": [outbox("x", state="sending", lease_until=MACHINE + timedelta(minutes=2))],
}
BREAK: dict[str, tuple[str, list[Row]]] = {
    "one seat for two": (
        "I1",
        [event(taken=2), registration(1, "confirmed"), registration(2, "offered", teacher_id=9)],
    ),
    "more than there were when seats were lowered": (
        "I1",
        [event(taken=2, taken_when_reduced=1), registration(1, "confirmed"), registration(2, "confirmed")],
    ),
    "two seats of one person": (
        "I2",
        [event(capacity=5, taken=2), registration(1, "confirmed"), registration(2, "confirmed", teacher_id=1)],
    ),
    "overtaken in the list": (
        "I3",
        [
            event(taken=1),
            registration(1, "confirmed", queued_at=SOON),
            registration(2, "waitlisted", queued_at=NOW),
        ],
    ),
    "overtaken by one who came in the same moment": (
        "I3",
        [event(taken=1), registration(2, "confirmed", queued_at=NOW), registration(1, "waitlisted", queued_at=NOW)],
    ),
    "a free seat beside the list": ("I4", [event(), account(1), registration(1, "waitlisted", queued_at=NOW)]),
    "a list without a limit": (
        "I4",
        [event(capacity=None), account(1), registration(1, "waitlisted", queued_at=NOW)],
    ),
    "a counter too high": ("I5", [event(taken=1)]),
    "a counter too low": ("I5", [event(), registration(1, "confirmed")]),
    "an offer nobody was told of": ("I8", OFFERED),
    "an offer told twice": ("I8", [*OFFERED, outbox("seat-offered:1:1", id=1), outbox("seat-offered:1:1", id=2)]),
    "an offer that lapsed in silence": ("I8", LAPSED),
    "a cancelling nobody was told of": ("I8", CANCELLED),
    "points nobody was told of": ("I8", AWARDED),
    "a certificate nobody was told of": ("I8", CERTIFIED),
    "a certificate told twice": (
        "I8",
        [*CERTIFIED, outbox("certificate:1:1", id=1), outbox("certificate:1:1", id=2)],
    ),
    "a broadcast to one person twice": ("I8", [*TOLD, outbox("broadcast:1:1:again", 1, broadcast_id=1)]),
    "a broadcast to somebody who came later": ("I8", [*TOLD, outbox("broadcast:1:3", 3, broadcast_id=1)]),
    "a broadcast that is through and still owes": (
        "I8",
        [broadcast(state="done"), outbox("broadcast:1:1", broadcast_id=1, state="new")],
    ),
    "points for one reason twice": ("I6", [points(1), points(2)]),
    "points taken back in part": ("I6", [points(1), points(2, -1, reverses_id=1)]),
    "points taken back twice": ("I6", [points(1), points(2, -2, reverses_id=1), points(3, -2, reverses_id=1)]),
    "points for somebody who was not there": ("I6", [points(1, reason="listener")]),
    "two certificates for one event": ("I7", [certificate(1), certificate(2, teacher_id=1)]),
    "two certificates of one number": ("I7", [certificate(1), certificate(2, number="n1")]),
    "two certificates of one code": ("I7", [certificate(1), certificate(2, code="c1")]),
    "on its way for ever": ("I9", [outbox("x", state="sending")]),
    "on its way beyond its lease": ("I9", [outbox("x", state="sending", lease_until=MACHINE - timedelta(hours=1))]),
}


@pytest.mark.parametrize("rows", HOLD.values(), ids=HOLD)
def test_what_may_be_breaks_nothing(bare: Session, rows: list[Row]) -> None:
    write(bare, rows)
    assert broken(bare, NOW) == []


@pytest.mark.parametrize(("invariant", "rows"), BREAK.values(), ids=BREAK)
def test_what_must_not_be_is_found(bare: Session, invariant: str, rows: list[Row]) -> None:
    write(bare, rows)
    assert {found for found, *_ in broken(bare, NOW)} == {invariant}


def test_every_invariant_is_tried() -> None:
    assert {invariant for invariant, _ in BREAK.values()} == {f"I{number}" for number in range(1, 10)}
