"""Form, format and number of seats: fields with one value out of a few."""

from sqlalchemy.orm import Session

from models import EventFormat, EventState
from services.desk.fields.definition import (
    Answer,
    Asked,
    BadValue,
    DraftField,
    Edit,
    EventField,
    FieldValue,
    Option,
    UnknownForm,
    code_value,
    known_value,
    number_value,
)
from services.desk.fields.texts import text_value
from services.event_forms import form_codes, network_forms
from services.events import seats
from services.reading.announcement import Announcement
from services.reading.event import named, read_form, read_format
from services.reading.seats import read_seats

MOST_SEATS = 10_000
FORM_TITLE_LENGTH = (2, 80)
SEATS_OFFERED = ("15", "20", "25", "30", "50", "100")


def form_value(db: Session, value: FieldValue) -> str:
    """Return the code of a category; raises BadValue."""
    if value not in form_codes(db):
        raise BadValue(field=DraftField.FORM)
    return str(value)


def form_title_value(value: FieldValue) -> str:
    """Return the organizer's own word for a form; raises BadValue."""
    return text_value(DraftField.FORM_TITLE, value, FORM_TITLE_LENGTH)


def _format_value(value: FieldValue) -> EventFormat:
    return EventFormat(code_value(EventFormat, DraftField.FORMAT, value))


def _capacity_value(value: FieldValue) -> int | None:
    if value is not None and (not isinstance(value, int) or not 0 < value <= MOST_SEATS):
        raise BadValue(field=DraftField.CAPACITY)
    return value


def _assign_form(edit: Edit, value: FieldValue) -> None:
    edit.event.form = form_value(edit.db, value)
    _assign_form_title(edit, edit.event.form_title)


def _assign_form_title(edit: Edit, value: FieldValue) -> None:
    """Set the own word; without one, a category of the network gives its title."""
    edit.event.form_title = form_title_value(value) or network_forms(edit.db).get(edit.event.form, "")


def _typed_form(asked: Asked, text: str) -> Answer:
    """Read a form in the organizer's own words. Raises UnknownForm for words that name no category."""
    word = text_value(DraftField.FORM, named(text), FORM_TITLE_LENGTH, may_be_empty=False)
    said = read_form(text, network_forms(asked.db).items())
    if said is None:
        raise UnknownForm(field=DraftField.FORM, word=word)
    return Answer({DraftField.FORM: said.code, DraftField.FORM_TITLE: form_title_value(said.title)})


def _announced_form(said: Announcement) -> Answer:
    if said.form is None:
        return Answer({})
    return Answer({DraftField.FORM: said.form.code, DraftField.FORM_TITLE: said.form.title})


def _form_options(db: Session) -> list[Option]:
    own = network_forms(db)
    return [Option(code, own.get(code, "")) for code in form_codes(db)]


def _typed_form_title(_asked: Asked, text: str) -> Answer:
    word = text_value(DraftField.FORM_TITLE, named(text), FORM_TITLE_LENGTH, may_be_empty=False)
    return Answer({DraftField.FORM_TITLE: word})


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
        current=lambda event: event.form,
        assign=_assign_form,
        typed=_typed_form,
        announced=_announced_form,
        options=_form_options,
        page_size=None,
    ),
    DraftField.FORM_TITLE: EventField(
        current=lambda event: event.form_title,
        assign=_assign_form_title,
        typed=_typed_form_title,
        announced=lambda _said: Answer({}),
        empty="",
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
