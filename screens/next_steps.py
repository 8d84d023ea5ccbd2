"""Next steps after a refusal, as rows of buttons: the common ones, and those of refusals that any service raises."""

from collections.abc import Callable

from screens import wishes
from screens.buttons import ask_organizer_button, events_button
from screens.screen import Rows, Style
from screens.texts import Say
from services.lengths import TextLength
from services.refusals import (
    AdminsOnly,
    AlreadyAnswered,
    ConsentNeeded,
    NotFound,
    NotYours,
    ProfileNeeded,
    Refusal,
    StaffOnly,
)

NextStep = Callable[[Say, Refusal], Rows]


def no_next_step(_say: Say, _refusal: Refusal) -> Rows:
    """Return no buttons: nothing can be done instead."""
    return ()


def joined(*steps: NextStep) -> NextStep:
    """Return the rows of all `steps`, one below the other."""

    def rows(say: Say, refusal: Refusal) -> Rows:
        return tuple(row for step in steps for row in step(say, refusal))

    return rows


def open_place(key: str, place: wishes.Place, style: Style | None = None) -> NextStep:
    """Open a screen that needs no ids by a button labelled `key`."""

    def rows(say: Say, _refusal: Refusal) -> Rows:
        return ((say.button(key, wishes.Go(to=place), style=style),),)

    return rows


def event_of(refusal: Refusal) -> int:
    """Return the id of the event that the refusal speaks of."""
    return int(refusal.values["event"])


def to_events(say: Say, _refusal: Refusal) -> Rows:
    return ((events_button(say),),)


def to_card(say: Say, refusal: Refusal) -> Rows:
    return ((say.button("button-open-card", wishes.ShowEvent(event=event_of(refusal))),),)


def to_organizer(say: Say, refusal: Refusal) -> Rows:
    return ((ask_organizer_button(say, event_of(refusal)),),)


to_consent = open_place("button-read-and-agree", wishes.Place.CONSENT, "primary")

NEXT: dict[type[Refusal], NextStep] = {
    ProfileNeeded: open_place("button-start", wishes.Place.CONSENT, "primary"),
    ConsentNeeded: to_consent,
    StaffOnly: no_next_step,
    AdminsOnly: no_next_step,
    NotYours: no_next_step,
    NotFound: to_events,
    AlreadyAnswered: no_next_step,
    TextLength: no_next_step,
}
