"""Texts and buttons of an event's fields, one entry each in a table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from models import Event
from screens import wishes
from screens.dates import day, hours, moment
from screens.event_forms import form_word
from screens.events.words import level_word, order_words, scope_word
from screens.screen import Rows, Wish
from screens.shortened import shortened
from screens.texts import Say
from services.desk.answers import ALL, DONE, NONE, TYPED
from services.desk.fields.definition import DraftField
from services.desk.options import FieldView
from services.reading.event import named

NEW_FORM_LIMIT = 40


def set_value(view: FieldView, value: str, field: DraftField | None = None) -> Wish:
    """Return the wish to set the asked field, or another one, to a value."""
    return wishes.SetField(event=view.event_id, field=field or view.field, value=value)


def _question(say: Say, view: FieldView) -> str:
    return say(f"draft-ask-{view.field.value}")


def _no_word(_say: Say, code: str) -> str:
    return code


def _no_rows(_say: Say, _view: FieldView, _typed: str) -> Rows:
    return ()


@dataclass(frozen=True, slots=True)
class FieldWords:
    """Texts and buttons of a field; its name and question are the texts draft-field-… and draft-ask-…"""

    value: Callable[[Say, Event], str]
    """Present value, plain; empty when there is none."""
    unset: str = "draft-value-none"
    """Text shown instead of an empty value."""
    question: Callable[[Say, FieldView], str] = _question
    word: Callable[[Say, str], str] = _no_word
    """Word of an option that has no label of its own, plain."""
    in_a_row: int = 2
    """Options in a row of buttons."""
    more_rows: Callable[[Say, FieldView, str], Rows] = _no_rows
    """Buttons beside the options; the last argument is a typed text that was not understood."""


def field_value(say: Say, event: Event, field: DraftField) -> str:
    """Return the present value of a field, plain."""
    words = FIELD_WORDS[field]
    return words.value(say, event) or say.plain(words.unset)


def days_and_times(say: Say, event_days: list[datetime]) -> str:
    """Return the starts of an event's days with the year, plain."""
    return "; ".join(f"{day(say, at.date(), year=True)}, {at:%H:%M}" for at in event_days)


def _start_question(say: Say, view: FieldView) -> str:
    known = view.moment
    if known.date:
        return say("draft-ask-start-time", date=day(say, known.date, year=True))
    if known.time:
        return say("draft-ask-start-date", time=f"{known.time:%H:%M}")
    return say("draft-ask-start")


def _end(_say: Say, event: Event) -> str:
    first = event.meetings[0]
    return f"{first.starts_local + first.length:%H:%M}"


def _capacity(_say: Say, event: Event) -> str:
    return "" if event.capacity is None else str(event.capacity)


def _deadline(say: Say, event: Event) -> str:
    return moment(say, event.deadline, event.tz) if event.deadline else ""


def _form_word(say: Say, code: str) -> str:
    return form_word(say, code, "")


def _format_word(say: Say, code: str) -> str:
    return say.plain(f"format-{code}")


def _posts_word(say: Say, code: str) -> str:
    return say.plain(f"posts-{code}")


def _status_word(say: Say, code: str) -> str:
    return say.plain(f"status-{code}")


def _subject_word(say: Say, code: str) -> str:
    return say.plain(f"subject-{code}")


def _empty_row(key: str, say: Say, view: FieldView, _typed: str) -> Rows:
    return ((say.button(key, set_value(view, NONE)),),)


def _clear_row(say: Say, view: FieldView, typed: str) -> Rows:
    return _empty_row("button-clear", say, view, typed) if view.pieces.get(view.field) else ()


def _new_form_row(say: Say, view: FieldView, typed: str) -> Rows:
    """Offer an admin to make a new category of the typed word."""
    if not typed or not view.is_admin:
        return ()
    word = shortened(named(typed), NEW_FORM_LIMIT)
    return ((say.button("button-new-form", set_value(view, TYPED), what=word),),)


def _list_row(say: Say, view: FieldView, _typed: str) -> Rows:
    done = say.button("button-done", set_value(view, DONE), style="primary")
    return ((say.button("button-for-all", set_value(view, ALL)), done),)


def _host_row(say: Say, view: FieldView, typed: str) -> Rows:
    online = say.button("button-online", set_value(view, "online", DraftField.FORMAT))
    if typed:
        return ((say.button("button-as-address", set_value(view, TYPED, DraftField.PLACE)), online),)
    other = wishes.ChangeEvent(event=view.event_id, field=DraftField.PLACE)
    return ((online, say.button("button-other-place", other)),)


FIELD_WORDS: dict[DraftField, FieldWords] = {
    DraftField.FORM: FieldWords(
        value=lambda say, event: form_word(say, event.form, event.form_title),
        word=_form_word,
        more_rows=_new_form_row,
    ),
    DraftField.FORM_TITLE: FieldWords(
        value=lambda _say, event: event.form_title, unset="draft-value-as-category", more_rows=_clear_row
    ),
    DraftField.LEVEL: FieldWords(value=lambda say, event: level_word(say, event.level), word=level_word),
    DraftField.TAGS: FieldWords(value=lambda _say, event: ", ".join(event.tags), more_rows=_clear_row),
    DraftField.SCOPE: FieldWords(
        value=lambda say, event: scope_word(say, event.scope or ""),
        word=scope_word,
        more_rows=_clear_row,
    ),
    DraftField.ORDER: FieldWords(value=order_words, more_rows=_clear_row),
    DraftField.ISSUER: FieldWords(
        value=lambda _say, event: event.issuer.short if event.issuer else "",
        unset="draft-value-coordinator",
        in_a_row=1,
        more_rows=partial(_empty_row, "button-coordinator"),
    ),
    DraftField.TITLE: FieldWords(value=lambda _say, event: event.title),
    DraftField.START: FieldWords(
        value=lambda say, event: days_and_times(say, event.session_starts),
        question=_start_question,
    ),
    DraftField.HOURS: FieldWords(
        value=lambda say, event: hours(say, event.hours),
        word=lambda say, number: say.plain("button-hours", count=number),
        in_a_row=4,
    ),
    DraftField.END: FieldWords(value=_end, more_rows=partial(_empty_row, "button-by-hours")),
    DraftField.HOST: FieldWords(
        value=lambda _say, event: event.host.short if event.host else "",
        in_a_row=1,
        more_rows=_host_row,
    ),
    DraftField.PLACE: FieldWords(value=lambda _say, event: event.place, more_rows=_clear_row),
    DraftField.LINK: FieldWords(value=lambda _say, event: event.link, more_rows=_clear_row),
    DraftField.FORMAT: FieldWords(
        value=lambda say, event: _format_word(say, event.format.value),
        word=_format_word,
        in_a_row=3,
    ),
    DraftField.CAPACITY: FieldWords(
        value=_capacity,
        unset="draft-value-unlimited",
        in_a_row=3,
        more_rows=partial(_empty_row, "button-unlimited"),
    ),
    DraftField.POSTS: FieldWords(
        value=lambda say, event: ", ".join(_posts_word(say, code) for code in event.posts),
        unset="draft-value-all",
        word=_posts_word,
        more_rows=_list_row,
    ),
    DraftField.STATUSES: FieldWords(
        value=lambda say, event: ", ".join(_status_word(say, code) for code in event.org_statuses),
        unset="draft-value-all",
        word=_status_word,
        more_rows=_list_row,
    ),
    DraftField.SUBJECTS: FieldWords(
        value=lambda say, event: ", ".join(_subject_word(say, code) for code in event.subjects),
        unset="draft-value-all",
        word=_subject_word,
        more_rows=_list_row,
    ),
    DraftField.SUBPROJECT: FieldWords(
        value=lambda _say, event: event.subproject.title if event.subproject else "",
        in_a_row=1,
        more_rows=partial(_empty_row, "button-no-subproject"),
    ),
    DraftField.DEADLINE: FieldWords(
        value=_deadline,
        unset="draft-value-until-start",
        more_rows=partial(_empty_row, "button-until-start"),
    ),
    DraftField.RESPONSIBLE: FieldWords(
        value=lambda _say, event: event.responsible.full_name if event.responsible else "",
        in_a_row=1,
    ),
    DraftField.NOTE: FieldWords(value=lambda _say, event: event.note, more_rows=_clear_row),
}
