"""Participants' answers when an event has moved."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.work import Work
from screens import wishes
from screens.events import moved as screens
from screens.events import seats as seat_screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.events import moved as moves


def router() -> Router:
    routes = Router(name="events.moved")
    routes.callback_query.register(answer_move, wishes.AnswerMove.filter())
    return routes


async def answer_move(
    query: CallbackQuery, callback_data: wishes.AnswerMove, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    wish = callback_data
    if wish.suits:
        return screens.seat_kept(say, await work(moves.accept_move, actor, wish.event, wish.version, now))
    return seat_screens.cancelled(say, await work(moves.decline_move, actor, wish.event, wish.version, now))
