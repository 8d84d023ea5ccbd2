"""Owing slow work: a row in the caller's transaction; the work itself is done outside any transaction."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Errand, ErrandState


class ErrandName(StrEnum):
    """What slow work there is. bot/errands.py tells for each how it is done."""

    CERTIFICATE = "certificate"
    CARD = "card"


def owe(db: Session, kind: ErrandName, key: str, payload: dict[str, Any], now: datetime) -> bool:
    """Owe this work once: a second call with the same `key` changes nothing and returns False.

    Work that has failed for good is owed anew, with the newest payload.
    """
    errand = db.scalar(select(Errand).where(Errand.key == key).with_for_update())
    if errand is not None and errand.state is not ErrandState.FAILED:
        return False
    if errand is None:
        errand = Errand(key=key, kind=kind.value, created_at=now)
        db.add(errand)
    errand.payload, errand.state, errand.attempts = payload, ErrandState.NEW, 0
    errand.error, errand.not_before = "", now
    db.flush()
    return True
