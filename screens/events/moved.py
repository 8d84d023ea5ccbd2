"""A moved event: the notice to participants, its answers, a schedule in words."""

from models import Event, EventFormat, RegistrationState
from screens import wishes
from screens.dates import day, event_time, moment
from screens.events.seats import offer_row
from screens.events.words import form_of
from screens.screen import Button, Screen
from screens.texts import Say
from services.events.moved import MoveNotice, Schedule


def moved(say: Say, move: MoveNotice) -> Screen:
    """Show the notice: old and new time or place, whether it suits, and that no answer keeps the seat."""
    event, was, becomes = move.event, move.was, move.becomes
    new_time, new_place = _changes(was, becomes)
    key = "both" if new_time and new_place else "time" if new_time else "place"
    text = say.lines(
        [
            say(f"desk-notice-moved-{key}", form=_capital(form_of(say, event)), title=event.title),
            *times_and_place(say, event, was, becomes),
            _silence_line(say, move),
        ]
    )
    offered = move.registration.state is RegistrationState.OFFERED
    return Screen(text, rows=(offer_row(say, move.registration.id) if offered else _answer_row(say, event),))


def _changes(was: Schedule, becomes: Schedule) -> tuple[bool, bool]:
    """Return whether the time and whether the place differ."""
    new_time = was.starts != becomes.starts or was.zone != becomes.zone
    return new_time, was.changed(starts=becomes.starts, zone=becomes.zone) != becomes


def times_and_place(say: Say, event: Event, was: Schedule, becomes: Schedule) -> list[str]:
    """Return the old and the new time and place; an unchanged one only once."""
    new_time, new_place = _changes(was, becomes)
    before, after = place_text(say, was), place_text(say, becomes)
    if becomes.link != was.link:
        after = say.plain("desk-with-link", place=after)
    if new_place:
        place = say.lines([say("desk-was", was=before), say("desk-becomes", becomes=after)])
    else:
        place = say("desk-notice-same-place", place=after) if after else ""
    times = [say("desk-was", was=time_text(say, was)), say("desk-becomes", becomes=time_text(say, becomes))]
    return [*(times if new_time else [say("desk-notice-same-time", time=event_time(say, event))]), place]


def _silence_line(say: Say, move: MoveNotice) -> str:
    """Say what happens without an answer."""
    until = move.registration.offer_expires_at
    if move.registration.state is RegistrationState.OFFERED and until is not None:
        return say("desk-notice-still-offered", until=moment(say, until, move.event.tz))
    waits = move.registration.state is RegistrationState.WAITLISTED
    return say("desk-notice-keeps-turn") if waits else say("desk-notice-keeps-seat")


def _answer_row(say: Say, event: Event) -> tuple[Button, ...]:
    suits = wishes.AnswerMove(event=event.id, version=event.version, suits=1)
    leave = wishes.AnswerMove(event=event.id, version=event.version, suits=0)
    return (
        say.button("button-suits", suits, style="success"),
        say.button("button-cancel-seat", leave),
    )


def seat_kept(say: Say, event: Event) -> Screen:
    """Answer «Подходит»."""
    card = say.button("button-more", wishes.ShowEvent(event=event.id))
    return Screen(say("desk-suits", title=event.title, time=event_time(say, event)), rows=((card,),))


def schedule_text(say: Say, schedule: Schedule) -> str:
    """Return time and place in one line, plain."""
    return " · ".join(part for part in (time_text(say, schedule), place_text(say, schedule)) if part)


def time_text(say: Say, schedule: Schedule) -> str:
    return "; ".join(f"{day(say, at.date())}, {at:%H:%M}" for at in schedule.starts)


def place_text(say: Say, schedule: Schedule) -> str:
    """Return host and address, and the format of an event that is not only in a hall; plain."""
    place = ", ".join(part for part in (schedule.host, schedule.place) if part)
    if schedule.format is EventFormat.ONLINE:
        return say.plain("format-online")
    return f"{place} · {say.plain('format-hybrid')}" if schedule.format is EventFormat.HYBRID else place


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
