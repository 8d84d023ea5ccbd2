"""An event in words: title and form, time and hours, place and link, audience."""

from datetime import datetime

from models import Event, EventFormat
from screens.dates import event_time, hours
from screens.event_forms import form_word
from screens.orders import numbered_order
from screens.places import place_line
from screens.texts import Say
from services.events.audience import Mismatch
from services.reading.scope import SCOPES

SHORT_PLACE_LIMIT = 150
"""Limit of a place or link in a list; a longer link is left to the card."""


def event_lines(say: Say, event: Event, now: datetime | None = None, *, seated: bool = False) -> str:
    """Return the lines that name an event on every screen; `seated` people get the link to an online event."""
    return say.lines(
        [
            say("event-name", title=event.title, form=form_of(say, event)),
            say("event-when", time=event_time(say, event, now), hours=hours(say, event.hours)),
            place_lines(say, event, seated=seated),
        ]
    )


def place_lines(say: Say, event: Event, *, seated: bool, brief: bool = False) -> str:
    """Return place and link; `brief` shortens both for a list.

    People without a seat read that the link will open to participants.
    """
    link = None
    if brief and seated and event.format is not EventFormat.OFFLINE and len(event.link) > SHORT_PLACE_LIMIT:
        link = say("event-link-in-card")
    elif event.format is not EventFormat.OFFLINE and seated:
        link = say("event-link", link=event.link) if event.link else say("event-link-later")
    elif event.format is EventFormat.HYBRID:
        link = say("event-link-hidden")
    online = seated and event.format is EventFormat.ONLINE
    place = place_line(say, event, SHORT_PLACE_LIMIT) if brief else place_line(say, event)
    return say.lines([None if online else place, link])


def form_of(say: Say, event: Event) -> str:
    return form_word(say, event.form, event.form_title)


def level_word(say: Say, level: str) -> str:
    return say.plain(f"level-{level}")


def scope_word(say: Say, scope: str) -> str:
    """Return the words of a scope, plain: the network's own are shown as they are."""
    return say.plain(f"scope-{scope}") if scope in SCOPES else scope


def order_words(say: Say, event: Event) -> str:
    """Return «№ 12-од от 01.09.2026», plain; empty without an order."""
    return numbered_order(say, event.order_number, event.order_date)


def audience_of(say: Say, event: Event) -> str:
    """Return «учителя, воспитатели; базовые школы», plain; empty when the event is for everybody."""
    named = ((Mismatch.POST, event.posts), (Mismatch.SUBJECT, event.subjects), (Mismatch.STATUS, event.org_statuses))
    return "; ".join(codes_in_words(say, why, codes) for why, codes in named if codes)


def codes_in_words(say: Say, why: Mismatch, codes: list[str]) -> str:
    """Return the posts, subjects or statuses of `codes`, plain."""
    if why is Mismatch.POST:
        return ", ".join(say.plain(f"posts-{code}") for code in codes)
    if why is Mismatch.SUBJECT:
        return ", ".join(say.plain(f"subject-{code}") for code in codes)
    return ", ".join(say.plain(f"status-{code}") for code in codes)


def event_link(link_base: str, event: Event) -> str:
    """Return the address that opens the event's card in the bot."""
    return f"{link_base}ev_{event.id}"
