"""Answers to reminders: coming or not."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.work import Work
from screens import wishes
from screens.events import seats as seat_screens
from screens.reminders import notices as screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.events import seats
from services.reminders import answers


def router() -> Router:
    routes = Router(name="reminders.answers")
    routes.callback_query.register(answer_reminder, wishes.AnswerReminder.filter())
    return routes


async def answer_reminder(
    query: CallbackQuery, callback_data: wishes.AnswerReminder, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    if callback_data.coming:
        return screens.coming(say, await work(answers.confirm_coming, actor, callback_data.event), now)
    return seat_screens.cancelled(say, await work(seats.cancel, actor, callback_data.event, now))
