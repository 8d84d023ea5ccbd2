"""The staff's answer which organization a teacher meant."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.work import Work
from screens import wishes
from screens.people import claims as screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.people import claims


def router() -> Router:
    routes = Router(name="people.claims")
    routes.callback_query.register(answer, wishes.AnswerOrganization.filter())
    routes.callback_query.register(add_organization, wishes.AddOrganization.filter())
    return routes


async def answer(
    query: CallbackQuery, callback_data: wishes.AnswerOrganization, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    if not callback_data.organization:
        return screens.ask_kind(say, await work(claims.view_open_claim, actor, callback_data.claim))
    answered = await work(claims.answer, actor, callback_data.claim, callback_data.organization, now)
    return screens.answered(say, answered)


async def add_organization(
    query: CallbackQuery, callback_data: wishes.AddOrganization, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    answered = await work(claims.add_organization, actor, callback_data.claim, callback_data.kind, now)
    return screens.answered(say, answered)
