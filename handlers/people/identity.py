"""The staff's answer whether a newcomer is the person of that name."""

from handlers.routes import press
from handlers.visit import Visit
from screens import wishes
from screens.people import identity as screens
from screens.screen import Screen
from services.people import identity
from services.rights import Right


def answer(visit: Visit, wish: wishes.AnswerIdentity) -> Screen:
    answered = identity.answer(visit.db, visit.actor, wish.question, wish.answer, visit.now)
    return screens.answered(visit.say, answered)


ROUTES = (press(wishes.AnswerIdentity, answer, Right.STAFF),)
