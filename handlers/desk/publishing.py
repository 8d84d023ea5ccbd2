"""A finished draft kept or dropped; a published event cancelled for a reason."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.work import Work
from screens import wishes
from screens.desk import draft as draft_screens
from screens.desk import publishing as screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.desk import publishing
from services.desk.publishing import Cancellation
from services.lengths import TextLength


class Cancelling(StatesGroup):
    reason = State()


def router() -> Router:
    routes = Router(name="desk.publishing")
    routes.callback_query.register(keep_draft, wishes.KeepDraft.filter())
    routes.callback_query.register(drop_draft, wishes.DropDraft.filter())
    routes.callback_query.register(cancel_event, wishes.CancelEvent.filter())
    return routes


def form_router() -> Router:
    """Route the typed reason of a cancellation."""
    routes = Router(name="desk.publishing form")
    routes.message.register(type_reason, StateFilter(Cancelling.reason))
    return routes


async def keep_draft(
    query: CallbackQuery,
    callback_data: wishes.KeepDraft,
    work: Work,
    say: Say,
    actor: Actor,
    state: FSMContext,
) -> Screen:
    draft = await work(publishing.waiting_draft, actor, callback_data.event)
    await state.clear()
    return draft_screens.kept(say, draft)


async def drop_draft(
    query: CallbackQuery,
    callback_data: wishes.DropDraft,
    work: Work,
    say: Say,
    actor: Actor,
    state: FSMContext,
) -> Screen:
    event = await work(publishing.drop_draft, actor, callback_data.event, bool(callback_data.sure))
    await state.clear()
    return draft_screens.dropped(say, event.title) if callback_data.sure else draft_screens.ask_drop(say, event)


async def cancel_event(
    query: CallbackQuery,
    callback_data: wishes.CancelEvent,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    """Ask for the reason; with a reason typed, cancel the event. A lost reason is asked for again."""
    wish, data = callback_data, await state.get_data()
    typed = await state.get_state() == Cancelling.reason.state and data["event"] == wish.event and "reason" in data
    if not (wish.sure and typed):
        cancelling = await work(publishing.about_to_cancel_event, actor, wish.event, wish.version, now)
        await state.set_state(Cancelling.reason)
        await state.set_data({"event": wish.event, "version": wish.version})
        return screens.ask_reason(say, cancelling)
    cancellation = Cancellation(wish.event, wish.version, data["reason"])
    cancelling = await work(publishing.cancel_event, actor, cancellation, now)
    await state.clear()
    return screens.cancelled(say, cancelling)


async def type_reason(message: Message, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext) -> Screen:
    data = await state.get_data()
    cancelling = await work(publishing.about_to_cancel_event, actor, data["event"], data["version"], now)
    try:
        reason = publishing.checked_reason(message.text or "")
    except TextLength as bad:
        return screens.ask_reason(say, cancelling, bad=say(bad.key, **bad.values))
    await state.update_data(reason=reason)
    return screens.ask_cancel(say, cancelling, reason)
