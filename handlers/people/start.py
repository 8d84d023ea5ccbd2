"""/start: the first visit up to the questions, an invitation, a person who comes back."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, Update

from handlers.filters import DeepLink, GoTo
from handlers.forms import EVENT_AFTER_PROFILE
from handlers.people import registration as profile_form
from handlers.work import Work
from screens import wishes
from screens.people import start as screens
from screens.screen import Screen
from screens.texts import Say
from screens.wishes import Place
from services.actors import Actor
from services.network import network
from services.people import consent as consents
from services.people import invites, registration
from services.reminder_rules import offsets_before_start

Answer = Screen | list[Screen]


def router() -> Router:
    """Route /start with and without an invitation; other deep links are taken by earlier routers."""
    routes = Router(name="people.start")
    routes.message.register(open_invite, DeepLink(invites.PREFIX))
    routes.message.register(start, Command("start"))
    routes.callback_query.register(start, GoTo(Place.START))
    routes.callback_query.register(show_about, GoTo(Place.ABOUT))
    routes.callback_query.register(ask_consent, GoTo(Place.CONSENT))
    routes.callback_query.register(show_full_consent, GoTo(Place.CONSENT_TEXT))
    routes.callback_query.register(answer_consent, wishes.GiveConsent.filter())
    return routes


async def start(
    event: Message | CallbackQuery, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext
) -> Answer:
    await state.clear()
    await work(registration.notify_staff, actor, now)
    if actor.teacher is not None:
        return screens.welcome_back(say, actor.teacher, staff=actor.is_staff)
    operator = await work(consents.operator_of)
    welcome = screens.welcome(say, operator.network)
    return [screens.admin_without_profile(say), welcome] if actor.is_staff else welcome


async def open_invite(
    message: Message, payload: str, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext
) -> Answer:
    opened = await work(invites.open_invite, actor, payload, now)
    await state.clear()
    if actor.teacher is not None and (opened.entered or opened.organization_id is not None):
        return screens.welcome_back(say, actor.teacher, staff=actor.is_staff, before=opened.entered)
    await state.set_data({"invite": opened.invite, "form": opened.needs_form, "organization": opened.organization_id})
    return await ask_consent(message, work, say, actor, now, state)


async def ask_consent(
    event: Message | CallbackQuery, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext
) -> Answer:
    """Ask for consent, or go on if it has been given."""
    if await work(consents.has_consent, actor.account):
        return await enter(work, say, actor, now, state)
    operator = await work(consents.operator_of)
    invited = (await state.get_data()).get("invite") is not None
    return screens.ask_consent(say, operator, invited=invited, again=actor.teacher is not None and not invited)


async def show_about(query: CallbackQuery, work: Work, say: Say) -> Screen:
    return screens.about(say, offsets_before_start(await work(network)))


async def show_full_consent(query: CallbackQuery, work: Work, say: Say) -> Screen:
    return screens.full_consent(say, await work(consents.operator_of))


async def answer_consent(
    query: CallbackQuery,
    callback_data: wishes.GiveConsent,
    event_update: Update,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Answer:
    if not callback_data.agreed:
        await state.clear()
        if actor.teacher is not None and await work(consents.has_consent, actor.account):
            return screens.welcome_back(say, actor.teacher, staff=actor.is_staff)
        return screens.refused(say, staff=actor.is_staff)
    text = screens.consent_text(say, await work(consents.operator_of))
    agreement = consents.Agreement(callback_data.version, text.sha256, str(event_update.update_id))
    await work(consents.give_consent, actor, agreement, now)
    return await enter(work, say, actor, now, state)


async def enter(work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext) -> Answer:
    """Go on after the consent: use the invitation, greet a known person, or ask the next question of the profile."""
    data = await state.get_data()
    if data.get("invite") is not None and not data.get("form"):
        await work(invites.redeem, actor, data["invite"], now)
        welcomed = await work(registration.welcome, actor.account, now)
        await state.clear()
        return screens.registered(say, welcomed, data.get(EVENT_AFTER_PROFILE))
    if actor.teacher is not None:
        return screens.welcome_back(say, actor.teacher, staff=actor.is_staff)
    return await profile_form.ask_next(say, state)
