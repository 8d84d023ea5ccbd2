"""Full names as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reading.person_names import LONGEST_PART, UnreadableName, name_key, read_name, same_person


@pytest.mark.parametrize(
    ("typed", "surname", "given_name", "patronymic"),
    [
        ("Зотова Ирина Львовна", "Зотова", "Ирина", "Львовна"),
        ("ИВАНОВА МАРИЯ", "Иванова", "Мария", ""),
        ("  иванова   мария  петровна ", "Иванова", "Мария", "Петровна"),
        ("петрова-водкина анна", "Петрова-Водкина", "Анна", ""),
        ("Петрова - Водкина Анна Юрьевна", "Петрова-Водкина", "Анна", "Юрьевна"),
        ("ПЕТРОВ–ВОДКИН КУЗЬМА", "Петров-Водкин", "Кузьма", ""),
        ("де Сильва Мария", "де Сильва", "Мария", ""),
        ("Алиев Руслан Мамед Оглы", "Алиев", "Руслан", "Мамед оглы"),
        ("Алиев Руслан Мамед-оглы", "Алиев", "Руслан", "Мамед-оглы"),
        ("о'коннор джон", "О'Коннор", "Джон", ""),
        ("О’Коннор Джон", "О'Коннор", "Джон", ""),
        ("МакДональд Анна", "МакДональд", "Анна", ""),
        ("Ё Анна", "Ё", "Анна", ""),
        ("Иванoва Мaрия", "Иванова", "Мария", ""),  # Latin o and a
        ("Smith Jane", "Smith", "Jane", ""),
        ("Дёмина\nСветлана\nИльинична", "Дёмина", "Светлана", "Ильинична"),
    ],
)
def test_a_name_is_corrected(typed: str, surname: str, given_name: str, patronymic: str) -> None:
    name = read_name(typed)

    assert (name.surname, name.given_name, name.patronymic) == (surname, given_name, patronymic)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "letters"),
        ("Мария", "few"),
        ("Иванова 2 Мария", "letters"),
        ("Иванова Мария 🙂", "letters"),
        ("/events", "letters"),
        ("Иванова М. П.", "short"),
        ("Иванова М.П.", "short"),
        ("Иванова М П", "short"),
        ("Иванова Мария Петровна Ивановна Сидоровна", "many"),
        ("а" * 101 + " Мария", "long"),
        ("слово " * 100, "long"),
        ("Иванова <b>Мария</b>", "letters"),
        ("Иванова-- Мария", "letters"),
        ("Ивanцова Мария", "letters"),  # a Latin n has no Cyrillic twin
    ],
)
def test_a_text_that_is_no_name_has_a_reason(typed: str, reason: str) -> None:
    with pytest.raises(UnreadableName) as refused:
        read_name(typed)
    assert refused.value.reason == reason


@given(st.text(max_size=400))
def test_any_text_is_a_name_or_a_reason(typed: str) -> None:
    try:
        name = read_name(typed)
    except UnreadableName as refused:
        name, reason = None, refused.reason
    if name is None:
        assert reason in {"letters", "few", "many", "short", "long"}
    else:
        assert all(len(part) <= LONGEST_PART for part in (name.surname, name.given_name, name.patronymic))
        assert name.surname
        assert name.given_name


def test_namesakes_are_found_whatever_the_order_case_and_patronymic() -> None:
    assert name_key("Дёмина  СВЕТЛАНА") == "демина светлана"
    assert same_person("Дёмина Светлана Ильинична", "Демина Светлана")
    assert same_person("Светлана Дёмина", "Дёмина Светлана Ильинична")
    assert not same_person("Дёмина Светлана Ильинична", "Дёмина Светлана Петровна")
    assert not same_person("Дёмина Анна", "Дёмина Светлана")
