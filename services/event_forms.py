"""Categories of events: those of the programme and those the network added, by its file or by an admin."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import EventForm, NetworkForm
from models.base import insert_new
from services.actors import Actor


def network_forms(db: Session) -> dict[str, str]:
    """Return the titles of the network's own categories by code."""
    return {row.code: row.title for row in db.scalars(select(NetworkForm).order_by(NetworkForm.title))}


def form_codes(db: Session) -> list[str]:
    """Return the codes of all categories, those of the programme first."""
    return [*(form.value for form in EventForm), *network_forms(db)]


def add_form(db: Session, actor: Actor, title: str) -> str:
    """Add a category of this title and return its code; one of the same title is kept. Raises AdminsOnly."""
    actor.require_admin("draft-admins-add-forms")
    known = network_forms(db)
    same = next((code for code, name in known.items() if name.casefold() == title.casefold()), None)
    if same is not None:
        return same
    number = len(known) + 1
    while not insert_new(db, NetworkForm, {"code": f"own_{number}", "title": title}):
        number += 1
    return f"own_{number}"
