"""The question about one field of an event: its present value and the values offered as buttons."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from models import Event, EventState
from services.actors import Actor
from services.desk.answers import FieldQuestion
from services.desk.changes import require_changeable
from services.desk.events import editable_event
from services.desk.fields.definition import DraftField, EventField, FieldValue, Option, Pieces
from services.desk.fields.table import EVENT_FIELDS, pieces_of
from services.desk.unfinished import AnnouncementSoFar, so_far
from services.paging import Page, page_of
from services.reading.dates.moment import Moment


@dataclass(frozen=True, slots=True)
class FieldView:
    """The question to show. `event` None: the event has no row yet; `moment` is the known part of its start.

    `narrowed`: the options are the rows that a typed name may have meant.
    """

    event: Event | None
    pieces: Pieces
    moment: Moment
    field: DraftField
    page: Page[Option]
    narrowed: bool
    is_admin: bool

    @property
    def event_id(self) -> int:
        return self.event.id if self.event else 0

    @property
    def is_draft(self) -> bool:
        return self.event is None or self.event.state is EventState.DRAFT

    @property
    def is_list(self) -> bool:
        return EVENT_FIELDS[self.field].is_list


def field_view(db: Session, actor: Actor, question: FieldQuestion, page: int, now: datetime) -> FieldView:
    """Return the question about a field, if the field may be changed now. Raises FormGone."""
    actor.require_staff()
    event = editable_event(db, actor, question.event_id) if question.event_id else None
    if event is not None:
        require_changeable(event, {question.field}, now)
    known = AnnouncementSoFar(pieces_of(event)) if event else so_far(db, actor)
    options = _options(db, EVENT_FIELDS[question.field], known.pieces.get(question.field))
    if question.candidates:
        options = [option for row in question.candidates for option in options if option.value == str(row)]
    size = EVENT_FIELDS[question.field].page_size or len(options) or 1
    return FieldView(
        event,
        known.pieces,
        known.moment,
        question.field,
        page_of(options, page, size),
        bool(question.candidates),
        actor.is_admin,
    )


def _options(db: Session, field: EventField, current: FieldValue) -> list[Option]:
    """Return the options with the present value marked."""
    if field.is_list:
        codes = current if isinstance(current, list) else []
        return [replace(option, chosen=option.value in codes) for option in field.options(db)]
    return [replace(option, chosen=field.pressed(option.value) == current) for option in field.options(db)]
