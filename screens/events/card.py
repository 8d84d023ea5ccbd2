"""The card of an event, the link to pass on, the calendar file."""

from datetime import datetime
from html import unescape
from urllib.parse import quote

from models import Event, EventLevel, EventState
from screens import wishes
from screens.buttons import ask_organizer_button, events_button
from screens.dates import event_time, meeting_name, moment
from screens.events.seats import (
    calendar_button,
    clash_line,
    join_list_button,
    leave_list_button,
    offer_row,
    seat_row,
    until_line,
)
from screens.events.words import audience_of, event_lines, event_link, level_word, order_words
from screens.screen import Button, File, Rows, Screen
from screens.shortened import shortened
from screens.texts import Say
from services.events.browse import EventCard, EventStatus, SharedEvent

NOTE_LIMIT = 1000
AUDIENCE_LIMIT = 400
SPEAKERS_LIMIT = 500
TAGS_LIMIT = 150
OTHER_TITLE_LIMIT = 80
TEXT_BUDGET = 3500
"""Characters of a card, of the 4096 of a message. The note gets half of the rest, since a sign may count as two."""


def event_card(say: Say, card: EventCard, now: datetime) -> Screen:
    """Show all of an event: the person's own status in the first line, the action open to them on the first button."""
    event = card.event
    text = say.lines(
        [
            _status_line(say, card, now),
            event_lines(say, event, now, seated=card.event_status is EventStatus.CONFIRMED),
            say("event-subproject", title=event.subproject.title) if event.subproject else None,
            say("event-host", host=event.host.title) if event.host else None,
            _seats_line(say, card),
            _deadline_line(say, event),
            _audience_line(say, event),
            _points_line(say, card),
            _speakers_line(say, card),
            _responsible_line(say, event),
            _level_line(say, event),
            _order_line(say, event),
            say("event-issuer", issuer=event.issuer.title) if event.issuer else None,
            clash_line(say, card.clashes, now)
            if card.event_status in {EventStatus.OPEN, EventStatus.OFFERED}
            else None,
        ]
    )
    text = say.lines([text, _note_line(say, event, len(unescape(text)))])
    return Screen(text, rows=(*_seat_rows(say, card, now), *_other_rows(say, card, now)))


def share(say: Say, shared: SharedEvent) -> Screen:
    """Show the link to pass on, and a button that opens the messenger's choice of a receiver."""
    event = shared.event
    back = say.button("button-back", wishes.ShowEvent(event=event.id))
    if not shared.link_base or not shared.share_link:
        return Screen(say.lines([event_lines(say, event), say("event-share-later")]), rows=((back,),))
    link = event_link(shared.link_base, event)
    words = say.plain("event-share-text", title=event.title, time=event_time(say, event))
    address = shared.share_link.format(link=quote(link, safe=""), text=quote(words, safe=""))
    text = say.lines([say("event-share"), event_lines(say, event), say("event-share-link", link=link)])
    rows = (
        (Button(say.plain("button-send-colleague"), url=address),),
        (Button(say.plain("button-copy-event-link"), copy=link), back),
    )
    return Screen(text, rows=rows)


def calendar(say: Say, event: Event) -> Screen:
    """Send the event as a calendar file."""
    text = say("event-calendar", title=event.title, time=event_time(say, event))
    return Screen(text, file=File("calendar", event.id))


def _status_line(say: Say, card: EventCard, now: datetime) -> str | None:
    event = card.event
    match card.event_status:
        case EventStatus.CONFIRMED:
            return _confirmed_line(say, event, now)
        case EventStatus.OFFERED:
            return say.lines([say("event-stands-offered"), until_line(say, event, card.registration)])
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


def _confirmed_line(say: Say, event: Event, now: datetime) -> str:
    if now < event.starts_at:
        return say("event-stands-confirmed")
    return say("event-stands-past-confirmed" if now < event.ends_at else "event-stands-over")


def _alternative_line(say: Say, other: Event | None) -> str | None:
    if other is None:
        return None
    form = say.plain(f"format-{other.format.value}")
    title = shortened(other.title, OTHER_TITLE_LIMIT)
    return say("event-alternative", title=title, time=event_time(say, other), format=form)


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
    audience = audience_of(say, event)
    return say("event-for", whom=shortened(audience, AUDIENCE_LIMIT)) if audience else say("event-for-all")


def _points_line(say: Say, card: EventCard) -> str | None:
    if not card.points:
        return None
    roles = " · ".join(f"{say.plain(f'role-{code}')} {points}" for code, points in card.points)
    return say("event-points", roles=roles)


def _responsible_line(say: Say, event: Event) -> str | None:
    who = event.responsible
    return say("event-responsible", name=who.full_name) if who is not None and who.erased_at is None else None


def _speakers_line(say: Say, card: EventCard) -> str | None:
    if not card.speakers:
        return None
    named = []
    for speaker in card.speakers:
        about = [say.plain("event-talk", topic=speaker.role.topic)] if speaker.role.topic else []
        about += [meeting_name(say, speaker.meeting)] if speaker.meeting else []
        named.append(say.plain("event-speaker", name=speaker.name, about=", ".join(about)) if about else speaker.name)
    return say("event-speakers", speakers=shortened("; ".join(named), SPEAKERS_LIMIT))


def _level_line(say: Say, event: Event) -> str | None:
    """Return level and tags on one line; the level that nearly all events have is left out."""
    level = "" if event.level is EventLevel.MUNICIPAL else say.plain("event-level", level=level_word(say, event.level))
    parts = [part for part in (level, shortened(", ".join(event.tags), TAGS_LIMIT)) if part]
    return say("text", text=" · ".join(parts)) if parts else None


def _order_line(say: Say, event: Event) -> str | None:
    return say("event-order", order=order_words(say, event)) if event.order_number else None


def _note_line(say: Say, event: Event, before: int) -> str | None:
    """Return the organizer's note, cut to what the `before` characters of the card leave."""
    limit = min(NOTE_LIMIT, (TEXT_BUDGET - before) // 2)
    return say("event-note", text=shortened(event.note, limit)) if event.note and limit > 0 else None


def _seat_rows(say: Say, card: EventCard, now: datetime) -> Rows:
    """Return the actions on a seat that are open to this person."""
    event = card.event
    match card.event_status:
        case EventStatus.OPEN:
            sign_up = wishes.SignUp(event=event.id)
            return ((say.button("button-sign-up-now", sign_up, style="success"),),)
        case EventStatus.FULL:
            return ((join_list_button(say, event.id),),)
        case EventStatus.OFFERED:
            return (offer_row(say, card.registration.id),) if card.registration else ()
        case EventStatus.WAITING:
            return ((leave_list_button(say, event.id),),)
        case EventStatus.CONFIRMED if now < event.starts_at:
            return (seat_row(say, event),)
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
    files: tuple[Button, ...] = (say.button("button-share", wishes.ShareEvent(event=event.id)),)
    if card.event_status is not EventStatus.CONFIRMED:
        files = (calendar_button(say, event), *files)
    return (files, *last)
