"""Broadcasts of the staff: written, aimed, previewed, sent, then paused, resumed or stopped."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.filters import GoTo
from handlers.work import Work
from models import AudienceKind
from screens import wishes
from screens.correspondence import broadcasts as screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.correspondence import broadcasts, receivers
from services.correspondence.broadcasts import TEXT_LIMIT, BroadcastGone
from services.correspondence.receivers import BroadcastAudience
from services.lengths import TextLength, check
from services.schools import register as schools


class Broadcasting(StatesGroup):
    """The open question: the text, the audience (`kind` in the data tells which part of it), or the preview."""

    text = State()
    audience = State()
    preview = State()


def router() -> Router:
    """Route the command and the buttons; a button of a form that is gone is refused with BroadcastGone."""
    routes = Router(name="correspondence.broadcasts")
    routes.message.register(ask_text, Command("broadcast"))
    presses = routes.callback_query
    presses.register(ask_text, GoTo(wishes.Place.BROADCAST))
    presses.register(choose_audience, wishes.ChooseAudience.filter())
    presses.register(other_audience, wishes.OtherAudience.filter())
    presses.register(set_audience, wishes.SetAudience.filter())
    presses.register(audience_done, wishes.AudienceDone.filter())
    presses.register(take_organization, wishes.AudienceOrganization.filter())
    presses.register(turn_organizations, wishes.AudienceOrganizations.filter())
    presses.register(take_event, wishes.AudienceEvent.filter())
    presses.register(turn_events, wishes.AudienceEvents.filter())
    presses.register(send, wishes.SendBroadcast.filter())
    presses.register(show, wishes.ShowBroadcast.filter())
    presses.register(turn_broadcasts, wishes.BroadcastsPage.filter())
    presses.register(pause, wishes.PauseBroadcast.filter())
    presses.register(stop, wishes.StopBroadcast.filter())
    return routes


def form_router() -> Router:
    """Route the texts typed while the form is open."""
    routes = Router(name="correspondence.broadcasts form")
    routes.message.register(type_text, StateFilter(Broadcasting.text))
    routes.message.register(type_audience, StateFilter(Broadcasting.audience))
    routes.message.register(retype_text, StateFilter(Broadcasting.preview))
    return routes


async def ask_text(
    event: Message | CallbackQuery, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext
) -> Screen:
    before = await work(broadcasts.reports_page, actor, 1, now)
    await state.set_state(Broadcasting.text)
    await state.set_data({})
    running = [report for report in before.items if report.broadcast.state in broadcasts.OPEN_STATES]
    return screens.ask_text(say, running, any_before=bool(before.items))


async def type_text(message: Message, say: Say, actor: Actor, state: FSMContext) -> Screen:
    actor.require_staff()
    try:
        text = check(message.text or "", TEXT_LIMIT)
    except TextLength as bad:
        return screens.ask_text(say, bad=say(bad.key, **bad.values))
    await state.update_data(text=text)
    await state.set_state(Broadcasting.audience)
    return screens.ask_audience(say)


async def retype_text(message: Message, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext) -> Screen:
    """Replace the text of the preview; a text out of limits leaves it as it was."""
    data, bad = await state.get_data(), None
    try:
        data["text"] = check(message.text or "", TEXT_LIMIT)
    except TextLength as refused:
        bad = say(refused.key, **refused.values)
    await state.set_data(data)
    shown = await work(broadcasts.preview, actor, data["text"], _audience(data), now)
    return screens.preview(say, shown, bad=bad)


async def type_audience(
    message: Message, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext
) -> Screen:
    """Find an organization by its typed name; other audiences are chosen by buttons."""
    data = await state.get_data()
    if data.get("kind") != AudienceKind.ORGANIZATION.value:
        return await _ask_audience(work, say, actor, data, typed=True)
    found = await work(schools.find_organization, message.text or "")
    if found.sure is not None:
        return await _preview_for(
            work, say, actor, now, state, BroadcastAudience(AudienceKind.ORGANIZATION, (str(found.sure.id),))
        )
    if found.likely:
        return screens.ask_organization(say, found.likely, 1, likely=True)
    every = await work(schools.all_organizations)
    return screens.ask_organization(say, every, 1, note=say("profile-organization-unknown"))


async def choose_audience(
    query: CallbackQuery,
    callback_data: wishes.ChooseAudience,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    data, kind = await _form_data(actor, state), callback_data.kind
    if kind is AudienceKind.ALL:
        return await _preview_for(work, say, actor, now, state, BroadcastAudience(kind))
    kept = data.get("chosen", []) if data.get("kind") == kind.value else []
    data |= {"kind": kind.value, "chosen": kept}
    await state.set_data(data)
    await state.set_state(Broadcasting.audience)
    return await _ask_audience(work, say, actor, data)


async def other_audience(query: CallbackQuery, say: Say, actor: Actor, state: FSMContext) -> Screen:
    data = await _form_data(actor, state)
    await state.set_data({"text": data["text"]})
    await state.set_state(Broadcasting.audience)
    return screens.ask_audience(say)


async def set_audience(
    query: CallbackQuery, callback_data: wishes.SetAudience, say: Say, actor: Actor, state: FSMContext
) -> Screen:
    data, wish = await _form_data(actor, state), callback_data
    kind = _code_kind(data)
    chosen = {*data["chosen"], wish.code} if wish.chosen else {*data["chosen"]} - {wish.code}
    data["chosen"] = [code for code in screens.CODES[kind] if code in chosen]
    await state.set_data(data)
    return screens.ask_codes(say, _audience(data))


async def audience_done(
    query: CallbackQuery, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext
) -> Screen:
    data = await _form_data(actor, state)
    _code_kind(data)
    if not data["chosen"]:
        return screens.ask_codes(say, _audience(data))
    return await _preview_for(work, say, actor, now, state, _audience(data))


async def take_organization(
    query: CallbackQuery,
    callback_data: wishes.AudienceOrganization,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    audience = BroadcastAudience(AudienceKind.ORGANIZATION, (str(callback_data.organization),))
    return await _preview_for(work, say, actor, now, state, audience)


async def turn_organizations(
    query: CallbackQuery,
    callback_data: wishes.AudienceOrganizations,
    work: Work,
    say: Say,
    actor: Actor,
    state: FSMContext,
) -> Screen:
    await _form_data(actor, state)
    return screens.ask_organization(say, await work(schools.all_organizations), callback_data.page)


async def take_event(
    query: CallbackQuery,
    callback_data: wishes.AudienceEvent,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    return await _preview_for(
        work, say, actor, now, state, BroadcastAudience(AudienceKind.EVENT, (str(callback_data.event),))
    )


async def turn_events(
    query: CallbackQuery,
    callback_data: wishes.AudienceEvents,
    work: Work,
    say: Say,
    actor: Actor,
    state: FSMContext,
) -> Screen:
    await _form_data(actor, state)
    return screens.ask_event(say, await work(receivers.events_page, actor, callback_data.page))


async def send(
    query: CallbackQuery,
    callback_data: wishes.SendBroadcast,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    """Send the broadcast of this preview, once."""
    data, wish = await _form_data(actor, state), callback_data
    if "kind" not in data or wish.mark != screens.mark_of(data["text"], _audience(data)):
        raise BroadcastGone()
    await state.clear()
    if not wish.send:
        return screens.dropped(say)
    return screens.report(say, await work(broadcasts.send, actor, data["text"], _audience(data), now))


async def show(
    query: CallbackQuery,
    callback_data: wishes.ShowBroadcast,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    shown = await work(broadcasts.report, actor, callback_data.broadcast, now)
    await state.clear()
    return screens.report(say, shown)


async def turn_broadcasts(
    query: CallbackQuery,
    callback_data: wishes.BroadcastsPage,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    page = await work(broadcasts.reports_page, actor, callback_data.page, now)
    await state.clear()
    return screens.reports_page(say, page)


async def pause(
    query: CallbackQuery,
    callback_data: wishes.PauseBroadcast,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
) -> Screen:
    rule = broadcasts.pause if callback_data.paused else broadcasts.resume
    return screens.report(say, await work(rule, actor, callback_data.broadcast, now))


async def stop(
    query: CallbackQuery,
    callback_data: wishes.StopBroadcast,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
) -> Screen:
    if not callback_data.sure:
        return screens.ask_stop(say, await work(broadcasts.about_to_stop, actor, callback_data.broadcast, now))
    return screens.report(say, await work(broadcasts.stop, actor, callback_data.broadcast, now))


async def _form_data(actor: Actor, state: FSMContext) -> dict[str, Any]:
    """Return the data of the open form, with the text at least. Raises BroadcastGone."""
    actor.require_staff()
    data = await state.get_data()
    if await state.get_state() not in {Broadcasting.audience.state, Broadcasting.preview.state} or "text" not in data:
        raise BroadcastGone()
    return data


async def _preview_for(
    work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext, audience: BroadcastAudience
) -> Screen:
    """Keep the audience and show the preview."""
    data = await _form_data(actor, state)
    shown = await work(broadcasts.preview, actor, data["text"], audience, now)
    await state.set_data({"text": data["text"], "kind": audience.kind.value, "chosen": list(audience.chosen)})
    await state.set_state(Broadcasting.preview)
    return screens.preview(say, shown)


async def _ask_audience(work: Work, say: Say, actor: Actor, data: dict[str, Any], *, typed: bool = False) -> Screen:
    """Ask for the kind of audience, or for the audience of that kind."""
    if "kind" not in data:
        return screens.ask_audience(say, typed=typed)
    kind = AudienceKind(data["kind"])
    if kind in screens.CODES:
        return screens.ask_codes(say, _audience(data), typed=typed)
    if kind is AudienceKind.EVENT:
        return screens.ask_event(say, await work(receivers.events_page, actor, 1), typed=typed)
    return screens.ask_organization(say, await work(schools.all_organizations), 1)


def _audience(data: dict[str, Any]) -> BroadcastAudience:
    return BroadcastAudience(AudienceKind(data["kind"]), tuple(data["chosen"]))


def _code_kind(data: dict[str, Any]) -> AudienceKind:
    """Return the kind whose codes are being chosen. Raises BroadcastGone."""
    kind = data.get("kind")
    if kind is None or AudienceKind(kind) not in screens.CODES:
        raise BroadcastGone()
    return AudienceKind(kind)
