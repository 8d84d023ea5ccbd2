"""Next steps after refusals of the attendance sheet: back to the list, or open it again."""

from screens import wishes
from screens.next_steps import NextStep, event_of, joined, no_next_step
from screens.screen import Rows
from screens.texts import Say
from services.attendance.closing import MeetingsAhead, NotClosed
from services.attendance.marks import PresentElsewhere
from services.attendance.sheet import AttendanceClosed, Finalized, NotPublished, TooEarly
from services.refusals import Refusal


def _to_sheet(say: Say, refusal: Refusal) -> Rows:
    return ((say.button("button-attendance", wishes.OpenAttendance(event=event_of(refusal), page=0)),),)


def _reopen(say: Say, refusal: Refusal) -> Rows:
    return ((say.button("button-reopen", wishes.ReopenAttendance(event=event_of(refusal))),),)


NEXT: dict[type[Refusal], NextStep] = {
    AttendanceClosed: joined(_reopen, _to_sheet),
    Finalized: _to_sheet,
    MeetingsAhead: _to_sheet,
    NotClosed: _to_sheet,
    NotPublished: no_next_step,
    PresentElsewhere: _to_sheet,
    TooEarly: _to_sheet,
}
