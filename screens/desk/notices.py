"""What people hear from the desk: participants of a move, a cancellation, a letter; organizers of what others did."""

from models import Event, RegistrationState
from screens import wishes
from screens.buttons import ask_organizer_button, events_button
from screens.dates import event_time, moment
from screens.desk.events import place_text, time_text
from screens.events.card import form_of, offer_row
from screens.screen import Button, Screen
from screens.shortened import shortened
from screens.texts import Say
from services.correspondence.letters import LetterRead
from services.desk.organizers import ChangedByAnother
from services.desk.publishing import Cancelled
from services.events.moved import MoveNotice, Schedule


def moved(say: Say, move: MoveNotice) -> Screen:
    """Old and new time or place, and the question whether it suits; silence keeps the seat, and the message says so."""
    event, was, becomes = move.event, move.was, move.becomes
    new_time, new_place = _differences(was, becomes)
    key = "both" if new_time and new_place else "time" if new_time else "place"
    text = say.lines(
        [
            say(f"desk-notice-moved-{key}", form=_capital(form_of(say, event)), title=event.title),
            *_times_and_place(say, event, was, becomes),
            _silence(say, move),
        ]
    )
    offered = move.registration.state is RegistrationState.OFFERED
    return Screen(text, rows=(offer_row(say, move.registration.id) if offered else _answers(say, event),))


def _differences(was: Schedule, becomes: Schedule) -> tuple[bool, bool]:
    """Whether the time and whether the place is another one."""
    new_time = was.starts != becomes.starts or was.zone != becomes.zone
    return new_time, was.changed(starts=becomes.starts, zone=becomes.zone) != becomes


def _times_and_place(say: Say, event: Event, was: Schedule, becomes: Schedule) -> list[str]:
    """What was and what is, of the time and of the place."""
    new_time, new_place = _differences(was, becomes)
    before, after = place_text(say, was), place_text(say, becomes)
    if becomes.link != was.link:
        after = say.plain("desk-with-link", place=after)
    if new_place:
        place = say.lines([say("desk-was", was=before), say("desk-becomes", becomes=after)])
    else:
        place = say("desk-notice-same-place", place=after) if after else ""
    times = [say("desk-was", was=time_text(say, was)), say("desk-becomes", becomes=time_text(say, becomes))]
    return [*(times if new_time else [say("desk-notice-same-time", time=event_time(say, event))]), place]


def _silence(say: Say, move: MoveNotice) -> str:
    """What becomes of a person who does not answer."""
    until = move.registration.offer_expires_at
    if move.registration.state is RegistrationState.OFFERED and until is not None:
        return say("desk-notice-still-offered", until=moment(say, until, move.event.tz))
    waits = move.registration.state is RegistrationState.WAITLISTED
    return say("desk-notice-keeps-turn") if waits else say("desk-notice-keeps-seat")


def _answers(say: Say, event: Event) -> tuple[Button, ...]:
    suits = wishes.AnswerMove(event=event.id, version=event.version, suits=1)
    leave = wishes.AnswerMove(event=event.id, version=event.version, suits=0)
    return (
        say.button("button-suits", suits, style="success"),
        say.button("button-cancel-seat", leave),
    )


def suits(say: Say, event: Event) -> Screen:
    """The answer to «Подходит»."""
    card = say.button("button-more", wishes.ShowEvent(event=event.id))
    return Screen(say("desk-suits", title=event.title, time=event_time(say, event)), rows=((card,),))


def cancelled(say: Say, view: Cancelled) -> Screen:
    """The event will not take place: why, and what there is instead."""
    event, similar = view.event, view.similar
    head = say(
        "desk-notice-cancelled",
        form=form_of(say, event),
        title=event.title,
        time=event_time(say, event),
        reason=event.cancel_reason,
    )
    if similar is None:
        return Screen(head, rows=((events_button(say),),))
    line = say("desk-notice-similar", title=shortened(similar.title, 120), time=event_time(say, similar))
    look = say.button("button-look", wishes.ShowEvent(event=similar.id), style="primary")
    return Screen(say.lines([head, line]), rows=((look,), (events_button(say),)))


def changed_by_another(say: Say, change: ChangedByAnother) -> Screen:
    """For whose event it is: what somebody else has made of it."""
    event, named = change.event, {"form": form_of(say, change.event), "title": change.event.title}
    if change.was is None:
        lines = [
            say("desk-own-cancelled", **named, time=event_time(say, event)),
            say("desk-reason", reason=event.cancel_reason),
        ]
    else:
        lines = [say("desk-own-moved", **named), *_times_and_place(say, event, change.was, change.becomes)]
    look = say.button("button-open-event", wishes.ManageEvent(event=event.id))
    return Screen(say.lines([*lines, say("desk-own-by", name=change.by or "none")]), rows=((look,),))


def letter(say: Say, view: LetterRead) -> Screen:
    """The organizer's words, signed by name."""
    event = view.event
    title = shortened(event.title, 120)
    text = say("desk-notice-letter", title=title, time=event_time(say, event), text=view.text)
    signed = say("desk-notice-letter-from", name=view.author.full_name) if view.author else None
    ask = ask_organizer_button(say, event.id)
    card = say.button("button-more", wishes.ShowEvent(event=event.id))
    return Screen(say.lines([text, signed]), rows=((ask, card),))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
