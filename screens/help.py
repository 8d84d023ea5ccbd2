"""Help and the answers to what nobody asked for."""

from screens import wishes
from screens.menu import main_menu
from screens.screen import Screen
from screens.texts import Say


def help_screen(say: Say, *, staff: bool, admin: bool) -> Screen:
    question = say.button("button-ask", wishes.Go(to=wishes.Place.QUESTION))
    text = say.lines([say("help"), say("help-staff") if staff else None, say("help-admin") if admin else None])
    return Screen(text, rows=((question,),))


def not_understood(say: Say, *, staff: bool) -> Screen:
    """A text nobody waits for: the menu comes back with it."""
    return main_menu(say, say("not-understood"), staff=staff)


def old_button(say: Say) -> Screen:
    """A button of a kind this version no longer knows."""
    return Screen(toast=say.plain("old-button"))


def form_left(say: Say) -> Screen:
    """A form was closed without an end: nothing of it is kept."""
    return Screen(say("form-left"))
