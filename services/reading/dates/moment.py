"""When an event is, from what a person typed: no guess leaves here unnoticed, a doubt is returned to be asked about.

Every date lies between `now_local` and the end of the academic year; a year left out means the next such date. A bare
weekday is the nearest one after today («сегодня» exists for today); «следующая среда» is that of the next calendar
week. A bare hour from 1 to 7 is an hour of the school day, 13:00 to 19:00; «07:00» and «в 7 утра» are taken as said.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from services.reading.dates.calendar import Ahead, Day, Days, Piece, Unclear, Weekday, read_piece
from services.reading.dates.clock import Clock, read_clock
from services.reading.text import Page, Token, Tokens
from services.reading.words.date import EITHER, OTHER_ZONES

LONGEST_RUN = 10
"""Days; «с 1 по 30 октября» is rather a term than a row of sittings."""


class DateDoubt(StrEnum):
    """Why a moment must be asked about again."""

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
    """One doubt. `said`: the person's own words; `day`: the date they lead to, if there is one; `weekday`: the weekday
    they name (0 = Monday) when it is not that of `day`."""

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


def read_moment(text: str, now_local: dt.datetime, year_end: dt.date) -> Moment:
    """The moment a whole answer names. `now_local`: wall time of the event's zone; `year_end`: the last day allowed."""
    moment, spans = find_moment(Page(text), now_local, year_end, alone=True)
    return moment if spans else Moment(problems=(Problem(DateDoubt.NOTHING_FOUND, text.strip()),))


def complete_moment(known: Moment, text: str, now_local: dt.datetime, year_end: dt.date) -> Moment:
    """`known` with what the answer to a question about it adds or corrects; a bare «14» is an hour if a date stands."""
    bare = text.strip().rstrip(".")
    if known.date and bare.isdecimal() and len(bare) <= 2:
        answer = read_moment(f"{bare}:00", now_local, year_end)
        hour = answer.time
        if hour is not None and 1 <= hour.hour <= 7 and not bare.startswith("0"):
            answer = replace(answer, time=hour.replace(hour=hour.hour + 12))
    else:
        answer = read_moment(text, now_local, year_end)
    if any(problem.doubt is DateDoubt.NOTHING_FOUND for problem in answer.problems):
        return answer
    says_date = answer.date is not None or _about_date(answer)
    dated = answer if says_date else known
    timed = answer if answer.time is not None or _about_time(answer) else known
    later = tuple(replace(day, time=day.time if timed is dated else timed.time) for day in dated.later)
    merged = Moment(dated.date, timed.time, timed.end, later, answer.problems)
    return _checked(merged, text.strip(), now_local, year_end) if merged.date else merged


def _about_date(moment: Moment) -> bool:
    timeless = {DateDoubt.AMBIGUOUS_TIME, DateDoubt.NO_SUCH_TIME}
    return any(problem.doubt not in timeless for problem in moment.problems)


def _about_time(moment: Moment) -> bool:
    timeless = {DateDoubt.AMBIGUOUS_TIME, DateDoubt.NO_SUCH_TIME}
    return any(problem.doubt in timeless for problem in moment.problems)


def find_moment(
    page: Page, now_local: dt.datetime, year_end: dt.date, *, alone: bool = False
) -> tuple[Moment, list[tuple[int, int]]]:
    """The moment anywhere in a page and the spans of its pieces; no spans: nothing of a date or a time was found."""
    tokens = page.tokens()
    pieces, clocks = _scan(tokens, alone=alone)
    pieces, clocks = _settle_dotted(tokens, pieces, clocks)
    clocks = _without_gatherings(clocks)
    found: list[Piece | Clock] = [*pieces, *clocks]
    spans = [(tokens[piece.at].start, tokens[piece.after - 1].end) for piece in found]
    said = page.text[min(start for start, _ in spans) : max(end for _, end in spans)] if found else ""
    return resolve(tokens, pieces, clocks, said, now_local, year_end), spans


def resolve(
    tokens: Tokens,
    pieces: Sequence[Piece],
    clocks: Sequence[Clock],
    said: str,
    now_local: dt.datetime,
    year_end: dt.date,
) -> Moment:
    """The moment that pieces already read mean today; `said` goes with the problems."""
    reader = _Reader(tokens, said, now_local.date(), year_end)
    return _checked(reader.moment(pieces, clocks), said, now_local, year_end)


def _scan(tokens: Tokens, *, alone: bool) -> tuple[list[Piece], list[Clock]]:
    pieces: list[Piece] = []
    clocks: list[Clock] = []
    at = dated = 0
    while at < len(tokens):
        if tokens[at].is_sign:
            at += 1
            continue
        piece = read_piece(tokens, at)
        if piece is not None:
            pieces.append(piece)
            at = dated = piece.after
            continue
        after_date = bool(pieces) and tokens.skip(dated, ",", ")") == at
        clock = read_clock(tokens, at, after_date=after_date, alone=alone)
        if clock is not None:
            clocks.append(clock)
            at = clock.after
            continue
        at += 1
    return pieces, clocks


def _settle_dotted(tokens: Tokens, pieces: Sequence[Piece], clocks: Sequence[Clock]) -> tuple[list[Piece], list[Clock]]:
    """«12.10» is a day, unless the day is already said and no time is: then it is a time («7 октября 12.10»)."""
    if clocks:
        return list(pieces), list(clocks)
    days: list[Piece] = []
    times: list[Clock] = []
    certain = any(not (isinstance(piece, Days) and piece.dotted) and not isinstance(piece, Weekday) for piece in pieces)
    for piece in pieces:
        follows = bool(days) and tokens[piece.at - 1].text != "," and days[-1].after == piece.at
        if isinstance(piece, Days) and piece.dotted and (certain or follows) and not times:
            hours = [(day.day, day.month or 0) for day in piece.days]
            if all(hour < 24 for hour, _ in hours):
                first, last = (dt.time(*hours[0]), dt.time(*hours[-1]))
                times.append(Clock(piece.at, piece.after, first, last if len(hours) > 1 and last > first else None))
                continue
        days.append(piece)
    return days, times


def _without_gatherings(clocks: Sequence[Clock]) -> list[Clock]:
    """Registration at 13:30 is not the start at 14:00."""
    starts = [clock for clock in clocks if clock.role != "gathering"]
    return starts if any(clock.role == "start" for clock in starts) else list(clocks)


class _Reader:
    """Resolves the pieces of one moment against today."""

    def __init__(self, tokens: Tokens, said: str, today: dt.date, year_end: dt.date) -> None:
        self.tokens = tokens
        self.said = said
        self.today = today
        self.year_end = year_end
        self.problems: list[Problem] = []

    def doubt(self, doubt: DateDoubt, day: dt.date | None = None, weekday: int | None = None) -> None:
        self.problems.append(Problem(doubt, self.said, day, weekday))

    def moment(self, pieces: Sequence[Piece], clocks: Sequence[Clock]) -> Moment:
        groups = self.dates(pieces)
        times = self.times(clocks)
        flat = sorted({day for _, days in groups for day in days})
        if len(times) > 1 and len(times) == len(groups):
            paired = {day: at for (_, days), at in zip(groups, times, strict=True) for day in days}
        elif len(times) > 1:
            self.doubt(DateDoubt.AMBIGUOUS_TIME)
            paired = {}
        else:
            paired = dict.fromkeys(flat, times[0]) if times else {}
        start, end = (times[0] if len(times) == 1 else (None, None)) if not flat else paired.get(flat[0], (None, None))
        later = tuple(Sitting(day, *paired.get(day, (None, None))) for day in flat[1:])
        return Moment(flat[0] if flat else None, start, end, later, tuple(self.problems))

    def times(self, clocks: Sequence[Clock]) -> list[tuple[dt.time, dt.time | None]]:
        if any(clock.impossible for clock in clocks):
            self.doubt(DateDoubt.NO_SUCH_TIME)
            return []
        if any(clock.doubtful for clock in clocks) or self.either(clocks) or self.other_zone(clocks):
            self.doubt(DateDoubt.AMBIGUOUS_TIME)
            return []
        spans: list[tuple[dt.time, dt.time | None]] = []
        for clock in clocks:
            if clock.role != "end" and clock.start is not None:
                spans.append((clock.start, clock.end))
            elif clock.end is not None and spans and spans[-1][1] is None and clock.end > spans[-1][0]:
                spans[-1] = (spans[-1][0], clock.end)
            else:
                self.doubt(DateDoubt.AMBIGUOUS_TIME)
                return []
        return list(dict.fromkeys(spans)) if len(set(spans)) == 1 else spans

    def either(self, found: Sequence[Piece] | Sequence[Clock]) -> bool:
        """Whether two of the pieces are an alternative, or one and a number after it («в 14 или 15»)."""
        between = [(one.after, min(two.at, one.after + 3)) for one, two in pairwise(found)]
        follows = [(one.after, one.after + 1) for one in found if self.tokens[one.after + 1].is_number]
        return any(self.tokens[at].text in EITHER for first, last in between + follows for at in range(first, last))

    def other_zone(self, clocks: Sequence[Clock]) -> bool:
        """Whether a time is said in Moscow's or another zone's hours."""
        near: list[Token] = [self.tokens[clock.after + step] for clock in clocks for step in range(3)]
        return any(token.text in OTHER_ZONES for token in near)

    def dates(self, pieces: Sequence[Piece]) -> list[tuple[Piece, list[dt.date]]]:
        """The days of every group; none at all when one of them is in doubt."""
        if self.either(pieces) or any(isinstance(piece, Unclear) for piece in pieces):
            self.doubt(DateDoubt.AMBIGUOUS_DATE)
            return []
        named = [piece for piece in pieces if isinstance(piece, Days)]
        ahead = [piece for piece in pieces if isinstance(piece, Ahead)]
        weekdays = [piece for piece in pieces if isinstance(piece, Weekday)]
        groups: list[tuple[Piece, list[dt.date]]]
        if named:
            groups = [(piece, self.named(piece)) for piece in named]
            self.compare(groups, weekdays)
            if any(not piece.week and self.shifted(piece) != groups[0][1][:1] for piece in ahead):
                self.doubt(DateDoubt.AMBIGUOUS_DATE)
        elif weekdays:
            weeks = [piece for piece in ahead if piece.week or (piece.days and piece.days % 7 == 0)]
            groups = [(piece, [self.weekday(piece, weeks)]) for piece in weekdays]
            for piece in (piece for piece in ahead if piece not in weeks):
                day = self.shifted(piece)
                if len(weekdays) > 1 or (day and day[0].weekday() != weekdays[0].weekday):
                    self.doubt(DateDoubt.WEEKDAY_MISMATCH, day[0] if day else None, weekdays[0].weekday)
                groups = [(piece, day)]
        else:
            groups = [(piece, self.shifted(piece)) for piece in ahead]
            if any(piece.week for piece in ahead):
                self.doubt(DateDoubt.AMBIGUOUS_DATE)
        return [] if self.problems else groups

    def named(self, piece: Days) -> list[dt.date]:
        """The dates of days named by number; a range gives every day between."""
        years = [day.year for day in piece.days if day.year]
        year = years[-1] if years and not piece.through else None
        days: list[dt.date] = []
        for said in piece.days:
            month = said.month or next((later.month for later in piece.days if later.month), None)
            floor = days[-1] if days and piece.through else self.today
            day = self.resolved(Day(said.day, month, said.year or year), floor)
            if day is None:
                self.doubt(DateDoubt.NO_SUCH_DAY)
                return []
            days.append(day)
        if not piece.through:
            return days
        first, last = days
        if years and not piece.days[0].year:
            first = _dated(years[0], first.month, first.day) or first
            first = first if first <= last else _dated(years[0] - 1, first.month, first.day) or first
        length = (last - first).days
        if not 0 < length < LONGEST_RUN:
            self.doubt(DateDoubt.AMBIGUOUS_DATE, first)
            return []
        return [first + dt.timedelta(days=step) for step in range(length + 1)]

    def resolved(self, said: Day, floor: dt.date) -> dt.date | None:
        """The day meant: as said, or the next such day from `floor` on."""
        if said.month is None:
            for step in range(3):
                month = floor.month + step
                day = _dated(floor.year + (month - 1) // 12, (month - 1) % 12 + 1, said.day)
                if day is not None and day >= floor:
                    return day
            return None
        if said.year is not None:
            return _dated(said.year, said.month, said.day)
        ahead = (said.month, said.day) >= (floor.month, floor.day)
        return _dated(floor.year + (not ahead), said.month, said.day)

    def weekday(self, piece: Weekday, weeks: Sequence[Ahead]) -> dt.date:
        monday = self.today - dt.timedelta(days=self.today.weekday())
        shift = piece.weeks if piece.weeks is not None else weeks[0].days // 7 if weeks else None
        if shift is not None:
            return monday + dt.timedelta(days=7 * shift + piece.weekday)
        return self.today + dt.timedelta(days=(piece.weekday - self.today.weekday() - 1) % 7 + 1)

    def shifted(self, piece: Ahead) -> list[dt.date]:
        if not piece.months:
            return [self.today + dt.timedelta(days=piece.days)]
        month = self.today.month - 1 + piece.months
        for day in range(self.today.day, 27, -1):
            if found := _dated(self.today.year + month // 12, month % 12 + 1, day):
                return [found]
        return [dt.date(self.today.year + month // 12, month % 12 + 1, min(self.today.day, 28))]

    def compare(self, groups: Sequence[tuple[Piece, list[dt.date]]], weekdays: Sequence[Weekday]) -> None:
        """Check the weekdays said against the dates said: one for one, or each with the group it stands beside."""
        flat = [day for _, days in groups for day in days]
        if self.problems or not flat:
            return
        for index, said in enumerate(weekdays):
            beside = min(groups, key=lambda group: abs(group[0].at - said.at))[1]
            near = flat[index : index + 1] if len(weekdays) == len(flat) else beside
            if all(day.weekday() != said.weekday for day in near):
                self.doubt(DateDoubt.WEEKDAY_MISMATCH, near[0], said.weekday)
                return


def _dated(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _checked(moment: Moment, said: str, now_local: dt.datetime, year_end: dt.date) -> Moment:
    """The moment without its date when a day of it lies before now or after the end of the academic year."""
    now = now_local.replace(tzinfo=None)
    for day in moment.sittings:
        begun = day.date == now.date() and day.time is not None and dt.datetime.combine(day.date, day.time) <= now
        if day.date < now.date() or begun:
            doubt = DateDoubt.PAST
        elif day.date > year_end:
            doubt = DateDoubt.AFTER_YEAR_END
        else:
            continue
        problem = Problem(doubt, said, day.date)
        return replace(moment, date=None, later=(), problems=(*moment.problems, problem))
    return moment
