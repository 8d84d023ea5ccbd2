"""Publishing an event, and cancelling it for a reason."""

from datetime import datetime

from models import Event
from screens import wishes
from screens.dates import moment
from screens.desk.events import desk_event, quiet_line
from screens.events.words import audience_of
from screens.screen import Button, Screen
from screens.texts import Say
from services.desk.events import DeskEvent
from services.desk.publishing import Cancelling
from services.reminder_rules import Announcement


def published(say: Say, desk: DeskEvent, now: datetime, news: Announcement | None) -> Screen:
    """Confirm that the event is public, and tell when its audience hears of it, if it does."""
    event = desk.event
    if news is None:
        return desk_event(say, desk, now, head=say("desk-published-untold"))
    later = None
    if news.at > now:
        time = moment(say, news.at, event.tz)
        later = say("desk-quiet", time=time) if news.quiet else say("desk-told-later", time=time)
    head = say("desk-published", whom=audience_of(say, event) or say.plain("desk-whom-all"))
    return desk_event(say, desk, now, head=say.lines([head, later]))


def ask_reason(say: Say, cancelling: Cancelling, *, bad: str | None = None) -> Screen:
    event = cancelling.event
    text = say.lines([bad, say("desk-ask-reason", title=event.title, count=cancelling.people)])
    return Screen(text, rows=((_back_to(say, event),),))


def ask_cancel(say: Say, cancelling: Cancelling, reason: str) -> Screen:
    event = cancelling.event
    sure = wishes.CancelEvent(event=event.id, version=event.version, sure=1)
    text = say.lines(
        [say("desk-ask-cancel", title=event.title, count=cancelling.people), say("desk-reason", reason=reason)]
    )
    rows = ((say.button("button-sure-cancel-event", sure, style="danger"), _back_to(say, event)),)
    return Screen(text, rows=rows)


def cancelled(say: Say, cancelling: Cancelling) -> Screen:
    event = cancelling.event
    text = say.lines(
        [
            say("desk-cancelled-now", title=event.title, count=cancelling.people),
            say("desk-reason", reason=event.cancel_reason),
            quiet_line(say, cancelling.later, event.tz),
        ]
    )
    copy = say.button("button-copy", wishes.CopyEvent(event=event.id))
    manage = say.button("menu-manage", wishes.Go(to=wishes.Place.MANAGE))
    return Screen(text, rows=((copy, manage),))


def _back_to(say: Say, event: Event) -> Button:
    return say.button("button-not-now", wishes.ManageEvent(event=event.id))
