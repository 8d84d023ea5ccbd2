"""Dates and times as methodists type them: each read as meant, or asked about with the reason."""

from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reading.dates.moment import DateDoubt, Moment
from services.reading.dates.scanner import complete_moment, read_moment
from tests.services.reading.typed import MOMENTS, NOW, TYPED, YEAR_END, wall

AUTUMN = date(2026, 10, 7)  # a Wednesday


def read(text: str, now: datetime = NOW) -> Moment:
    return read_moment(text, now, YEAR_END)


def doubts(moment: Moment) -> list[DateDoubt]:
    return [problem.doubt for problem in moment.problems]


DATED = [
    ("7.10 в 14", "2026-10-07 14:00"),
    ("7 октября в 14", "2026-10-07 14:00"),
    ("завтра в 14", "2026-09-15 14:00"),
    ("7 октября 14:00", "2026-10-07 14:00"),
    ("7 окт в 14-00", "2026-10-07 14:00"),
    ("7 окт. в 14.00", "2026-10-07 14:00"),
    ("07.10.2026 14.30", "2026-10-07 14:30"),
    ("07.10.2026г. в 14:00ч.", "2026-10-07 14:00"),
    ("7 октября 2026 года в 9:30", "2026-10-07 09:30"),
    ("2026-10-07 14:00", "2026-10-07 14:00"),
    ("7.10, 14.30", "2026-10-07 14:30"),
    ("07.10-14.00", "2026-10-07 14:00"),
    ("7 октября 12.10", "2026-10-07 12:10"),
    ("7 октября 14⁰⁰", "2026-10-07 14:00"),
    ("7 октября в 14 00", "2026-10-07 14:00"),
    ("7 октября в 1430", "2026-10-07 14:30"),
    ("7 октября в 14 ч. 30 мин.", "2026-10-07 14:30"),
    ("7 октября 14 часов", "2026-10-07 14:00"),
    ("7 октября 14", "2026-10-07 14:00"),
    ("7 октября в 10-15", "2026-10-07 10:15"),
    ("в 14 7 октября", "2026-10-07 14:00"),
    ("14:00, 7 октября", "2026-10-07 14:00"),
    ("7 ОКТЯБРЯ В 14", "2026-10-07 14:00"),
    ("7 октбря в 14", "2026-10-07 14:00"),
    ("7-го в 3", "2026-10-07 15:00"),
    ("7 числа в 14", "2026-10-07 14:00"),
    ("седьмого октября в два часа дня", "2026-10-07 14:00"),
    ("двадцать девятого октября в полтретьего", "2026-10-29 14:30"),
    ("7 октября в половине третьего", "2026-10-07 14:30"),
    ("7 октября без четверти три", "2026-10-07 14:45"),
    ("7 октября в час дня", "2026-10-07 13:00"),
    ("7 октября в полдень", "2026-10-07 12:00"),
    ("в четырнадцать тридцать 7 октября", "2026-10-07 14:30"),
    ("7 октября в 10 утра", "2026-10-07 10:00"),
    ("7 октября в 6 вечера", "2026-10-07 18:00"),
    ("7 октября в 07:30", "2026-10-07 07:30"),
    ("послезавтра в 9:30", "2026-09-16 09:30"),
    ("сегодня в 16", "2026-09-14 16:00"),
    ("в среду в 15", "2026-09-16 15:00"),
    ("ср 15:00", "2026-09-16 15:00"),
    ("во вторник в 11", "2026-09-15 11:00"),
    ("в понедельник к девяти утра", "2026-09-21 09:00"),
    ("в следующую среду в 15", "2026-09-23 15:00"),
    ("в эту среду в 15", "2026-09-16 15:00"),
    ("на следующей неделе в четверг в 14", "2026-09-24 14:00"),
    ("в среду через неделю в 14", "2026-09-23 14:00"),
    ("через неделю в 10", "2026-09-21 10:00"),
    ("через две недели в 10", "2026-09-28 10:00"),
    ("через 3 дня в 10", "2026-09-17 10:00"),
    ("через месяц в 10", "2026-10-14 10:00"),
    ("среда, 7 октября, 14:00", "2026-10-07 14:00"),
    ("7 октября (ср) 14:00", "2026-10-07 14:00"),
    ("12 января в 10", "2027-01-12 10:00"),
    ("31 августа в 10", "2027-08-31 10:00"),
    ("начало в 14:00 7 октября", "2026-10-07 14:00"),
    ("регистрация 13:30, начало 14:00 7 октября", "2026-10-07 14:00"),
    ("7 October 14:00", "2026-10-07 14:00"),
    ("Oct 7, 2pm", "2026-10-07 14:00"),
    ("October 7th at 2:30 p.m.", "2026-10-07 14:30"),
    ("tomorrow at 2 pm", "2026-09-15 14:00"),
    ("the day after tomorrow at 9 am", "2026-09-16 09:00"),
    ("next Wednesday at 3", "2026-09-23 15:00"),
    ("in a week at 10", "2026-09-21 10:00"),
]


@pytest.mark.parametrize(("text", "meant"), DATED)
def test_a_date_and_time_are_read_as_meant(text: str, meant: str) -> None:
    moment = read(text)

    assert moment.starts == [wall(meant)]
    assert moment.is_known


@pytest.mark.parametrize(
    "text", ["07.10", "7/10", "7.10.26", "7.10.2026", "7 октября", "7-го октября", "среда, 7 октября", "7 October"]
)
def test_a_date_without_a_time_leaves_the_time_to_be_asked(text: str) -> None:
    assert read(text) == Moment(AUTUMN)


SPANS = [
    ("в 14 часов", "14:00", None),
    ("в 2 часа дня", "14:00", None),
    ("в 2", "14:00", None),
    ("в 7", "19:00", None),
    ("в 8", "08:00", None),
    ("14.00", "14:00", None),
    ("с 14 до 17", "14:00", "17:00"),
    ("с 14 до 17 часов", "14:00", "17:00"),
    ("14:00-17:00", "14:00", "17:00"),
    ("14.00 – 17.30", "14:00", "17:30"),
    ("14–16:30", "14:00", "16:30"),
    ("14-17", "14:00", "17:00"),
    ("с 2 до 5", "14:00", "17:00"),
    ("с 10 до 2", "10:00", "14:00"),
    ("с 2 до 5 дня", "14:00", "17:00"),
    ("с 10 утра до часу дня", "10:00", "13:00"),
    ("начало в 14, окончание в 17", "14:00", "17:00"),
    ("from 2 to 5 pm", "14:00", "17:00"),
]


@pytest.mark.parametrize(("text", "start", "end"), SPANS)
def test_a_time_without_a_date_is_read_as_one_of_the_school_day(text: str, start: str, end: str | None) -> None:
    moment = read(text)

    assert moment.date is None
    assert (moment.time, moment.end) == (time.fromisoformat(start), time.fromisoformat(end) if end else None)
    assert moment.problems == ()


SITTINGS = [
    ("29 и 30 октября в 10", ["2026-10-29 10:00", "2026-10-30 10:00"]),
    ("29-30.10 10:00-14:00", ["2026-10-29 10:00", "2026-10-30 10:00"]),
    ("29, 30 и 31 октября в 10", ["2026-10-29 10:00", "2026-10-30 10:00", "2026-10-31 10:00"]),
    ("с 29 по 31 октября в 9:30", ["2026-10-29 09:30", "2026-10-30 09:30", "2026-10-31 09:30"]),
    ("29.10, 30.10 в 10", ["2026-10-29 10:00", "2026-10-30 10:00"]),
    ("29 октября в 10 и 30 октября в 14", ["2026-10-29 10:00", "2026-10-30 14:00"]),
    ("30 ноября – 1 декабря в 10", ["2026-11-30 10:00", "2026-12-01 10:00"]),
    ("в среду и пятницу в 15", ["2026-09-16 15:00", "2026-09-18 15:00"]),
    ("31 декабря - 1 января в 10", ["2026-12-31 10:00", "2027-01-01 10:00"]),
]


@pytest.mark.parametrize(("text", "starts"), SITTINGS)
def test_several_days_are_sittings_of_one_event(text: str, starts: list[str]) -> None:
    assert read(text).starts == [wall(start) for start in starts]


def test_a_range_of_days_without_a_time_keeps_all_its_days() -> None:
    assert [sitting.date.isoformat() for sitting in read("29–30 октября").sittings] == ["2026-10-29", "2026-10-30"]


DOUBTFUL = [
    ("сегодня в 9", DateDoubt.PAST, date(2026, 9, 14)),
    ("вчера в 10", DateDoubt.PAST, date(2026, 9, 13)),
    ("7 октября 2025 в 14", DateDoubt.PAST, date(2025, 10, 7)),
    ("7.10.25", DateDoubt.PAST, date(2025, 10, 7)),
    ("1 сентября в 10", DateDoubt.AFTER_YEAR_END, date(2027, 9, 1)),
    ("7 октября 2027", DateDoubt.AFTER_YEAR_END, date(2027, 10, 7)),
    ("через 55 недель", DateDoubt.AFTER_YEAR_END, date(2027, 10, 4)),
    ("среда, 8 октября", DateDoubt.WEEKDAY_MISMATCH, date(2026, 10, 8)),
    ("чт 7.10 в 14", DateDoubt.WEEKDAY_MISMATCH, AUTUMN),
    ("31 ноября", DateDoubt.NO_SUCH_DAY, None),
    ("31.11 в 14", DateDoubt.NO_SUCH_DAY, None),
    ("29 февраля", DateDoubt.NO_SUCH_DAY, None),
    ("35 октября", DateDoubt.NO_SUCH_DAY, None),
    ("в среду или четверг в 10", DateDoubt.AMBIGUOUS_DATE, None),
    ("каждую среду в 10", DateDoubt.AMBIGUOUS_DATE, None),
    ("через день в 10", DateDoubt.AMBIGUOUS_DATE, None),
    ("на следующей неделе", DateDoubt.AMBIGUOUS_DATE, None),
    ("с 1 по 30 октября", DateDoubt.AMBIGUOUS_DATE, date(2026, 10, 1)),
    ("октября", DateDoubt.NOTHING_FOUND, None),
    ("когда-нибудь", DateDoubt.NOTHING_FOUND, None),
    ("", DateDoubt.NOTHING_FOUND, None),
]


@pytest.mark.parametrize(("text", "doubt", "day"), DOUBTFUL)
def test_a_doubtful_date_is_asked_about_with_the_reason(text: str, doubt: DateDoubt, day: date | None) -> None:
    moment = read(text)

    assert [(problem.doubt, problem.day) for problem in moment.problems] == [(doubt, day)]
    assert moment.date is None
    assert not moment.is_known


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("7 октября 25:00", DateDoubt.NO_SUCH_TIME),
        ("7 октября в 14:75", DateDoubt.NO_SUCH_TIME),
        ("7 октября 10-15", DateDoubt.AMBIGUOUS_TIME),
        ("7 октября в 14 или 15", DateDoubt.AMBIGUOUS_TIME),
        ("7 октября 10:00, 14:00", DateDoubt.AMBIGUOUS_TIME),
        ("7 октября с 17 до 14", DateDoubt.AMBIGUOUS_TIME),
        ("7 октября в 14:00 мск", DateDoubt.AMBIGUOUS_TIME),
    ],
)
def test_a_doubtful_time_keeps_the_date(text: str, doubt: DateDoubt) -> None:
    moment = read(text)

    assert doubts(moment) == [doubt]
    assert (moment.date, moment.time) == (AUTUMN, None)


def test_a_weekday_mismatch_quotes_the_text_and_the_weekday_named() -> None:
    problem = read("среда, 8 октября, 14:00").problems[0]

    assert (problem.said, problem.weekday) == ("среда, 8 октября, 14:00", 2)


def test_a_year_left_out_means_the_next_such_date() -> None:
    november = wall("2026-11-22 10:00")

    assert read("20 января", november).date == date(2027, 1, 20)
    assert read("22 ноября в 16", november).starts == [wall("2026-11-22 16:00")]


def test_a_bare_weekday_is_never_today() -> None:
    assert read("в понедельник").date == date(2026, 9, 21)
    assert read("понедельник").date == date(2026, 9, 21)


@pytest.mark.parametrize("text", ["в 5 классе", "СОШ № 7", "5-6 классы", "игровая среда группы", "30%", "маркетинг"])
def test_a_number_that_counts_something_else_is_no_date(text: str) -> None:
    assert doubts(read(text)) == [DateDoubt.NOTHING_FOUND]


def test_an_answer_completes_what_is_known() -> None:
    day = read("7 октября")

    assert complete_moment(day, "14", NOW, YEAR_END).starts == [wall("2026-10-07 14:00")]
    assert complete_moment(day, "в 2", NOW, YEAR_END).starts == [wall("2026-10-07 14:00")]
    assert complete_moment(day, "3", NOW, YEAR_END).time == time(15, 0)
    assert complete_moment(read("в 14"), "8 октября", NOW, YEAR_END).starts == [wall("2026-10-08 14:00")]
    assert complete_moment(read("29 и 30 октября"), "в 10", NOW, YEAR_END).starts == read("29 и 30 октября в 10").starts


def test_an_answer_without_a_date_is_asked_about_again() -> None:
    assert doubts(complete_moment(read("7 октября"), "не знаю", NOW, YEAR_END)) == [DateDoubt.NOTHING_FOUND]


def test_a_past_hour_that_completes_today_is_asked_about() -> None:
    assert doubts(complete_moment(read("сегодня"), "в 9", NOW, YEAR_END)) == [DateDoubt.PAST]


@settings(deadline=None)
@given(TYPED, MOMENTS)
def test_any_text_gives_a_date_in_the_rest_of_the_year_or_a_doubt(text: str, now: datetime) -> None:
    moment = read_moment(text, now, YEAR_END)

    assert all(now.date() <= sitting.date <= YEAR_END for sitting in moment.sittings)
    assert all(start > now for start in moment.starts)
    assert moment.date or moment.time or moment.problems
    assert list(moment.starts) == sorted(moment.starts)


@settings(deadline=None)
@given(st.dates(date(2026, 9, 15), YEAR_END), st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_every_date_of_the_year_is_read_back_from_the_usual_ways_to_write_it(day: date, at: time) -> None:
    written = (f"{day:%d.%m.%Y} {at:%H:%M}", f"{day:%d.%m} в {at:%H:%M}", f"{day.day}.{day.month} {at:%H:%M}")

    assert [read(text).starts for text in written] == [[datetime.combine(day, at)]] * 3
