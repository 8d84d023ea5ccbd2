"""The admin's screens of delivery: an alarm, the counts, the undelivered messages."""

from dataclasses import replace
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from screens import wishes
from screens.delivery.words import kind_lines, lines, undelivered_line
from screens.pages import page_row
from screens.screen import Button, Rows, Screen
from screens.texts import Say
from services.delivery.health import AdminAlarm, DeliveryReport, concerns
from services.delivery.undelivered import UndeliveredPage

KINDS_SHOWN = 8


def alarm(say: Say, found: AdminAlarm) -> Screen:
    text = say(f"delivery-alarm-{found.concern.value}", count=found.count, minutes=found.minutes)
    look = say.button("button-look", wishes.Go(to=wishes.Place.DELIVERY))
    return Screen(text, rows=((look,),))


def overview(say: Say, found: DeliveryReport, now: datetime, tz: ZoneInfo) -> Screen:
    """Show the state of delivery; lines that need attention are bold."""
    head = say("delivery-worries" if concerns(found, now) else "delivery-fine")
    listed = [
        f"<b>{escape(line.text, quote=False)}</b>" if line.needs_attention else escape(line.text, quote=False)
        for line in lines(say, found, now, tz)
    ]
    kinds = [escape(line, quote=False) for line in kind_lines(say, found, KINDS_SHOWN)]
    more = len(found.undelivered) - len(kinds)
    rest = say("delivery-more-kinds", count=more) if more else None
    rows = [(say.button("button-refresh", wishes.Go(to=wishes.Place.DELIVERY)),)]
    if kinds:
        rows.insert(0, (say.button("button-undelivered", wishes.ShowUndelivered(page=1)),))
    return Screen(say.lines([head, "", *listed, *kinds, rest]), rows=tuple(rows))


def undelivered(say: Say, found: UndeliveredPage, tz: ZoneInfo) -> Screen:
    listed = [escape(undelivered_line(say, row, tz), quote=False) for row in found.page.items]
    back = say.button("button-back", wishes.Go(to=wishes.Place.DELIVERY))
    pages = page_row(say, found.page, lambda page: wishes.ShowUndelivered(page=page))
    why = ["", say("delivery-list-once")] if found.tried_once else []
    text = say.lines([say("delivery-list"), *listed, *why]) if listed else say("delivery-list-empty")
    return Screen(text, rows=(*_again_rows(say, found), *pages, (back,)))


def sent_again(say: Say, found: UndeliveredPage, count: int, tz: ZoneInfo) -> Screen:
    """Confirm that `count` messages are sent again; 0: another admin was first, or the message has left the list."""
    toast = say.plain("delivery-again", count=count) if count else say.plain("delivery-again-none")
    return replace(undelivered(say, found, tz), toast=toast)


def _again_rows(say: Say, found: UndeliveredPage) -> Rows:
    """Return a button for each message of the page that was tried once, and one for all such messages."""

    def button(text: str, first: int, last: int) -> tuple[Button]:
        return (Button.of(text, wishes.SendAgain(first=first, last=last, page=found.page.number)),)

    numbers = [row.id for row in found.page.items if row.id in found.tried_once]
    rows = [button(say.plain("button-again", number=str(number)), number, number) for number in numbers]
    if len(found.tried_once) > 1:
        rows.append(
            button(
                say.plain("button-again-all", count=len(found.tried_once)), found.tried_once[0], found.tried_once[-1]
            )
        )
    return tuple(rows)
