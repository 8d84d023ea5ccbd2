"""Rows that delivery is judged by."""

from typing import Any

from sqlalchemy.orm import Session

from models import (
    Account,
    Lane,
    OutboxMessage,
)
from services.reminders.notices import DayBefore
from services.stored import name_of
from tests.builders import NOW, add


def add_message(db: Session, account: Account, **values: Any) -> OutboxMessage:
    given = {
        "key": f"test:{db.query(OutboxMessage).count()}",
        "account_id": account.id,
        "lane": Lane.NOTICE,
        "kind": name_of(DayBefore),
        "payload": {"event": 1},
        "not_before": NOW,
        "created_at": NOW,
    }
    return add(db, OutboxMessage(**(given | values)))
