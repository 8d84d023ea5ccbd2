"""When presence at an event may be marked."""

from datetime import datetime, timedelta

from models import Event

OPENS_BEFORE = timedelta(minutes=15)
CLOSES_AFTER = timedelta(hours=2)


def opens_at(event: Event) -> datetime:
    """When (UTC) marking begins: by the word, and in the organizer's list."""
    return event.starts_at - OPENS_BEFORE


def closes_at(event: Event) -> datetime:
    """Until when (UTC) the word is taken."""
    return event.ends_at + CLOSES_AFTER
