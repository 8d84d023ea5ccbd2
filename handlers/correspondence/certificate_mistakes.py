"""A mistake on a certificate, written to the staff as a question."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.recognition.certificates import show_certificates
from handlers.work import Work
from screens import wishes
from screens.correspondence import certificate_mistakes as screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.correspondence import questions
from services.lengths import TextLength, check
from services.recognition import certificates


class ReportingMistake(StatesGroup):
    text = State()


def router() -> Router:
    routes = Router(name="correspondence.certificate_mistakes")
    routes.callback_query.register(report_mistake, wishes.ReportMistake.filter())
    return routes


def form_router() -> Router:
    """Route the typed words about the mistake."""
    routes = Router(name="correspondence.certificate_mistakes form")
    routes.message.register(write_mistake, StateFilter(ReportingMistake.text))
    routes.callback_query.register(leave, wishes.LeaveForm.filter(), StateFilter(ReportingMistake.text))
    return routes


async def report_mistake(
    query: CallbackQuery,
    callback_data: wishes.ReportMistake,
    work: Work,
    say: Say,
    actor: Actor,
    state: FSMContext,
) -> Screen:
    certificate = await work(certificates.own_certificate, actor, callback_data.certificate)
    await state.set_state(ReportingMistake.text)
    await state.set_data({"certificate": certificate.id})
    return screens.ask(say, certificate)


async def write_mistake(
    message: Message, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext
) -> Screen:
    try:
        typed = check(message.text or "", certificates.MISTAKE_LIMIT)
    except TextLength as bad:
        return screens.ask_again(say, bad)
    certificate_id = (await state.get_data())["certificate"]
    certificate = await work(certificates.own_certificate, actor, certificate_id)
    await work(questions.ask, actor, 0, screens.letter(say, certificate, typed), now)
    await state.clear()
    return screens.sent(say)


async def leave(query: CallbackQuery, work: Work, say: Say, actor: Actor, state: FSMContext) -> Screen:
    return await show_certificates(query, work, say, actor, state)
