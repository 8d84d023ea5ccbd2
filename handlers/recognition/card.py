"""«Моя карта»: the points of a year, and the card as a file."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.filters import GoTo, Label
from handlers.work import Work
from screens import wishes
from screens.recognition import card as screens
from screens.screen import Screen
from screens.texts import Say
from screens.wishes import Place
from services.actors import Actor
from services.recognition import card as cards


def router() -> Router:
    routes = Router(name="recognition.card")
    routes.message.register(show_card, Command("card"))
    routes.message.register(show_card, Label("menu-card"))
    routes.callback_query.register(show_card, GoTo(Place.CARD))
    routes.callback_query.register(turn_page, wishes.ShowCard.filter())
    routes.callback_query.register(get_file, wishes.GetCardFile.filter())
    return routes


async def show_card(
    event: Message | CallbackQuery, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext
) -> Screen:
    await state.clear()
    return screens.card(say, await work(cards.activity_card, actor, None, 1, now))


async def turn_page(
    query: CallbackQuery, callback_data: wishes.ShowCard, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    return screens.card(say, await work(cards.activity_card, actor, callback_data.year, callback_data.page + 1, now))


async def get_file(
    query: CallbackQuery, callback_data: wishes.GetCardFile, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    await work(cards.enqueue_print, actor, callback_data.year, now)
    return screens.print_enqueued(say)
