"""The list of undelivered messages and another try for some of them."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models import (
    Account,
    AudienceKind,
    Broadcast,
    OutboxState,
)
from models.outbox import UNLISTED
from services.actors import actor_of
from services.delivery.health import (
    delivery_report,
)
from services.delivery.undelivered import LISTED_FOR, mark_undelivered, send_again, undelivered_page
from tests.builders import NOW, add
from tests.services.delivery.rows import add_message

MINUTE = timedelta(minutes=1)


def test_only_messages_parked_after_one_try_are_sent_again(db: Session, admin: Account) -> None:
    aside = [add_message(db, admin, state=OutboxState.UNCLEAR, unclear_attempts=1) for _ in range(43)]
    times = {"written_at": NOW, "expires_at": NOW}
    audience = {"audience": AudienceKind.ALL, "chosen": [], "people": 1, "last_id": admin.id}
    broadcast = add(db, Broadcast(author_id=admin.id, text="", **audience, **times))
    others = [
        add_message(db, admin, state=OutboxState.UNCLEAR, unclear_attempts=2),
        add_message(db, admin, state=OutboxState.UNCLEAR, unclear_attempts=1, broadcast_id=broadcast.id),
        add_message(db, admin, state=OutboxState.EXPIRED, unclear_attempts=1),
        add_message(db, admin, state=OutboxState.FAILED, unclear_attempts=1),
    ]
    mark_undelivered(db, NOW)
    actor, later = actor_of(db, admin), NOW + MINUTE
    once = undelivered_page(db, actor, 1, NOW).tried_once
    assert once == tuple(row.id for row in aside)
    assert send_again(db, actor, once[0], once[-1], later) == 43
    assert send_again(db, actor, once[0], once[-1], later) == 0

    db.expire_all()
    assert {(row.state, row.not_before, row.listed_at) for row in aside} == {(OutboxState.NEW, later, None)}
    assert OutboxState.NEW not in {row.state for row in others}
    assert undelivered_page(db, actor, 1, NOW).tried_once == ()


def test_the_list_forgets_after_seven_days(db: Session, admin: Account) -> None:
    add_message(db, admin, state=OutboxState.EXPIRED)
    mark_undelivered(db, NOW)
    now = NOW + LISTED_FOR

    assert delivery_report(db, now).undelivered == ()
    assert undelivered_page(db, actor_of(db, admin), 1, now).page.items == ()


@pytest.mark.usefixtures("admin")
def test_statements_of_a_tick_use_an_index_of_the_outbox(db: Session) -> None:
    """Notices are kept for years, so a full scan would grow with them."""
    for statement in (
        f"UPDATE outbox SET listed_at = '2026-10-01' WHERE {UNLISTED}",  # noqa: S608 - built from a constant
        "SELECT count(*) FROM outbox WHERE listed_at > '2026-10-01'",
        "SELECT count(*) FROM outbox WHERE state = 'new' AND lane = 'notice' AND not_before <= '2026-10-01'",
        "SELECT id FROM outbox WHERE state = 'new' AND lane = 'notice' AND not_before <= '2026-10-01'"
        " AND account_id NOT IN (1, 2) ORDER BY not_before, id LIMIT 20",
        "SELECT id FROM outbox WHERE listed_at > '2026-10-01' AND state = 'unclear' AND unclear_attempts = 1",
    ):
        plan = db.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}").all()
        assert all("INDEX ix_outbox" in str(step) for step in plan), plan
