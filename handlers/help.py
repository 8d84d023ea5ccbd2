"""/help, its menu label, and buttons that only show a label."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.filters import Label
from screens import help as screens
from screens import wishes
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor


def router() -> Router:
    routes = Router(name="help")
    routes.message.register(show_help, Command("help"))
    routes.message.register(show_help, Label("menu-help"))
    routes.callback_query.register(answer_nothing, wishes.Nothing.filter())
    return routes


async def show_help(message: Message, say: Say, actor: Actor) -> Screen:
    return screens.help_screen(say, staff=actor.is_staff, admin=actor.is_admin)


async def answer_nothing(query: CallbackQuery) -> None:
    """Take the press of a button that only shows a label, such as a page number."""
