"""Answers to what no other handler takes: an unknown text, an unexpected file, a button of an older version."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from screens import help as screens
from screens import wishes
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor


def router() -> Router:
    routes = Router(name="fallback")
    routes.callback_query.register(leave_form, wishes.LeaveForm.filter())
    routes.message.register(not_understood)
    routes.callback_query.register(old_button)
    return routes


async def leave_form(query: CallbackQuery, say: Say, state: FSMContext) -> Screen:
    await state.clear()
    return screens.form_left(say)


async def not_understood(message: Message, say: Say, actor: Actor) -> Screen:
    return screens.not_understood(say, staff=actor.is_staff)


async def old_button(query: CallbackQuery, say: Say) -> Screen:
    return screens.old_button(say)
