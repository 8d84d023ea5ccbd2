"""Reminders of an event; a rule of the network says which of them is sent, when and to whom."""

from dataclasses import dataclass

from services.notices import Notice


@dataclass(frozen=True, slots=True)
class Reminder(Notice):
    """`rule` is the code of the rule, `run` the version it runs for (0 if it runs once), `version` that of the event.

    The key is that of the rule's run, not of the notice: two rules may send the same one.
    """

    rule: str
    event: int
    run: int
    version: int

    @property
    def key(self) -> str:
        return f"{self.rule}:{self.event}:{self.run}"


@dataclass(frozen=True, slots=True)
class EventPublished(Reminder):
    """To the audience."""


@dataclass(frozen=True, slots=True)
class SignupClosing(Reminder):
    """To those who opened the event and have not signed up."""


@dataclass(frozen=True, slots=True)
class SpeakersWeek(Reminder):
    """To the speakers."""


@dataclass(frozen=True, slots=True)
class DayBefore(Reminder):
    """To those with a seat; names the day."""


@dataclass(frozen=True, slots=True)
class HourBefore(Reminder):
    """To those with a seat; names the hour."""


@dataclass(frozen=True, slots=True)
class OfMeeting(Reminder):
    """About one of the later meetings of an event; the first one has the reminders of the event."""

    meeting: int

    @property
    def key(self) -> str:
        return f"{self.rule}:{self.event}:{self.run}:{self.meeting}"


@dataclass(frozen=True, slots=True)
class MeetingDayBefore(OfMeeting):
    """To those with a seat; names the day of the meeting."""


@dataclass(frozen=True, slots=True)
class MeetingHourBefore(OfMeeting):
    """To those with a seat; names the hour of the meeting."""


@dataclass(frozen=True, slots=True)
class MeetingUnmarked(OfMeeting):
    """To the organizers, after a meeting that is not the last, while nobody is marked there."""


@dataclass(frozen=True, slots=True)
class FeedbackAsked(Reminder):
    """To those who came."""


@dataclass(frozen=True, slots=True)
class AttendanceUnmarked(Reminder):
    """To the organizers, while attendance is not closed."""
