"""The organizer's words for an event in the file: form, category, level, order, issuer."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import DataGround, Event, EventLevel, GroundKind, NetworkForm, Organization, Teacher
from services.events.speakers import speakers_of
from services.loading.errors import FileRefused
from services.loading.load import load
from services.loading.network_file import read_network
from services.loading.notes import notes
from tests.data.network_file import LOADED_AT, TEXT, changed, load_text

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


SPEAKERS = 'speakers: [{who: t05, role: master_class, topic: "Тихий класс"}, {name: "Серова Инна Павловна"}],'
COMING = "{code: ev13, subproject: ict, form: lecture,"


def coming_event(db: Session) -> Event:
    return db.scalars(select(Event).where(Event.code == "ev13")).unique().one()


def speakers(db: Session) -> list[tuple[str, str, str]]:
    return [(row.name, row.role.role.value, row.role.topic) for row in speakers_of(db, coming_event(db).id)]


def test_speakers_of_the_file_are_listed_once(db: Session) -> None:
    text = changed(COMING, f"{COMING} {SPEAKERS}")
    load_text(db, text)
    listed = speakers(db)
    assert [row[1:] for row in listed] == [("master_class", "Тихий класс"), ("speaker", "")]
    assert listed[1][0] == "Серова Инна Павловна"
    loaded = load_text(db, text, apply=True)
    assert (loaded.written, loaded.skipped, speakers(db)) == ([], [], listed)


def test_speakers_of_a_file_loaded_again_are_added(db: Session) -> None:
    load_text(db)
    load_text(db, changed(COMING, f"{COMING} {SPEAKERS}"), apply=True)
    assert [row[1:] for row in speakers(db)] == [("master_class", "Тихий класс"), ("speaker", "")]


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ("{who: t05, name: Серова}", "load-speaker"),
        ("{who: t99}", "load-unknown-code"),
        ("{who: t05}, {who: t05}", None),
        ("{who: t05, role: listener}", "load-not-one-of"),
    ],
)
def test_a_wrong_speaker_is_refused(db: Session, row: str, key: str | None) -> None:
    with pytest.raises(FileRefused) as refused:
        load_text(db, changed(COMING, f"{COMING} speakers: [{row}],"))
    assert [error.key for error in refused.value.errors] == [key or "load-person-twice"]


def test_the_ground_of_the_file_is_recorded_once_for_all_its_people(db: Session) -> None:
    load_text(db)
    load_text(db, apply=True)
    rows = db.scalars(select(DataGround)).all()
    assert len(rows) == len({row.teacher_id for row in rows}) == db.scalar(select(func.count(Teacher.id)))
    assert {(row.kind, row.number, row.date) for row in rows} == {(GroundKind.EMPLOYER_ORDER, "214", date(2026, 9, 1))}


def test_a_file_without_a_ground_is_loaded_and_says_so(db: Session) -> None:
    text = next(changed(line, "") for line in TEXT.splitlines(keepends=True) if line.startswith("ground:"))
    checked = read_network(text.encode())
    load(db, checked, LOADED_AT)
    assert "load-ground-missing" in [note.key for note in notes(checked)]
    assert db.scalars(select(DataGround)).all() == []
    load_text(db, apply=True)
    assert db.scalars(select(DataGround)).all() != []
