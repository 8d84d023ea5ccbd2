"""Verification of a certificate by its link or number, open to anybody."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from handlers.filters import DeepLink
from handlers.forms import put_aside
from handlers.work import Work
from screens.recognition import verification as screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.recognition import verification


def router() -> Router:
    routes = Router(name="recognition.verification")
    routes.message.register(verify_by_link, DeepLink("v_"))
    routes.message.register(verify_by_number, Command("check"))
    return routes


async def verify_by_link(
    message: Message, payload: str, work: Work, say: Say, actor: Actor, state: FSMContext
) -> Screen:
    await put_aside(actor, state)
    return screens.verified(say, await work(verification.by_code, payload))


async def verify_by_number(
    message: Message, command: CommandObject, work: Work, say: Say, actor: Actor, state: FSMContext
) -> Screen:
    await put_aside(actor, state)
    if not command.args:
        return screens.how_to_check(say)
    return screens.verified(say, await work(verification.by_number, command.args), masked=True)
