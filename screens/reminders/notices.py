"""Announcements and reminders, worded when they are sent; the answer to «Приду»."""

from datetime import datetime

from models import Event, EventFormat, Meeting
from screens import wishes
from screens.dates import clock, day, event_time, hours, meeting_time, moment
from screens.events.words import form_of
from screens.places import place_line
from screens.screen import Button, Screen
from screens.shortened import shortened
from screens.texts import Say
from services.reminders.views import EventNews

NOTE_LIMIT = 1000


def published(say: Say, news: EventNews) -> Screen:
    event = news.event
    full = event.capacity is not None and event.taken >= event.capacity
    head = say("remind-published", **_names(say, event), hours=hours(say, event.hours))
    text = say.lines([head, place_line(say, event), say("remind-seats-none") if full else None])
    return Screen(text, rows=(_sign_up_row(say, event, full),))


def closing(say: Say, news: EventNews) -> Screen:
    event = news.event
    full = event.capacity is not None and event.taken >= event.capacity
    until = say("remind-closing-until", deadline=moment(say, event.signup_closes_at, event.tz))
    head = say("remind-closing" if news.closes_soon else "remind-open", **_names(say, event))
    return Screen(say.lines([head, until]), rows=(_sign_up_row(say, event, full),))


def day_before(say: Say, news: EventNews) -> Screen:
    event = news.event
    text = say.lines(
        [
            _day_line(say, news),
            _place_line(say, news),
            say("text", text=shortened(event.note, NOTE_LIMIT)) if event.note else None,
            say("remind-keeps-seat"),
        ]
    )
    return Screen(text, rows=(_answer_row(say, event),))


def hour_before(say: Say, news: EventNews) -> Screen:
    """Show the last reminder; quiet hours may have moved it to the evening before."""
    event = news.event
    start = say("remind-hour", title=event.title, clock=clock(news.held.starts_at, event.tz))
    online = event.format is not EventFormat.OFFLINE
    link = say("remind-link", link=event.link) if event.link else say("remind-link-later")
    text = say.lines(
        [
            start if news.starts_soon else _day_line(say, news),
            None if event.format is EventFormat.ONLINE else _place_line(say, news),
            link if online else None,
            say("remind-code") if online else None,
        ]
    )
    return Screen(text, rows=(_answer_row(say, event),))


def speakers_week(say: Say, news: EventNews) -> Screen:
    event = news.event
    text = say("remind-speakers", form=form_of(say, event), title=event.title, date=day(say, event.starts_local.date()))
    ask = say.button("button-write-organizer", wishes.AskAbout(event=event.id))
    return Screen(text, rows=((ask,),))


def unmarked(say: Say, news: EventNews) -> Screen:
    event, held = news.event, news.held
    meeting = held if isinstance(held, Meeting) else None
    text = (
        say("remind-unmarked", title=event.title, time=event_time(say, event))
        if meeting is None
        else say("remind-unmarked-meeting", title=event.title, time=meeting_time(say, meeting))
    )
    wish = wishes.OpenAttendance(event=event.id, page=0, meeting=meeting.id if meeting else None)
    return Screen(text, rows=((say.button("button-mark-attendance", wish, style="primary"),),))


def coming(say: Say, event: Event, now: datetime) -> Screen:
    """Answer «Приду», also after the event has begun."""
    if now >= event.starts_at:
        card = say.button("button-open-card", wishes.ShowEvent(event=event.id))
        return Screen(say("remind-coming-late", title=event.title, time=event_time(say, event)), rows=((card,),))
    cancel = say.button("button-not-coming", wishes.AnswerReminder(event=event.id, coming=0))
    return Screen(say("remind-coming", title=event.title, time=event_time(say, event)), rows=((cancel,),))


def _day_line(say: Say, news: EventNews) -> str:
    names = _names(say, news.event)
    if isinstance(news.held, Meeting):
        names["time"] = meeting_time(say, news.held)
    return say("remind-day", **names, days=news.days_ahead)


def _place_line(say: Say, news: EventNews) -> str | None:
    """Return the place, a meeting's own if it has one."""
    own = isinstance(news.held, Meeting) and news.held.place
    return say("text", text=own) if own else place_line(say, news.event)


def _names(say: Say, event: Event) -> dict[str, str]:
    return {"form": form_of(say, event), "title": event.title, "time": event_time(say, event)}


def _sign_up_row(say: Say, event: Event, full: bool) -> tuple[Button, ...]:
    wish = wishes.JoinWaitingList(event=event.id) if full else wishes.SignUp(event=event.id)
    return (
        say.button("button-join-queue" if full else "button-sign-up-now", wish, style="primary"),
        say.button("button-more", wishes.ShowEvent(event=event.id)),
    )


def _answer_row(say: Say, event: Event) -> tuple[Button, ...]:
    return (
        say.button("button-coming", wishes.AnswerReminder(event=event.id, coming=1), style="success"),
        say.button("button-not-coming", wishes.AnswerReminder(event=event.id, coming=0)),
    )
