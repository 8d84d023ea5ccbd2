"""The questions of the profile: all in turn on the first visit, a single one when a field is changed.

Answers are kept in the form's data until the last one; `change` in the data means that a profile exists.
"""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.forms import EVENT_AFTER_PROFILE
from handlers.work import Work
from models import Post
from screens import wishes
from screens.people import profile as profile_screens
from screens.people import registration as screens
from screens.people import start as start_screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.people import profile as profiles
from services.people import registration
from services.people.registration import NewProfile
from services.reading.person_names import PersonName, UnreadableName, read_name
from services.reading.text import words_on_one_line
from services.schools import register as schools
from services.subjects import SUBJECTS

Answer = Screen | list[Screen]


class Registering(StatesGroup):
    """The open question. An answer to `name` is never read as a code word."""

    name = State()
    organization = State()
    own_organization = State()
    post = State()
    own_post = State()
    subjects = State()


OPEN = StateFilter(Registering)


def form_router() -> Router:
    """Route the answers, typed and pressed, while a question is open; buttons of earlier questions work as well."""
    routes = Router(name="people.registration form")
    routes.message.register(type_name, StateFilter(Registering.name))
    routes.message.register(type_organization, StateFilter(Registering.organization))
    routes.message.register(type_own_organization, StateFilter(Registering.own_organization))
    routes.message.register(type_post, StateFilter(Registering.post))
    routes.message.register(type_own_post, StateFilter(Registering.own_post))
    routes.message.register(type_subject, StateFilter(Registering.subjects))
    routes.callback_query.register(choose_organization, wishes.ChooseOrganization.filter(), OPEN)
    routes.callback_query.register(list_organizations, wishes.OrganizationPage.filter(), OPEN)
    routes.callback_query.register(organization_absent, wishes.OrganizationAbsent.filter(), OPEN)
    routes.callback_query.register(choose_post, wishes.ChoosePost.filter(), OPEN)
    routes.callback_query.register(list_posts, wishes.ListPosts.filter(), OPEN)
    routes.callback_query.register(set_subject, wishes.SetSubject.filter(), OPEN)
    routes.callback_query.register(turn_subjects, wishes.SubjectsPage.filter(), OPEN)
    routes.callback_query.register(subjects_done, wishes.SubjectsDone.filter(), OPEN)
    return routes


async def ask_next(say: Say, state: FSMContext, *, taken: str | None = None) -> Screen:
    """Ask the first question without an answer; `taken`: the organization chosen just now."""
    data = await state.get_data()
    if "name" not in data:
        await state.set_state(Registering.name)
        return screens.ask_name(say)
    if not data.get("organization") and not data.get("organization_typed"):
        await state.set_state(Registering.organization)
        return screens.ask_organization(say, [])
    if "post" not in data:
        await state.set_state(Registering.post)
        return screens.ask_post(say, taken=taken)
    await state.set_state(Registering.subjects)
    return screens.ask_subjects(say, data.get("subjects", []), 1)


async def type_name(message: Message, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext) -> Answer:
    data = await state.get_data()
    try:
        name = read_name(message.text or "")
    except UnreadableName as mistake:
        return screens.ask_name(say, note=screens.name_mistake(say, mistake.reason), back="change" in data)
    if "change" in data:
        kept = await work(profiles.change_name, actor, name, now)
        return await _saved(work, say, actor, state, old_certificates=kept)
    await state.update_data(name=[name.surname, name.given_name, name.patronymic])
    return await ask_next(say, state)


async def type_organization(
    message: Message, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext
) -> Answer:
    found = await work(schools.find_organization, message.text or "")
    if found.sure is not None:
        return await _take_organization(found.sure.id, found.sure.short, work, say, actor, now, state)
    note = None if found.likely else say("profile-organization-unknown")
    return screens.ask_organization(say, found.likely, note=note, back="change" in await state.get_data())


async def type_own_organization(
    message: Message, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext
) -> Answer:
    typed, change = words_on_one_line(message.text or "", 3, 300), "change" in await state.get_data()
    if typed is None:
        return screens.ask_own_organization(say, bad=True, back=change)
    if change:
        await work(profiles.claim_organization, actor, typed, now)
        return await _saved(work, say, actor, state)
    await state.update_data(organization=None, organization_typed=typed)
    return await ask_next(say, state)


async def choose_organization(
    query: CallbackQuery,
    callback_data: wishes.ChooseOrganization,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Answer:
    chosen = await work(schools.organization, callback_data.organization)
    return await _take_organization(chosen.id, chosen.short, work, say, actor, now, state)


async def list_organizations(
    query: CallbackQuery, callback_data: wishes.OrganizationPage, work: Work, say: Say, state: FSMContext
) -> Screen:
    await state.set_state(Registering.organization)
    back = "change" in await state.get_data()
    return screens.list_organizations(say, await work(schools.all_organizations), callback_data.page, back=back)


async def organization_absent(query: CallbackQuery, say: Say, state: FSMContext) -> Screen:
    await state.set_state(Registering.own_organization)
    return screens.ask_own_organization(say, back="change" in await state.get_data())


async def type_post(message: Message, work: Work, say: Say, actor: Actor, state: FSMContext) -> Answer:
    post = screens.post_typed(message.text or "")
    if post is None or post is Post.OTHER:
        note = say("profile-post-by-button")
        return screens.ask_post(say, note=note, back="change" in await state.get_data())
    return await _take_post(post, "", work, say, actor, state)


async def choose_post(
    query: CallbackQuery, callback_data: wishes.ChoosePost, work: Work, say: Say, actor: Actor, state: FSMContext
) -> Answer:
    back = "change" in await state.get_data()
    if callback_data.post not in set(Post):
        return screens.ask_post(say, note=say("profile-post-by-button"), back=back)
    if callback_data.post == Post.OTHER:
        await state.set_state(Registering.own_post)
        return screens.ask_own_post(say, back=back)
    return await _take_post(Post(callback_data.post), "", work, say, actor, state)


async def list_posts(query: CallbackQuery, say: Say, state: FSMContext) -> Screen:
    await state.set_state(Registering.post)
    return screens.ask_post(say, back="change" in await state.get_data())


async def type_own_post(message: Message, work: Work, say: Say, actor: Actor, state: FSMContext) -> Answer:
    typed = words_on_one_line(message.text or "", 2, 100)
    if typed is None:
        return screens.ask_own_post(say, bad=True, back="change" in await state.get_data())
    known = screens.post_typed(typed)
    if known is not None and known is not Post.OTHER:
        return await _take_post(known, "", work, say, actor, state)
    return await _take_post(Post.OTHER, typed, work, say, actor, state)


async def type_subject(message: Message, say: Say, state: FSMContext) -> Screen:
    data = await state.get_data()
    code, chosen = screens.subject_typed(message.text or ""), data.get("subjects", [])
    if code is None:
        note = say("profile-subjects-by-button")
        return screens.ask_subjects(say, chosen, 1, note=note, back="change" in data)
    chosen = [*(other for other in chosen if other != code), code]
    await state.update_data(subjects=chosen)
    page = SUBJECTS.index(code) // screens.SUBJECTS_PAGE_SIZE + 1
    return screens.ask_subjects(say, chosen, page, back="change" in data)


async def set_subject(query: CallbackQuery, callback_data: wishes.SetSubject, say: Say, state: FSMContext) -> Screen:
    data = await state.get_data()
    chosen = [code for code in data.get("subjects", []) if code != callback_data.subject]
    if callback_data.chosen and callback_data.subject in SUBJECTS:
        chosen.append(callback_data.subject)
    await state.update_data(subjects=chosen)
    return screens.ask_subjects(say, chosen, callback_data.page, back="change" in data)


async def turn_subjects(
    query: CallbackQuery, callback_data: wishes.SubjectsPage, say: Say, state: FSMContext
) -> Screen:
    data = await state.get_data()
    return screens.ask_subjects(say, data.get("subjects", []), callback_data.page, back="change" in data)


async def subjects_done(
    query: CallbackQuery, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext
) -> Answer:
    data = await state.get_data()
    if "change" in data:
        await work(profiles.change_subjects, actor, data.get("subjects", []))
        return await _saved(work, say, actor, state)
    if await state.get_state() != Registering.subjects.state:
        return await ask_next(say, state)
    welcomed = await work(registration.register, actor, _profile(data), data.get("invite"), now)
    await state.clear()
    return start_screens.registered(say, welcomed, data.get(EVENT_AFTER_PROFILE))


async def _take_organization(
    organization_id: int, short: str, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext
) -> Answer:
    if "change" in await state.get_data():
        await work(profiles.change_organization, actor, organization_id, now)
        return await _saved(work, say, actor, state)
    await state.update_data(organization=organization_id, organization_typed="")
    return await ask_next(say, state, taken=short)


async def _take_post(post: Post, title: str, work: Work, say: Say, actor: Actor, state: FSMContext) -> Answer:
    if "change" in await state.get_data():
        await work(profiles.change_post, actor, post, title)
        return await _saved(work, say, actor, state)
    await state.update_data(post=post.value, post_title=title)
    return await ask_next(say, state)


async def _saved(work: Work, say: Say, actor: Actor, state: FSMContext, *, old_certificates: int = 0) -> Screen:
    await state.clear()
    shown = await work(profiles.show_profile, actor)
    return profile_screens.profile(say, shown, saved=True, old_certificates=old_certificates)


def _profile(data: dict[str, Any]) -> NewProfile:
    return NewProfile(
        PersonName(*data["name"]),
        data.get("organization"),
        data.get("organization_typed", ""),
        Post(data["post"]),
        data.get("post_title", ""),
        data.get("subjects", []),
    )
