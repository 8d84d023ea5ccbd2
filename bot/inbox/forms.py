"""The form a person is filling in, read and written in the transaction of the press."""

from datetime import datetime
from typing import Any

import structlog
from pydantic import ValidationError
from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.logs import describe_error
from models import OpenForm
from services.stored import Shapes, UnknownShape, dump

log = structlog.get_logger()


def load(form: dict[str, Any] | None, shapes: Shapes[object]) -> object | None:
    """Return the open form of a stored one. A form that this version does not know counts as closed."""
    if form is None:
        return None
    try:
        return shapes.load(form)
    except (UnknownShape, ValidationError) as error:
        log.error("open form not known", name=form.get("name"), error=describe_error(error))
        return None


def is_expired(form: object | None, now: datetime) -> bool:
    """Whether the moment `until` of a form that has one is over."""
    until: datetime | None = getattr(form, "until", None)
    return until is not None and now > until


def save(db: Session, account_id: int, form: object | None) -> None:
    """Store the open form; None leaves no row."""
    if form is None:
        db.execute(delete(OpenForm).where(OpenForm.account_id == account_id))
    else:
        db.merge(OpenForm(account_id=account_id, form=dump(form)))
