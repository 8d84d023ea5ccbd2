"""Help, and answers to unexpected texts and old buttons."""

from screens import wishes
from screens.menu import main_menu
from screens.screen import Screen
from screens.texts import Say


def help_screen(say: Say, *, staff: bool, admin: bool) -> Screen:
    question = say.button("button-ask", wishes.Go(to=wishes.Place.QUESTION))
    text = say.lines([say("help"), say("help-staff") if staff else None, say("help-admin") if admin else None])
    return Screen(text, rows=((question,),))


def not_understood(say: Say, *, staff: bool) -> Screen:
    """Answer a text that no handler expects, and bring back the menu."""
    return main_menu(say, say("not-understood"), staff=staff)


def old_button(say: Say) -> Screen:
    """Answer a button of a kind that this version does not know."""
    return Screen(toast=say.plain("old-button"))


def form_left(say: Say) -> Screen:
    """Confirm that a form was left; nothing of it is kept."""
    return Screen(say("form-left"))
