"""One message in plain Russian becomes an event: nothing is guessed silently and no word is lost."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import EventFormat, OrgStatusKind, Post
from services.reading.announcement import Announcement, Missing, NetworkNames, read_announcement
from services.reading.audience import Audience
from services.reading.dates.moment import DateDoubt
from services.reading.event import SaidForm
from services.reading.seats import Seats
from tests.services.reading.organizations import (
    GARDEN_7,
    GARDEN_12,
    GYMNASIUM_3,
    IMC,
    LESOZAVOD,
    ORGANIZATIONS,
    SCHOOL_1,
    SCHOOL_5,
    VEKTOR,
)
from tests.services.reading.typed import NOW, YEAR_END, wall

TEACHERS = Audience((Post.TEACHER,))


def read(text: str) -> Announcement:
    return read_announcement(text, NetworkNames(ORGANIZATIONS), now_local=NOW, year_end=YEAR_END)


def test_a_whole_event_in_one_line_needs_no_question() -> None:
    said = read("Семинар «Читаем задачу» 7 октября 14:00, 4 часа, СОШ № 1, 35 мест, для учителей")

    assert said.missing == ()
    assert (said.form, said.title, said.format) == (SaidForm("seminar", ""), "Читаем задачу", EventFormat.OFFLINE)
    assert said.moment.starts == [wall("2026-10-07 14:00")]
    assert (said.hours, said.minutes) == (Decimal(4), 240)
    assert said.host is not None
    assert said.host.organization == SCHOOL_1
    assert (said.seats, said.audience) == (Seats(35), TEACHERS)
    assert (said.place, said.link, said.deadline, said.note) == ("", "", None, "")


def test_a_form_filled_line_by_line_is_read_too() -> None:
    said = read(
        "Семинар-практикум\nТема: Читаем задачу\nДата: 7 октября 2026\nВремя: 14:00–17:00\nМесто: СОШ № 1, каб. 204\n"
        "Аудитория: учителя математики\nКоличество мест: 35\nОбъём: 4 часа\nОтветственный: Лугова Татьяна Сергеевна"
    )

    assert said.missing == ()
    assert (said.form, said.title) == (SaidForm("practicum", "семинар-практикум"), "Читаем задачу")
    assert (said.hours, said.minutes) == (Decimal(4), 180)
    assert said.host is not None
    assert (said.host.organization, said.place) == (SCHOOL_1, "каб. 204")
    assert said.audience == Audience((Post.TEACHER,), ("mathematics",))
    assert said.note == "Ответственный: Лугова Татьяна Сергеевна"


def test_greetings_of_a_letter_are_left_out_of_the_note() -> None:
    said = read(
        "Добрый день! 7 октября в 14.00 на базе МАОУ «СОШ № 1» г. Заречинска состоится семинар «Читаем задачу» "
        "(4 часа). Приглашаются учителя математики, 35 человек. Регистрация до 5 октября по телефону 2-14-30."
    )

    assert said.missing == ()
    assert said.title == "Читаем задачу"
    assert said.host is not None
    assert said.host.organization == SCHOOL_1
    assert said.deadline is not None
    assert said.deadline.at == wall("2026-10-05 23:59")
    assert said.note == "по телефону 2-14-30"


def test_an_online_event_needs_a_link_and_no_host() -> None:
    said = read("Вебинар «ИИ на уроке» 2 декабря в 16:00, 2 часа, https://meet.example.org/a-1?b=7.10, для всех")

    assert said.missing == ()
    assert (said.form, said.format) == (SaidForm("lecture", "вебинар"), EventFormat.ONLINE)
    assert said.link == "https://meet.example.org/a-1?b=7.10"
    assert said.moment.starts == [wall("2026-12-02 16:00")]
    assert said.audience == Audience(everyone=True)


def test_several_days_share_the_hours() -> None:
    each = read("Стажировка «Проектная задача» 29 и 30 октября в 10, по 4 часа, школа 1, 12 мест")
    whole = read("Стажировка «Проектная задача» 29 и 30 октября в 10, 8 часов, школа 1, 12 мест")

    assert each.moment.starts == [wall("2026-10-29 10:00"), wall("2026-10-30 10:00")]
    assert (each.hours, each.minutes) == (whole.hours, whole.minutes) == (Decimal(8), 240)


def test_a_clock_span_gives_the_hours() -> None:
    assert read("Семинар «Читаем» 7 октября с 14 до 17, СОШ № 1").hours == Decimal(3)
    assert read("Семинар «Читаем» 29 и 30 октября 10:00-14:00, СОШ № 1").hours == Decimal(8)


TITLES = [
    ("Семинар «Читаем задачу» завтра в 14", "Читаем задачу"),
    ('Семинар "Читаем задачу" завтра в 14', "Читаем задачу"),
    ("Семинар “Читаем задачу” завтра в 14", "Читаем задачу"),
    ("Семинар «Чтение: «Вопрос к задаче» и другое» завтра", "Чтение: «Вопрос к задаче» и другое"),
    ("Практикум «7 октября в 14: дата в задаче» завтра в 9", "7 октября в 14: дата в задаче"),
    ("Семинар в ЦДО «Вектор» «Робототехника» завтра", "Робототехника"),
    ("Семинар Читаем задачу 7 октября", "Читаем задачу"),
    ("Семинар: читаем задачу. 7 октября", "Читаем задачу"),
    ("7 октября 14:00 семинар Читаем задачу СОШ № 1", "Читаем задачу"),
    ("Семинар по работе с текстом, 7 октября", "Семинар по работе с текстом"),
    ("Совещание заместителей директора 17 сентября", "Совещание заместителей директора"),
    ("Круглый стол на тему Чтение в школе 7.10 в 14", "Чтение в школе"),
    ("Читаем задачу. 7 октября в 14", "Читаем задачу"),
    ("Встреча педагогического клуба 29.11 в 15", "Встреча педагогического клуба"),
    ("Заседание клуба молодых учителей 29.11 в 15", "Заседание клуба молодых учителей"),
    ("Конкурс: голос педагога, 29.11 в 15", "Голос педагога"),
    ("Семинар 7 октября в 14", None),
    ("Завтра в 14 состоится семинар", None),
]


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_the_title_is_the_words_in_quotes_or_after_the_form(text: str, title: str | None) -> None:
    assert read(text).title == title


HOSTS = [
    ("Семинар «Х» завтра в 14, на базе детского сада № 7", GARDEN_7),
    ("Семинар «Х» завтра в 14, гимназия 3", GYMNASIUM_3),
    ("Семинар «Х» 14.12 13:30 д/с 7, 3 часа", GARDEN_7),
    ("Семинар «Х» завтра в 14, ИМЦ, каб. 204", IMC),
    ("Семинар «Х» в школе 1 7 октября в 14", SCHOOL_1),
    ("Семинар «Х» в СОШ №1 7 октября в 14", SCHOOL_1),
    ("Семинар «Х» завтра в 14 в кадетской школе", SCHOOL_5),
    ("Семинар «Х» завтра в 14 в Лесозаводской школе", LESOZAVOD),
    ("Семинар «Х» завтра в 14 в ЦДО «Вектор»", VEKTOR),
    ("Семинар «Х» завтра в 14, Радуга", GARDEN_7),
    ("Семинар «Х» для СОШ № 2, завтра в 14, на базе гимназии № 3", GYMNASIUM_3),
]


@pytest.mark.parametrize(("text", "place"), HOSTS)
def test_the_host_is_found_in_the_message(text: str, place: object) -> None:
    host = read(text).host

    assert host is not None
    assert host.organization == place


def test_the_name_after_a_number_belongs_to_the_organization() -> None:
    said = read('Практикум «Х» завтра в 14, 2 часа, д/с №12 "Теремок", 15 мест')

    assert said.host is not None
    assert said.host.organization == GARDEN_12
    assert said.note == ""


def test_an_unknown_school_is_asked_about_and_kept_in_the_place() -> None:
    said = read("Семинар «Х» завтра в 14, 2 часа, СОШ № 17, ул. Мира, 12, каб. 5")

    assert said.missing == (Missing.PLACE,)
    assert said.place == "СОШ № 17, ул. Мира, 12, каб. 5"


def test_schools_that_fit_equally_are_offered() -> None:
    said = read("Семинар «Х» завтра в 14, 2 часа, школа, 35 мест")

    assert said.missing == (Missing.PLACE,)
    assert said.host is not None
    assert SCHOOL_1 in said.host.candidates


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ул. Мира, 12", "ул. Мира, 12"),
        ("ул. 8 Марта, 12, актовый зал", "ул. 8 Марта, 12, актовый зал"),
        ("кабинет 12а", "кабинет 12а"),
        ("в каб. 204 и 205", "каб. 204 и 205"),
    ],
)
def test_rooms_and_addresses_are_the_place_and_no_dates(text: str, place: str) -> None:
    said = read(f"Семинар «Х» {text}, 7 октября в 14")

    assert said.place == place
    assert said.moment.starts == [wall("2026-10-07 14:00")]


def test_only_missing_fields_are_asked_for() -> None:
    assert read("привет").missing == tuple(Missing)
    assert read("Семинар «Х» завтра в 14, СОШ № 1").missing == (Missing.HOURS,)
    assert read("«Х» завтра в 14, 2 часа, онлайн").missing == (Missing.FORM,)
    assert read("Семинар «Х» завтра, 2 часа, онлайн").missing == (Missing.START,)


def test_a_doubtful_date_is_missing_and_has_a_reason() -> None:
    said = read("Семинар «Х» в среду, 8 октября, в 14, 2 часа, СОШ № 1")

    assert said.missing == (Missing.START,)
    assert [problem.doubt for problem in said.moment.problems] == [DateDoubt.WEEKDAY_MISMATCH]


def test_the_hour_of_a_deadline_or_of_the_registration_is_not_the_start() -> None:
    said = read("Семинар «Х» 7 октября в 14, 2 часа, ИМЦ, запись до 5.10 18:00, регистрация с 13:30")

    assert said.moment.starts == [wall("2026-10-07 14:00")]
    assert said.deadline is not None
    assert said.deadline.at == wall("2026-10-05 18:00")
    assert said.note == "регистрация с 13:30"


def test_schools_with_a_status_are_an_audience() -> None:
    said = read("Семинар «От цифр к уроку» 11.11 в 14, 3 часа, СОШ № 1, для ШНОР и ШФНСУ")

    assert said.audience == Audience(statuses=(OrgStatusKind.LOW_RESULTS, OrgStatusKind.HARD_SOCIAL))


def test_people_between_commas_are_the_audience() -> None:
    said = read("Семинар «Х» завтра в 14, 2 часа, гимназия № 3, учителя истории и физики, возьмите учебник")

    assert said.audience == Audience((Post.TEACHER,), ("history", "physics"))
    assert said.note == "возьмите учебник"
    without_comma = read("Семинар «Х» завтра в 14, гимназия № 3, 15 мест 2 часа воспитатели, логопеды")
    assert without_comma.audience == Audience((Post.EDUCATOR, Post.SPEECH_THERAPIST))
    assert read("Семинар «Х» завтра в 14, 2 часа, учителя сами выберут тему").audience is None


def test_words_without_a_code_stay_in_the_note() -> None:
    said = read("Семинар «Х» завтра в 14, 2 часа, ИМЦ, для учителей 5–6 классов. Возьмите ноутбук. 🙂")

    assert said.audience == TEACHERS
    assert said.note == "5–6 классов. Возьмите ноутбук. 🙂"


def test_a_message_in_english_is_read_too() -> None:
    said = read("Seminar “Reading a problem” October 7 at 2 pm, 4 hours, School 1, 35 seats, for maths teachers")

    assert said.missing == ()
    assert said.title == "Reading a problem"
    assert said.audience == Audience((Post.TEACHER,), ("mathematics",))
    assert said.note == ""


PIECES = (
    "Семинар ", "мастер-класс ", "«", "»", '"', "Читаем задачу", " 7 октября", " 7.10", " в 14", " 14:00", "-17:00",
    ", ", ". ", "\n", "4 часа", "по 2 ак. ч.", "35 мест", "мест: ", "без ограничений", "СОШ № 1", "школа", " 17",
    "на базе ", "Место: ", "Тема: ", "ИМЦ", "ЦДО «Вектор»", "каб. 204", "ул. Мира, 12", "для учителей ",
    "математики и ", "для всех", "запись до ", "за день", "онлайн", "https://example.org/a", "8-912-345-67-89",
    "\x00", "🙂", "²", "\u0301", "ё",
)  # fmt: skip
TYPED = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=14).map("".join))


@settings(deadline=None)
@given(TYPED)
def test_any_text_is_read_and_its_dates_lie_in_the_year(text: str) -> None:
    said = read(text)

    assert all(start > NOW and start.date() <= YEAR_END for start in said.moment.starts)
    assert said.hours is None or said.hours > 0
    assert said.title is None or 0 < len(said.title) <= 400
    assert "\x00" not in f"{said.title}{said.note}{said.place}{said.link}"


@settings(deadline=None)
@given(TYPED)
def test_a_word_that_is_not_understood_is_never_lost(text: str) -> None:
    said = read(f"{text}\nабракадабра\n")

    kept = (said.title, said.note, said.place, said.link, said.host.said if said.host else "")
    assert any("абракадабра" in (part or "").lower() for part in kept)


@pytest.mark.parametrize(
    "piece", ["1-", "8-9-", "«", "«»", '"', "для учителей ", "7.10 ", "школа 1 ", "a.", "и ", "1:1"]
)
def test_the_longest_message_of_one_repeated_piece_is_read(piece: str) -> None:
    assert read((piece * 4096)[:4096]).missing
