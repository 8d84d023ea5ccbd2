"""The organizer's words for an event in the file: form, category, level, order, issuer."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, EventLevel, NetworkForm, Organization
from services.loading.errors import FileRefused
from tests.data.network_file import changed, load_text

FIRST = "{code: ev01, subproject: pk, form: meeting,"
WORDS = 'form_title: "заседание РМО", level: regional, order: {number: "12-од", date: "2026-09-01"}, issuer: gym3,'
OWN = 'event_forms:\n  - {code: raid, title: "методический десант"}\n\nevents:\n'


def first_event(db: Session) -> Event:
    return db.scalars(select(Event).where(Event.code == "ev01")).unique().one()


def test_the_words_of_the_file_are_stored(db: Session) -> None:
    load_text(db, changed(FIRST, f"{FIRST} {WORDS}"))
    event = first_event(db)
    assert (event.form, event.form_title, event.level) == ("meeting", "заседание РМО", EventLevel.REGIONAL)
    assert (event.order_number, event.order_date) == ("12-од", date(2026, 9, 1))
    assert event.issuer == db.scalars(select(Organization).where(Organization.code == "gym3")).one()


def test_a_file_loaded_again_sets_words_that_nobody_has_set_yet(db: Session) -> None:
    load_text(db)
    loaded = load_text(db, changed(FIRST, f"{FIRST} {WORDS}"), apply=True)
    assert {difference.field for difference in loaded.written} == {"form_title", "level", "order", "issuer"}
    assert first_event(db).form_title == "заседание РМО"


def test_a_word_changed_in_the_bot_is_kept(db: Session) -> None:
    load_text(db)
    first_event(db).form_title = "методсовет"
    loaded = load_text(db, changed(FIRST, f"{FIRST} {WORDS}"), apply=True)
    assert "form_title" in {difference.field for difference in loaded.skipped}
    assert first_event(db).form_title == "методсовет"


def test_a_category_of_the_file_names_its_events(db: Session) -> None:
    load_text(db, changed("\nevents:\n", f"\n{OWN}", changed(FIRST, FIRST.replace("meeting", "raid"))))
    assert {row.code: row.title for row in db.scalars(select(NetworkForm))} == {"raid": "методический десант"}
    assert (first_event(db).form, first_event(db).form_title) == ("raid", "методический десант")


@pytest.mark.parametrize(
    ("replaced", "by", "key"),
    [
        (FIRST, FIRST.replace("meeting", "talk"), "load-not-one-of"),
        ("\nevents:\n", "\n" + OWN.replace("raid", "seminar"), "load-form-taken"),
        (FIRST, f"{FIRST} issuer: nowhere,", "load-unknown-code"),
    ],
)
def test_a_wrong_word_is_refused(db: Session, replaced: str, by: str, key: str) -> None:
    with pytest.raises(FileRefused) as refused:
        load_text(db, changed(replaced, by))
    assert [error.key for error in refused.value.errors] == [key]
