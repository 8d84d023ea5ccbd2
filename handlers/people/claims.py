"""The staff's answer which organization a teacher meant."""

from handlers.routes import press
from handlers.visit import Visit
from screens import wishes
from screens.people import claims as screens
from screens.screen import Screen
from services.people import claims
from services.rights import Right


def answer(visit: Visit, wish: wishes.AnswerOrganization) -> Screen:
    if not wish.organization:
        return screens.ask_kind(visit.say, claims.view_open_claim(visit.db, visit.actor, wish.claim))
    answered = claims.answer(visit.db, visit.actor, wish.claim, wish.organization, visit.now)
    return screens.answered(visit.say, answered)


def add_organization(visit: Visit, wish: wishes.AddOrganization) -> Screen:
    answered = claims.add_organization(visit.db, visit.actor, wish.claim, wish.kind, visit.now)
    return screens.answered(visit.say, answered)


ROUTES = (
    press(wishes.AnswerOrganization, answer, Right.STAFF),
    press(wishes.AddOrganization, add_organization, Right.STAFF),
)
