"""The moment that a date phrase means today.

Every date lies between `now_local` and the end of the academic year; a year left out means the next such date. A bare
weekday is the nearest one after today («сегодня» exists for today); «следующая среда» is that of the next calendar
week.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from services.reading.dates.clock import ClockSpan
from services.reading.dates.moment import DateDoubt, Moment, Problem, Sitting
from services.reading.dates.pieces import Ahead, DatePhrase, Day, Days, Piece, Unclear, Weekday
from services.reading.words.date import OR_WORDS, OTHER_ZONES

LONGEST_RANGE_DAYS = 10
"""«с 1 по 30 октября» is rather a term than a row of sittings."""
MONTHS_LOOKED_AHEAD = 3
"""Among this month and the next ones «31-го» is found in any case."""

Dates = list[dt.date]


def resolve(phrase: DatePhrase, now_local: dt.datetime, year_end: dt.date) -> Moment:
    """Return the moment meant; its problems quote the phrase."""
    moment = _Resolver(phrase, now_local.date()).resolve()
    return refuse_outside_year(moment, phrase.said, now_local, year_end)


def refuse_outside_year(moment: Moment, said: str, now_local: dt.datetime, year_end: dt.date) -> Moment:
    """Return the moment, without its date when a day of it lies before now or after the end of the academic year."""
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


class _Resolver:
    """Resolves one phrase against today, collecting the problems on the way."""

    def __init__(self, phrase: DatePhrase, today: dt.date) -> None:
        self._phrase = phrase
        self._tokens = phrase.tokens
        self._today = today
        self._problems: list[Problem] = []

    def resolve(self) -> Moment:
        groups = self._resolve_pieces(self._phrase.pieces)
        times = self._resolve_clocks(self._phrase.clocks)
        flat = sorted({day for _, days in groups for day in days})
        if len(times) > 1 and len(times) == len(groups):
            paired = {day: at for (_, days), at in zip(groups, times, strict=True) for day in days}
        elif len(times) > 1:
            self._doubt(DateDoubt.AMBIGUOUS_TIME)
            paired = {}
        else:
            paired = dict.fromkeys(flat, times[0]) if times else {}
        start, end = (times[0] if len(times) == 1 else (None, None)) if not flat else paired.get(flat[0], (None, None))
        later = tuple(Sitting(day, *paired.get(day, (None, None))) for day in flat[1:])
        return Moment(flat[0] if flat else None, start, end, later, tuple(self._problems))

    def _doubt(self, doubt: DateDoubt, day: dt.date | None = None, weekday: int | None = None) -> None:
        self._problems.append(Problem(doubt, self._phrase.said, day, weekday))

    def _resolve_clocks(self, clocks: Sequence[ClockSpan]) -> list[tuple[dt.time, dt.time | None]]:
        if any(clock.impossible for clock in clocks):
            self._doubt(DateDoubt.NO_SUCH_TIME)
            return []
        if any(clock.doubtful for clock in clocks) or self._are_alternatives(clocks) or self._in_other_zone(clocks):
            self._doubt(DateDoubt.AMBIGUOUS_TIME)
            return []
        spans: list[tuple[dt.time, dt.time | None]] = []
        for clock in clocks:
            if clock.role != "end" and clock.start is not None:
                spans.append((clock.start, clock.end))
            elif clock.end is not None and spans and spans[-1][1] is None and clock.end > spans[-1][0]:
                spans[-1] = (spans[-1][0], clock.end)
            else:
                self._doubt(DateDoubt.AMBIGUOUS_TIME)
                return []
        return list(dict.fromkeys(spans)) if len(set(spans)) == 1 else spans

    def _are_alternatives(self, found: Sequence[Piece] | Sequence[ClockSpan]) -> bool:
        """Whether «или» joins two of the pieces, or one and a number after it («в 14 или 15»)."""
        between = [(one.after, min(two.at, one.after + 3)) for one, two in pairwise(found)]
        follows = [(one.after, one.after + 1) for one in found if self._tokens[one.after + 1].is_number]
        return any(self._tokens[at].text in OR_WORDS for first, last in between + follows for at in range(first, last))

    def _in_other_zone(self, clocks: Sequence[ClockSpan]) -> bool:
        """Whether a time is said in Moscow's or another zone's hours."""
        near = [self._tokens[clock.after + step] for clock in clocks for step in range(3)]
        return any(token.text in OTHER_ZONES for token in near)

    def _resolve_pieces(self, pieces: Sequence[Piece]) -> list[tuple[Piece, Dates]]:
        """Return the days of every piece; none at all when one of them is in doubt."""
        if self._are_alternatives(pieces) or any(isinstance(piece, Unclear) for piece in pieces):
            self._doubt(DateDoubt.AMBIGUOUS_DATE)
            return []
        named = [piece for piece in pieces if isinstance(piece, Days)]
        ahead = [piece for piece in pieces if isinstance(piece, Ahead)]
        weekdays = [piece for piece in pieces if isinstance(piece, Weekday)]
        if named:
            groups = self._by_number(named, weekdays, ahead)
        elif weekdays:
            groups = self._by_weekday(weekdays, ahead)
        else:
            groups = [(piece, self._shifted(piece)) for piece in ahead]
            if any(piece.week for piece in ahead):
                self._doubt(DateDoubt.AMBIGUOUS_DATE)
        return [] if self._problems else groups

    def _by_number(
        self, named: Sequence[Days], weekdays: Sequence[Weekday], ahead: Sequence[Ahead]
    ) -> list[tuple[Piece, Dates]]:
        """Return the days named by number; weekdays and «завтра» beside them must agree."""
        groups: list[tuple[Piece, Dates]] = [(piece, self._numbered(piece)) for piece in named]
        self._check_weekdays(groups, weekdays)
        if any(not piece.week and self._shifted(piece) != groups[0][1][:1] for piece in ahead):
            self._doubt(DateDoubt.AMBIGUOUS_DATE)
        return groups

    def _by_weekday(self, weekdays: Sequence[Weekday], ahead: Sequence[Ahead]) -> list[tuple[Piece, Dates]]:
        """Return the weekdays named; a whole number of weeks beside them moves them, any other day must agree."""
        weeks = [piece for piece in ahead if piece.week or (piece.days and piece.days % 7 == 0)]
        groups: list[tuple[Piece, Dates]] = [(piece, [self._weekday(piece, weeks)]) for piece in weekdays]
        for piece in (piece for piece in ahead if piece not in weeks):
            day = self._shifted(piece)
            if len(weekdays) > 1 or (day and day[0].weekday() != weekdays[0].weekday):
                self._doubt(DateDoubt.WEEKDAY_MISMATCH, day[0] if day else None, weekdays[0].weekday)
            groups = [(piece, day)]
        return groups

    def _numbered(self, piece: Days) -> Dates:
        """Return the dates of days named by number; a range gives every day between."""
        years = [day.year for day in piece.days if day.year]
        year = years[-1] if years and not piece.through else None
        days: Dates = []
        for said in piece.days:
            month = said.month or next((later.month for later in piece.days if later.month), None)
            earliest = days[-1] if days and piece.through else self._today
            day = _next_such_day(Day(said.day, month, said.year or year), earliest)
            if day is None:
                self._doubt(DateDoubt.NO_SUCH_DAY)
                return []
            days.append(day)
        if not piece.through:
            return days
        first, last = days
        if years and not piece.days[0].year:
            first = _date_or_none(years[0], first.month, first.day) or first
            first = first if first <= last else _date_or_none(years[0] - 1, first.month, first.day) or first
        length = (last - first).days
        if not 0 < length < LONGEST_RANGE_DAYS:
            self._doubt(DateDoubt.AMBIGUOUS_DATE, first)
            return []
        return [first + dt.timedelta(days=step) for step in range(length + 1)]

    def _weekday(self, piece: Weekday, weeks: Sequence[Ahead]) -> dt.date:
        monday = self._today - dt.timedelta(days=self._today.weekday())
        shift = piece.weeks if piece.weeks is not None else weeks[0].days // 7 if weeks else None
        if shift is not None:
            return monday + dt.timedelta(days=7 * shift + piece.weekday)
        return self._today + dt.timedelta(days=(piece.weekday - self._today.weekday() - 1) % 7 + 1)

    def _shifted(self, piece: Ahead) -> Dates:
        """Return the day ahead of today; a month ahead of the 31st is the last day of a shorter month."""
        if not piece.months:
            return [self._today + dt.timedelta(days=piece.days)]
        month = self._today.month - 1 + piece.months
        for day in range(self._today.day, 27, -1):
            if found := _date_or_none(self._today.year + month // 12, month % 12 + 1, day):
                return [found]
        return [dt.date(self._today.year + month // 12, month % 12 + 1, min(self._today.day, 28))]

    def _check_weekdays(self, groups: Sequence[tuple[Piece, Dates]], weekdays: Sequence[Weekday]) -> None:
        """Compare the weekdays said with the dates said: one for one, or each with the nearest piece."""
        flat = [day for _, days in groups for day in days]
        if self._problems or not flat:
            return
        for index, said in enumerate(weekdays):
            beside = min(groups, key=lambda group: abs(group[0].at - said.at))[1]
            near = flat[index : index + 1] if len(weekdays) == len(flat) else beside
            if all(day.weekday() != said.weekday for day in near):
                self._doubt(DateDoubt.WEEKDAY_MISMATCH, near[0], said.weekday)
                return


def _next_such_day(said: Day, earliest: dt.date) -> dt.date | None:
    """Return the day as said, or the next such day from `earliest` on; None when there is no such day."""
    if said.month is None:
        for step in range(MONTHS_LOOKED_AHEAD):
            month = earliest.month + step
            day = _date_or_none(earliest.year + (month - 1) // 12, (month - 1) % 12 + 1, said.day)
            if day is not None and day >= earliest:
                return day
        return None
    if said.year is not None:
        return _date_or_none(said.year, said.month, said.day)
    is_ahead = (said.month, said.day) >= (earliest.month, earliest.day)
    return _date_or_none(earliest.year + (not is_ahead), said.month, said.day)


def _date_or_none(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
