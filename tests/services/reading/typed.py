"""The moment at which texts are read, and random texts as people may type them."""

from datetime import date, datetime

from hypothesis import strategies as st

wall = datetime.fromisoformat
NOW = wall("2026-09-14 10:00")  # a Monday
YEAR_END = date(2027, 8, 31)

PIECES = (
    "7", "07", "31", "2026", "14", "10", ".", ":", "-", "–", "/", ",", " ", " в ", " с ", " до ", " по ", " и ",
    " или ", "октября", "ноября", "мая", "Oct", "pm", "среда", "в среду", "пт", "завтра", "через ", "неделю", "день",
    "час", "часов", "ч", "мин", "утра", "дня", "половине", "третьего", "двадцать", "седьмого", "-го", "числа", "⁰⁰",
    "№", "года", "следующую ", "каждую ", "\x00", "🙂", "²", "٣", "0", "99999999999999999999",
)  # fmt: skip
TYPED = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
MOMENTS = st.datetimes(wall("2026-09-01 00:00"), wall("2027-08-31 00:00"))
