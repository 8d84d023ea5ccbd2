"""Feedback after an event: a mark, then words."""

from datetime import datetime, timedelta

from aiogram import Router
from aiogram.filters import Filter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.work import Work
from screens import wishes
from screens.reminders import feedback as screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.lengths import TextLength
from services.reminders import feedback

WORDS_AWAITED_FOR = timedelta(hours=1)
"""A text sent later after the mark is not taken as feedback."""


class GivingFeedback(StatesGroup):
    words = State()


class WordsAwaited(Filter):
    """Pass while words to a mark are awaited; afterwards close the form and leave the text to other handlers."""

    async def __call__(self, _message: Message, state: FSMContext, now: datetime, raw_state: str | None = None) -> bool:
        if raw_state != GivingFeedback.words.state:
            return False
        if now <= datetime.fromisoformat((await state.get_data())["until"]):
            return True
        await state.clear()
        return False


def router() -> Router:
    """Route the marks, which work whatever form is open."""
    routes = Router(name="reminders.feedback")
    routes.callback_query.register(give_mark, wishes.GiveMark.filter())
    return routes


def form_router() -> Router:
    """Route the words after a mark."""
    routes = Router(name="reminders.feedback form")
    routes.message.register(write_words, WordsAwaited())
    routes.callback_query.register(finish, wishes.LeaveForm.filter(), StateFilter(GivingFeedback.words))
    return routes


async def give_mark(
    query: CallbackQuery,
    callback_data: wishes.GiveMark,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    event = await work(feedback.give_mark, actor, callback_data.event, callback_data.mark, now)
    if await state.get_state() in {None, GivingFeedback.words.state}:
        await state.set_state(GivingFeedback.words)
        await state.set_data({"event": event.id, "until": (now + WORDS_AWAITED_FOR).isoformat()})
    return screens.mark_kept(say, callback_data.mark)


async def write_words(message: Message, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext) -> Screen:
    try:
        await work(feedback.add_words, actor, (await state.get_data())["event"], message.text or "", now)
    except TextLength as bad:
        return screens.words_needed(say, bad)
    await state.clear()
    return screens.words_kept(say)


async def finish(query: CallbackQuery, say: Say, state: FSMContext) -> Screen:
    await state.clear()
    return screens.done(say)
