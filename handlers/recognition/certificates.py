"""«Сертификаты»: the list, and a file once more."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.filters import GoTo, Label
from handlers.work import Work
from screens import wishes
from screens.recognition import certificates as screens
from screens.screen import Screen
from screens.texts import Say
from screens.wishes import Place
from services.actors import Actor
from services.recognition import certificates


def router() -> Router:
    routes = Router(name="recognition.certificates")
    routes.message.register(show_certificates, Command("certificates"))
    routes.message.register(show_certificates, Label("menu-certificates"))
    routes.callback_query.register(show_certificates, GoTo(Place.CERTIFICATES))
    routes.callback_query.register(turn_page, wishes.CertificatesPage.filter())
    routes.callback_query.register(get_certificate, wishes.GetCertificate.filter())
    return routes


async def show_certificates(
    event: Message | CallbackQuery, work: Work, say: Say, actor: Actor, state: FSMContext
) -> Screen:
    await state.clear()
    return screens.certificates(say, await work(certificates.certificates_page, actor, 1))


async def turn_page(
    query: CallbackQuery, callback_data: wishes.CertificatesPage, work: Work, say: Say, actor: Actor
) -> Screen:
    return screens.certificates(say, await work(certificates.certificates_page, actor, callback_data.page + 1))


async def get_certificate(
    query: CallbackQuery, callback_data: wishes.GetCertificate, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    return screens.file_again(say, await work(certificates.certificate_file, actor, callback_data.certificate, now))
