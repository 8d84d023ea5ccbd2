"""«Профиль»: its fields, «Мои данные», withdrawing the consent."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.filters import GoTo, Label
from handlers.people import start
from handlers.people.registration import Registering
from handlers.work import Work
from screens import wishes
from screens.correspondence import broadcasts as broadcast_screens
from screens.people import profile as screens
from screens.people import registration as questions
from screens.people import start as start_screens
from screens.screen import Screen
from screens.texts import LANGUAGES, Say
from screens.wishes import Place, ProfileField
from services.actors import Actor
from services.correspondence import broadcasts
from services.network import network
from services.people import consent as consents
from services.people import erasure, my_data
from services.people import profile as profiles

Answer = Screen | list[Screen]
STATES = {
    ProfileField.NAME: Registering.name,
    ProfileField.ORGANIZATION: Registering.organization,
    ProfileField.POST: Registering.post,
    ProfileField.SUBJECTS: Registering.subjects,
}


def router() -> Router:
    """Route the command, label and buttons, which leave any open form."""
    routes = Router(name="people.profile")
    routes.message.register(show_profile, Command("profile"))
    routes.message.register(show_profile, Label("menu-profile"))
    routes.callback_query.register(show_profile, GoTo(Place.PROFILE))
    routes.callback_query.register(change_field, wishes.ChangeProfile.filter())
    routes.callback_query.register(ask_language, GoTo(Place.LANGUAGE))
    routes.callback_query.register(choose_language, wishes.ChooseLanguage.filter())
    routes.callback_query.register(show_my_data, GoTo(Place.MY_DATA))
    routes.callback_query.register(receive_broadcasts, wishes.ReceiveBroadcasts.filter())
    routes.callback_query.register(withdraw_consent, wishes.WithdrawConsent.filter())
    return routes


async def show_profile(
    event: Message | CallbackQuery, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext
) -> Answer:
    """Show the profile; a newcomer continues the registration."""
    if actor.teacher is None:
        return await start.ask_consent(event, work, say, actor, now, state)
    await state.clear()
    return screens.profile(say, await work(profiles.show_profile, actor))


async def change_field(
    query: CallbackQuery, callback_data: wishes.ChangeProfile, say: Say, actor: Actor, state: FSMContext
) -> Screen:
    teacher, field = actor.require_teacher(), callback_data.field
    await state.clear()
    if field is ProfileField.LANGUAGE:
        return questions.ask_language(say)
    await state.set_state(STATES[field])
    await state.set_data({"change": field.value, "subjects": list(teacher.subjects)})
    if field is ProfileField.NAME:
        return questions.ask_name(say, back=True)
    if field is ProfileField.ORGANIZATION:
        return questions.ask_organization(say, [], back=True)
    return questions.ask_post(say, back=True) if field is ProfileField.POST else _subjects(say, teacher.subjects)


def _subjects(say: Say, chosen: list[str]) -> Screen:
    return questions.ask_subjects(say, chosen, 1, back=True)


async def ask_language(query: CallbackQuery, say: Say) -> Screen:
    return questions.ask_language(say)


async def choose_language(
    query: CallbackQuery, callback_data: wishes.ChooseLanguage, work: Work, say: Say, actor: Actor
) -> Answer:
    if callback_data.language not in LANGUAGES:
        return questions.ask_language(say)
    await work(profiles.choose_language, actor, callback_data.language)
    chosen = Say(callback_data.language)
    if actor.teacher is None:
        return start_screens.welcome(chosen, (await work(consents.operator_of)).network)
    return screens.language_set(chosen, staff=actor.is_staff)


async def show_my_data(query: CallbackQuery, work: Work, say: Say, actor: Actor, state: FSMContext) -> Screen:
    await state.clear()
    data = await work(my_data.my_data, actor)
    shown = await work(profiles.show_profile, actor)
    return screens.my_data(say, data, shown, (await work(network)).tz)


async def receive_broadcasts(
    query: CallbackQuery, callback_data: wishes.ReceiveBroadcasts, work: Work, say: Say, actor: Actor
) -> Screen:
    """Switch broadcasts on or off, in the profile or under a broadcast, which stays as it is."""
    reminders = await work(broadcasts.set_broadcasts_wanted, actor, bool(callback_data.receive))
    if callback_data.profile:
        return screens.profile(say, await work(profiles.show_profile, actor), saved=True)
    if callback_data.receive:
        return broadcast_screens.received_again(say)
    return broadcast_screens.received_no_more(say, reminders=reminders)


async def withdraw_consent(
    query: CallbackQuery,
    callback_data: wishes.WithdrawConsent,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    if not callback_data.sure:
        return screens.ask_withdraw(say, (await work(my_data.my_data, actor)).certificates)
    await state.clear()
    erased = await work(erasure.withdraw, actor, now)
    return screens.withdrawn(say, erased, staff=actor.account.listed_admin)
