"""The question about one field of an event, and how its values are written."""

from datetime import date, datetime

from models import Event
from screens import wishes
from screens.dates import day, event_time, hours, moment
from screens.pages import page_row
from screens.screen import Button, Rows, Screen, Wish
from screens.shortened import shortened
from screens.texts import Say
from services.desk.answers import ALL, DONE, NONE, TYPED
from services.desk.fields import LISTS, DraftField, Pieces
from services.desk.options import FieldView, Option
from services.reading.dates.moment import Problem
from services.refusals import Refusal

LABEL_LIMIT = 56
VALUE_LIMIT = 160
IN_A_ROW = {DraftField.HOURS: 4, DraftField.CAPACITY: 3, DraftField.FORMAT: 3}
LONG = {DraftField.HOST, DraftField.SUBPROJECT, DraftField.RESPONSIBLE}


def field_question(
    say: Say, view: FieldView, *, problem: Problem | None = None, bad: Refusal | None = None, typed: str = ""
) -> Screen:
    """What is asked, with what is known and the values to press; after a bad answer the reason stands first."""
    known = _known(say, view)
    text = say.lines(
        [
            say(bad.key, **bad.values) if bad else None,
            doubt(say, problem) if problem else None,
            known,
            _question(say, view),
        ]
    )
    return Screen(text, rows=(*_value_rows(say, view), *_other_rows(say, view, typed), _leave_row(say, view)))


def doubt(say: Say, problem: Problem) -> str:
    """Why a date must be asked about again; the year is said so that nobody means another one."""
    weekday = "" if problem.weekday is None else say.plain(f"weekday-{problem.weekday + 1}")
    shown = day(say, problem.day, year=True) if problem.day else problem.said
    said = shortened(problem.said, VALUE_LIMIT)
    return say(f"draft-doubt-{problem.doubt.value}", said=said, day=shortened(shown, VALUE_LIMIT), weekday=weekday)


def field_value(say: Say, event: Event, field: DraftField) -> str:
    """The present value of a field of an event, plain."""
    none = say.plain("draft-value-none")
    match field:
        case DraftField.FORM:
            return say.plain(f"form-{event.form.value}")
        case DraftField.FORMAT:
            return say.plain(f"format-{event.format.value}")
        case DraftField.START:
            return "; ".join(f"{day(say, at.date(), year=True)}, {at:%H:%M}" for at in event.session_starts)
        case DraftField.HOURS:
            return hours(say, event.hours)
        case DraftField.END:
            return f"{event.starts_local + event.lasts:%H:%M}"
        case DraftField.HOST:
            return event.host.short if event.host else none
        case DraftField.CAPACITY:
            return say.plain("draft-value-unlimited") if event.capacity is None else str(event.capacity)
        case DraftField.SUBPROJECT:
            return event.subproject.title if event.subproject else none
        case DraftField.RESPONSIBLE:
            return event.responsible.full_name if event.responsible else none
        case DraftField.DEADLINE:
            until = event.deadline
            return moment(say, until, event.tz) if until else say.plain("draft-value-until-start")
    if field in LISTS:
        codes = {DraftField.POSTS: event.posts, DraftField.STATUSES: event.org_statuses}.get(field, event.subjects)
        names = [code_words(say, field, code) for code in codes]
        return ", ".join(names) or say.plain("draft-value-all")
    texts = {DraftField.TITLE: event.title, DraftField.PLACE: event.place, DraftField.LINK: event.link}
    return texts.get(field, event.note) or none


def code_words(say: Say, field: DraftField, code: str) -> str:
    """What a code of a field's dictionary is called, plain."""
    match field:
        case DraftField.FORM:
            return say.plain(f"form-{code}")
        case DraftField.FORMAT:
            return say.plain(f"format-{code}")
        case DraftField.POSTS:
            return say.plain(f"posts-{code}")
        case DraftField.STATUSES:
            return say.plain(f"status-{code}")
    return say.plain(f"subject-{code}")


def _known(say: Say, view: FieldView) -> str | None:
    """What is understood so far, or the field's present value."""
    if view.event is not None:
        if view.is_draft and not _has_value(view.event, view.field):
            return say("draft-known", known=_summary(say, view.event))
        return say("draft-now", value=shortened(field_value(say, view.event, view.field), VALUE_LIMIT))
    parts = _pieces(say, view.pieces)
    return say("draft-known", known=", ".join(parts)) if parts else None


def _has_value(event: Event, field: DraftField) -> bool:
    return field is not DraftField.HOST or event.host is not None


def _summary(say: Say, event: Event) -> str:
    form = say.plain(f"form-{event.form.value}")
    return f"{form} «{shortened(event.title, VALUE_LIMIT)}», {event_time(say, event)}, {hours(say, event.hours)}"


def _pieces(say: Say, pieces: Pieces) -> list[str]:
    """The pieces of an event that has no row yet, in words."""
    parts = []
    if form := pieces.get(DraftField.FORM):
        parts.append(say.plain(f"form-{form}"))
    if title := pieces.get(DraftField.TITLE):
        parts.append(f"«{shortened(title, VALUE_LIMIT)}»")
    starts = [datetime.fromisoformat(text) for text in pieces.get(DraftField.START) or []]
    if starts:
        parts.append("; ".join(f"{day(say, at.date(), year=True)}, {at:%H:%M}" for at in starts))
    if amount := pieces.get(DraftField.HOURS):
        parts.append(hours(say, amount))
    if seats := pieces.get(DraftField.CAPACITY):
        parts.append(say.plain("draft-known-seats", count=seats))
    return parts


def _question(say: Say, view: FieldView) -> str:
    if view.narrowed:
        return say(f"draft-ask-{view.field.value}-which")
    known = view.pieces.get("moment") if view.event is None else None
    if view.field is DraftField.START and known and known["date"]:
        return say("draft-ask-start-time", date=day(say, date.fromisoformat(known["date"]), year=True))
    if view.field is DraftField.START and known and known["time"]:
        return say("draft-ask-start-date", time=known["time"])
    return say(f"draft-ask-{view.field.value}")


def _value_rows(say: Say, view: FieldView) -> Rows:
    width = 1 if view.field in LONG else IN_A_ROW.get(view.field, 2)
    buttons = [_value_button(say, view, option) for option in view.page.items]
    rows = tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))
    return (*rows, *_page_row(say, view))


def _value_button(say: Say, view: FieldView, option: Option) -> Button:
    field = view.field
    words = option.label or code_words(say, field, option.value)
    if field is DraftField.HOURS:
        words = say.plain("button-hours", count=option.value)
    label = shortened(words, LABEL_LIMIT)
    if option.chosen:
        label = say.plain("button-chosen", what=label)
    sign = "" if field not in LISTS else "-" if option.chosen else "+"
    return Button(label, _set(view, f"{sign}{option.value}"))


def _set(view: FieldView, value: str, field: DraftField | None = None) -> str:
    return wishes.SetField(event=view.event_id, field=field or view.field, value=value).pack()


def _page_row(say: Say, view: FieldView) -> Rows:
    def turn_to(number: int) -> Wish:
        return wishes.FieldPage(event=view.event_id, field=view.field, page=number)

    return page_row(say, view.page, turn_to)


def _other_rows(say: Say, view: FieldView, typed: str) -> Rows:
    """Values that are no code or id: nothing, everybody, enough."""
    field = view.field
    if field in LISTS:
        done = Button(say.plain("button-done"), _set(view, DONE), style="primary")
        return ((Button(say.plain("button-for-all"), _set(view, ALL)), done),)
    if field is DraftField.HOST:
        online = Button(say.plain("button-online"), _set(view, "online", DraftField.FORMAT))
        other = wishes.ChangeEvent(event=view.event_id, field=DraftField.PLACE)
        if typed:
            return ((Button(say.plain("button-as-address"), _set(view, TYPED, DraftField.PLACE)), online),)
        return ((online, Button(say.plain("button-other-place"), other.pack())),)
    label = {
        DraftField.END: "button-by-hours",
        DraftField.CAPACITY: "button-unlimited",
        DraftField.DEADLINE: "button-until-start",
        DraftField.SUBPROJECT: "button-no-subproject",
    }.get(field)
    if field in {DraftField.PLACE, DraftField.LINK, DraftField.NOTE} and view.pieces.get(field):
        label = "button-clear"
    return ((Button(say.plain(label), _set(view, NONE)),),) if label else ()


def _leave_row(say: Say, view: FieldView) -> tuple[Button, ...]:
    if view.event is None:
        return (Button(say.plain("button-stop-form"), wishes.LeaveForm().pack()),)
    return (Button(say.plain("button-back"), wishes.ChangeMenu(event=view.event.id).pack()),)
