"""The staff's events: the list and one event."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.filters import GoTo, Label
from handlers.work import Work
from models import EventState
from screens import wishes
from screens.desk import draft as draft_screens
from screens.desk import events as screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.desk import draft as drafts
from services.desk import events as desk


def router() -> Router:
    routes = Router(name="desk.events")
    routes.message.register(open_list, Command("manage"))
    routes.message.register(open_list, Label("menu-manage"))
    routes.callback_query.register(go_to_list, GoTo(wishes.Place.MANAGE))
    routes.callback_query.register(page_list, wishes.ManagePage.filter())
    routes.callback_query.register(open_event, wishes.ManageEvent.filter())
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
    """Show the event; a draft opens as its preview."""
    await state.clear()
    view = await work(desk.desk_event, actor, callback_data.event)
    if view.event.state is EventState.DRAFT and view.may_change:
        return draft_screens.preview(say, await work(drafts.preview, actor, callback_data.event, now), now)
    return screens.desk_event(say, view, now)
