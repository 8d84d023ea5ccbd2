"""The admin's view of delivery: its state, the undelivered messages, sending again."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.filters import GoTo
from handlers.work import Work
from screens import wishes
from screens.delivery import undelivered as screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.delivery import health, undelivered
from services.network import network


def router() -> Router:
    routes = Router(name="delivery.undelivered")
    routes.message.register(show_delivery, Command("delivery"))
    routes.callback_query.register(show_delivery, GoTo(wishes.Place.DELIVERY))
    routes.callback_query.register(show_undelivered, wishes.ShowUndelivered.filter())
    routes.callback_query.register(send_again, wishes.SendAgain.filter())
    return routes


async def show_delivery(
    event: Message | CallbackQuery, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext
) -> Screen:
    found = await work(health.report_for_admin, actor, now)
    await state.clear()
    return screens.overview(say, found, now, (await work(network)).tz)


async def show_undelivered(
    query: CallbackQuery, callback_data: wishes.ShowUndelivered, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    found = await work(undelivered.undelivered_page, actor, callback_data.page, now)
    return screens.undelivered(say, found, (await work(network)).tz)


async def send_again(
    query: CallbackQuery, callback_data: wishes.SendAgain, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    count = await work(undelivered.send_again, actor, callback_data.first, callback_data.last, now)
    found = await work(undelivered.undelivered_page, actor, callback_data.page, now)
    return screens.sent_again(say, found, count, (await work(network)).tz)
