"""Answers and notices about a seat: taken, offered, given up; its buttons."""

from datetime import datetime

from models import Event, Registration, RegistrationState
from screens import wishes
from screens.buttons import events_button
from screens.dates import event_time, moment
from screens.events.words import event_lines, form_of
from screens.reminder_words import reminders_line
from screens.screen import Button, Screen
from screens.shortened import shortened
from screens.texts import Say
from services.events.seats import Booking, CancelledBooking
from services.events.waiting_list import SeatOffer

CLASHES_SHOWN = 2
CLASH_TITLE_LIMIT = 80


def signed_up(say: Say, booking: Booking, now: datetime) -> Screen:
    """Answer a sign-up: a seat, or a place in the waiting list."""
    event = booking.event
    if booking.registration.state is not RegistrationState.CONFIRMED:
        return _waiting(say, booking, now)
    text = say.lines(
        [
            say("seat-confirmed"),
            event_lines(say, event, now, seated=True),
            clash_line(say, booking.clashes, now),
            reminders_line(say, event, booking.reminders),
        ]
    )
    return Screen(text, rows=(seat_row(say, event),))


def _waiting(say: Say, booking: Booking, now: datetime) -> Screen:
    text = say.lines(
        [
            say("seat-waiting", number=str(booking.place_in_list)),
            event_lines(say, booking.event, now),
            say("seat-waiting-next"),
            clash_line(say, booking.clashes, now),
        ]
    )
    return Screen(text, rows=((leave_list_button(say, booking.event.id),), (events_button(say),)))


def ask_to_cancel(say: Say, booking: Booking, now: datetime) -> Screen:
    """Ask before a seat or a place in the waiting list is given up."""
    event = booking.event
    waiting = booking.registration.state is RegistrationState.WAITLISTED
    question = say("seat-ask-leave", number=str(booking.place_in_list)) if waiting else say("seat-ask-cancel")
    sure = say.button(
        "button-sure-leave" if waiting else "button-sure-cancel",
        wishes.CancelSignUp(event=event.id, sure=1),
        style="danger",
    )
    keep = say.button("button-keep-seat", wishes.ShowEvent(event=event.id))
    return Screen(say.lines([question, event_lines(say, event, now)]), rows=((sure, keep),))


def cancelled(say: Say, booking: CancelledBooking) -> Screen:
    """Confirm that a seat or a place in the waiting list was given up; a seat can be taken back while it is free."""
    event = booking.event
    names = {"form": form_of(say, event), "title": event.title, "time": event_time(say, event)}
    if booking.was is RegistrationState.WAITLISTED:
        return Screen(say("seat-left-list", **names), rows=((events_button(say),),))
    if booking.was is RegistrationState.OFFERED:
        return Screen(say("seat-let-go", **names), rows=((join_list_button(say, event.id),), (events_button(say),)))
    if not booking.restorable:
        return Screen(say("seat-given-back", **names), rows=((events_button(say),),))
    back = say.button("button-restore", wishes.RestoreSignUp(event=event.id))
    return Screen(say("seat-cancelled", **names), rows=((back,), (events_button(say),)))


def seat_offered(say: Say, offer: SeatOffer) -> Screen:
    """Show the notice that a seat is held for the person."""
    event = offer.event
    text = say.lines([say("seat-offered"), event_lines(say, event), until_line(say, event, offer.registration)])
    return Screen(text, rows=(offer_row(say, offer.registration.id),))


def offer_ended(say: Say, offer: SeatOffer) -> Screen:
    """Show the notice that the person did not answer in time."""
    event = offer.event
    text = say("seat-offer-ended", form=form_of(say, event), title=event.title, time=event_time(say, event))
    return Screen(text, rows=((join_list_button(say, event.id),), (events_button(say),)))


def leave_list_button(say: Say, event_id: int) -> Button:
    return say.button("button-leave-list", wishes.CancelSignUp(event=event_id, sure=0))


def join_list_button(say: Say, event_id: int) -> Button:
    return say.button("button-join-queue", wishes.JoinWaitingList(event=event_id), style="primary")


def offer_row(say: Say, registration_id: int) -> tuple[Button, ...]:
    take = wishes.AnswerOffer(registration=registration_id, take=1)
    leave = wishes.AnswerOffer(registration=registration_id, take=0)
    return (
        say.button("button-take-seat", take, style="success"),
        say.button("button-let-go", leave),
    )


def seat_row(say: Say, event: Event) -> tuple[Button, ...]:
    cancel = say.button("button-cancel-seat", wishes.CancelSignUp(event=event.id, sure=0))
    return (calendar_button(say, event), cancel)


def calendar_button(say: Say, event: Event) -> Button:
    return say.button("button-calendar", wishes.GetCalendar(event=event.id))


def clash_line(say: Say, clashes: tuple[Event, ...], now: datetime) -> str | None:
    if not clashes:
        return None
    shown = clashes[:CLASHES_SHOWN]
    named = [f"«{shortened(other.title, CLASH_TITLE_LIMIT)}», {event_time(say, other, now)}" for other in shown]
    return say("seat-clash", events="; ".join(named))


def until_line(say: Say, event: Event, registration: Registration | None) -> str | None:
    until = registration.offer_expires_at if registration else None
    return say("seat-offer-until", until=moment(say, until, event.tz)) if until else None
