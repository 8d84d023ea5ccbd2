"""«Сертификаты»: the list, a file again, a mistake in the name; verification for anybody."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.filters import DeepLink, GoTo, Label
from handlers.forms import put_aside
from handlers.work import Work
from screens import wishes
from screens.recognition import certificates as screens
from screens.recognition import verification as verification_screens
from screens.screen import Screen
from screens.texts import Say
from screens.wishes import Place
from services.actors import Actor
from services.correspondence import questions
from services.lengths import TextLength, check
from services.recognition import certificates, verification


class ReportingMistake(StatesGroup):
    text = State()


def router() -> Router:
    routes = Router(name="recognition.certificates")
    routes.message.register(verify_by_link, DeepLink("v_"))
    routes.message.register(verify_by_number, Command("check"))
    routes.message.register(show_certificates, Command("certificates"))
    routes.message.register(show_certificates, Label("menu-certificates"))
    routes.callback_query.register(show_certificates, GoTo(Place.CERTIFICATES))
    routes.callback_query.register(turn_page, wishes.CertificatesPage.filter())
    routes.callback_query.register(get_certificate, wishes.GetCertificate.filter())
    routes.callback_query.register(report_mistake, wishes.ReportMistake.filter())
    return routes


def form_router() -> Router:
    """What is wrong on a certificate: a form of one text."""
    routes = Router(name="recognition.certificates form")
    routes.message.register(write_mistake, StateFilter(ReportingMistake.text))
    routes.callback_query.register(leave, wishes.LeaveForm.filter(), StateFilter(ReportingMistake.text))
    return routes


async def verify_by_link(
    message: Message, payload: str, work: Work, say: Say, actor: Actor, state: FSMContext
) -> Screen:
    await put_aside(actor, state)
    return verification_screens.verified(say, await work(verification.by_code, payload))


async def verify_by_number(
    message: Message, command: CommandObject, work: Work, say: Say, actor: Actor, state: FSMContext
) -> Screen:
    await put_aside(actor, state)
    if not command.args:
        return verification_screens.how_to_check(say)
    return verification_screens.verified(say, await work(verification.by_number, command.args), masked=True)


async def show_certificates(
    event: Message | CallbackQuery, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext
) -> Screen:
    await state.clear()
    return screens.certificates(say, await work(certificates.certificates_page, actor, 1))


async def turn_page(
    query: CallbackQuery, callback_data: wishes.CertificatesPage, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    return screens.certificates(say, await work(certificates.certificates_page, actor, callback_data.page + 1))


async def get_certificate(
    query: CallbackQuery, callback_data: wishes.GetCertificate, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    return screens.again(say, await work(certificates.certificate_file, actor, callback_data.certificate, now))


async def report_mistake(
    query: CallbackQuery,
    callback_data: wishes.ReportMistake,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    certificate = await work(certificates.own_certificate, actor, callback_data.certificate)
    await state.set_state(ReportingMistake.text)
    await state.set_data({"certificate": certificate.id})
    return screens.mistake_asked(say, certificate)


async def write_mistake(
    message: Message, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext
) -> Screen:
    try:
        typed = check(message.text or "", certificates.MISTAKE_LIMIT)
    except TextLength as bad:
        return screens.mistake_again(say, bad)
    certificate_id = (await state.get_data())["certificate"]
    certificate = await work(certificates.own_certificate, actor, certificate_id)
    await work(questions.ask, actor, 0, screens.mistake_letter(say, certificate, typed), now)
    await state.clear()
    return screens.mistake_sent(say)


async def leave(query: CallbackQuery, work: Work, say: Say, actor: Actor, now: datetime, state: FSMContext) -> Screen:
    return await show_certificates(query, work, say, actor, now, state)
