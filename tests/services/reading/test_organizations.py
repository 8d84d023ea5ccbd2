"""An organization is found by what people call it; its number is never guessed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reading.organizations import KnownOrganization, match_organization
from tests.services.reading.organizations import (
    GARDEN_7,
    GARDEN_12,
    GYMNASIUM_3,
    IMC,
    KLYUCHI,
    LESOZAVOD,
    LIBRARY,
    ORGANIZATIONS,
    SCHOOL_1,
    SCHOOL_2,
    SCHOOL_5,
    SPORT,
    VEKTOR,
    VETLY,
)

SURE = [
    ("СОШ № 1", SCHOOL_1),
    ("сош1", SCHOOL_1),
    ("школа 1", SCHOOL_1),
    ("МАОУ СОШ №1 г. Заречинска", SCHOOL_1),
    ("школа номер два", SCHOOL_2),
    ("школа 5", SCHOOL_5),
    ("5-я школа", SCHOOL_5),
    ("пятая школа", SCHOOL_5),
    ("в пятой школе", SCHOOL_5),
    ("кадетская", SCHOOL_5),
    ("гимназия 3", GYMNASIUM_3),
    ("гимназия", GYMNASIUM_3),
    ("лесозавод", LESOZAVOD),
    ("лесозоводская", LESOZAVOD),
    ("Ключи", KLYUCHI),
    ("ветлинская школа", VETLY),
    ("садик 7", GARDEN_7),
    ("д/с 7", GARDEN_7),
    ("детского сада № 7", GARDEN_7),
    ("Радуга", GARDEN_7),
    ("детский сад Теремок", GARDEN_12),
    ("вектор", VEKTOR),
    ("имц", IMC),
    ("библиотека", LIBRARY),
    ("спортшкола", SPORT),
]


@pytest.mark.parametrize(("text", "place"), SURE)
def test_an_organization_is_found_by_what_people_call_it(text: str, place: KnownOrganization) -> None:
    first = match_organization(text, ORGANIZATIONS)[0]

    assert (first.organization, first.sure) == (place, True)


@pytest.mark.parametrize("text", ["17 школа", "СОШ № 11", "школа 12", "садик 1", "qwerty", "", "№", "🙂"])
def test_an_unknown_number_or_name_finds_nothing(text: str) -> None:
    assert match_organization(text, ORGANIZATIONS) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("1", [SCHOOL_1]),
        ("школа 3", [GYMNASIUM_3]),
        ("СОШ № 1 Лесозаводская", [SCHOOL_1, LESOZAVOD]),
    ],
)
def test_a_likely_organization_is_offered_and_not_taken_for_granted(text: str, places: list[KnownOrganization]) -> None:
    found = match_organization(text, ORGANIZATIONS)

    assert [match.organization for match in found] == places
    assert not any(match.sure for match in found)


def test_a_town_names_none_of_its_organizations() -> None:
    found = match_organization("Заречинск", ORGANIZATIONS)

    assert len(found) == 5
    assert not any(match.sure for match in found)


def test_number_one_is_never_number_eleven() -> None:
    eleven = KnownOrganization(99, "СОШ № 11", "МБОУ «СОШ № 11»")

    assert [match.organization for match in match_organization("СОШ № 1", [eleven, SCHOOL_1])] == [SCHOOL_1]
    assert [match.organization for match in match_organization("СОШ № 11", [SCHOOL_1, eleven])] == [eleven]


def test_two_schools_of_one_number_are_told_apart_by_their_place() -> None:
    here = KnownOrganization(1, "СОШ № 1", "СОШ № 1", "г. Заречинск")
    there = KnownOrganization(2, "СОШ № 1", "СОШ № 1", "с. Ветлино")

    assert not match_organization("школа 1", [here, there])[0].sure
    assert match_organization("школа 1 Ветлино", [here, there])[0].organization == there


def test_an_alias_finds_the_organization_and_yo_equals_e() -> None:
    school = KnownOrganization(1, "СОШ № 9", "СОШ № 9", aliases=("Берёзовская",))

    assert match_organization("березовская", [school])[0].sure


@settings(deadline=None)
@given(st.text(max_size=80), st.integers(1, 99), st.integers(1, 99))
def test_any_text_with_a_number_matches_only_that_number(text: str, typed: int, own: int) -> None:
    place = KnownOrganization(1, f"СОШ № {own}", f"МБОУ «СОШ № {own}»")

    match_organization(text, ORGANIZATIONS)
    assert bool(match_organization(f"школа {typed}", [place])) is (typed == own)
