"""Changing an event: the menu of its fields, a pressed value, a move that is confirmed."""

from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.desk.fields import Drafting, FieldForm
from handlers.work import Work
from models import EventState
from screens import wishes
from screens.desk import changes as screens
from screens.desk import events as desk_screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.desk import changes
from services.desk import events as desk
from services.desk.changes import PlannedMove


def router() -> Router:
    routes = Router(name="desk.changes")
    routes.callback_query.register(open_menu, wishes.ChangeMenu.filter())
    routes.callback_query.register(open_field, wishes.ChangeEvent.filter())
    routes.callback_query.register(page_values, wishes.FieldPage.filter())
    routes.callback_query.register(set_field, wishes.SetField.filter())
    routes.callback_query.register(apply_change, wishes.ApplyChange.filter())
    return routes


async def open_menu(
    query: CallbackQuery,
    callback_data: wishes.ChangeMenu,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    event = await work(changes.changeable_event, actor, callback_data.event, now)
    await state.clear()
    return screens.change_menu(say, event, is_draft=event.state is EventState.DRAFT)


async def open_field(
    query: CallbackQuery,
    callback_data: wishes.ChangeEvent,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    return await FieldForm(work, say, actor, now, state).open(callback_data.event, callback_data.field)


async def page_values(
    query: CallbackQuery,
    callback_data: wishes.FieldPage,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    form = FieldForm(work, say, actor, now, state)
    await form.open(callback_data.event, callback_data.field)
    return await form.ask(callback_data.event, callback_data.field, page=callback_data.page)


async def set_field(
    query: CallbackQuery,
    callback_data: wishes.SetField,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    wish = callback_data
    return await FieldForm(work, say, actor, now, state).press(wish.event, wish.field, wish.value)


async def apply_change(
    query: CallbackQuery,
    callback_data: wishes.ApplyChange,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    data, wish = await state.get_data(), callback_data
    if await state.get_state() != Drafting.sure.state or data["event"] != wish.event:
        return desk_screens.desk_event(say, await work(desk.desk_event, actor, wish.event), now)
    planned = PlannedMove(wish.event, wish.version, data["values"])
    change = await work(changes.apply_move, actor, planned, now)
    return await FieldForm(work, say, actor, now, state).after(wish.event, change)
