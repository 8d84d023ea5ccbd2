"""The time in which presence at a meeting is marked, or at an event from its first meeting to its last."""

from datetime import datetime, timedelta

from models import Event, Meeting

OPENS_BEFORE = timedelta(minutes=15)
CLOSES_AFTER = timedelta(hours=2)


def opens_at(held: Event | Meeting) -> datetime:
    """Return the moment (UTC) from which presence is marked, by code word or on the list."""
    return held.starts_at - OPENS_BEFORE


def closes_at(held: Event | Meeting) -> datetime:
    """Return the moment (UTC) until which the code word is accepted."""
    return held.ends_at + CLOSES_AFTER
