"""Notices of the desk: a cancellation to participants; to organizers changes by others and of a zone's rules."""

from models import Event
from screens import wishes
from screens.buttons import events_button
from screens.dates import event_time, moment
from screens.desk.events import LABEL_LIMIT, TITLE_LIMIT
from screens.events.moved import times_and_place
from screens.events.words import form_of
from screens.screen import Button, Screen
from screens.shortened import shortened
from screens.texts import Say
from services.desk.organizers import ChangedByAnother
from services.desk.publishing import CancelledNotice

EVENTS_LISTED = 10


def cancelled(say: Say, view: CancelledNotice) -> Screen:
    """Tell participants that the event will not take place, why, and of a similar one."""
    event, similar = view.event, view.similar
    head = say(
        "desk-notice-cancelled",
        form=form_of(say, event),
        title=event.title,
        time=event_time(say, event),
        reason=event.cancel_reason,
    )
    if similar is None:
        return Screen(head, rows=((events_button(say),),))
    line = say("desk-notice-similar", title=shortened(similar.title, TITLE_LIMIT), time=event_time(say, similar))
    look = say.button("button-look", wishes.ShowEvent(event=similar.id), style="primary")
    return Screen(say.lines([head, line]), rows=((look,), (events_button(say),)))


def changed_by_another(say: Say, change: ChangedByAnother) -> Screen:
    """Tell the organizer how another member of the staff has changed the event."""
    event, named = change.event, {"form": form_of(say, change.event), "title": change.event.title}
    if change.was is None:
        lines = [
            say("desk-own-cancelled", **named, time=event_time(say, event)),
            say("desk-reason", reason=event.cancel_reason),
        ]
    else:
        lines = [say("desk-own-moved", **named), *times_and_place(say, event, change.was, change.becomes)]
    look = say.button("button-open-event", wishes.ManageEvent(event=event.id))
    return Screen(say.lines([*lines, say("desk-own-by", name=change.by or "none")]), rows=((look,),))


def zone_rules_changed(say: Say, events: list[Event]) -> Screen:
    """Tell an organizer that the rules of a zone have changed, and what follows for the events."""
    listed = events[:EVENTS_LISTED]
    lines = [
        say("desk-zone-line", time=moment(say, event.starts_at, event.tz), title=shortened(event.title, TITLE_LIMIT))
        for event in listed
    ]
    more = len(events) - len(listed)
    text = say.lines(
        [
            say("desk-zone-head", count=len(events)),
            *lines,
            say("desk-zone-more", count=more) if more else None,
            say("desk-zone-after"),
        ]
    )
    rows = [(Button.of(shortened(event.title, LABEL_LIMIT), wishes.ManageEvent(event=event.id)),) for event in listed]
    return Screen(text, rows=tuple(rows))
