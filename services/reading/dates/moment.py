"""The meaning of a date phrase: a moment of one or several sittings, and the doubts to ask about."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class DateDoubt(StrEnum):
    """Reasons to ask about a moment again."""

    NOTHING_FOUND = "nothing_found"
    PAST = "past"
    AFTER_YEAR_END = "after_year_end"
    WEEKDAY_MISMATCH = "weekday_mismatch"
    NO_SUCH_DAY = "no_such_day"
    NO_SUCH_TIME = "no_such_time"
    AMBIGUOUS_DATE = "ambiguous_date"
    AMBIGUOUS_TIME = "ambiguous_time"
    AFTER_START = "after_start"
    """A deadline after the event has begun."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One doubt about the words `said`.

    `day`: the date they name, if any; `weekday`: the weekday they name (0 = Monday) when it is not that of `day`.
    """

    doubt: DateDoubt
    said: str = ""
    day: dt.date | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """One day of an event in the event's wall time."""

    date: dt.date
    time: dt.time | None
    end: dt.time | None


@dataclass(frozen=True, slots=True)
class Moment:
    """A date and a time, each None when not said or in doubt; `end` when a span of hours was said.

    `later`: the further days of an event of several sittings. A date with a problem is never set.
    """

    date: dt.date | None = None
    time: dt.time | None = None
    end: dt.time | None = None
    later: tuple[Sitting, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def sittings(self) -> tuple[Sitting, ...]:
        """All days in order; empty while the date is not known."""
        return (Sitting(self.date, self.time, self.end), *self.later) if self.date else ()

    @property
    def starts(self) -> list[dt.datetime]:
        """Wall-time starts of all days; empty while a date or a time is not known."""
        starts = [dt.datetime.combine(day.date, day.time) for day in self.sittings if day.time is not None]
        return starts if len(starts) == len(self.sittings) else []

    @property
    def is_known(self) -> bool:
        return bool(self.starts) and not self.problems
