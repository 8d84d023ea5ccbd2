"""A new event: one message in plain words, or step by step."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.desk.fields import Drafting, FieldForm
from handlers.filters import GoTo, Label
from handlers.work import Work
from screens import wishes
from screens.desk import changes as change_screens
from screens.desk import draft as screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.desk import draft as drafts


def router() -> Router:
    """Route the ways to begin, which leave any open form."""
    routes = Router(name="desk.draft")
    routes.message.register(begin, Command("new_event"))
    routes.message.register(begin, Label("menu-new-event"))
    routes.callback_query.register(begin_by_button, GoTo(wishes.Place.NEW_EVENT))
    routes.callback_query.register(step_by_step, GoTo(wishes.Place.NEW_EVENT_STEPS))
    routes.callback_query.register(copy, wishes.CopyEvent.filter())
    return routes


def form_router() -> Router:
    """Route the texts typed while the form is open."""
    routes = Router(name="desk.draft form")
    routes.message.register(announce, StateFilter(Drafting.message))
    routes.message.register(type_value, StateFilter(Drafting.field))
    routes.callback_query.register(leave, wishes.LeaveForm.filter(), StateFilter(Drafting))
    return routes


async def begin(message: Message, say: Say, actor: Actor, state: FSMContext) -> Screen:
    return await _begin(say, actor, state)


async def begin_by_button(query: CallbackQuery, say: Say, actor: Actor, state: FSMContext) -> Screen:
    return await _begin(say, actor, state)


async def _begin(say: Say, actor: Actor, state: FSMContext) -> Screen:
    await state.clear()
    actor.require_staff()
    await state.set_state(Drafting.message)
    return screens.ask_message(say)


async def step_by_step(
    query: CallbackQuery, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext
) -> Screen:
    actor.require_staff()
    form = FieldForm(work, say, actor, now, state)
    await form.begin({}, [*drafts.STEPS])
    return await form.take(0, {})


async def announce(message: Message, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext) -> Screen:
    """Read the announcement and ask for what it lacks."""
    if not message.text or message.text.startswith("/"):
        return screens.ask_message(say, words_needed=True)
    understood = await work(drafts.read_draft, actor, message.text, now)
    form = FieldForm(work, say, actor, now, state)
    await form.begin({}, [*understood.unclear], understood.candidates)
    return await form.take(0, understood.pieces, understood.problem)


async def type_value(message: Message, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext) -> Screen:
    return await FieldForm(work, say, actor, now, state).type(message.text)


async def copy(
    query: CallbackQuery,
    callback_data: wishes.CopyEvent,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    pieces = await work(drafts.copy_pieces, actor, callback_data.event)
    form = FieldForm(work, say, actor, now, state)
    await form.begin(pieces, [])
    return await form.take(0, {})


async def leave(query: CallbackQuery, say: Say, state: FSMContext) -> Screen:
    event_id = (await state.get_data()).get("event", 0)
    await state.clear()
    return change_screens.left(say, event_id) if event_id else screens.left(say)
