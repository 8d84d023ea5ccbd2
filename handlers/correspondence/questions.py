"""Questions to organizers and the answers to them."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.filters import GoTo
from handlers.work import Work
from screens import wishes
from screens.correspondence import questions as screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.correspondence import questions
from services.correspondence.questions import QUESTION_LIMIT
from services.lengths import TextLength, check


class Asking(StatesGroup):
    question = State()
    answer = State()


def router() -> Router:
    routes = Router(name="correspondence.questions")
    routes.callback_query.register(ask_staff, GoTo(wishes.Place.QUESTION))
    routes.callback_query.register(ask_about, wishes.AskAbout.filter())
    routes.callback_query.register(answer, wishes.AnswerQuestion.filter())
    return routes


def form_router() -> Router:
    """Route the typed question or answer, and leaving the form."""
    routes = Router(name="correspondence.questions form")
    routes.message.register(type_question, StateFilter(Asking.question))
    routes.message.register(type_answer, StateFilter(Asking.answer))
    routes.callback_query.register(leave, wishes.LeaveForm.filter(), StateFilter(Asking))
    return routes


async def ask_staff(query: CallbackQuery, work: Work, say: Say, actor: Actor, state: FSMContext) -> Screen:
    return await _ask(0, work, say, actor, state)


async def ask_about(
    query: CallbackQuery, callback_data: wishes.AskAbout, work: Work, say: Say, actor: Actor, state: FSMContext
) -> Screen:
    return await _ask(callback_data.event, work, say, actor, state)


async def _ask(event_id: int, work: Work, say: Say, actor: Actor, state: FSMContext) -> Screen:
    event = await work(questions.event_to_ask_about, actor, event_id)
    await state.set_state(Asking.question)
    await state.set_data({"event": event_id})
    return screens.ask(say, event)


async def type_question(
    message: Message, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext
) -> Screen:
    event_id = (await state.get_data())["event"]
    try:
        text = check(message.text or "", QUESTION_LIMIT)
    except TextLength as bad:
        event = await work(questions.event_to_ask_about, actor, event_id)
        return screens.ask(say, event, bad=say(bad.key, **bad.values))
    sent = await work(questions.ask, actor, event_id, text, now)
    await state.clear()
    return screens.sent(say, sent)


async def answer(
    query: CallbackQuery,
    callback_data: wishes.AnswerQuestion,
    work: Work,
    say: Say,
    actor: Actor,
    state: FSMContext,
) -> Screen:
    thread = await work(questions.open_thread, actor, callback_data.question)
    await state.set_state(Asking.answer)
    await state.set_data({"question": callback_data.question})
    return screens.answer(say, thread)


async def type_answer(message: Message, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext) -> Screen:
    question_id = (await state.get_data())["question"]
    try:
        text = check(message.text or "", QUESTION_LIMIT)
    except TextLength as bad:
        thread = await work(questions.open_thread, actor, question_id)
        return screens.answer(say, thread, bad=say(bad.key, **bad.values))
    sent = await work(questions.answer, actor, question_id, text, now)
    await state.clear()
    return screens.sent(say, sent)


async def leave(query: CallbackQuery, say: Say, state: FSMContext) -> Screen:
    await state.clear()
    return screens.left(say)
