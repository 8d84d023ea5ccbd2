"""«Мои записи»: the person's events."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.filters import GoTo, Label
from handlers.work import Work
from screens import wishes
from screens.events import mine as screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.events import mine as my_sign_ups


def router() -> Router:
    routes = Router(name="events.mine")
    routes.message.register(open_my_events, Command("my"))
    routes.message.register(open_my_events, Label("menu-my"))
    routes.callback_query.register(go_to_my_events, GoTo(wishes.Place.MY))
    routes.callback_query.register(page_my_events, wishes.MyPage.filter())
    return routes


async def open_my_events(
    message: Message, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext
) -> Screen:
    await state.clear()
    return screens.my_events(say, await work(my_sign_ups.my_events, actor, 1, now), now)


async def go_to_my_events(query: CallbackQuery, work: Work, say: Say, actor: Actor, now: datetime) -> Screen:
    return screens.my_events(say, await work(my_sign_ups.my_events, actor, 1, now), now)


async def page_my_events(
    query: CallbackQuery, callback_data: wishes.MyPage, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    return screens.my_events(say, await work(my_sign_ups.my_events, actor, callback_data.page, now), now)
