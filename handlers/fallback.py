"""Answers to what no other handler takes: an unknown text, an unexpected file, a button of an older version."""

from handlers.routes import FREE_TEXT, OLD_BUTTON, Route, press
from handlers.visit import Visit
from screens import help as screens
from screens import wishes
from screens.screen import Screen
from services.rights import Right


def leave_form(visit: Visit, _wish: wishes.LeaveForm) -> Screen:
    visit.form = None
    return screens.form_left(visit.say)


def not_understood(visit: Visit) -> Screen:
    return screens.not_understood(visit.say, staff=visit.actor.is_staff)


def old_button(visit: Visit) -> Screen:
    return screens.old_button(visit.say)


ROUTES = (
    press(wishes.LeaveForm, leave_form, Right.ANYBODY),
    Route(FREE_TEXT, Right.ANYBODY, not_understood),
    Route(OLD_BUTTON, Right.ANYBODY, old_button),
)
