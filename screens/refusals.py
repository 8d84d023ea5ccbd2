"""The one place where a refusal becomes words: the reason and the next step."""

from collections.abc import Callable

from screens import wishes
from screens.desk.refusals import DESK_NEXT
from screens.events import refusals as seat_refusals
from screens.people import invites
from screens.screen import Rows, Screen
from screens.texts import Say
from services.attendance.closing import NotClosed
from services.attendance.sheet import AttendanceClosed, Finalized, TooEarly
from services.correspondence.questions import NobodyToAsk
from services.events.refusals import SeatRefusal
from services.people.consent import ConsentOutdated
from services.people.invites import InviteUseless, LiveLink
from services.refusals import ConsentNeeded, NotFound, ProfileNeeded, Refusal
from services.reminders.answers import SeatGone
from services.reminders.feedback import NotAttended

NextStep = Callable[[Say, Refusal], Rows]


def _to_profile(say: Say, refusal: Refusal) -> Rows:
    return ((say.button("button-start", wishes.Go(to=wishes.Place.CONSENT), style="primary"),),)


def _to_events(say: Say, refusal: Refusal) -> Rows:
    return ((say.button("button-events", wishes.Go(to=wishes.Place.EVENTS)),),)


def _to_consent(say: Say, refusal: Refusal) -> Rows:
    read = wishes.Go(to=wishes.Place.CONSENT)
    return ((say.button("button-read-and-agree", read, style="primary"),),)


def _to_start(say: Say, refusal: Refusal) -> Rows:
    return ((say.button("button-start", wishes.Go(to=wishes.Place.START)),),)


def _to_card(say: Say, refusal: Refusal) -> Rows:
    look = wishes.ShowEvent(event=int(refusal.values["event"]))
    return ((say.button("button-open-card", look),), *_to_events(say, refusal))


def _to_organizer(say: Say, refusal: Refusal) -> Rows:
    ask = wishes.AskAbout(event=int(refusal.values["event"]))
    return ((say.button("button-ask-organizer", ask),),)


def _to_attendance(say: Say, refusal: Refusal) -> Rows:
    event = int(refusal.values["event"])
    rows: Rows = ((say.button("button-attendance", wishes.OpenAttendance(event=event, page=0)),),)
    if isinstance(refusal, AttendanceClosed):
        reopen = say.button("button-reopen", wishes.ReopenAttendance(event=event))
        rows = ((reopen,), *rows)
    return rows


NEXT: dict[type[Refusal], NextStep] = {
    ProfileNeeded: _to_profile,
    ConsentNeeded: _to_consent,
    ConsentOutdated: _to_consent,
    InviteUseless: _to_start,
    LiveLink: invites.replace_link,
    NobodyToAsk: _to_events,
    NotAttended: _to_organizer,
    NotFound: _to_events,
    SeatGone: _to_card,
    TooEarly: _to_attendance,
    AttendanceClosed: _to_attendance,
    NotClosed: _to_attendance,
    Finalized: _to_attendance,
    **DESK_NEXT,
}


def refusal_screen(say: Say, refusal: Refusal) -> Screen:
    """The reason in the first line and, where there is one, a button to what can be done instead."""
    if isinstance(refusal, SeatRefusal):
        return Screen(seat_refusals.words(say, refusal), rows=seat_refusals.next_step(say, refusal))
    step = NEXT.get(type(refusal))
    return Screen(say(refusal.key, **refusal.values), rows=step(say, refusal) if step else ())
