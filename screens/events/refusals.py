"""Words and next steps of refusals about seats and moved events."""

from collections.abc import Callable
from datetime import datetime

from screens import wishes
from screens.dates import day
from screens.event_forms import form_word
from screens.events.seats import join_list_button, leave_list_button
from screens.events.words import codes_in_words
from screens.next_steps import NextStep, event_of, joined, to_card, to_events, to_organizer
from screens.screen import Rows
from screens.texts import Say
from services.events.audience import Mismatch
from services.events.moved import MovedAgain
from services.events.refusals import (
    AlreadySignedUp,
    AlreadyWaiting,
    EventCancelled,
    EventFull,
    EventPast,
    NotForYou,
    NotSignedUp,
    OfferEnded,
    SignUpClosed,
    TooLateToCancel,
)
from services.refusals import Refusal


def _join_list(say: Say, refusal: Refusal) -> Rows:
    return ((join_list_button(say, event_of(refusal)),),)


def _leave_list(say: Say, refusal: Refusal) -> Rows:
    return ((leave_list_button(say, event_of(refusal)),),)


def _to_moved_event(say: Say, refusal: Refusal) -> Rows:
    return ((say.button("button-more", wishes.ShowEvent(event=event_of(refusal)), style="primary"),),)


def _fitting(say: Say, refusal: Refusal) -> Rows:
    """Open a fitting event, or else the profile when the subjects in it do not fit."""
    if refusal.values["other"]:
        other = wishes.ShowEvent(event=int(refusal.values["other"]))
        return ((say.button("button-look", other, style="primary"),),)
    if refusal.values["why"] == Mismatch.SUBJECT.value:
        return ((say.button("button-my-profile", wishes.Go(to=wishes.Place.PROFILE)),),)
    return ()


NEXT: dict[type[Refusal], NextStep] = {
    AlreadySignedUp: to_card,
    AlreadyWaiting: joined(_leave_list, to_card),
    EventCancelled: to_events,
    EventFull: joined(_join_list, to_events),
    EventPast: to_events,
    MovedAgain: _to_moved_event,
    NotForYou: joined(_fitting, to_events),
    NotSignedUp: joined(to_card, to_events),
    OfferEnded: joined(_join_list, to_events),
    SignUpClosed: joined(to_organizer, to_events),
    TooLateToCancel: joined(to_organizer, to_events),
}


def _seat_words(say: Say, refusal: Refusal) -> str:
    """Return the reason with the name of the event; codes and moments become words here."""
    values = refusal.values
    named: dict[str, str | int | float] = {
        "form": form_word(say, str(values["form"]), str(values["form_title"])),
        "title": str(values["title"]),
        "time": _wall_time(say, str(values["starts"])),
    }
    if "place" in values:
        named["number"] = str(values["place"])
    if "closed" in values:
        named["closed"] = _wall_time(say, str(values["closed"]))
    return say(refusal.key, **named)


def _cancelled_words(say: Say, refusal: Refusal) -> str:
    reason = refusal.values["reason"]
    why = say("event-cancel-reason", reason=str(reason)) if reason else None
    return say.lines([_seat_words(say, refusal), why, say("refused-look-at-coming")])


def _not_for_you_words(say: Say, refusal: Refusal) -> str:
    values = refusal.values
    why = Mismatch(str(values["why"]))
    reason = say(f"refused-not-for-you-{why.value}", whom=codes_in_words(say, why, str(values["codes"]).split(",")))
    if not values["other"]:
        return say.lines([say(refusal.key), reason])
    other = say(
        "refused-other-event",
        time=_wall_time(say, str(values["other_starts"])),
        format=say.plain(f"format-{values['other_format']}"),
    )
    return say.lines([say(refusal.key), reason, other])


def _wall_time(say: Say, iso: str) -> str:
    at = datetime.fromisoformat(iso)
    return f"{day(say, at.date())}, {at:%H:%M}"


WORDS: dict[type[Refusal], Callable[[Say, Refusal], str]] = {
    AlreadySignedUp: _seat_words,
    AlreadyWaiting: _seat_words,
    EventCancelled: _cancelled_words,
    EventFull: _seat_words,
    EventPast: _seat_words,
    NotForYou: _not_for_you_words,
    NotSignedUp: _seat_words,
    OfferEnded: _seat_words,
    SignUpClosed: _seat_words,
    TooLateToCancel: _seat_words,
}
