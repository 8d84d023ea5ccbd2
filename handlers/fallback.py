"""What no other handler takes: an unknown text, a file nobody asked for, a button of an older version."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.filters import Label
from screens import help as screens
from screens import wishes
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor


def help_router() -> Router:
    router = Router(name="help")
    router.message.register(show_help, Command("help"))
    router.message.register(show_help, Label("menu-help"))
    router.callback_query.register(tell_nothing, wishes.Nothing.filter())
    return router


def fallback_router() -> Router:
    router = Router(name="fallback")
    router.callback_query.register(leave_form, wishes.LeaveForm.filter())
    router.message.register(not_understood)
    router.callback_query.register(old_button)
    return router


async def show_help(message: Message, say: Say, actor: Actor) -> Screen:
    return screens.help_screen(say, staff=actor.is_staff, admin=actor.is_admin)


async def tell_nothing(query: CallbackQuery) -> None:
    """A button that only tells."""


async def leave_form(query: CallbackQuery, say: Say, actor: Actor, state: FSMContext) -> Screen:
    await state.clear()
    return screens.form_left(say)


async def not_understood(message: Message, say: Say, actor: Actor) -> Screen:
    return screens.not_understood(say, staff=actor.is_staff)


async def old_button(query: CallbackQuery, say: Say) -> Screen:
    return screens.old_button(say)
