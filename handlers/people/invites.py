"""Invitations: /invite, the choice of whom, the link."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.filters import GoTo
from handlers.work import Work
from models import Role
from screens import wishes
from screens.people import invites as screens
from screens.screen import Screen
from screens.texts import Say
from screens.wishes import InviteFor, Place
from services.actors import Actor
from services.network import network
from services.people import invites
from services.schools import register as schools


class Inviting(StatesGroup):
    person = State()


def router() -> Router:
    """Route /invite and the buttons, which work whatever form is open."""
    routes = Router(name="people.invites")
    routes.message.register(show_invites, Command("invite"))
    routes.callback_query.register(show_invites, GoTo(Place.INVITES))
    routes.callback_query.register(make_invite, wishes.MakeInvite.filter())
    routes.callback_query.register(turn_people, wishes.PeoplePage.filter())
    routes.callback_query.register(turn_schools, wishes.SchoolsPage.filter())
    return routes


def form_router() -> Router:
    """Route the typed name of the person to invite."""
    routes = Router(name="people.invites form")
    routes.message.register(type_person, StateFilter(Inviting.person))
    return routes


async def show_invites(event: Message | CallbackQuery, say: Say, actor: Actor, state: FSMContext) -> Screen:
    actor.require_staff()
    await state.clear()
    return screens.invite(say, admin=actor.is_admin)


async def make_invite(
    query: CallbackQuery,
    callback_data: wishes.MakeInvite,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    kind, subject, sure = callback_data.kind, callback_data.subject, bool(callback_data.sure)
    if kind in {InviteFor.METHODIST, InviteFor.ADMIN}:
        role = Role.ADMIN if kind is InviteFor.ADMIN else Role.METHODIST
        link = await work(invites.invite_staff, actor, role, now)
    elif not subject:
        return await _choose(kind, work, say, actor, state)
    elif kind is InviteFor.SCHOOL:
        link = await work(invites.invite_school, actor, subject, sure, now)
    else:
        link = await work(invites.invite_person, actor, subject, sure, now)
    await state.clear()
    return screens.link_made(say, link, (await work(network)).tz)


async def turn_people(
    query: CallbackQuery, callback_data: wishes.PeoplePage, work: Work, say: Say, actor: Actor, state: FSMContext
) -> Screen:
    await state.set_state(Inviting.person)
    return screens.choose_person(say, await work(invites.people_to_invite, actor, ""), callback_data.page)


async def turn_schools(
    query: CallbackQuery, callback_data: wishes.SchoolsPage, work: Work, say: Say, actor: Actor
) -> Screen:
    actor.require_staff()
    return screens.choose_school(say, await work(schools.all_organizations), callback_data.page)


async def type_person(message: Message, work: Work, say: Say, actor: Actor) -> Screen:
    typed = (message.text or "").strip()
    people = await work(invites.people_to_invite, actor, typed) if typed else []
    return screens.choose_person(say, people, 1, typed=True)


async def _choose(kind: InviteFor, work: Work, say: Say, actor: Actor, state: FSMContext) -> Screen:
    actor.require_staff()
    if kind is InviteFor.SCHOOL:
        return screens.choose_school(say, await work(schools.all_organizations), 1)
    await state.set_state(Inviting.person)
    return screens.choose_person(say, await work(invites.people_to_invite, actor, ""), 1)
