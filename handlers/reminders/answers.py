"""Answers to reminders and the feedback after an event."""

from datetime import datetime, timedelta

from aiogram import Router
from aiogram.filters import Filter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.work import Work
from screens import wishes
from screens.events import seats as seat_screens
from screens.reminders import notices as screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.events import seats
from services.lengths import TextLength
from services.reminders import answers, feedback

WORDS_WAIT = timedelta(hours=1)
"""A text sent later than this after the mark is not about the event."""


class GivingFeedback(StatesGroup):
    words = State()


class WordsAwaited(Filter):
    """Passes while words to a mark are waited for; afterwards the form is closed and others may understand the text."""

    async def __call__(self, message: Message, state: FSMContext, now: datetime, raw_state: str | None = None) -> bool:
        if raw_state != GivingFeedback.words.state:
            return False
        if now <= datetime.fromisoformat((await state.get_data())["until"]):
            return True
        await state.clear()
        return False


def router() -> Router:
    """Buttons of reminders; they work whatever form is open."""
    routes = Router(name="reminders.answers")
    routes.callback_query.register(answer_reminder, wishes.AnswerReminder.filter())
    routes.callback_query.register(give_mark, wishes.GiveMark.filter())
    return routes


def form_router() -> Router:
    """The words after a mark: a form like others."""
    routes = Router(name="reminders.answers form")
    routes.message.register(write_words, WordsAwaited())
    routes.callback_query.register(finish, wishes.LeaveForm.filter(), StateFilter(GivingFeedback.words))
    return routes


async def answer_reminder(
    query: CallbackQuery, callback_data: wishes.AnswerReminder, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    if callback_data.coming:
        return screens.coming(say, await work(answers.confirm_coming, actor, callback_data.event), now)
    return seat_screens.cancelled(say, await work(seats.cancel, actor, callback_data.event, now))


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
        await state.set_data({"event": event.id, "until": (now + WORDS_WAIT).isoformat()})
    return screens.mark_kept(say, event, callback_data.mark)


async def write_words(message: Message, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext) -> Screen:
    try:
        await work(feedback.add_words, actor, (await state.get_data())["event"], message.text or "", now)
    except TextLength as bad:
        return screens.words_needed(say, bad)
    await state.clear()
    return screens.words_kept(say)


async def finish(query: CallbackQuery, say: Say, state: FSMContext) -> Screen:
    await state.clear()
    return screens.feedback_done(say)
