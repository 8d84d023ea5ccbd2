"""Every invariant reports the rows that break it and no others.

The tables have no constraints here, so that rows can be written which the database would refuse.
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
from tests.invariants import broken_invariants

EVENT = 7
Row = tuple[str, dict[str, Any]]
LATER, SOON = NOW + timedelta(days=2), NOW + timedelta(hours=1)


@pytest.fixture
def bare() -> Iterator[Session]:
    """Return a session over tables without constraints; all columns are optional."""
    bare, engine = sa.MetaData(), sa.create_engine("sqlite://", poolclass=StaticPool)
    for table in Base.metadata.sorted_tables:
        sa.Table(table.name, bare, *(sa.Column(column.name, column.type) for column in table.columns))
    bare.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


def write(db: Session, rows: list[Row]) -> None:
    """Write rows; an event without meetings gets one, unless it says that it has none."""
    names = [name for name, _values in rows]
    if "event" in names and "meeting" not in names and EVENT_ALONE not in rows:
        rows = [*rows, meeting(1, starts_at=next(values for name, values in rows if name == "event")["starts_at"])]
    for name, values in rows:
        table = Base.metadata.tables[name]
        columns = sa.table(name, *(sa.column(key, table.columns[key].type) for key in values))
        db.execute(sa.insert(columns).values(values))


def event(**values: Any) -> Row:
    row = {"id": EVENT, "capacity": 1, "taken": 0, "taken_when_reduced": 0, "state": "published", "starts_at": LATER}
    return "event", row | values


EVENT_ALONE = event(title="alone")


def meeting(number: int, **values: Any) -> Row:
    return "meeting", {"id": number, "event_id": EVENT, "starts_at": NOW, "ends_at": SOON, "hours": 2} | values


def attended(meeting_id: int = 1) -> Row:
    row = {"event_id": EVENT, "meeting_id": meeting_id, "teacher_id": 1, "state": "attended", "id": meeting_id}
    return "attendance", row


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
ATTENDED = [meeting(1), attended()]
TWO_MEETINGS = [meeting(1), meeting(2, starts_at=SOON, ends_at=LATER, hours=3), attended(1), attended(2)]
LAST_SEAT = [event(taken=1), registration(1, "confirmed")]
OFFERED = [event(taken=1), registration(1, "offered"), account(1)]
LAPSED = [event(), registration(1, "expired", ended_at=SOON), account(1)]
CANCELLED = [
    event(state="cancelled", cancelled_at=SOON),
    registration(1, "event_cancelled", ended_at=SOON),
    account(1),
]
AWARDED = [*ATTENDED, points(1, key="event:7:1:speaker"), account(1)]
CERTIFIED = [certificate(1, document_id=1), PAPER, account(1)]
SENT_BROADCAST = [broadcast(), outbox("broadcast:1:1", 1, broadcast_id=1), outbox("broadcast:1:2", 2, broadcast_id=1)]
MACHINE = datetime.now(UTC)

ALLOWED: dict[str, list[Row]] = {
    "a seat for one": LAST_SEAT,
    "a walk-in beyond the seats": [*LAST_SEAT, registration(2, "confirmed", walk_in=True)],
    "more than the seats since they were lowered": [
        event(taken=2, taken_when_reduced=2),
        registration(1, "confirmed"),
        registration(2, "confirmed"),
    ],
    "a new sign-up after a cancelled one": [*LAST_SEAT, registration(2, "cancelled", teacher_id=1)],
    "a waiting list in its order": [
        event(taken=1),
        registration(1, "confirmed", queued_at=NOW),
        registration(2, "waitlisted", queued_at=SOON),
    ],
    "a free seat after the start": [event(starts_at=NOW), registration(1, "waitlisted", queued_at=NOW)],
    "an offer with its notice": [*OFFERED, outbox("seat-offered:1:1")],
    "an offer for a person who has blocked the bot": [*OFFERED[:2], account(1, blocked_at=NOW)],
    "an expired offer with its notice": [*LAPSED, outbox("offer-ended:1:1")],
    "a cancelled event with its notice": [*CANCELLED, outbox("cancelled:7:1")],
    "reversed points": [points(1), points(2, -2, reverses_id=1), points(3)],
    "points for being there": [*ATTENDED, points(1, reason="listener")],
    "the hours of two meetings": [
        *TWO_MEETINGS,
        points(1, key="event:7:1:speaker", hours=5),
        account(1),
        outbox("points:7:1"),
    ],
    "presence at a section and absence from another": [
        meeting(1),
        meeting(2),
        attended(1),
        ("attendance", attended(2)[1] | {"state": "no_show"}),
    ],
    "points with their notice": [*AWARDED, outbox("points:7:1")],
    "a certificate with its notice": [*CERTIFIED, outbox("certificate:1:1")],
    "a certificate whose file is not made yet": [certificate(1), account(1)],
    "a finished broadcast": [*SENT_BROADCAST[1:], broadcast(state="done")],
    "a message being sent": [outbox("x", state="sending", lease_until=MACHINE + timedelta(days=1))],
}
BROKEN: dict[str, tuple[str, list[Row]]] = {
    "one seat with two holders": (
        "I1",
        [event(taken=2), registration(1, "confirmed"), registration(2, "offered", teacher_id=9)],
    ),
    "more seats taken than when the capacity was lowered": (
        "I1",
        [event(taken=2, taken_when_reduced=1), registration(1, "confirmed"), registration(2, "confirmed")],
    ),
    "two seats of one person": (
        "I2",
        [event(capacity=5, taken=2), registration(1, "confirmed"), registration(2, "confirmed", teacher_id=1)],
    ),
    "a place in the list overtaken": (
        "I3",
        [
            event(taken=1),
            registration(1, "confirmed", queued_at=SOON),
            registration(2, "waitlisted", queued_at=NOW),
        ],
    ),
    "a place overtaken by a later sign-up of the same moment": (
        "I3",
        [event(taken=1), registration(2, "confirmed", queued_at=NOW), registration(1, "waitlisted", queued_at=NOW)],
    ),
    "a free seat beside a waiting list": ("I4", [event(), account(1), registration(1, "waitlisted", queued_at=NOW)]),
    "a waiting list without a limit of seats": (
        "I4",
        [event(capacity=None), account(1), registration(1, "waitlisted", queued_at=NOW)],
    ),
    "a counter too high": ("I5", [event(taken=1)]),
    "a counter too low": ("I5", [event(), registration(1, "confirmed")]),
    "an offer without a notice": ("I8", OFFERED),
    "an offer with two notices": ("I8", [*OFFERED, outbox("seat-offered:1:1", id=1), outbox("seat-offered:1:1", id=2)]),
    "an expired offer without a notice": ("I8", LAPSED),
    "a cancelled event without a notice": ("I8", CANCELLED),
    "points without a notice": ("I8", AWARDED),
    "a certificate without a notice": ("I8", CERTIFIED),
    "a certificate with two notices": (
        "I8",
        [*CERTIFIED, outbox("certificate:1:1", id=1), outbox("certificate:1:1", id=2)],
    ),
    "a broadcast to one person twice": ("I8", [*SENT_BROADCAST, outbox("broadcast:1:1:again", 1, broadcast_id=1)]),
    "a broadcast to an account made later": ("I8", [*SENT_BROADCAST, outbox("broadcast:1:3", 3, broadcast_id=1)]),
    "a finished broadcast with a waiting message": (
        "I8",
        [broadcast(state="done"), outbox("broadcast:1:1", broadcast_id=1, state="new")],
    ),
    "two entries for one reason": ("I6", [points(1), points(2)]),
    "points reversed in part": ("I6", [points(1), points(2, -1, reverses_id=1)]),
    "points reversed twice": ("I6", [points(1), points(2, -2, reverses_id=1), points(3, -2, reverses_id=1)]),
    "points for an absent person": ("I6", [points(1, key="event:7:1:listener", reason="listener")]),
    "hours of a meeting that was not attended": (
        "I6",
        [*TWO_MEETINGS[:3], points(1, key="event:7:1:speaker", hours=5), account(1), outbox("points:7:1")],
    ),
    "an event without a meeting": ("I10", [EVENT_ALONE]),
    "an event with other hours than its meetings": ("I10", [event(hours=4, starts_at=NOW), meeting(1)]),
    "a mark without a meeting": ("I10", [attended()]),
    "presence at two meetings at the same time": ("I10", [meeting(1), meeting(2), attended(1), attended(2)]),
    "two certificates for one event": ("I7", [certificate(1), certificate(2, teacher_id=1)]),
    "two certificates of one number": ("I7", [certificate(1), certificate(2, number="n1")]),
    "two certificates of one code": ("I7", [certificate(1), certificate(2, code="c1")]),
    "a message being sent without a lease": ("I9", [outbox("x", state="sending")]),
    "a message being sent after its lease": (
        "I9",
        [outbox("x", state="sending", lease_until=MACHINE - timedelta(hours=1))],
    ),
}


@pytest.mark.parametrize("rows", ALLOWED.values(), ids=ALLOWED)
def test_allowed_rows_break_no_invariant(bare: Session, rows: list[Row]) -> None:
    write(bare, rows)
    assert broken_invariants(bare, NOW) == []


@pytest.mark.parametrize(("invariant", "rows"), BROKEN.values(), ids=BROKEN)
def test_broken_rows_are_reported(bare: Session, invariant: str, rows: list[Row]) -> None:
    write(bare, rows)
    assert {found for found, *_ in broken_invariants(bare, NOW)} == {invariant}


def test_every_invariant_has_a_breaking_case() -> None:
    assert {invariant for invariant, _ in BROKEN.values()} == {f"I{number}" for number in range(1, 11)}
