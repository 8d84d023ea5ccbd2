"""A subproject and a responsible person in an announcement: found by name, asked about when in doubt, never lost."""

from datetime import date, datetime

import pytest

from services.reading.announcement import Announcement, NetworkNames, read_announcement
from services.reading.known_names import KnownName, NameMatch, match_person, match_subproject
from tests.services.reading.organizations import ORGANIZATIONS

READING, LEARNING, AI = (
    KnownName(1, "Читаем вместе"),
    KnownName(2, "Учим учиться: метапредметные умения"),
    KnownName(3, "Читаем сами"),
)
LUGOVA, CHIZHOVA, IVANOVA, IVANOV = (
    KnownName(1, "Лугова Татьяна Сергеевна"),
    KnownName(2, "Чижова-Белая Марина Павловна"),
    KnownName(3, "Иванова Мария Петровна"),
    KnownName(4, "Иванов Пётр Ильич"),
)
SEMINAR = "Семинар «Читаем задачу» 7 октября 14:00, 4 часа, СОШ № 1"


def read(text: str) -> Announcement:
    return read_announcement(
        text,
        NetworkNames(ORGANIZATIONS, subprojects=(READING, LEARNING, AI), staff=(LUGOVA, CHIZHOVA, IVANOVA, IVANOV)),
        now_local=datetime.fromisoformat("2026-09-14 10:00"),
        year_end=date(2027, 8, 31),
    )


def found(named: NameMatch | None) -> int | tuple[int, ...] | None:
    """The id, or those to choose from; None when nothing was said."""
    if named is None:
        return None
    return named.candidates if named.id is None else named.id


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("Лугова", 1),
        ("лугова т. с.", 1),
        ("Т. С. Лугова", 1),
        ("Татьяна Сергеевна", 1),
        ("Чижова", 2),
        ("Иванов", 4),
        ("Иванова М.", 3),
        ("Ива", (3, 4)),
        ("Лугава", (1,)),
        ("Петрова", ()),
        ("М", ()),
    ],
)
def test_a_person_is_found_by_any_part_of_the_name(said: str, who: int | tuple[int, ...]) -> None:
    assert found(match_person(said, (LUGOVA, CHIZHOVA, IVANOVA, IVANOV))) == who


@pytest.mark.parametrize(
    ("said", "which"),
    [
        ("Читаем вместе", 1),
        ("читаем вмете", 1),
        ("Учим учиться", 2),
        ("учим учиться, метапредметные умения", 2),
        ("Учим", 2),
        ("Читаем", (1, 3)),
        ("Цифровая среда", ()),
    ],
)
def test_a_subproject_is_found_by_its_title_or_the_beginning(said: str, which: int | tuple[int, ...]) -> None:
    assert found(match_subproject(said, (READING, LEARNING, AI))) == which


@pytest.mark.parametrize(
    "text",
    [
        f"{SEMINAR}, ответственный: Лугова",
        f"{SEMINAR}. Ответственная – Лугова Татьяна Сергеевна",
        f"{SEMINAR}\nОтв. Т. С. Лугова",
        f"{SEMINAR}, отвечает Лугова",
        f"Ответственный за мероприятие: лугова т. с.\n{SEMINAR}",
    ],
)
def test_the_responsible_person_is_taken_out_of_the_note(text: str) -> None:
    said = read(text)
    assert (found(said.responsible), said.title, said.note) == (1, "Читаем задачу", "")
    assert said.missing == ()


@pytest.mark.parametrize(
    "text",
    [
        f"{SEMINAR}, подпроект «Читаем вместе»",
        f"Подпроект «Читаем вместе». {SEMINAR}",
        f"{SEMINAR}, в рамках подпроекта «Читаем вместе»",
        f"{SEMINAR}\nПодпроект: Читаем вместе",
        "По подпроекту Читаем вместе 7 октября 14:00 семинар «Читаем задачу», 4 часа, СОШ № 1",
    ],
)
def test_the_subproject_is_taken_out_and_is_not_the_title(text: str) -> None:
    said = read(text)
    assert (found(said.subproject), said.title, said.note) == (1, "Читаем задачу", "")
    assert said.missing == ()


def test_an_unknown_subproject_stays_in_the_note_and_is_not_the_title() -> None:
    said = read(f"Подпроект «Цифровая среда»: {SEMINAR}")
    assert (found(said.subproject), said.title) == ((), "Читаем задачу")
    assert said.note == "Подпроект «Цифровая среда»"


def test_a_person_outside_the_staff_stays_in_the_note() -> None:
    said = read(f"{SEMINAR}. Ответственный: Петрова Анна")
    assert found(said.responsible) == ()
    assert said.note == "Ответственный: Петрова Анна"


def test_a_label_without_a_name_is_no_person() -> None:
    said = read(f"{SEMINAR}. Разберём ответственный подход к чтению")
    assert said.responsible is None
    assert said.subproject is None


def test_a_network_without_subprojects_is_not_asked_about_them() -> None:
    said = read_announcement(
        f"{SEMINAR}, подпроект «Читаем вместе», ответственный: Лугова",
        NetworkNames(ORGANIZATIONS),
        now_local=datetime.fromisoformat("2026-09-14 10:00"),
        year_end=date(2027, 8, 31),
    )
    assert (said.subproject, said.responsible, said.title) == (None, None, "Читаем задачу")
