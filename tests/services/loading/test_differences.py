"""A changed file of a network in use: reported first, written when confirmed, never over changes made by people."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    Event,
    EventState,
    LoadedRow,
    Organization,
    PointEntry,
    Registration,
    RegistrationState,
    ReminderRun,
    RoleGrant,
    Subproject,
    Teacher,
)
from services.loading.differences import Resolution
from services.loading.load import Loaded, is_empty
from services.people.erasure import withdraw
from tests.builders import make_actor, make_organization
from tests.data.network_file import LOADED_AT, TEXT, changed, everything, load_text

LATER = LOADED_AT + timedelta(days=1)
EV30 = "hours: 4, capacity: 200, posts: []"
NEW_EVENT = (
    '  - {code: ev31, subproject: pk, form: seminar, format: offline, title: "Новый семинар", host: imc, '
    'start: "2027-06-02T10:00", hours: 2, capacity: 20}\n'
)


def event(db: Session, code: str) -> Event:
    return db.scalars(select(Event).where(Event.code == code)).unique().one()


def person(db: Session, code: str) -> Teacher:
    return db.scalars(select(Teacher).where(Teacher.code == code)).unique().one()


def reported(loaded: Loaded) -> list[tuple[Resolution, str, str]]:
    return [(one.resolution, one.code, one.field) for one in [*loaded.written, *loaded.pending, *loaded.skipped]]


@pytest.fixture
def living(db: Session) -> Session:
    load_text(db)
    db.commit()
    return db


def test_a_changed_file_is_reported_and_writes_nothing_unconfirmed(living: Session) -> None:
    before = everything(living)

    loaded = load_text(living, changed(EV30, "hours: 5, capacity: 210, posts: []"), LATER)

    assert reported(loaded) == [(Resolution.CHANGED, "ev30", "hours"), (Resolution.CHANGED, "ev30", "capacity")]
    assert [(one.in_database, one.in_file) for one in loaded.pending] == [(4.0, 5.0), (200, 210)]
    assert everything(living) == before


def test_confirmed_changes_are_written_once(living: Session) -> None:
    text = changed(EV30, "hours: 5, capacity: 210, posts: []")

    loaded = load_text(living, text, LATER, apply=True)

    row = event(living, "ev30")
    assert len(loaded.written) == 2
    assert (row.hours, row.capacity, row.version, row.schedule_set_at) == (5, 210, 2, LATER)
    assert (row.ends_at - row.starts_at) == timedelta(hours=5)
    before = everything(living)
    assert reported(load_text(living, text, LATER, apply=True)) == []
    assert everything(living) == before


def test_changes_made_in_the_bot_are_reported_and_kept(living: Session) -> None:
    event(living, "ev30").title = "Августовский совет"
    person(living, "t02").patronymic = "Игоревна"

    same = load_text(living, now=LATER, apply=True)
    both = load_text(living, changed("Августовская конференция:", "Большая конференция:"), LATER, apply=True)

    assert reported(same) == reported(both) == [(Resolution.KEPT, "t02", "name"), (Resolution.KEPT, "ev30", "title")]
    assert event(living, "ev30").title == "Августовский совет"


def test_a_change_in_the_file_is_written_beside_a_kept_change_of_the_bot(living: Session) -> None:
    event(living, "ev30").title = "Августовский совет"

    loaded = load_text(living, changed(EV30, "hours: 4, capacity: 210, posts: []"), LATER, apply=True)

    assert reported(loaded) == [(Resolution.CHANGED, "ev30", "capacity"), (Resolution.KEPT, "ev30", "title")]
    assert (event(living, "ev30").capacity, event(living, "ev30").title) == (210, "Августовский совет")
    assert reported(load_text(living, changed(EV30, "hours: 4, capacity: 210, posts: []"), LATER)) == [
        (Resolution.KEPT, "ev30", "title")
    ]


def test_a_file_updated_to_the_bot_has_no_differences(living: Session) -> None:
    event(living, "ev30").capacity = 220
    followed = changed(EV30, "hours: 4, capacity: 220, posts: []")

    assert reported(load_text(living, followed, LATER)) == []
    loaded = load_text(living, changed(EV30, "hours: 4, capacity: 230, posts: []"), LATER)

    assert reported(loaded) == [(Resolution.CHANGED, "ev30", "capacity")]


def test_an_event_with_sign_ups_is_rescheduled_only_in_the_bot(living: Session) -> None:
    row = event(living, "ev30")
    row.taken = 1
    living.add(
        Registration(
            event_id=row.id,
            teacher_id=person(living, "t24").id,
            state=RegistrationState.CONFIRMED,
            created_at=LOADED_AT,
            confirmed_at=LOADED_AT,
        )
    )
    text = changed('host: imc, start: "2027-08-26T10:00"', 'host: imc, start: "2027-08-27T10:00"')
    text = changed("награждение сетевых площадок", "награждение", text)

    loaded = load_text(living, text, LATER, apply=True)

    assert reported(loaded) == [(Resolution.CHANGED, "ev30", "title"), (Resolution.BUSY, "ev30", "start")]
    assert event(living, "ev30").starts_local.day == 26


def test_a_cancelled_event_stays_cancelled(living: Session) -> None:
    event(living, "ev30").state = EventState.CANCELLED

    loaded = load_text(living, changed(EV30, "hours: 5, capacity: 200, posts: []"), LATER, apply=True)

    assert reported(loaded) == [(Resolution.KEPT, "ev30", "state"), (Resolution.BUSY, "ev30", "hours")]


def test_new_people_and_events_are_added_without_notices(living: Session) -> None:
    text = changed("\noffers:\n", NEW_EVENT + "\noffers:\n")
    text = changed(
        "\npoint_rules:",
        '  - {code: t25, name: "Юрьева Инна Павловна", org: sport, post: coach, coordinator: true}\n\npoint_rules:',
        text,
    )

    loaded = load_text(living, text, LATER, apply=True)

    assert reported(loaded) == [(Resolution.NEW, "t25", ""), (Resolution.NEW, "ev31", "")]
    assert loaded.links == []
    row = event(living, "ev31")
    assert (row.state, row.responsible and row.responsible.code) == (EventState.PUBLISHED, "m1")
    assert list(living.scalars(select(ReminderRun.rule).where(ReminderRun.event_id == row.id))) == ["new_event"]
    grants = living.scalars(select(RoleGrant.role).where(RoleGrant.teacher_id == person(living, "t25").id))
    assert [grant.value for grant in grants] == ["org_coordinator"]


def test_a_person_dropped_from_the_file_stays_and_is_reported(living: Session) -> None:
    text = changed('  - {code: t24, name: "Щукина Раиса Тимофеевна"', '  # {code: t24, name: "Щукина Раиса Тимофеевна"')

    loaded = load_text(living, text, LATER, apply=True)

    assert [(one.resolution, one.code, one.title) for one in loaded.skipped] == [
        (Resolution.ABSENT, "t24", "Щукина Раиса Тимофеевна")
    ]
    assert person(living, "t24").erased_at is None


def test_participation_added_to_the_file_later_brings_its_points(living: Session) -> None:
    text = changed('as_of: "2026-11-21"', 'as_of: "2026-11-26"')
    text = changed("\nmaterials:", "  ev11: [{who: t22, role: master_class}]\n\nmaterials:", text)

    loaded = load_text(living, text, LOADED_AT + timedelta(days=6), apply=True)

    assert reported(loaded) == [(Resolution.NEW, "ev11", "")]
    points = select(func.sum(PointEntry.points)).where(PointEntry.teacher_id == person(living, "t22").id)
    assert living.scalar(points) == 5
    assert event(living, "ev11").finalized_at is not None


def test_closed_participation_is_corrected_only_in_the_bot(living: Session) -> None:
    before = everything(living)

    loaded = load_text(living, changed("{who: t08, role: listener}, {who: t13", "{who: t13"), LATER, apply=True)

    assert reported(loaded) == [(Resolution.BUSY, "ev02", "t08")]
    assert everything(living) == before


def test_a_material_accepted_later_brings_its_points_once(living: Session) -> None:
    text = changed('"Планировка игровых центров", status: received', '"Планировка игровых центров", status: accepted')

    for _ in range(2):
        load_text(living, text, LATER, apply=True)

    points = select(func.sum(PointEntry.points)).where(PointEntry.teacher_id == person(living, "t15").id)
    assert living.scalar(points) == 7 + 4


def test_a_person_who_withdrew_the_consent_is_not_loaded_again(living: Session) -> None:
    teacher = person(living, "t01")
    withdraw(living, make_actor(living, teacher), LATER)
    text = changed("Агеева Нина Петровна", "Агеева Нина Павловна")

    loaded = load_text(living, text, LATER, apply=True)

    assert [(one.resolution, one.code) for one in loaded.skipped] == [(Resolution.ERASED, "t01")]
    assert "Агеева" not in str(everything(living))


def test_statuses_leaders_and_settings_follow_the_file(living: Session) -> None:
    text = changed('statuses: [{kind: pedagogic_experimental, from: "2025-09-01"}]', "statuses: []")
    text = changed(
        'spirit, title: "Духовно-нравственная культура", leader: m3', 'spirit, title: "Культура", leader: m2', text
    )
    text = changed('{code: day, anchor: start, offset: "-24h"', '{code: day, anchor: start, offset: "-20h"', text)

    loaded = load_text(living, text, LATER, apply=True)

    assert reported(loaded) == [
        (Resolution.CHANGED, "sosh2", "statuses"),
        (Resolution.CHANGED, "spirit", "title"),
        (Resolution.CHANGED, "spirit", "leader"),
        (Resolution.CHANGED, "network", "reminder_rules"),
    ]
    line = living.scalars(select(Subproject).where(Subproject.code == "spirit")).one()
    assert (line.title, line.leader_id) == ("Культура", person(living, "m2").id)


def test_fingerprints_contain_no_words_of_the_file(living: Session) -> None:
    kept = str(everything(living)["loaded_row"])

    assert living.scalar(select(func.count()).select_from(LoadedRow))
    assert "Агеева" not in kept
    assert "семинар" not in kept


def test_a_database_with_an_organization_is_not_loaded_unconfirmed(db: Session) -> None:
    assert is_empty(db)
    make_organization(db)
    assert not is_empty(db)

    assert load_text(db, TEXT).pending
    assert db.scalar(select(func.count()).select_from(Organization)) == 1
