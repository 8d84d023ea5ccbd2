"""The grounds on which a person's data are kept, in words."""

from zoneinfo import ZoneInfo

from models import DataGround
from screens.dates import long_day
from screens.orders import numbered_order
from screens.screen import Screen
from screens.texts import Say


def ground_words(say: Say, ground: DataGround, tz: ZoneInfo) -> str:
    """Return «приказ работодателя № 5 от 01.09.2026, записано 3 сентября 2026 г.», plain."""
    order = numbered_order(say, ground.number, ground.date)
    kind = " ".join(part for part in (say.plain(f"ground-{ground.kind.value}"), order) if part)
    return say.plain("entered-ground", ground=kind, date=long_day(say, ground.entered_at.astimezone(tz).date()))


def grounds_missing(say: Say, people: int) -> Screen:
    """Tell an admin how many people have no recorded ground, and what to do."""
    return Screen(say("grounds-missing", count=people))
