"""The staff's events: the list, one event, publishing, cancelling, participants."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.filters import GoTo, Label
from handlers.work import Work
from models import EventState
from screens import wishes
from screens.desk import draft as draft_screens
from screens.desk import events as screens
from screens.desk import participants as participant_screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.desk import draft as drafts
from services.desk import events as desk
from services.desk import participants, publishing
from services.desk.publishing import Cancellation
from services.lengths import TextLength
from services.reminders import rules as reminders


class Cancelling(StatesGroup):
    reason = State()


def router() -> Router:
    routes = Router(name="desk.events")
    routes.message.register(open_list, Command("manage"))
    routes.message.register(open_list, Label("menu-manage"))
    routes.callback_query.register(go_to_list, GoTo(wishes.Place.MANAGE))
    routes.callback_query.register(page_list, wishes.ManagePage.filter())
    routes.callback_query.register(open_event, wishes.ManageEvent.filter())
    routes.callback_query.register(publish, wishes.Publish.filter())
    routes.callback_query.register(keep_draft, wishes.KeepDraft.filter())
    routes.callback_query.register(drop_draft, wishes.DropDraft.filter())
    routes.callback_query.register(cancel_event, wishes.CancelEvent.filter())
    routes.callback_query.register(show_participants, wishes.ShowParticipants.filter())
    return routes


def form_router() -> Router:
    """The reason of a cancellation, typed."""
    routes = Router(name="desk.events form")
    routes.message.register(type_reason, StateFilter(Cancelling.reason))
    return routes


async def open_list(message: Message, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext) -> Screen:
    await state.clear()
    return screens.desk_page(say, await work(desk.desk_page, actor, True, 1, now), now)


async def go_to_list(
    query: CallbackQuery, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext
) -> Screen:
    await state.clear()
    return screens.desk_page(say, await work(desk.desk_page, actor, True, 1, now), now)


async def page_list(
    query: CallbackQuery, callback_data: wishes.ManagePage, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    wish = callback_data
    return screens.desk_page(say, await work(desk.desk_page, actor, bool(wish.own), wish.page, now), now)


async def open_event(
    query: CallbackQuery,
    callback_data: wishes.ManageEvent,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    """A draft opens as its preview."""
    await state.clear()
    seen = await work(desk.desk_event, actor, callback_data.event)
    if seen.event.state is EventState.DRAFT and seen.may_change:
        return draft_screens.preview(say, await work(drafts.preview, actor, callback_data.event, now), now)
    return screens.desk_event(say, seen, now)


async def publish(
    query: CallbackQuery,
    callback_data: wishes.Publish,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    event = await work(publishing.publish, actor, callback_data.event, callback_data.version, now)
    await state.clear()
    later = await work(reminders.announced_later, actor, event.id, now)
    return screens.published(say, await work(desk.desk_event, actor, event.id), now, later=later)


async def keep_draft(
    query: CallbackQuery,
    callback_data: wishes.KeepDraft,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
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
    now: datetime,
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
    """The first press asks for the reason, the last one cancels for it; a reason that was lost is asked for again."""
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


async def show_participants(
    query: CallbackQuery, callback_data: wishes.ShowParticipants, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    wish = callback_data
    return participant_screens.participants(say, await work(participants.participants, actor, wish.event, wish.page))
