"""Entering a walk-in: the name, then the organization of a newcomer."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.work import Work
from screens import wishes
from screens.attendance import sheet as sheet_screens
from screens.attendance import walk_ins as screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.attendance import sheet, walk_ins
from services.attendance.walk_ins import Newcomer
from services.schools.register import likely_organizations

ORGANIZATIONS_SHOWN = 5
ORGANIZATION_LENGTH_LIMIT = 200


class AddingWalkIn(StatesGroup):
    name = State()
    organization = State()


def router() -> Router:
    """Route the buttons, which work whatever form is open."""
    routes = Router(name="attendance.walk_ins")
    routes.callback_query.register(add_walk_in, wishes.AddWalkIn.filter())
    routes.callback_query.register(add_newcomer, wishes.AddNewcomer.filter())
    return routes


def form_router() -> Router:
    """Route the answers, typed and pressed, while the form is open."""
    routes = Router(name="attendance.walk_ins form")
    routes.message.register(type_name, StateFilter(AddingWalkIn.name))
    routes.message.register(type_organization, StateFilter(AddingWalkIn.organization))
    routes.callback_query.register(
        choose_organization, wishes.ChooseOrganization.filter(), StateFilter(AddingWalkIn.organization)
    )
    return routes


async def leave_form(state: FSMContext) -> None:
    """Leave the form of a walk-in; a form of another subject stays open."""
    if await state.get_state() in {AddingWalkIn.name.state, AddingWalkIn.organization.state}:
        await state.clear()


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
        row = await work(sheet.add_walk_in, actor, wish.event, wish.teacher, now)
        await leave_form(state)
        return sheet_screens.opened_row(say, row, added=True)
    await work(walk_ins.about_to_add, actor, wish.event, now)
    await state.set_state(AddingWalkIn.name)
    await state.set_data({"event": wish.event})
    return screens.ask_name(say, wish.event)


async def type_name(message: Message, work: Work, say: Say, actor: Actor, state: FSMContext) -> Screen:
    typed = " ".join((message.text or "").split())
    event_id = (await state.get_data())["event"]
    if not any(sign.isalpha() for sign in typed) or len(typed) > walk_ins.NAME_LIMIT:
        return screens.ask_name(say, event_id, again=True)
    people = await work(walk_ins.find_people, actor, typed)
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
        return screens.ask_name(say, callback_data.event)
    await state.set_state(AddingWalkIn.organization)
    return screens.ask_organization(say, callback_data.event, data["typed"], [])


async def type_organization(message: Message, work: Work, say: Say, state: FSMContext) -> Screen:
    typed = (message.text or "").strip()[:ORGANIZATION_LENGTH_LIMIT]
    data = await state.get_data()
    likely = await work(likely_organizations, typed) if typed else []
    return screens.ask_organization(say, data["event"], data["typed"], likely[:ORGANIZATIONS_SHOWN], again=True)


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
    newcomer = Newcomer(data["typed"], callback_data.organization)
    row = await work(walk_ins.add_newcomer, actor, data["event"], newcomer, now)
    await state.clear()
    return sheet_screens.opened_row(say, row, added=True)
