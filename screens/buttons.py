"""Buttons that several subjects show."""

from screens import wishes
from screens.screen import Button
from screens.texts import Say


def events_button(say: Say) -> Button:
    return say.button("button-events", wishes.Go(to=wishes.Place.EVENTS))


def stop_form_button(say: Say) -> Button:
    return say.button("button-stop-form", wishes.LeaveForm())


def ask_organizer_button(say: Say, event_id: int) -> Button:
    return say.button("button-ask-organizer", wishes.AskAbout(event=event_id))
