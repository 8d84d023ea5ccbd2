"""Dates of any academic year load, and the file of the next year overwrites nothing of the last."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, Network, OrgStatus, OrgStatusKind, academic_year
from screens.texts import LANGUAGES, Say
from services.loading.differences import Resolution
from services.loading.errors import FileRefused
from services.loading.network_file import read_network
from services.loading.notes import notes
from tests.data.network_file import LOADED_AT, TEXT, changed, everything, load_text
from tests.services.loading.test_differences import event, reported

EV30 = "{code: ev30, subproject: pk, form: conference, format: offline, "
START = 'start: "2027-08-26T10:00", hours: 4'
NEXT_YEAR = LOADED_AT + timedelta(days=364)


def shifted(text: str = TEXT) -> str:
    """Return the file a year later, with a year added to every date."""

    def later(found: re.Match[str]) -> str:
        return f'"{int(found[1]) + 1}-{found[2]}'

    text = re.sub(r'"(\d{4})-(\d\d-\d\d)', later, text)
    return re.sub(r'academic_year: "2026/27"', 'academic_year: "2027/28"', text)


def test_an_event_over_both_sides_of_september_is_loaded_and_counts_in_the_year_of_its_start(db: Session) -> None:
    days = 'start: "2027-08-31T10:00", sessions: ["2027-08-31T10:00", "2027-09-01T10:00"], hours: 4'
    checked = read_network(changed(START, days).encode())

    load_text(db, changed(START, days))

    assert (event(db, "ev30").academic_year, len(event(db, "ev30").session_starts)) == ("2026/27", 2)
    assert [(one.key, one.values) for one in notes(checked)] == [
        ("load-crosses-years", {"code": "ev30", "year": "2026/27"})
    ]
    for language in LANGUAGES:
        assert "2026/27" in Say(language).plain("load-crosses-years", **notes(checked)[0].values)


def test_events_of_several_academic_years_are_loaded_and_named(db: Session) -> None:
    text = changed(START, 'start: "2027-09-15T10:00", hours: 4')
    text = changed('start: "2026-09-17T14:30"', 'start: "2025-05-14T14:30"', text)

    load_text(db, text)

    assert event(db, "ev01").academic_year == "2024/25"
    assert event(db, "ev30").academic_year == "2027/28"
    remarks = [(one.key, one.values["year"]) for one in notes(read_network(text.encode()))]
    assert remarks == [("load-of-another-year", "2024/25"), ("load-of-another-year", "2027/28")]
    assert reported(load_text(db, text)) == []


def test_an_event_that_moves_into_the_next_year_stays_the_same_event(db: Session) -> None:
    load_text(db)

    loaded = load_text(db, changed(START, 'start: "2027-09-15T10:00", hours: 4'), apply=True)

    assert reported(loaded) == [(Resolution.CHANGED, "ev30", "start")]
    assert event(db, "ev30").academic_year == "2027/28"


@pytest.mark.parametrize("start", ["0001-01-01T00:00", "9999-12-31T23:59", "2207-10-07T14:00"])
def test_a_slip_in_the_year_of_a_date_is_refused(start: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_network(changed(START, f'start: "{start}", hours: 4').encode())
    assert [one.key for one in refused.value.errors] == ["load-far-day"]


def of_first_year(db: Session) -> dict[str, list[str]]:
    """Return every row that the first year's file made, but for the network's own and the fingerprints."""
    rows = everything(db)
    return {table: found for table, found in rows.items() if table not in {"network", "loaded_row", "invite"}}


def test_the_file_of_the_next_year_overwrites_nothing_of_the_last(db: Session) -> None:
    """The next year's file has the same codes of events, participants and statuses, all a year later."""
    load_text(db)
    db.commit()
    before = of_first_year(db)

    loaded = load_text(db, shifted(), NEXT_YEAR, apply=True)

    assert {one.resolution for one in loaded.written} == {Resolution.NEW, Resolution.CHANGED}
    assert loaded.skipped == []
    after = of_first_year(db)
    for table, rows in before.items():
        assert set(rows) <= set(after[table]), table
    events = list(db.scalars(select(Event).order_by(Event.id)))
    assert len(events) == 60
    assert [one.file_year for one in events] == ["2026/27"] * 30 + ["2027/28"] * 30
    assert all(academic_year(one.starts_local.date()) == one.file_year for one in events)
    assert event(db, "ev08@2027").taken == event(db, "ev08").taken == 3
    assert db.get_one(Network, 1).academic_year == "2027/28"


def test_the_next_year_may_be_loaded_again_and_the_last_year_corrected(db: Session) -> None:
    load_text(db)
    load_text(db, shifted(), NEXT_YEAR, apply=True)

    assert reported(load_text(db, shifted(), NEXT_YEAR)) == []
    text = shifted().replace("Августовская конференция:", "Большая конференция:")
    assert reported(load_text(db, text, NEXT_YEAR, apply=True)) == [(Resolution.CHANGED, "ev30@2027", "title")]
    assert event(db, "ev30").title.startswith("Августовская конференция:")


def test_events_that_the_next_file_repeats_from_the_last_stay_themselves(db: Session) -> None:
    load_text(db)
    text = changed('academic_year: "2026/27"', 'academic_year: "2027/28"')
    text = changed('year_start: "2026-09-01"', 'year_start: "2027-09-01"', text)
    text = changed('year_end: "2027-08-31"', 'year_end: "2028-08-31"', text)

    loaded = load_text(db, text, apply=True)
    changes = [one for one in reported(loaded) if not one[1].endswith("/2027/28")]
    assert changes == [(Resolution.CHANGED, "network", "academic_year")], "beside the headcounts of the year"


def test_what_the_next_file_leaves_out_stays(db: Session) -> None:
    load_text(db)
    text = changed('statuses: [{kind: low_results, from: "2026-09-01"}]', "statuses: []")
    text = shifted(text[: text.index("\nevents:")] + text[text.index("\noffers:") :])
    text = re.sub(r"\nparticipation:.*?(?=\nhistory:)", "", text, flags=re.DOTALL)
    text = re.sub(r"\nrequests:.*?(?=\n\w)", "", text, flags=re.DOTALL)

    loaded = load_text(db, text, NEXT_YEAR, apply=True)

    assert Resolution.ABSENT not in {one.resolution for one in loaded.skipped}
    assert len(db.scalars(select(Event.id)).all()) == 30
    kept = select(OrgStatus).where(OrgStatus.kind == OrgStatusKind.LOW_RESULTS, OrgStatus.file_year == "2026/27")
    assert len(db.scalars(kept).all()) == 2


def test_a_long_code_that_an_event_of_the_last_year_has_is_refused(db: Session) -> None:
    code = "e" * 32
    text = changed(EV30, EV30.replace("ev30", code))
    load_text(db, text)

    with pytest.raises(FileRefused) as refused:
        load_text(db, shifted(text), NEXT_YEAR)
    assert [one.key for one in refused.value.errors] == ["load-code-of-another-year"]
    for language in LANGUAGES:
        assert code in Say(language).plain("load-code-of-another-year", **refused.value.errors[0].values)
