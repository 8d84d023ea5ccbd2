"""What the staff answers about people and organizations, and the links that let people in."""

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
from screens.people import staff as people_screens
from screens.screen import Screen
from screens.texts import Say
from screens.wishes import InviteFor, Place
from services.actors import Actor
from services.network import network
from services.people import claims, identity, invites
from services.schools import register as schools


class Inviting(StatesGroup):
    person = State()


def people_router() -> Router:
    """Buttons that work whatever form is open, and /invite."""
    router = Router(name="people")
    router.callback_query.register(answer_identity, wishes.AnswerIdentity.filter())
    router.callback_query.register(answer_organization, wishes.AnswerOrganization.filter())
    router.callback_query.register(add_organization, wishes.AddOrganization.filter())
    router.message.register(show_invites, Command("invite"))
    router.callback_query.register(show_invites, GoTo(Place.INVITES))
    router.callback_query.register(make_invite, wishes.MakeInvite.filter())
    router.callback_query.register(turn_people, wishes.PeoplePage.filter())
    router.callback_query.register(turn_schools, wishes.SchoolsPage.filter())
    return router


def inviting_router() -> Router:
    """The name of whom to invite, typed: a form like others."""
    router = Router(name="inviting")
    router.message.register(type_person, StateFilter(Inviting.person))
    return router


async def answer_identity(
    query: CallbackQuery, callback_data: wishes.AnswerIdentity, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    answered = await work(identity.answer, actor, callback_data.question, callback_data.answer, now)
    return people_screens.identity_answered(say, answered)


async def answer_organization(
    query: CallbackQuery, callback_data: wishes.AnswerOrganization, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    if not callback_data.organization:
        return people_screens.claim_kind(say, await work(claims.open_view, actor, callback_data.claim))
    answered = await work(claims.answer, actor, callback_data.claim, callback_data.organization, now)
    return people_screens.claim_answered(say, answered)


async def add_organization(
    query: CallbackQuery, callback_data: wishes.AddOrganization, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    answered = await work(claims.add_organization, actor, callback_data.claim, callback_data.kind, now)
    return people_screens.claim_answered(say, answered)


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
    return screens.made(say, link, (await work(network)).tz)


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
