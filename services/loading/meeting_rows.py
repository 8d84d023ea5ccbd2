"""Meetings of an event in a network's file: each may have its own end, hours, place and title."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from models.meetings import shares_of
from services.loading.value_types import DateAndTime, Strict, invalid


class MeetingRow(Strict):
    start: DateAndTime
    end: DateAndTime | None = None
    hours: Annotated[float, Field(gt=0, le=100)] | None = None
    place: Annotated[str, Field(max_length=300)] = ""
    title: Annotated[str, Field(max_length=300)] = ""

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        if self.end is not None and not self.start < self.end <= self.start + timedelta(days=1):
            raise invalid("load-meeting-end", at="end")
        return self

    @property
    def minutes(self) -> int | None:
        """Return the length by the clock; None if only the hours tell it."""
        return None if self.end is None else (self.end - self.start) // timedelta(minutes=1)


def hours_of(meetings: Sequence[MeetingRow], hours: float) -> list[float]:
    """Return the hours of each meeting: its own, or an equal share of what the others leave of the sum."""
    open_number = sum(meeting.hours is None for meeting in meetings)
    rest = hours - sum(meeting.hours or 0 for meeting in meetings)
    shares = iter(shares_of(rest, open_number) if open_number else ())
    return [next(shares) if meeting.hours is None else meeting.hours for meeting in meetings]


def spans_of(meetings: Sequence[MeetingRow], hours: float) -> list[tuple[datetime, datetime]]:
    """Return the wall-time start and end of each meeting."""
    each = zip(meetings, hours_of(meetings, hours), strict=True)
    return [(meeting.start, meeting.end or meeting.start + timedelta(hours=length)) for meeting, length in each]


def check_meetings(meetings: Sequence[MeetingRow], hours: float) -> None:
    """Raise the error of pydantic for meetings whose hours are not the sum, or that overlap without titles."""
    if not meetings:
        return
    each = hours_of(meetings, hours)
    if min(each) <= 0 or abs(sum(each) - hours) > 0.001:
        raise invalid("load-meeting-hours", at="meetings")
    spans = spans_of(meetings, hours)
    for number, (meeting, (_start, end)) in enumerate(zip(meetings, spans, strict=True)):
        for other in meetings[number + 1 :]:
            if other.start < end and not (meeting.title and other.title):
                raise invalid("load-meetings-overlap", at="meetings")


def usual_meetings(spans: Sequence[tuple[datetime, datetime]]) -> list[int]:
    """Return the numbers, from 1, of the meetings that one person can attend: of those at the same time the first."""
    attended: list[int] = []
    for number, (start, end) in enumerate(spans, start=1):
        if all(spans[other - 1][1] <= start or end <= spans[other - 1][0] for other in attended):
            attended.append(number)
    return attended
