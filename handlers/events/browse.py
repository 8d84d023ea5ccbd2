"""Lists of events and the card of one event."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.filters import DeepLink, GoTo, Label
from handlers.forms import EVENT_AFTER_PROFILE, put_aside
from handlers.work import Work
from screens import wishes
from screens.events import browse as screens
from screens.events import card as card_screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.events import browse as events
from services.events.browse import ChosenFilter, EventFilter


def router() -> Router:
    routes = Router(name="events.browse")
    routes.message.register(open_events, Command("events"))
    routes.message.register(open_events, Label("menu-events"))
    routes.message.register(open_shared, DeepLink("ev_"))
    routes.callback_query.register(go_to_events, GoTo(wishes.Place.EVENTS))
    routes.callback_query.register(page_events, wishes.ListEvents.filter())
    routes.callback_query.register(choose_filter, wishes.ChooseFilter.filter())
    routes.callback_query.register(show_event, wishes.ShowEvent.filter())
    routes.callback_query.register(get_calendar, wishes.GetCalendar.filter())
    routes.callback_query.register(share_event, wishes.ShareEvent.filter())
    return routes


async def open_events(message: Message, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext) -> Screen:
    await put_aside(actor, state)
    return screens.event_list(say, await work(events.list_events, actor, ChosenFilter(EventFilter.FIT), 1, now), now)


async def go_to_events(query: CallbackQuery, work: Work, say: Say, actor: Actor, now: datetime) -> Screen:
    return screens.event_list(say, await work(events.list_events, actor, ChosenFilter(EventFilter.FIT), 1, now), now)


async def page_events(
    query: CallbackQuery, callback_data: wishes.ListEvents, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    chosen = ChosenFilter(callback_data.by, callback_data.value)
    return screens.event_list(say, await work(events.list_events, actor, chosen, callback_data.page, now), now)


async def choose_filter(
    query: CallbackQuery, callback_data: wishes.ChooseFilter, work: Work, say: Say, now: datetime
) -> Screen:
    options = await work(events.filter_options, callback_data.by, now)
    return screens.choose_filter(say, callback_data.by, options)


async def open_shared(
    message: Message, payload: str, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext
) -> Screen:
    await put_aside(actor, state)
    event_id = int(payload) if payload.isdecimal() and len(payload) < 10 else 0
    return await _card(event_id, work, say, actor, now, state)


async def show_event(
    query: CallbackQuery,
    callback_data: wishes.ShowEvent,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    return await _card(callback_data.event, work, say, actor, now, state)


async def _card(event_id: int, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext) -> Screen:
    card = await work(events.event_card, actor, event_id, now)
    if actor.teacher is None:
        await state.update_data({EVENT_AFTER_PROFILE: event_id})
    return card_screens.event_card(say, card, now)


async def get_calendar(
    query: CallbackQuery, callback_data: wishes.GetCalendar, work: Work, say: Say, actor: Actor
) -> Screen:
    shared = await work(events.shared_event, actor, callback_data.event)
    return card_screens.calendar(say, shared.event)


async def share_event(
    query: CallbackQuery, callback_data: wishes.ShareEvent, work: Work, say: Say, actor: Actor
) -> Screen:
    return card_screens.share(say, await work(events.shared_event, actor, callback_data.event))
