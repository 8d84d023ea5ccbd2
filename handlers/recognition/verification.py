"""Verification of a certificate by its link or number, open to anybody."""

from handlers.routes import command, link
from handlers.visit import Visit
from screens.recognition import verification as screens
from screens.screen import Screen
from services.recognition import verification
from services.rights import Right


def verify_by_link(visit: Visit, payload: str) -> Screen:
    visit.set_form_aside()
    return screens.verified(visit.say, verification.by_code(visit.db, payload))


def verify_by_number(visit: Visit) -> Screen:
    visit.set_form_aside()
    if not visit.arguments:
        return screens.how_to_check(visit.say)
    return screens.verified(visit.say, verification.by_number(visit.db, visit.arguments), masked=True)


ROUTES = (
    link("v_", verify_by_link, Right.ANYBODY),
    command("check", verify_by_number, Right.ANYBODY),
)
