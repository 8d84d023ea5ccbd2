"""The table of an event's fields."""

from models import Event
from services.desk.fields.audience import AUDIENCE_FIELDS
from services.desk.fields.choices import CHOICE_FIELDS
from services.desk.fields.definition import DraftField, EventField, Pieces
from services.desk.fields.named import NAMED_FIELDS
from services.desk.fields.official import OFFICIAL_FIELDS
from services.desk.fields.texts import TEXT_FIELDS
from services.desk.fields.times import TIME_FIELDS

EVENT_FIELDS: dict[DraftField, EventField] = {
    **CHOICE_FIELDS,
    **TEXT_FIELDS,
    **TIME_FIELDS,
    **AUDIENCE_FIELDS,
    **NAMED_FIELDS,
    **OFFICIAL_FIELDS,
}


def pieces_of(event: Event) -> Pieces:
    """Return the present values of an event by field."""
    return {field: EVENT_FIELDS[field].current(event) for field in DraftField}
