"""Refusals about seats in words: the reason, and the button to what can be done instead."""

from datetime import datetime

from screens import wishes
from screens.buttons import ask_organizer_button, events_button
from screens.dates import day
from screens.events.seats import join_list_button, leave_list_button
from screens.events.words import codes_in_words
from screens.screen import Rows
from screens.texts import Say
from services.events.audience import Mismatch
from services.events.refusals import (
    AlreadySignedUp,
    AlreadyWaiting,
    EventCancelled,
    EventFull,
    NotForYou,
    NotSignedUp,
    OfferEnded,
    SeatRefusal,
    SignUpClosed,
    TooLateToCancel,
)


def words(say: Say, refusal: SeatRefusal) -> str:
    """The reason with the event's name; codes and moments become words here."""
    values = refusal.values
    named: dict[str, str | int | float] = {
        "form": say.plain(f"form-{values['form']}"),
        "title": str(values["title"]),
        "time": _wall(say, str(values["starts"])),
    }
    if "place" in values:
        named["number"] = str(values["place"])
    if "closed" in values:
        named["closed"] = _wall(say, str(values["closed"]))
    if isinstance(refusal, NotForYou):
        return _not_for_you(say, refusal)
    reason = say("event-cancel-reason", reason=str(values["reason"])) if values.get("reason") else None
    after = say("refused-look-at-coming") if isinstance(refusal, EventCancelled) else None
    return say.lines([say(refusal.key, **named), reason, after])


def next_step(say: Say, refusal: SeatRefusal) -> Rows:
    """At least the way to other events."""
    event = refusal.event_id
    others = (events_button(say),)
    look = say.button("button-open-card", wishes.ShowEvent(event=event))
    ask = ask_organizer_button(say, event)
    match refusal:
        case EventFull() | OfferEnded():
            return ((join_list_button(say, event),), others)
        case AlreadySignedUp():
            return ((look,),)
        case AlreadyWaiting():
            return ((leave_list_button(say, event),), (look,))
        case SignUpClosed() | TooLateToCancel():
            return ((ask,), others)
        case NotSignedUp():
            return ((look,), others)
        case NotForYou() if refusal.values["other"]:
            other = wishes.ShowEvent(event=int(refusal.values["other"]))
            return ((say.button("button-look", other, style="primary"),), others)
        case NotForYou() if refusal.values["why"] == Mismatch.SUBJECT.value:
            return ((say.button("button-my-profile", wishes.Go(to=wishes.Place.PROFILE)),), others)
    return (others,)


def _not_for_you(say: Say, refusal: NotForYou) -> str:
    values = refusal.values
    why = Mismatch(str(values["why"]))
    reason = say(f"refused-not-for-you-{why.value}", whom=codes_in_words(say, why, str(values["codes"]).split(",")))
    if not values["other"]:
        return say.lines([say(refusal.key), reason])
    other = say(
        "refused-other-event",
        time=_wall(say, str(values["other_starts"])),
        format=say.plain(f"format-{values['other_format']}"),
    )
    return say.lines([say(refusal.key), reason, other])


def _wall(say: Say, iso: str) -> str:
    at = datetime.fromisoformat(iso)
    return f"{day(say, at.date())}, {at:%H:%M}"
