"""Headcounts of the network's file are rows by organization and academic year."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import Headcount, HeadcountSource, Organization
from screens.texts import Say
from services.loading.differences import Resolution
from services.loading.errors import FileRefused
from services.loading.load import Loaded
from services.loading.network_file import read_network
from services.schools.headcounts import Number, enter_headcount
from tests.data.network_file import LOADED_AT, TEXT, changed, line_of, load_text

LATER = LOADED_AT + timedelta(days=7)
A_YEAR_LATER = LOADED_AT + timedelta(days=365)
SOSH1 = "teachers: 62"
WITH_DAY = 'teachers: {people: 62, as_of: "2026-09-20", ground: "форма ОО-1"}'


def next_year() -> str:
    """Return the file of the next academic year, in which one school has more people."""
    text = TEXT.replace("2027", "2028").replace("2026", "2027").replace("/27", "/28")
    return changed(SOSH1, "teachers: 65", text)


def headcounts(db: Session, year: str, *, valid: bool = True) -> dict[str, int]:
    rows = (
        select(Organization.code, Headcount.people)
        .join(Organization, Organization.id == Headcount.organization_id)
        .where(Headcount.year == year, Headcount.replaced_at.is_(None) if valid else Headcount.replaced_at.is_not(None))
    )
    return {str(code): people for code, people in db.execute(rows)}


def valid_row(db: Session, code: str = "sosh1") -> Headcount:
    of_school = select(Headcount).join(Organization, Organization.id == Headcount.organization_id)
    return db.scalars(of_school.where(Organization.code == code, Headcount.replaced_at.is_(None))).one()


def about_headcounts(loaded: Loaded) -> list[tuple[Resolution, str, str]]:
    found = [*loaded.written, *loaded.pending, *loaded.skipped]
    return [(one.resolution, one.code, one.field) for one in found if one.kind == "headcount"]


def test_headcounts_belong_to_the_academic_year_of_the_file(db: Session) -> None:
    load_text(db)

    assert sum(headcounts(db, "2026/27").values()) == 335
    assert headcounts(db, "2026/27")["sosh1"] == 62
    row = valid_row(db)
    assert (row.as_of, row.source, row.entered_by_id) == (date(2026, 11, 21), HeadcountSource.FILE, None)
    assert row.entered_at == LOADED_AT


def test_an_organization_without_a_number_has_no_headcount(db: Session) -> None:
    load_text(db)

    assert headcounts(db, "2026/27").keys().isdisjoint({"cbs", "sport", "imc"})


def test_the_next_years_file_leaves_earlier_headcounts_unchanged(db: Session) -> None:
    load_text(db)
    before = headcounts(db, "2026/27")

    loaded = load_text(db, next_year(), A_YEAR_LATER, apply=True)

    assert headcounts(db, "2026/27") == before
    assert headcounts(db, "2027/28") == before | {"sosh1": 65}
    assert {resolution for resolution, *_ in about_headcounts(loaded)} == {Resolution.NEW}


def test_a_corrected_number_is_written_beside_the_earlier_one(db: Session) -> None:
    load_text(db)

    loaded = load_text(db, changed(SOSH1, "teachers: 63"), LATER, apply=True)

    assert about_headcounts(loaded) == [(Resolution.CHANGED, "sosh1/2026/27", "teachers")]
    assert headcounts(db, "2026/27")["sosh1"] == 63
    assert headcounts(db, "2026/27", valid=False) == {"sosh1": 62}
    assert db.scalar(select(Headcount.replaced_at).where(Headcount.replaced_at.is_not(None))) == LATER


def test_a_number_entered_by_people_is_kept(db: Session) -> None:
    load_text(db)
    school = db.scalars(select(Organization).where(Organization.code == "sosh1")).one()
    enter_headcount(db, school.id, "2026/27", Number(60, date(2026, 11, 25), HeadcountSource.FILE), LATER)

    loaded = load_text(db, changed(SOSH1, "teachers: 63"), LATER, apply=True)

    assert about_headcounts(loaded) == [(Resolution.KEPT, "sosh1/2026/27", "teachers")]
    assert headcounts(db, "2026/27")["sosh1"] == 60


def test_day_and_document_of_a_number_are_stored_also_when_they_come_later(db: Session) -> None:
    load_text(db)
    load_text(db, changed(SOSH1, WITH_DAY), LATER, apply=True)

    row = valid_row(db)
    assert (row.people, row.as_of, row.ground) == (62, date(2026, 9, 20), "форма ОО-1")
    assert about_headcounts(load_text(db, changed(SOSH1, WITH_DAY), LATER)) == []


def test_a_number_removed_from_the_file_stays_and_is_reported(db: Session) -> None:
    load_text(db)

    loaded = load_text(db, changed(f"{SOSH1}, ", ""), LATER, apply=True)

    assert about_headcounts(loaded) == [(Resolution.ABSENT, "sosh1/2026/27", "")]
    assert headcounts(db, "2026/27")["sosh1"] == 62


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("0", "«teachers»: численность 0 – укажите число педагогов или уберите строку"),
        ("-1", "«teachers»: нужно число больше 0, а стоит -1"),
        ('"62"', "«teachers»: нужно целое число, а стоит 62"),
        ("[62]", "«teachers»: нужно целое число, а стоит [62]"),
        ('{people: 0, as_of: "2026-09-20"}', "«people»: численность 0 – укажите число педагогов или уберите строку"),
        ("{people: 62}", "нет обязательного поля «as_of»"),
        ('{people: 62, as_of: "сентябрь"}', '«as_of»: сентябрь – не дата; нужен вид "2026-10-07"'),
    ],
)
def test_a_headcount_that_cannot_be_is_refused_with_a_sentence(given: str, sentence: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_network(changed(SOSH1, f"teachers: {given}").encode())

    [error] = refused.value.errors
    assert error.line == line_of(SOSH1, TEXT)
    assert Say("ru").plain(error.key, **error.values) == sentence


def test_the_database_refuses_a_second_valid_number_of_a_year(db: Session) -> None:
    load_text(db)
    row = valid_row(db)
    same = {"organization_id": row.organization_id, "year": row.year, "as_of": row.as_of, "source": row.source}

    db.add(Headcount(people=63, entered_at=LATER, **same))
    with pytest.raises(IntegrityError):
        db.flush()
