"""Seats: sign-up, the waiting list, an offered seat."""

from handlers.routes import press
from handlers.visit import Visit
from screens import wishes
from screens.events import seats as screens
from screens.screen import Screen
from services.events import seats
from services.rights import Right


def sign_up(visit: Visit, wish: wishes.SignUp) -> Screen:
    return screens.signed_up(visit.say, seats.sign_up(visit.db, visit.actor, wish.event, visit.now), visit.now)


def join_waiting_list(visit: Visit, wish: wishes.JoinWaitingList) -> Screen:
    return screens.signed_up(
        visit.say, seats.join_waiting_list(visit.db, visit.actor, wish.event, visit.now), visit.now
    )


def cancel_sign_up(visit: Visit, wish: wishes.CancelSignUp) -> Screen:
    if not wish.sure:
        return screens.ask_to_cancel(
            visit.say, seats.about_to_cancel(visit.db, visit.actor, wish.event, visit.now), visit.now
        )
    return screens.cancelled(visit.say, seats.cancel(visit.db, visit.actor, wish.event, visit.now))


def restore_sign_up(visit: Visit, wish: wishes.RestoreSignUp) -> Screen:
    return screens.signed_up(visit.say, seats.restore(visit.db, visit.actor, wish.event, visit.now), visit.now)


def answer_offer(visit: Visit, wish: wishes.AnswerOffer) -> Screen:
    if wish.take:
        return screens.signed_up(
            visit.say, seats.accept_offer(visit.db, visit.actor, wish.registration, visit.now), visit.now
        )
    return screens.cancelled(visit.say, seats.decline_offer(visit.db, visit.actor, wish.registration, visit.now))


ROUTES = (
    press(wishes.SignUp, sign_up, Right.TEACHER),
    press(wishes.JoinWaitingList, join_waiting_list, Right.TEACHER),
    press(wishes.CancelSignUp, cancel_sign_up, Right.TEACHER),
    press(wishes.RestoreSignUp, restore_sign_up, Right.TEACHER),
    press(wishes.AnswerOffer, answer_offer, Right.TEACHER),
)
