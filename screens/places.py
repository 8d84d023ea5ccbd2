"""The place of an event, without its link."""

from models import Event, EventFormat
from screens.shortened import shortened
from screens.texts import Say


def place_of(event: Event) -> str:
    """Return the host and the address or room, as far as they are known."""
    host = event.host.short if event.host else ""
    place = event.place or (event.host.place if event.host else "")
    return ", ".join(part for part in (host, place) if part)


def place_line(say: Say, event: Event, limit: int = 500) -> str:
    place = shortened(place_of(event), limit)
    if event.format is EventFormat.ONLINE:
        return say("place-online")
    return say("place-hybrid", place=place) if event.format is EventFormat.HYBRID else say("text", text=place)
