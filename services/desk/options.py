"""The question about one field of an event: what it holds now and which values are offered as buttons."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, EventForm, EventFormat, EventState, Subproject
from services.actors import Actor
from services.desk.answers import CODES, staff_people
from services.desk.changes import require_changeable
from services.desk.events import editable_event
from services.desk.fields import LISTS, DraftField, Pieces, pieces_of
from services.paging import Page, page_of
from services.schools.register import all_organizations

PAGE_SIZE = 12
LONG_PAGE_SIZE = 6
"""Of names that take a row each."""
SEATS_OFFERED = ("15", "20", "25", "30", "50", "100")


@dataclass(frozen=True, slots=True)
class Option:
    """A value to press; `label` empty: its words are a text of the field's dictionary."""

    value: str
    label: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class FieldView:
    """`event` None: the event has no row yet, `pieces` hold what is known.

    `narrowed`: the options are what a typed name may have meant.
    """

    event: Event | None
    pieces: Pieces
    field: DraftField
    page: Page[Option]
    narrowed: bool

    @property
    def event_id(self) -> int:
        return self.event.id if self.event else 0

    @property
    def is_draft(self) -> bool:
        return self.event is None or self.event.state is EventState.DRAFT


def field_view(
    db: Session,
    actor: Actor,
    event_id: int,
    pieces: Pieces,
    field: DraftField,
    page: int,
    now: datetime,
    *,
    candidates: tuple[int, ...] = (),
) -> FieldView:
    """What to ask about a field. Raises StaffOnly, NotFound, NotYourEvent, EventClosed, AlreadyStarted."""
    actor.require_staff()
    event = editable_event(db, actor, event_id) if event_id else None
    if event is not None:
        require_changeable(event, {field}, now)
        pieces = pieces_of(event)
    options = list(_options(db, field, pieces.get(field)))
    if candidates:
        options = [option for value in candidates for option in options if option.value == str(value)]
    size = LONG_PAGE_SIZE if field in {DraftField.HOST, DraftField.RESPONSIBLE} else PAGE_SIZE
    size = len(options) or 1 if field is DraftField.FORM else size
    return FieldView(event, pieces, field, page_of(options, page, size), bool(candidates))


def _options(db: Session, field: DraftField, current: Any) -> Iterable[Option]:
    if field in LISTS:
        chosen = set(current or [])
        return [Option(code, chosen=code in chosen) for code in CODES[field]]
    match field:
        case DraftField.FORM:
            return [Option(code.value, chosen=code.value == current) for code in EventForm]
        case DraftField.FORMAT:
            return [Option(code.value, chosen=code.value == current) for code in EventFormat]
        case DraftField.HOURS:
            return [Option(str(hours), str(hours), current == hours) for hours in range(1, 9)]
        case DraftField.CAPACITY:
            return [Option(seats, seats, str(current) == seats) for seats in SEATS_OFFERED]
        case DraftField.HOST:
            return [Option(str(row.id), row.short, row.id == current) for row in all_organizations(db)]
        case DraftField.SUBPROJECT:
            rows = db.scalars(select(Subproject).order_by(Subproject.id))
            return [Option(str(row.id), row.title, row.id == current) for row in rows]
        case DraftField.RESPONSIBLE:
            return [Option(str(who.id), who.full_name, who.id == current) for who in staff_people(db)]
        case _:
            return []
