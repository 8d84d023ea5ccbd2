"""The staff's answer whether a newcomer is the person of that name."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.work import Work
from screens import wishes
from screens.people import identity as screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.people import identity


def router() -> Router:
    routes = Router(name="people.identity")
    routes.callback_query.register(answer, wishes.AnswerIdentity.filter())
    return routes


async def answer(
    query: CallbackQuery, callback_data: wishes.AnswerIdentity, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    answered = await work(identity.answer, actor, callback_data.question, callback_data.answer, now)
    return screens.answered(say, answered)
