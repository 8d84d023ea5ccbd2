"""/help, its menu label, and buttons that only show a label."""

from handlers.routes import command, label, press
from handlers.visit import Visit
from screens import help as screens
from screens import wishes
from screens.screen import Screen
from services.rights import Right


def show_help(visit: Visit) -> Screen:
    return screens.help_screen(visit.say, staff=visit.actor.is_staff, admin=visit.actor.is_admin)


def answer_nothing(_visit: Visit, _wish: wishes.Nothing) -> None:
    """Take the press of a button that only shows a label, such as a page number."""


ROUTES = (
    command("help", show_help, Right.ANYBODY),
    label("menu-help", show_help, Right.ANYBODY),
    press(wishes.Nothing, answer_nothing, Right.ANYBODY),
)
