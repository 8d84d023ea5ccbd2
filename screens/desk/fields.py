"""The question about one field of an event."""

from datetime import datetime

from models import Event
from screens import wishes
from screens.dates import day, event_time, hours
from screens.desk.field_words import FIELD_WORDS, days_and_times, field_value, set_value
from screens.event_forms import form_word
from screens.pages import page_row
from screens.screen import Button, Rows, Screen, Wish
from screens.shortened import shortened
from screens.texts import Say
from services.desk.fields.definition import DraftField, Option, Pieces, list_value
from services.desk.options import FieldView
from services.reading.dates.moment import Problem
from services.refusals import Refusal

LABEL_LIMIT = 56
VALUE_LIMIT = 160


def field_question(
    say: Say, view: FieldView, *, problem: Problem | None = None, bad: Refusal | None = None, typed: str = ""
) -> Screen:
    """Ask for a field: the reason why a bad answer was refused, the present value, the values to press."""
    text = say.lines(
        [
            say(bad.key, **bad.values) if bad else None,
            doubt(say, problem) if problem else None,
            _known(say, view),
            _question(say, view),
        ]
    )
    more_rows = FIELD_WORDS[view.field].more_rows(say, view, typed)
    return Screen(text, rows=(*_option_rows(say, view), *more_rows, _leave_row(say, view)))


def doubt(say: Say, problem: Problem) -> str:
    """Return why a date is asked for again, with its year so that nobody means another one."""
    weekday = "" if problem.weekday is None else say.plain(f"weekday-{problem.weekday + 1}")
    shown = day(say, problem.day, year=True) if problem.day else problem.said
    said = shortened(problem.said, VALUE_LIMIT)
    return say(f"draft-doubt-{problem.doubt.value}", said=said, day=shortened(shown, VALUE_LIMIT), weekday=weekday)


def _known(say: Say, view: FieldView) -> str | None:
    """Return what the draft holds so far, or the field's present value."""
    if view.event is not None:
        if view.is_draft and view.field is DraftField.HOST and view.event.host is None:
            return say("draft-known", known=_summary(say, view.event))
        return say("draft-now", value=shortened(field_value(say, view.event, view.field), VALUE_LIMIT))
    parts = _pieces(say, view.pieces)
    return say("draft-known", known=", ".join(parts)) if parts else None


def _summary(say: Say, event: Event) -> str:
    form = form_word(say, event.form, event.form_title)
    return f"{form} «{shortened(event.title, VALUE_LIMIT)}», {event_time(say, event)}, {hours(say, event.hours)}"


def _pieces(say: Say, pieces: Pieces) -> list[str]:
    """Name the pieces of an event that has no row yet."""
    parts = []
    if form := pieces.get(DraftField.FORM):
        parts.append(form_word(say, str(form), str(pieces.get(DraftField.FORM_TITLE) or "")))
    if title := pieces.get(DraftField.TITLE):
        parts.append(f"«{shortened(str(title), VALUE_LIMIT)}»")
    if starts := list_value(DraftField.START, pieces.get(DraftField.START)):
        parts.append(days_and_times(say, [datetime.fromisoformat(text) for text in starts]))
    if isinstance(amount := pieces.get(DraftField.HOURS), int | float) and amount:
        parts.append(hours(say, amount))
    if isinstance(seats := pieces.get(DraftField.CAPACITY), int) and seats:
        parts.append(say.plain("draft-known-seats", count=seats))
    return parts


def _question(say: Say, view: FieldView) -> str:
    if view.narrowed:
        return say(f"draft-ask-{view.field.value}-which")
    return FIELD_WORDS[view.field].question(say, view)


def _option_rows(say: Say, view: FieldView) -> Rows:
    def turn_to(number: int) -> Wish:
        return wishes.FieldPage(event=view.event_id, field=view.field, page=number)

    width = FIELD_WORDS[view.field].in_a_row
    buttons = [_option_button(say, view, option) for option in view.page.items]
    rows = tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))
    return (*rows, *page_row(say, view.page, turn_to))


def _option_button(say: Say, view: FieldView, option: Option) -> Button:
    label = shortened(option.label or FIELD_WORDS[view.field].word(say, option.value), LABEL_LIMIT)
    if option.chosen:
        label = say.plain("button-chosen", what=label)
    sign = "" if not view.is_list else "-" if option.chosen else "+"
    return Button.of(label, set_value(view, f"{sign}{option.value}"))


def _leave_row(say: Say, view: FieldView) -> tuple[Button, ...]:
    if view.event is None:
        return (say.button("button-stop-form", wishes.LeaveForm()),)
    return (say.button("button-back", wishes.ChangeMenu(event=view.event.id)),)
