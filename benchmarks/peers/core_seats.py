"""Giving a seat in statements of Core that are built once: no entities, no texts, no reminders."""

from datetime import datetime

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from models import ACTIVE_STATES, RegistrationState
from models.base import Base

DEFINITION = (
    "five statements of Core built once (person, event locked, active sign-up, one more seat if one is free, sign-up) "
    "in a transaction of the same database"
)

_ACCOUNT, _EVENT, _TEACHER, _REGISTRATION = (
    Base.metadata.tables[name] for name in ("account", "event", "teacher", "registration")
)
_PERSON = (
    select(_TEACHER.c.id, _TEACHER.c.post, _TEACHER.c.organization_id)
    .join(_ACCOUNT, _ACCOUNT.c.teacher_id == _TEACHER.c.id)
    .where(_ACCOUNT.c.messenger == "telegram", _ACCOUNT.c.external_id == bindparam("chat"))
)
_LOCKED = (
    select(_EVENT.c.state, _EVENT.c.starts_at, _EVENT.c.deadline, _EVENT.c.capacity, _EVENT.c.taken, _EVENT.c.version)
    .where(_EVENT.c.id == bindparam("event"))
    .with_for_update()
)
_ACTIVE = select(_REGISTRATION.c.id, _REGISTRATION.c.state).where(
    _REGISTRATION.c.event_id == bindparam("event"),
    _REGISTRATION.c.teacher_id == bindparam("teacher"),
    _REGISTRATION.c.state.in_(ACTIVE_STATES),
)
_ONE_MORE = (
    update(_EVENT)
    .where(_EVENT.c.id == bindparam("event_"), _EVENT.c.taken < _EVENT.c.capacity)
    .values(taken=_EVENT.c.taken + 1)
)
_SIGN_UP = insert(_REGISTRATION)


def sign_up(db: Session, chat: int, event: int, now: datetime) -> bool:
    """Return whether the person has got a seat."""
    connection = db.connection()
    teacher = connection.execute(_PERSON, {"chat": chat}).one()
    locked = connection.execute(_LOCKED, {"event": event}).one()
    if connection.execute(_ACTIVE, {"event": event, "teacher": teacher.id}).first() is not None:
        return False
    if not connection.execute(_ONE_MORE, {"event_": event}).rowcount:
        return False
    row = {
        "event_id": event,
        "teacher_id": teacher.id,
        "state": RegistrationState.CONFIRMED,
        "created_at": now,
        "confirmed_at": now,
        "walk_in": False,
        "agreed_version": locked.version,
    }
    connection.execute(_SIGN_UP, row)
    return True
