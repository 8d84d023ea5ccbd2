"""«Отметка»: the list of an event, presence and roles of each person, the code word."""

from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.attendance import walk_ins
from handlers.work import Work
from screens import wishes
from screens.attendance import sheet as screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.attendance import sheet as attendance
from services.attendance.sheet import RowKey


def router() -> Router:
    """Route the buttons of the list, which work whatever form is open."""
    routes = Router(name="attendance.sheet")
    routes.callback_query.register(open_attendance, wishes.OpenAttendance.filter())
    routes.callback_query.register(set_code_word, wishes.MakeCode.filter())
    routes.callback_query.register(open_row, wishes.OpenRow.filter())
    routes.callback_query.register(mark, wishes.Mark.filter())
    routes.callback_query.register(mark_all, wishes.MarkAll.filter())
    routes.callback_query.register(set_role, wishes.SetRole.filter())
    return routes


async def open_attendance(
    query: CallbackQuery,
    callback_data: wishes.OpenAttendance,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    await walk_ins.leave_form(state)
    return screens.sheet(say, await work(attendance.sheet, actor, callback_data.event, callback_data.page, now))


async def set_code_word(
    query: CallbackQuery, callback_data: wishes.MakeCode, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    return screens.sheet(say, await work(attendance.set_code_word, actor, callback_data.event, now))


async def open_row(
    query: CallbackQuery, callback_data: wishes.OpenRow, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    key = RowKey(callback_data.event, callback_data.teacher, callback_data.page)
    return screens.opened_row(say, await work(attendance.open_row, actor, key, now))


async def mark(
    query: CallbackQuery, callback_data: wishes.Mark, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    wish = callback_data
    key = RowKey(wish.event, wish.teacher, wish.page)
    row = await work(attendance.mark, actor, key, wish.state, now)
    return screens.opened_row(say, row)


async def mark_all(
    query: CallbackQuery, callback_data: wishes.MarkAll, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    return screens.sheet(say, await work(attendance.mark_all, actor, callback_data.event, now))


async def set_role(
    query: CallbackQuery, callback_data: wishes.SetRole, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    wish = callback_data
    rule = attendance.give_role if wish.has else attendance.take_role
    row = await work(rule, actor, RowKey(wish.event, wish.teacher, wish.page), wish.role, now)
    return screens.opened_row(say, row)
