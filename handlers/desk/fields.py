"""The form of an event, field by field, for a new event and for one that is changed.

Its data: `event` (0 while no row is stored), `field` asked for, `pieces` known so far, `steps` still to ask,
`candidates` by field, `typed` words not understood yet, `page` of the shown values.
"""

from dataclasses import dataclass
from datetime import datetime

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from handlers.work import Work
from models import Event, EventState
from screens.desk import changes as change_screens
from screens.desk import draft as draft_screens
from screens.desk import events as desk_screens
from screens.desk import fields as screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.desk import answers as field_answers
from services.desk import changes
from services.desk import draft as drafts
from services.desk import events as desk
from services.desk import options as field_options
from services.desk.answers import FieldQuestion
from services.desk.changes import FormGone
from services.desk.fields.definition import BadValue, DraftField, Pieces
from services.desk.fields.table import EVENT_FIELDS
from services.reading.dates.moment import Problem
from services.refusals import Refusal

TYPED_LIMIT = 300


class Drafting(StatesGroup):
    message = State()
    field = State()
    sure = State()


@dataclass(frozen=True, slots=True)
class FieldForm:
    """One step of the form: takes an answer and returns the next question or the result."""

    work: Work
    say: Say
    actor: Actor
    now: datetime
    state: FSMContext

    async def begin(
        self, pieces: Pieces, steps: list[DraftField], candidates: dict[str, tuple[int, ...]] | None = None
    ) -> None:
        """Open the form of a new event with the known `pieces`; `steps` are asked for besides the missing ones."""
        await self.state.set_state(Drafting.field)
        await self.state.set_data({"event": 0, "pieces": pieces, "steps": [*steps], "candidates": candidates or {}})

    async def open(self, event_id: int, field: DraftField) -> Screen:
        """Ask for one field, leaving the form of another event. Raises FormGone."""
        data = await self.state.get_data()
        if data.get("event") != event_id or "field" not in data:
            if event_id == 0:
                raise FormGone()
            await self.state.set_data({"event": event_id})
        return await self.ask(event_id, field)

    async def ask(
        self,
        event_id: int,
        field: DraftField,
        *,
        page: int = 1,
        problem: Problem | None = None,
        bad: Refusal | None = None,
        candidates: tuple[int, ...] = (),
        typed: str = "",
    ) -> Screen:
        data = await self.state.get_data()
        question = FieldQuestion(event_id, field, data.get("pieces", {}), candidates=candidates)
        view = await self.work(field_options.field_view, self.actor, question, page, self.now)
        await self.state.set_state(Drafting.field)
        await self.state.update_data(event=event_id, field=field.value, page=page, typed=typed[:TYPED_LIMIT])
        return screens.field_question(self.say, view, problem=problem, bad=bad, typed=typed)

    async def type(self, text: str | None) -> Screen:
        """Take a typed answer to the open question."""
        data = await self.state.get_data()
        event_id, field, pieces = data["event"], DraftField(data["field"]), data.get("pieces", {})
        try:
            if not text:
                raise BadValue(field=field.value)
            question = FieldQuestion(event_id, field, pieces)
            answer = await self.work(field_answers.typed_answer, self.actor, question, text, self.now)
        except BadValue as bad:
            return await self.ask(event_id, field, bad=bad)
        if answer.values:
            return await self.take(event_id, answer.values)
        if answer.moment is not None and event_id == 0:
            await self.state.update_data(pieces={**pieces, "moment": answer.moment})
        return await self.ask(
            event_id,
            field,
            problem=answer.problem,
            candidates=answer.candidates,
            typed=text if answer.candidates else "",
        )

    async def press(self, event_id: int, field: DraftField, raw: str) -> Screen:
        """Take a pressed value; a list field collects values until «Готово»."""
        data = await self.state.get_data()
        if event_id == 0 and "pieces" not in data:
            raise FormGone()
        if raw == field_answers.DONE:
            return await self.after(event_id)
        typed = data.get("typed", "") if data.get("event") == event_id else ""
        question = FieldQuestion(event_id, field, data.get("pieces", {}), typed)
        values = await self.work(field_answers.pressed_answer, self.actor, question, raw)
        if EVENT_FIELDS[field].is_list and raw != field_answers.ALL:
            await self.work(changes.set_fields, self.actor, event_id, values, self.now)
            return await self.ask(event_id, field, page=data.get("page", 1) if data.get("event") == event_id else 1)
        return await self.take(event_id, values)

    async def take(self, event_id: int, values: Pieces, problem: Problem | None = None) -> Screen:
        """Store the values and go on."""
        if event_id == 0:
            return await self._gather(values, problem)
        change = await self.work(changes.set_fields, self.actor, event_id, values, self.now)
        if not change.applied:
            await self.state.set_state(Drafting.sure)
            await self.state.set_data({"event": event_id, "values": values})
            return change_screens.ask_move(self.say, change)
        return await self.after(event_id, change)

    async def _gather(self, values: Pieces, problem: Problem | None) -> Screen:
        """Collect the pieces of a new event until they are enough to store a draft."""
        data = await self.state.get_data()
        pieces = {**data["pieces"], **values}
        missing = drafts.next_missing(pieces)
        if missing is None and (problem := await self.work(drafts.start_passed, pieces, self.now)):
            del pieces[DraftField.START]
            missing = DraftField.START
        await self.state.update_data(pieces=pieces)
        if missing is not None:
            return await self.ask(0, missing, problem=problem if missing is DraftField.START else None)
        event = await self.work(drafts.save_draft, self.actor, pieces, self.now)
        await self.state.set_data({"event": event.id, "steps": data["steps"], "candidates": data.get("candidates", {})})
        return await self._next_step(event)

    async def after(self, event_id: int, change: changes.Change | None = None) -> Screen:
        """Go on after a set field: ask a draft's next question, or show the published event."""
        view = await self.work(desk.desk_event, self.actor, event_id)
        if view.event.state is EventState.DRAFT:
            return await self._next_step(view.event)
        await self.state.clear()
        head = change_screens.changed_head(self.say, change or changes.Change(view.event, True))
        return desk_screens.desk_event(self.say, view, self.now, head=head)

    async def _next_step(self, event: Event) -> Screen:
        data = await self.state.get_data()
        mine = data if data.get("event") == event.id else {}
        steps = [DraftField(field) for field in mine.get("steps", [])]
        candidates = mine.get("candidates", {})
        if (missing := drafts.missing_field(event)) is not None:
            return await self.ask(event.id, missing, candidates=tuple(candidates.get(missing, ())))
        if steps:
            await self.state.update_data(steps=steps[1:])
            likely = tuple(candidates.get(steps[0], ()))
            bad = None if likely else drafts.unclear_refusal(steps[0])
            return await self.ask(event.id, steps[0], bad=bad, candidates=likely)
        await self.state.clear()
        draft = await self.work(drafts.preview, self.actor, event.id, self.now)
        return draft_screens.preview(self.say, draft, self.now)
