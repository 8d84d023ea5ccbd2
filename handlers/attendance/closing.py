"""Closing the attendance of an event and opening it again."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.work import Work
from screens import wishes
from screens.attendance import closing as screens
from screens.attendance import sheet as sheet_screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.attendance import closing


def router() -> Router:
    routes = Router(name="attendance.closing")
    routes.callback_query.register(close, wishes.CloseAttendance.filter())
    routes.callback_query.register(reopen, wishes.ReopenAttendance.filter())
    return routes


async def close(
    query: CallbackQuery, callback_data: wishes.CloseAttendance, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    rule = closing.close if callback_data.sure else closing.about_to_close
    page = await work(rule, actor, callback_data.event, now)
    return sheet_screens.sheet(say, page) if callback_data.sure else screens.ask_to_close(say, page)


async def reopen(
    query: CallbackQuery, callback_data: wishes.ReopenAttendance, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    return sheet_screens.sheet(say, await work(closing.reopen, actor, callback_data.event, now))
