"""Old rows of the two queues are deleted a part at a time; what waits, what is young and every notice stays."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bot.inbox import rows as inbox
from bot.outbox import rows as outbox
from models import InboxState, InboxUpdate, Lane, OutboxMessage, OutboxState
from tests.builders import NOW, make_actor, make_network, make_teacher

OLD = NOW - timedelta(hours=49)


def message(key: str, account: int, **values: Any) -> dict[str, Any]:
    row = {"key": key, "account_id": account, "lane": Lane.ANSWER, "kind": outbox.ANSWER, "payload": {}}
    row |= {"state": OutboxState.SENT, "not_before": OLD, "created_at": OLD}
    return row | values


def update(key: str, **values: Any) -> dict[str, Any]:
    row = {"messenger": "telegram", "key": key, "chat_key": 7, "state": InboxState.DONE}
    return row | {"received_at": OLD, "done_at": OLD} | values


def test_old_answers_are_deleted_a_part_at_a_time(db: Session) -> None:
    make_network(db)
    account = make_actor(db, make_teacher(db, "Карпова Дарья Алексеевна")).account.id
    rows = [message(f"old{number}", account) for number in range(outbox.PURGE_BATCH_SIZE + 1)]
    rows += [
        message("waiting", account, state=OutboxState.NEW),
        message("in flight", account, state=OutboxState.SENDING),
        message("young", account, created_at=NOW),
        message("notice", account, kind="letter"),
    ]
    db.execute(insert(OutboxMessage), rows)

    assert [outbox.purge(db, NOW), outbox.purge(db, NOW)] == [True, False]
    left = db.scalars(select(OutboxMessage.key).order_by(OutboxMessage.id))
    assert list(left) == ["waiting", "in flight", "young", "notice"]


def test_old_updates_are_deleted_a_part_at_a_time(db: Session) -> None:
    rows = [update(f"old{number}") for number in range(inbox.PURGE_BATCH_SIZE)]
    rows += [
        update("parked", state=InboxState.PARKED),
        update("new", state=InboxState.NEW, done_at=None),
        update("done late", done_at=NOW),
    ]
    db.execute(insert(InboxUpdate), rows)

    assert [inbox.purge(db, NOW), inbox.purge(db, NOW)] == [True, False]
    assert list(db.scalars(select(InboxUpdate.key).order_by(InboxUpdate.number))) == ["new", "done late"]
