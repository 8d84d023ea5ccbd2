"""Title, place, link and note: fields that hold words."""

from functools import partial

from models import EventFormat
from services.cleaning import clean, one_line
from services.desk.fields.definition import Answer, Asked, BadValue, DraftField, Edit, EventField, FieldValue
from services.reading.announcement import Announcement
from services.reading.place import take_link
from services.reading.text import Page

TITLE_LENGTH = (3, 300)
PLACE_LENGTH = (2, 300)
LINK_LENGTH = (8, 500)
NOTE_LENGTH = (2, 1000)


def text_value(field: DraftField, value: FieldValue, length: tuple[int, int], *, may_be_empty: bool = True) -> str:
    """Return a text of an allowed length, on one line unless it is the note; raises BadValue."""
    text = (clean if field is DraftField.NOTE else one_line)(str(value or ""))
    if not text and may_be_empty:
        return ""
    if not length[0] <= len(text) <= length[1]:
        raise BadValue(field=field)
    return text


def _assign_title(edit: Edit, value: FieldValue) -> None:
    edit.event.title = text_value(DraftField.TITLE, value, TITLE_LENGTH, may_be_empty=False)


def _assign_place(edit: Edit, value: FieldValue) -> None:
    edit.event.place = text_value(DraftField.PLACE, value, PLACE_LENGTH)


def _assign_link(edit: Edit, value: FieldValue) -> None:
    edit.event.link = text_value(DraftField.LINK, value, LINK_LENGTH)


def _assign_note(edit: Edit, value: FieldValue) -> None:
    edit.event.note = text_value(DraftField.NOTE, value, NOTE_LENGTH)


def _typed_title(_asked: Asked, text: str) -> Answer:
    return Answer({DraftField.TITLE: text_value(DraftField.TITLE, _unquoted(text), TITLE_LENGTH, may_be_empty=False)})


def _typed_text(field: DraftField, length: tuple[int, int], _asked: Asked, text: str) -> Answer:
    return Answer({field: text_value(field, text, length, may_be_empty=False)})


def _typed_link(asked: Asked, text: str) -> Answer:
    """Read a link; with one, an event in a hall is also online."""
    link = text_value(DraftField.LINK, take_link(Page(text)), LINK_LENGTH)
    if not link:
        raise BadValue(field=DraftField.LINK)
    if asked.event is not None and asked.event.format is EventFormat.OFFLINE:
        return Answer({DraftField.LINK: link, DraftField.FORMAT: EventFormat.HYBRID.value})
    return Answer({DraftField.LINK: link})


def _announced_title(said: Announcement) -> Answer:
    fits = said.title and TITLE_LENGTH[0] <= len(said.title) <= TITLE_LENGTH[1]
    return Answer({DraftField.TITLE: said.title} if fits else {})


def _announced_note(said: Announcement) -> Answer:
    note = _beginning(DraftField.NOTE, said.note, NOTE_LENGTH)
    return Answer(note.values, unclear=len(said.note) > NOTE_LENGTH[1])


def _beginning(field: DraftField, words: str, length: tuple[int, int]) -> Answer:
    return Answer({field: words[: length[1]]} if len(words) >= length[0] else {})


def _unquoted(text: str) -> str:
    inner = text.strip('«»"“”„ ')
    return inner if text[:1] in '«"“„' and text[-1:] in '»"”“' else text


TEXT_FIELDS = {
    DraftField.TITLE: EventField(
        current=lambda event: event.title,
        assign=_assign_title,
        typed=_typed_title,
        announced=_announced_title,
    ),
    DraftField.PLACE: EventField(
        current=lambda event: event.place,
        assign=_assign_place,
        typed=partial(_typed_text, DraftField.PLACE, PLACE_LENGTH),
        announced=lambda said: _beginning(DraftField.PLACE, said.place, PLACE_LENGTH),
        empty="",
        reschedule=lambda _db, schedule, value: schedule.changed(
            place=text_value(DraftField.PLACE, value, PLACE_LENGTH)
        ),
        may_change_after_start=False,
    ),
    DraftField.LINK: EventField(
        current=lambda event: event.link,
        assign=_assign_link,
        typed=_typed_link,
        announced=lambda said: _beginning(DraftField.LINK, said.link, LINK_LENGTH),
        empty="",
        reschedule=lambda _db, schedule, value: schedule.changed(link=text_value(DraftField.LINK, value, LINK_LENGTH)),
        may_change_after_start=False,
    ),
    DraftField.NOTE: EventField(
        current=lambda event: event.note,
        assign=_assign_note,
        typed=partial(_typed_text, DraftField.NOTE, NOTE_LENGTH),
        announced=_announced_note,
        empty="",
    ),
}
