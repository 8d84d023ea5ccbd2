"""The time in which presence at an event is marked."""

from datetime import datetime, timedelta

from models import Event

OPENS_BEFORE = timedelta(minutes=15)
CLOSES_AFTER = timedelta(hours=2)


def opens_at(event: Event) -> datetime:
    """Return the moment (UTC) from which presence is marked, by code word or on the list."""
    return event.starts_at - OPENS_BEFORE


def closes_at(event: Event) -> datetime:
    """Return the moment (UTC) until which the code word is accepted."""
    return event.ends_at + CLOSES_AFTER
