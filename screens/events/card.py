"""An event's card, and what is said when a seat is taken, offered or given back."""

from datetime import datetime
from html import unescape
from urllib.parse import quote

from models import Event, EventFormat, EventState, Registration, RegistrationState
from screens import wishes
from screens.buttons import ask_organizer_button, events_button
from screens.dates import event_time, hours, moment
from screens.places import place_line
from screens.screen import Button, File, Rows, Screen
from screens.shortened import shortened
from screens.texts import Say
from services.events.audience import Mismatch
from services.events.browse import EventCard, EventStatus, SharedEvent
from services.events.seats import Booking, CancelledBooking
from services.events.waiting_list import SeatOffer

NOTE_LIMIT = 1000
AUDIENCE_LIMIT = 400
ROOM = 3500
"""Of a message's 4096: half of what a card leaves of it is for the note, which may be written in wide signs."""
CLASHES_SHOWN = 2
BRIEF = 150
"""So many characters of a place or link in a list."""
Row = tuple[Button, ...]


def event_lines(say: Say, event: Event, now: datetime | None = None, *, seated: bool = False) -> str:
    """Title and form, time and hours, place: how an event is named wherever it is spoken of.

    The link to an online event is only for people with a seat (`seated`).
    """
    return say.lines(
        [
            say("event-name", title=event.title, form=form_of(say, event)),
            say("event-when", time=event_time(say, event, now), hours=hours(say, event.hours)),
            where(say, event, seated=seated),
        ]
    )


def where(say: Say, event: Event, *, seated: bool, brief: bool = False) -> str:
    """Place and link; people without a seat read that the link will open to participants.

    `brief`: in a list, where a long link is left to the card.
    """
    link = None
    if brief and seated and event.format is not EventFormat.OFFLINE and len(event.link) > BRIEF:
        link = say("event-link-in-card")
    elif event.format is not EventFormat.OFFLINE and seated:
        link = say("event-link", link=event.link) if event.link else say("event-link-later")
    elif event.format is EventFormat.HYBRID:
        link = say("event-link-hidden")
    online = seated and event.format is EventFormat.ONLINE
    place = place_line(say, event, BRIEF) if brief else place_line(say, event)
    return say.lines([None if online else place, link])


def event_card(say: Say, card: EventCard, now: datetime) -> Screen:
    """Everything about an event; the first line says how the person stands to it, the first button what can be done."""
    event = card.event
    text = say.lines(
        [
            _standing(say, card, now),
            event_lines(say, event, now, seated=card.event_status is EventStatus.CONFIRMED),
            say("event-subproject", title=event.subproject.title) if event.subproject else None,
            say("event-host", host=event.host.title) if event.host else None,
            _seats_line(say, card),
            _deadline_line(say, event),
            _audience_line(say, event),
            _points_line(say, card),
            _responsible_line(say, event),
            _clash_line(say, card.clashes, now)
            if card.event_status in {EventStatus.OPEN, EventStatus.OFFERED}
            else None,
        ]
    )
    text = say.lines([text, _note_line(say, event, len(unescape(text)))])
    return Screen(text, rows=(*_first_rows(say, card, now), *_other_rows(say, card, now)))


def signed_up(say: Say, seat: Booking, now: datetime) -> Screen:
    """The answer to a sign-up: a seat, or a place in the list."""
    event = seat.event
    if seat.registration.state is not RegistrationState.CONFIRMED:
        return _queued(say, seat, now)
    reminders = "seat-reminders" if seat.day_before else "seat-reminder-hour"
    text = say.lines(
        [
            say("seat-confirmed"),
            event_lines(say, event, now, seated=True),
            _clash_line(say, seat.clashes, now),
            say(reminders) if seat.hour_before else None,
        ]
    )
    return Screen(text, rows=(_calendar_row(say, event),))


def _queued(say: Say, seat: Booking, now: datetime) -> Screen:
    text = say.lines(
        [
            say("seat-waiting", number=str(seat.place_in_list)),
            event_lines(say, seat.event, now),
            say("seat-waiting-next"),
            _clash_line(say, seat.clashes, now),
        ]
    )
    return Screen(text, rows=((leave_list_button(say, seat.event.id),), (events_button(say),)))


def ask_to_cancel(say: Say, seat: Booking, now: datetime) -> Screen:
    """The question before a seat or a place in the list is given up."""
    event = seat.event
    waiting = seat.registration.state is RegistrationState.WAITLISTED
    question = say("seat-ask-leave", number=str(seat.place_in_list)) if waiting else say("seat-ask-cancel")
    sure = say.button(
        "button-sure-leave" if waiting else "button-sure-cancel",
        wishes.CancelSignUp(event=event.id, sure=1),
        style="danger",
    )
    keep = say.button("button-keep-seat", wishes.ShowEvent(event=event.id))
    return Screen(say.lines([question, event_lines(say, event, now)]), rows=((sure, keep),))


def cancelled(say: Say, given_up: CancelledBooking) -> Screen:
    """A seat or a place in the list was given up; a seat can be taken back while it is free."""
    event = given_up.event
    names = {"form": form_of(say, event), "title": event.title, "time": event_time(say, event)}
    if given_up.was is RegistrationState.WAITLISTED:
        return Screen(say("seat-left-list", **names), rows=((events_button(say),),))
    if given_up.was is RegistrationState.OFFERED:
        return Screen(say("seat-let-go", **names), rows=((join_queue_button(say, event.id),), (events_button(say),)))
    if not given_up.restorable:
        return Screen(say("seat-given-back", **names), rows=((events_button(say),),))
    back = say.button("button-restore", wishes.RestoreSignUp(event=event.id))
    return Screen(say("seat-cancelled", **names), rows=((back,), (events_button(say),)))


def seat_offered(say: Say, offer: SeatOffer) -> Screen:
    """The notice that a seat is held for the person."""
    event = offer.event
    text = say.lines([say("seat-offered"), event_lines(say, event), _until_line(say, event, offer.registration)])
    return Screen(text, rows=(offer_row(say, offer.registration.id),))


def offer_ended(say: Say, offer: SeatOffer) -> Screen:
    """The notice that nobody answered in time."""
    event = offer.event
    text = say("seat-offer-ended", form=form_of(say, event), title=event.title, time=event_time(say, event))
    return Screen(text, rows=((join_queue_button(say, event.id),), (events_button(say),)))


def share(say: Say, shared: SharedEvent) -> Screen:
    """A text with the link to hand on, and Telegram's own way to choose to whom."""
    event = shared.event
    back = say.button("button-back", wishes.ShowEvent(event=event.id))
    if not shared.bot_username:
        return Screen(say.lines([event_lines(say, event), say("event-share-later")]), rows=((back,),))
    link = event_link(shared.bot_username, event)
    words = say.plain("event-share-text", title=event.title, time=event_time(say, event))
    address = f"https://t.me/share/url?url={quote(link, safe='')}&text={quote(words, safe='')}"
    text = say.lines([say("event-share"), event_lines(say, event), say("event-share-link", link=link)])
    rows = (
        (Button(say.plain("button-send-colleague"), url=address),),
        (Button(say.plain("button-copy-event-link"), copy=link), back),
    )
    return Screen(text, rows=rows)


def calendar(say: Say, event: Event) -> Screen:
    """The event as a file for the person's own calendar."""
    text = say("event-calendar", title=event.title, time=event_time(say, event))
    return Screen(text, file=File("calendar", event.id))


def event_link(bot_username: str, event: Event) -> str:
    """The address that opens this event's card in the bot."""
    return f"https://t.me/{bot_username}?start=ev_{event.id}"


def form_of(say: Say, event: Event) -> str:
    return say.plain(f"form-{event.form.value}")


def leave_list_button(say: Say, event_id: int) -> Button:
    return say.button("button-leave-list", wishes.CancelSignUp(event=event_id, sure=0))


def join_queue_button(say: Say, event_id: int) -> Button:
    return say.button("button-join-queue", wishes.JoinQueue(event=event_id), style="primary")


def whom(say: Say, why: Mismatch, codes: list[str]) -> str:
    """«учителя, воспитатели»; schools by their status; teachers by their subjects."""
    if why is Mismatch.POST:
        return ", ".join(say.plain(f"posts-{code}") for code in codes)
    if why is Mismatch.SUBJECT:
        return ", ".join(say.plain(f"subject-{code}") for code in codes)
    return ", ".join(say.plain(f"status-{code}") for code in codes)


def _standing(say: Say, card: EventCard, now: datetime) -> str | None:
    event = card.event
    match card.event_status:
        case EventStatus.CONFIRMED:
            return _confirmed(say, event, now)
        case EventStatus.OFFERED:
            return say.lines([say("event-stands-offered"), _until_line(say, event, card.registration)])
        case EventStatus.WAITING:
            return say("event-stands-waiting", number=str(card.place_in_list))
        case EventStatus.FULL:
            return say("event-stands-full")
        case EventStatus.CLOSED:
            return say("event-stands-closed", closed=moment(say, event.signup_closes_at, event.tz))
        case EventStatus.PAST:
            return say("event-stands-past")
        case EventStatus.CANCELLED:
            reason = say("event-cancel-reason", reason=event.cancel_reason) if event.cancel_reason else None
            return say.lines([say("event-stands-cancelled"), reason])
        case EventStatus.NOT_FOR_YOU:
            return say.lines([say("event-stands-not-for-you"), _alternative_line(say, card.alternative)])
        case EventStatus.DRAFT:
            return say("event-stands-draft")
    return None


def _confirmed(say: Say, event: Event, now: datetime) -> str:
    if now < event.starts_at:
        return say("event-stands-confirmed")
    return say("event-stands-past-confirmed" if now < event.ends_at else "event-stands-over")


def _alternative_line(say: Say, other: Event | None) -> str | None:
    if other is None:
        return None
    form = say.plain(f"format-{other.format.value}")
    return say("event-alternative", title=shortened(other.title, 80), time=event_time(say, other), format=form)


def _seats_line(say: Say, card: EventCard) -> str:
    event = card.event
    waiting = say("event-waiting", count=card.waiting) if card.waiting else None
    if event.capacity is None:
        seats = say("event-seats-unlimited")
    elif event.seats_left:
        seats = say("event-seats-left", left=event.seats_left, capacity=str(event.capacity))
    else:
        seats = say("event-seats-none", capacity=str(event.capacity))
    return " · ".join(part for part in (seats, waiting) if part)


def _deadline_line(say: Say, event: Event) -> str:
    if event.deadline is None:
        return say("event-deadline-start")
    return say("event-deadline", deadline=moment(say, event.deadline, event.tz))


def _audience_line(say: Say, event: Event) -> str:
    named = ((Mismatch.POST, event.posts), (Mismatch.SUBJECT, event.subjects), (Mismatch.STATUS, event.org_statuses))
    parts = [whom(say, why, codes) for why, codes in named if codes]
    return say("event-for", whom=shortened("; ".join(parts), AUDIENCE_LIMIT)) if parts else say("event-for-all")


def _points_line(say: Say, card: EventCard) -> str | None:
    if not card.points:
        return None
    roles = " · ".join(f"{say.plain(f'role-{code}')} {points}" for code, points in card.points)
    return say("event-points", roles=roles)


def _responsible_line(say: Say, event: Event) -> str | None:
    who = event.responsible
    return say("event-responsible", name=who.full_name) if who is not None and who.erased_at is None else None


def _note_line(say: Say, event: Event, before: int) -> str | None:
    """The organizer's words, shorter when `before` many characters of the card leave them little room."""
    limit = min(NOTE_LIMIT, (ROOM - before) // 2)
    return say("event-note", text=shortened(event.note, limit)) if event.note and limit > 0 else None


def _clash_line(say: Say, clashes: tuple[Event, ...], now: datetime) -> str | None:
    if not clashes:
        return None
    named = [f"«{shortened(other.title, 80)}», {event_time(say, other, now)}" for other in clashes[:CLASHES_SHOWN]]
    return say("seat-clash", events="; ".join(named))


def _until_line(say: Say, event: Event, registration: Registration | None) -> str | None:
    until = registration.offer_expires_at if registration else None
    return say("seat-offer-until", until=moment(say, until, event.tz)) if until else None


def _first_rows(say: Say, card: EventCard, now: datetime) -> Rows:
    """What this person can do about a seat; nothing where nothing can be done."""
    event = card.event
    match card.event_status:
        case EventStatus.OPEN:
            sign_up = wishes.SignUp(event=event.id)
            return ((say.button("button-sign-up-now", sign_up, style="success"),),)
        case EventStatus.FULL:
            return ((join_queue_button(say, event.id),),)
        case EventStatus.OFFERED:
            return (offer_row(say, card.registration.id),) if card.registration else ()
        case EventStatus.WAITING:
            return ((leave_list_button(say, event.id),),)
        case EventStatus.CONFIRMED if now < event.starts_at:
            return (_calendar_row(say, event),)
        case EventStatus.NOT_FOR_YOU if card.alternative is not None:
            look = wishes.ShowEvent(event=card.alternative.id)
            return ((say.button("button-look", look, style="primary"),),)
    return ()


def _other_rows(say: Say, card: EventCard, now: datetime) -> Rows:
    event = card.event
    if card.event_status is EventStatus.DRAFT:
        return ()
    ask = ask_organizer_button(say, event.id)
    desk = say.button("button-to-desk", wishes.ManageEvent(event=event.id))
    last = ((ask, desk) if card.staff else (ask,), (events_button(say),))
    if event.state is EventState.CANCELLED or now >= event.starts_at:
        return last
    files: Row = (say.button("button-share", wishes.ShareEvent(event=event.id)),)
    if card.event_status is not EventStatus.CONFIRMED:
        files = (_calendar_button(say, event), *files)
    return (files, *last)


def _calendar_row(say: Say, event: Event) -> Row:
    cancel = say.button("button-cancel-seat", wishes.CancelSignUp(event=event.id, sure=0))
    return (_calendar_button(say, event), cancel)


def _calendar_button(say: Say, event: Event) -> Button:
    return say.button("button-calendar", wishes.GetCalendar(event=event.id))


def offer_row(say: Say, registration_id: int) -> Row:
    take = wishes.AnswerOffer(registration=registration_id, take=1)
    leave = wishes.AnswerOffer(registration=registration_id, take=0)
    return (
        say.button("button-take-seat", take, style="success"),
        say.button("button-let-go", leave),
    )
