"""Form, format and number of seats: fields with one value out of a few."""

from models import EventForm, EventFormat, EventState
from services.desk.fields.definition import (
    Answer,
    Asked,
    BadValue,
    DraftField,
    Edit,
    EventField,
    FieldValue,
    Option,
    code_value,
    known_value,
    number_value,
)
from services.events import seats
from services.reading.announcement import Announcement
from services.reading.event import read_form, read_format
from services.reading.seats import read_seats

MOST_SEATS = 10_000
SEATS_OFFERED = ("15", "20", "25", "30", "50", "100")


def form_value(value: FieldValue) -> EventForm:
    """Return the form with this code; raises BadValue."""
    return EventForm(code_value(EventForm, DraftField.FORM, value))


def _format_value(value: FieldValue) -> EventFormat:
    return EventFormat(code_value(EventFormat, DraftField.FORMAT, value))


def _capacity_value(value: FieldValue) -> int | None:
    if value is not None and (not isinstance(value, int) or not 0 < value <= MOST_SEATS):
        raise BadValue(field=DraftField.CAPACITY)
    return value


def _assign_form(edit: Edit, value: FieldValue) -> None:
    edit.event.form = form_value(value)


def _assign_format(edit: Edit, value: FieldValue) -> None:
    edit.event.format = _format_value(value)


def _assign_capacity(edit: Edit, value: FieldValue) -> None:
    """Set the number of seats; new seats of a published event are offered to the waiting list."""
    if edit.event.state is EventState.PUBLISHED:
        seats.set_capacity(edit.db, edit.event, _capacity_value(value), edit.now)
    else:
        edit.event.capacity = _capacity_value(value)


def _typed_capacity(_asked: Asked, text: str) -> Answer:
    said = read_seats(text)
    if said is None:
        raise BadValue(field=DraftField.CAPACITY)
    return Answer({DraftField.CAPACITY: said.limit})


def _announced_format(said: Announcement) -> Answer:
    """Take the format; an event in a hall with a link is also online."""
    if said.format is None:
        return Answer({})
    is_hybrid = said.format is EventFormat.OFFLINE and said.link
    return Answer({DraftField.FORMAT: EventFormat.HYBRID.value if is_hybrid else said.format.value})


CHOICE_FIELDS = {
    DraftField.FORM: EventField(
        current=lambda event: event.form.value,
        assign=_assign_form,
        typed=lambda _asked, text: known_value(DraftField.FORM, read_form(text)),
        announced=lambda said: Answer({} if said.form is None else {DraftField.FORM: said.form.value}),
        options=lambda _db: [Option(code.value) for code in EventForm],
        page_size=None,
    ),
    DraftField.FORMAT: EventField(
        current=lambda event: event.format.value,
        assign=_assign_format,
        typed=lambda _asked, text: known_value(DraftField.FORMAT, read_format(text)),
        announced=_announced_format,
        options=lambda _db: [Option(code.value) for code in EventFormat],
        reschedule=lambda _db, schedule, value: schedule.changed(format=_format_value(value)),
        may_change_after_start=False,
    ),
    DraftField.CAPACITY: EventField(
        current=lambda event: event.capacity,
        assign=_assign_capacity,
        typed=_typed_capacity,
        announced=lambda said: Answer({} if said.seats is None else {DraftField.CAPACITY: said.seats.limit}),
        pressed=lambda raw: number_value(DraftField.CAPACITY, raw),
        options=lambda _db: [Option(number, number) for number in SEATS_OFFERED],
        may_change_after_start=False,
    ),
}
