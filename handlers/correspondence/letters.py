"""Letters of an organizer to the participants of an event."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.work import Work
from screens import wishes
from screens.correspondence import letters as screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.correspondence import letters
from services.correspondence.letters import LetterGone
from services.lengths import TextLength


class Writing(StatesGroup):
    """The question for the text; the typed text is kept in the data until it is sent."""

    letter = State()


def router() -> Router:
    routes = Router(name="correspondence.letters")
    routes.callback_query.register(write, wishes.WriteToParticipants.filter())
    routes.callback_query.register(send, wishes.SendLetter.filter())
    return routes


def form_router() -> Router:
    routes = Router(name="correspondence.letters form")
    routes.message.register(type_letter, StateFilter(Writing.letter))
    return routes


async def write(
    query: CallbackQuery,
    callback_data: wishes.WriteToParticipants,
    work: Work,
    say: Say,
    actor: Actor,
    state: FSMContext,
) -> Screen:
    draft = await work(letters.start_letter, actor, callback_data.event)
    await state.set_state(Writing.letter)
    await state.set_data({"event": callback_data.event})
    return screens.ask(say, draft)


async def type_letter(message: Message, work: Work, say: Say, actor: Actor, state: FSMContext) -> Screen:
    """Take the text, also another one after the preview."""
    event_id = (await state.get_data())["event"]
    try:
        draft = await work(letters.preview_letter, actor, event_id, message.text or "")
    except TextLength as bad:
        again = await work(letters.start_letter, actor, event_id)
        return screens.ask(say, again, bad=say(bad.key, **bad.values))
    await state.update_data(text=draft.text)
    return screens.preview(say, draft)


async def send(
    query: CallbackQuery,
    callback_data: wishes.SendLetter,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    wish, data = callback_data, await state.get_data()
    if await state.get_state() != Writing.letter.state or data["event"] != wish.event or "text" not in data:
        raise LetterGone(event=wish.event)
    await state.clear()
    if not wish.send:
        return screens.dropped(say, wish.event)
    return screens.sent(say, await work(letters.send_letter, actor, wish.event, data["text"], now))
