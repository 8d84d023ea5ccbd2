"""Participants' answers when an event has moved."""

from handlers.routes import press
from handlers.visit import Visit
from screens import wishes
from screens.events import moved as screens
from screens.events import seats as seat_screens
from screens.screen import Screen
from services.events import moved as moves
from services.rights import Right


def answer_move(visit: Visit, wish: wishes.AnswerMove) -> Screen:
    if wish.suits:
        return screens.seat_kept(
            visit.say, moves.accept_move(visit.db, visit.actor, wish.event, wish.version, visit.now)
        )
    return seat_screens.cancelled(
        visit.say, moves.decline_move(visit.db, visit.actor, wish.event, wish.version, visit.now)
    )


ROUTES = (press(wishes.AnswerMove, answer_move, Right.TEACHER),)
