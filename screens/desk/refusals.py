"""Next steps after the desk's refusals: look at the event, correct the draft, make a copy."""

from screens import wishes
from screens.next_steps import NextStep, event_of, no_next_step, open_place
from screens.screen import Rows
from screens.texts import Say
from services.desk.changes import AlreadyStarted, ChangedMeanwhile, EventClosed
from services.desk.events import NotYourEvent
from services.desk.fields.definition import BadValue, DeadlineOutOfRange, DraftField, StartInPast, UnknownForm
from services.desk.fields.times import MeetingHasMarks
from services.desk.publishing import AlreadyPublished, NotADraft, PlaceMissing
from services.desk.speakers import SpeakerTwice, TooManySpeakers
from services.desk.unfinished import FormGone
from services.refusals import Refusal


def to_managed_event(say: Say, refusal: Refusal) -> Rows:
    return ((say.button("button-open-event", wishes.ManageEvent(event=event_of(refusal))),),)


def _copy(say: Say, refusal: Refusal) -> Rows:
    return ((say.button("button-copy", wishes.CopyEvent(event=event_of(refusal))),),)


def _correct(field: DraftField) -> NextStep:
    """Open the field to correct; a draft that is not stored yet has no button for it."""

    def rows(say: Say, refusal: Refusal) -> Rows:
        event = int(refusal.values.get("event", 0))
        if not event:
            return ()
        wish = wishes.ChangeEvent(event=event, field=field)
        return ((say.button(f"draft-field-{field.value}", wish, style="primary"),),)

    return rows


def _to_attendance(say: Say, refusal: Refusal) -> Rows:
    return ((say.button("button-attendance", wishes.OpenAttendance(event=event_of(refusal), page=0)),),)


NEXT: dict[type[Refusal], NextStep] = {
    AlreadyPublished: to_managed_event,
    AlreadyStarted: to_managed_event,
    BadValue: no_next_step,
    UnknownForm: no_next_step,
    ChangedMeanwhile: to_managed_event,
    DeadlineOutOfRange: no_next_step,
    EventClosed: _copy,
    FormGone: open_place("menu-manage", wishes.Place.MANAGE),
    NotADraft: to_managed_event,
    NotYourEvent: to_managed_event,
    PlaceMissing: _correct(DraftField.HOST),
    SpeakerTwice: to_managed_event,
    MeetingHasMarks: _to_attendance,
    StartInPast: _correct(DraftField.START),
    TooManySpeakers: to_managed_event,
}
