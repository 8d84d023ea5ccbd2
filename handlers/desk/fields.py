"""The form of an event, field by field, for a new event and for one that is changed."""

import dataclasses
from dataclasses import dataclass, replace

from handlers.visit import Visit
from models import Event, EventState
from screens.desk import changes as change_screens
from screens.desk import draft as draft_screens
from screens.desk import events as desk_screens
from screens.desk import fields as screens
from screens.screen import Screen
from services.desk import answers as field_answers
from services.desk import changes, unfinished
from services.desk import draft as drafts
from services.desk import events as desk
from services.desk import options as field_options
from services.desk.answers import FieldQuestion
from services.desk.draft import MissingPiece
from services.desk.fields.definition import BadValue, Candidates, DraftField, Pieces, UnknownForm
from services.desk.fields.table import EVENT_FIELDS
from services.desk.unfinished import AnnouncementSoFar
from services.reading.dates.moment import Problem
from services.refusals import Refusal

TYPED_LIMIT = 300


@dataclass(frozen=True, slots=True)
class FillingField:
    """A value of `field` is awaited. `event` 0: the person's announcement is not finished.

    `page` of the shown values; `typed`: words not understood yet; `steps`: fields of a draft still to ask for;
    `candidates`: rows of the network that its announcement may mean.
    """

    event: int
    field: DraftField
    page: int = 1
    typed: str = ""
    steps: tuple[DraftField, ...] = ()
    candidates: Candidates = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConfirmingMove:
    """A move of a published event is shown; `values` are set when it is confirmed."""

    event: int
    values: Pieces


def ask(
    visit: Visit,
    question: FieldQuestion,
    *,
    page: int = 1,
    problem: Problem | None = None,
    bad: Refusal | None = None,
) -> Screen:
    """Ask for one field, leaving the form of another event. Raises FormGone."""
    view = field_options.field_view(visit.db, visit.actor, question, page, visit.now)
    form = _open_form(visit, question.event_id, question.field)
    visit.form = replace(form, field=question.field, page=page, typed=question.typed[:TYPED_LIMIT])
    return screens.field_question(visit.say, view, problem=problem, bad=bad, typed=question.typed)


def take_announcement(visit: Visit, known: AnnouncementSoFar, problem: Problem | None = None) -> Screen:
    """Store what is known of a new event and go on. `problem`: why its date must be asked for again."""
    stored = drafts.store(visit.db, visit.actor, known, visit.now)
    if not isinstance(stored, MissingPiece):
        return _next_question(visit, stored, known.steps, known.candidates)
    if stored.field is not DraftField.START:
        problem = None
    return ask(visit, FieldQuestion(0, stored.field), problem=stored.problem or problem)


def type_value(visit: Visit, form: FillingField) -> Screen:
    """Take a typed answer to the open question."""
    question = FieldQuestion(form.event, form.field)
    try:
        if not visit.text:
            raise BadValue(field=form.field.value)
        answer = field_answers.typed_answer(visit.db, visit.actor, question, visit.text, visit.now)
    except UnknownForm as bad:
        return ask(visit, replace(question, typed=visit.text), bad=bad)
    except BadValue as bad:
        return ask(visit, question, bad=bad)
    if answer.values:
        return _take(visit, form.event, answer.values)
    if answer.moment is not None and form.event == 0:
        unfinished.keep_moment(visit.db, visit.actor, answer.moment)
    typed = visit.text if answer.candidates else ""
    return ask(visit, replace(question, typed=typed, candidates=answer.candidates), problem=answer.problem)


def press_value(visit: Visit, event_id: int, field: DraftField, raw: str) -> Screen:
    """Take a pressed value; a list field collects values until «Готово»."""
    if raw == field_answers.DONE:
        return go_on(visit, event_id)
    form = _open_form(visit, event_id, field)
    question = FieldQuestion(event_id, field, form.typed if form.field is field else "")
    values = field_answers.pressed_answer(visit.db, visit.actor, question, raw)
    if EVENT_FIELDS[field].is_list and raw != field_answers.ALL:
        changes.set_fields(visit.db, visit.actor, event_id, values, visit.now)
        return ask(visit, FieldQuestion(event_id, field), page=form.page)
    return _take(visit, event_id, values)


def go_on(visit: Visit, event_id: int, change: changes.Change | None = None) -> Screen:
    """Go on after a set field: ask a draft's next question, or show the published event."""
    view = desk.desk_event(visit.db, visit.actor, event_id)
    if view.event.state is EventState.DRAFT:
        form = visit.form
        if isinstance(form, FillingField) and form.event == event_id:
            return _next_question(visit, view.event, form.steps, form.candidates)
        return _next_question(visit, view.event, (), {})
    visit.form = None
    head = change_screens.changed_head(visit.say, change or changes.Change(view.event, True))
    return desk_screens.desk_event(visit.say, view, visit.now, head=head)


def _open_form(visit: Visit, event_id: int, field: DraftField) -> FillingField:
    """Return the open form if it is about this event, else a new one."""
    form = visit.form
    return form if isinstance(form, FillingField) and form.event == event_id else FillingField(event_id, field)


def _take(visit: Visit, event_id: int, values: Pieces) -> Screen:
    """Store the values and go on."""
    if event_id == 0:
        known = unfinished.so_far(visit.db, visit.actor)
        return take_announcement(visit, replace(known, pieces={**known.pieces, **values}))
    change = changes.set_fields(visit.db, visit.actor, event_id, values, visit.now)
    if not change.applied:
        visit.form = ConfirmingMove(event_id, values)
        return change_screens.ask_move(visit.say, change)
    return go_on(visit, event_id, change)


def _next_question(visit: Visit, event: Event, steps: tuple[DraftField, ...], candidates: Candidates) -> Screen:
    """Ask for what a draft lacks, then for its steps; after the last one show the draft."""
    field = drafts.missing_field(event)
    if field is None and steps:
        field, *steps_left = steps
        steps = tuple(steps_left)
    if field is None:
        visit.form = None
        return draft_screens.preview(visit.say, drafts.preview(visit.db, visit.actor, event.id, visit.now), visit.now)
    visit.form = FillingField(event.id, field, steps=steps, candidates=candidates)
    likely = candidates.get(field, ())
    bad = None if likely else drafts.unclear_refusal(field)
    return ask(visit, FieldQuestion(event.id, field, candidates=likely), bad=bad)
