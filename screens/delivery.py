"""What an admin sees of delivery: an alarm, the counts, the list of what did not arrive."""

from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from screens import wishes
from screens.delivery_words import kind_lines, lines, undelivered_line
from screens.pages import page_row
from screens.screen import Button, Screen
from screens.texts import Say
from services.alarms import Alarm
from services.delivery import Delivery, Undelivered, concerns

KINDS_SHOWN = 8


def alarm(say: Say, found: Alarm) -> Screen:
    text = say(f"delivery-alarm-{found.concern.value}", count=found.count, minutes=found.minutes)
    look = Button(say.plain("button-look"), wishes.Go(to=wishes.Place.DELIVERY).pack())
    return Screen(text, rows=((look,),))


def overview(say: Say, found: Delivery, now: datetime, tz: ZoneInfo) -> Screen:
    """What needs a look is bold."""
    head = say("delivery-worries" if concerns(found, now) else "delivery-fine")
    told = [
        f"<b>{escape(line.text, quote=False)}</b>" if line.worry else escape(line.text, quote=False)
        for line in lines(say, found, now, tz)
    ]
    kinds = [escape(line, quote=False) for line in kind_lines(say, found, KINDS_SHOWN)]
    more = len(found.undelivered) - len(kinds)
    rest = say("delivery-more-kinds", count=more) if more else None
    rows = [(Button(say.plain("button-refresh"), wishes.Go(to=wishes.Place.DELIVERY).pack()),)]
    if kinds:
        rows.insert(0, (Button(say.plain("button-undelivered"), wishes.ShowUndelivered(page=1).pack()),))
    return Screen(say.lines([head, "", *told, *kinds, rest]), rows=tuple(rows))


def undelivered(say: Say, found: Undelivered, tz: ZoneInfo) -> Screen:
    told = [escape(undelivered_line(say, row, tz), quote=False) for row in found.rows]
    back = Button(say.plain("button-back"), wishes.Go(to=wishes.Place.DELIVERY).pack())
    pages = page_row(say, found.page, found.pages, lambda page: wishes.ShowUndelivered(page=page).pack())
    text = say.lines([say("delivery-list"), *told]) if told else say("delivery-list-empty")
    return Screen(text, rows=(*pages, (back,)))
