"""«Отметка»: who was there and in which roles, the code word, people at the door, closing."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.work import Work
from screens import wishes
from screens.attendance import sheet as screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.attendance import closing, walk_ins
from services.attendance import sheet as attendance
from services.schools.register import likely_organizations

ORGANIZATIONS_SHOWN = 5
LONGEST_ORGANIZATION = 200


class AddingWalkIn(StatesGroup):
    name = State()
    organization = State()


def router() -> Router:
    """Buttons of the list; they work whatever form is open."""
    routes = Router(name="attendance.sheet")
    routes.callback_query.register(open_attendance, wishes.OpenAttendance.filter())
    routes.callback_query.register(set_code_word, wishes.MakeCode.filter())
    routes.callback_query.register(open_row, wishes.OpenRow.filter())
    routes.callback_query.register(mark, wishes.Mark.filter())
    routes.callback_query.register(mark_all, wishes.MarkAll.filter())
    routes.callback_query.register(set_role, wishes.SetRole.filter())
    routes.callback_query.register(add_walk_in, wishes.AddWalkIn.filter())
    routes.callback_query.register(add_newcomer, wishes.AddNewcomer.filter())
    routes.callback_query.register(close, wishes.CloseAttendance.filter())
    routes.callback_query.register(reopen, wishes.ReopenAttendance.filter())
    return routes


def form_router() -> Router:
    """Somebody at the door: the name, then the organization of somebody new."""
    routes = Router(name="attendance.sheet form")
    routes.message.register(type_name, StateFilter(AddingWalkIn.name))
    routes.message.register(type_organization, StateFilter(AddingWalkIn.organization))
    routes.callback_query.register(
        choose_organization, wishes.ChooseOrganization.filter(), StateFilter(AddingWalkIn.organization)
    )
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
    await _leave_form(state)
    return screens.sheet(say, await work(attendance.sheet, actor, callback_data.event, callback_data.page, now))


async def set_code_word(
    query: CallbackQuery, callback_data: wishes.MakeCode, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    return screens.sheet(say, await work(attendance.set_code_word, actor, callback_data.event, now))


async def open_row(
    query: CallbackQuery, callback_data: wishes.OpenRow, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    wish = callback_data
    return screens.opened_row(say, await work(attendance.open_row, actor, wish.event, wish.teacher, wish.page, now))


async def mark(
    query: CallbackQuery, callback_data: wishes.Mark, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    wish = callback_data
    row = await work(attendance.mark, actor, wish.event, wish.teacher, wish.state, wish.page, now)
    return screens.opened_row(say, row)


async def mark_all(
    query: CallbackQuery, callback_data: wishes.MarkAll, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    return screens.sheet(say, await work(attendance.mark_all, actor, callback_data.event, now))


async def set_role(
    query: CallbackQuery, callback_data: wishes.SetRole, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    wish = callback_data
    has = bool(wish.has)
    row = await work(attendance.set_role, actor, wish.event, wish.teacher, wish.role, has, wish.page, now)
    return screens.opened_row(say, row)


async def add_walk_in(
    query: CallbackQuery,
    callback_data: wishes.AddWalkIn,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    wish = callback_data
    if wish.teacher:
        row = await work(attendance.add_walk_in, actor, wish.event, wish.teacher, now)
        await _leave_form(state)
        return screens.opened_row(say, row, added=True)
    await work(walk_ins.about_to_add, actor, wish.event, now)
    await state.set_state(AddingWalkIn.name)
    await state.set_data({"event": wish.event})
    return screens.who(say, wish.event)


async def type_name(message: Message, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext) -> Screen:
    typed = " ".join((message.text or "").split())
    event_id = (await state.get_data())["event"]
    if not any(sign.isalpha() for sign in typed) or len(typed) > walk_ins.LONGEST:
        return screens.who(say, event_id, again=True)
    people = await work(walk_ins.find_people, actor, typed, now)
    await state.update_data(typed=typed)
    return screens.people_found(say, event_id, typed, people, full_name=walk_ins.is_full_name(typed))


async def add_newcomer(
    query: CallbackQuery,
    callback_data: wishes.AddNewcomer,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    await work(walk_ins.about_to_add, actor, callback_data.event, now)
    data = await state.get_data()
    if await state.get_state() != AddingWalkIn.name.state or not walk_ins.is_full_name(data.get("typed", "")):
        await state.set_state(AddingWalkIn.name)
        await state.set_data({"event": callback_data.event})
        return screens.who(say, callback_data.event)
    await state.set_state(AddingWalkIn.organization)
    return screens.where_from(say, callback_data.event, data["typed"], [])


async def type_organization(message: Message, work: Work, say: Say, state: FSMContext) -> Screen:
    typed = (message.text or "").strip()[:LONGEST_ORGANIZATION]
    data = await state.get_data()
    likely = await work(likely_organizations, typed) if typed else []
    return screens.where_from(say, data["event"], data["typed"], likely[:ORGANIZATIONS_SHOWN], again=True)


async def choose_organization(
    query: CallbackQuery,
    callback_data: wishes.ChooseOrganization,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    data = await state.get_data()
    row = await work(walk_ins.add_newcomer, actor, data["event"], data["typed"], callback_data.organization, now)
    await state.clear()
    return screens.opened_row(say, row, added=True)


async def close(
    query: CallbackQuery, callback_data: wishes.CloseAttendance, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    rule = closing.close if callback_data.sure else closing.about_to_close
    page = await work(rule, actor, callback_data.event, now)
    return screens.sheet(say, page) if callback_data.sure else screens.close_asked(say, page)


async def reopen(
    query: CallbackQuery, callback_data: wishes.ReopenAttendance, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    return screens.sheet(say, await work(closing.reopen, actor, callback_data.event, now))


async def _leave_form(state: FSMContext) -> None:
    """Only this subject's form is left: another one stays where it was."""
    if await state.get_state() in {AddingWalkIn.name.state, AddingWalkIn.organization.state}:
        await state.clear()
