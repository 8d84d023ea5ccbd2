"""The participants of an event."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.work import Work
from screens import wishes
from screens.desk import participants as screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.desk import participants


def router() -> Router:
    routes = Router(name="desk.participants")
    routes.callback_query.register(show_participants, wishes.ShowParticipants.filter())
    return routes


async def show_participants(
    query: CallbackQuery, callback_data: wishes.ShowParticipants, work: Work, say: Say, actor: Actor
) -> Screen:
    wish = callback_data
    return screens.participants(say, await work(participants.participants, actor, wish.event, wish.page))
