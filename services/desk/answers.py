"""Answers to the question about one field of an event: typed words and pressed buttons become plain values."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from services.actors import Actor
from services.desk.events import editable_event
from services.desk.fields.definition import Answer, Asked, BadValue, DraftField, EventField, Pieces, list_value
from services.desk.fields.table import EVENT_FIELDS, pieces_of
from services.desk.unfinished import so_far
from services.event_forms import add_form, network_forms
from services.reading.dates.moment import Moment
from services.reading.event import named

NONE, ALL, DONE, TYPED = "none", "all", "done", "typed"
"""Values of buttons beside codes and ids: empty the field, everybody, the list is complete, the words typed before."""


@dataclass(frozen=True, slots=True)
class FieldQuestion:
    """The question a form has open. `event_id` 0: the announcement of the person is not finished.

    `typed`: words typed before that were not understood; `candidates`: rows of the network they may have meant.
    """

    event_id: int
    field: DraftField
    typed: str = ""
    candidates: tuple[int, ...] = ()


def typed_answer(db: Session, actor: Actor, question: FieldQuestion, text: str, now: datetime) -> Answer:
    """Read a typed answer. Raises BadValue and FormGone."""
    actor.require_staff()
    if question.event_id:
        event = editable_event(db, actor, question.event_id)
        asked = Asked(db, now, event, pieces_of(event), Moment())
    else:
        known = so_far(db, actor)
        asked = Asked(db, now, None, known.pieces, known.moment)
    return EVENT_FIELDS[question.field].typed(asked, text.strip())


def pressed_answer(db: Session, actor: Actor, question: FieldQuestion, raw: str) -> Pieces:
    """Return the value that a pressed button sets. Raises BadValue and FormGone."""
    actor.require_staff()
    event = editable_event(db, actor, question.event_id) if question.event_id else None
    pieces = pieces_of(event) if event else so_far(db, actor).pieces
    name, field = question.field, EVENT_FIELDS[question.field]
    if name is DraftField.FORM:
        return _pressed_form(db, actor, named(question.typed), raw)
    if raw == TYPED:
        return {name: question.typed}
    if field.is_list:
        return {name: _pressed_codes(name, field, list_value(name, pieces.get(name)), raw)}
    return {name: field.empty if raw == NONE else field.pressed(raw)}


def _pressed_form(db: Session, actor: Actor, word: str, raw: str) -> Pieces:
    """Return the pressed category with the word typed before; TYPED makes a category of that word."""
    code = add_form(db, actor, word) if raw == TYPED and word else raw
    return {DraftField.FORM: code, DraftField.FORM_TITLE: word or network_forms(db).get(code, "")}


def _pressed_codes(name: DraftField, field: EventField, current: list[str], raw: str) -> list[str]:
    """Return the codes after a press: "+code" adds one, "-code" removes one."""
    codes = set() if raw == ALL else set(current)
    if raw[:1] in {"+", "-"}:
        codes = codes - {raw[1:]} | ({raw[1:]} if raw[0] == "+" else set())
    if not codes <= set(field.codes):
        raise BadValue(field=name)
    return [code for code in field.codes if code in codes]
