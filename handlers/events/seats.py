"""Seats: sign-up, the waiting list, an offered seat."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.work import Work
from screens import wishes
from screens.events import seats as screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.events import seats


def router() -> Router:
    routes = Router(name="events.seats")
    routes.callback_query.register(sign_up, wishes.SignUp.filter())
    routes.callback_query.register(join_waiting_list, wishes.JoinWaitingList.filter())
    routes.callback_query.register(cancel_sign_up, wishes.CancelSignUp.filter())
    routes.callback_query.register(restore_sign_up, wishes.RestoreSignUp.filter())
    routes.callback_query.register(answer_offer, wishes.AnswerOffer.filter())
    return routes


async def sign_up(
    query: CallbackQuery, callback_data: wishes.SignUp, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    return screens.signed_up(say, await work(seats.sign_up, actor, callback_data.event, now), now)


async def join_waiting_list(
    query: CallbackQuery, callback_data: wishes.JoinWaitingList, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    return screens.signed_up(say, await work(seats.join_waiting_list, actor, callback_data.event, now), now)


async def cancel_sign_up(
    query: CallbackQuery, callback_data: wishes.CancelSignUp, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    if not callback_data.sure:
        return screens.ask_to_cancel(say, await work(seats.about_to_cancel, actor, callback_data.event, now), now)
    return screens.cancelled(say, await work(seats.cancel, actor, callback_data.event, now))


async def restore_sign_up(
    query: CallbackQuery, callback_data: wishes.RestoreSignUp, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    return screens.signed_up(say, await work(seats.restore, actor, callback_data.event, now), now)


async def answer_offer(
    query: CallbackQuery, callback_data: wishes.AnswerOffer, work: Work, say: Say, actor: Actor, now: datetime
) -> Screen:
    if callback_data.take:
        return screens.signed_up(say, await work(seats.accept_offer, actor, callback_data.registration, now), now)
    return screens.cancelled(say, await work(seats.decline_offer, actor, callback_data.registration, now))
