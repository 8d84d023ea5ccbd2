"""A changed file on a network that lives: shown first, written when agreed, and never over what people changed."""

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
from services.loading.differences import Verdict
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


def told(loaded: Loaded) -> list[tuple[Verdict, str, str]]:
    return [(one.verdict, one.code, one.field) for one in [*loaded.written, *loaded.waits, *loaded.left]]


@pytest.fixture
def living(db: Session) -> Session:
    load_text(db)
    db.commit()
    return db


def test_a_changed_file_is_shown_and_changes_nothing_unasked(living: Session) -> None:
    before = everything(living)

    loaded = load_text(living, changed(EV30, "hours: 5, capacity: 210, posts: []"), LATER)

    assert told(loaded) == [(Verdict.CHANGED, "ev30", "hours"), (Verdict.CHANGED, "ev30", "capacity")]
    assert [(one.here, one.there) for one in loaded.waits] == [(4.0, 5.0), (200, 210)]
    assert everything(living) == before


def test_what_was_agreed_to_is_written_once(living: Session) -> None:
    text = changed(EV30, "hours: 5, capacity: 210, posts: []")

    loaded = load_text(living, text, LATER, agreed=True)

    row = event(living, "ev30")
    assert len(loaded.written) == 2
    assert (row.hours, row.capacity, row.version, row.schedule_set_at) == (5, 210, 2, LATER)
    assert (row.ends_at - row.starts_at) == timedelta(hours=5)
    before = everything(living)
    assert told(load_text(living, text, LATER, agreed=True)) == []
    assert everything(living) == before


def test_what_people_changed_in_the_bot_is_listed_and_stays(living: Session) -> None:
    event(living, "ev30").title = "Августовский совет"
    person(living, "t02").patronymic = "Игоревна"

    same = load_text(living, now=LATER, agreed=True)
    both = load_text(living, changed("Августовская конференция:", "Большая конференция:"), LATER, agreed=True)

    assert told(same) == told(both) == [(Verdict.KEPT, "t02", "name"), (Verdict.KEPT, "ev30", "title")]
    assert event(living, "ev30").title == "Августовский совет"


def test_a_change_of_the_file_beside_one_of_the_bot_is_written(living: Session) -> None:
    event(living, "ev30").title = "Августовский совет"

    loaded = load_text(living, changed(EV30, "hours: 4, capacity: 210, posts: []"), LATER, agreed=True)

    assert told(loaded) == [(Verdict.CHANGED, "ev30", "capacity"), (Verdict.KEPT, "ev30", "title")]
    assert (event(living, "ev30").capacity, event(living, "ev30").title) == (210, "Августовский совет")
    assert told(load_text(living, changed(EV30, "hours: 4, capacity: 210, posts: []"), LATER)) == [
        (Verdict.KEPT, "ev30", "title")
    ]


def test_a_file_that_follows_the_bot_is_at_one_with_it(living: Session) -> None:
    event(living, "ev30").capacity = 220
    followed = changed(EV30, "hours: 4, capacity: 220, posts: []")

    assert told(load_text(living, followed, LATER)) == []
    loaded = load_text(living, changed(EV30, "hours: 4, capacity: 230, posts: []"), LATER)

    assert told(loaded) == [(Verdict.CHANGED, "ev30", "capacity")]


def test_an_event_with_people_is_moved_only_in_the_bot(living: Session) -> None:
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

    loaded = load_text(living, text, LATER, agreed=True)

    assert told(loaded) == [(Verdict.CHANGED, "ev30", "title"), (Verdict.BUSY, "ev30", "start")]
    assert event(living, "ev30").starts_local.day == 26


def test_a_cancelled_event_stays_cancelled(living: Session) -> None:
    event(living, "ev30").state = EventState.CANCELLED

    loaded = load_text(living, changed(EV30, "hours: 5, capacity: 200, posts: []"), LATER, agreed=True)

    assert told(loaded) == [(Verdict.KEPT, "ev30", "state"), (Verdict.BUSY, "ev30", "hours")]


def test_new_things_are_added_silently(living: Session) -> None:
    text = changed("\noffers:\n", NEW_EVENT + "\noffers:\n")
    text = changed(
        "\npoint_rules:",
        '  - {code: t25, name: "Юрьева Инна Павловна", org: sport, post: coach, coordinator: true}\n\npoint_rules:',
        text,
    )

    loaded = load_text(living, text, LATER, agreed=True)

    assert told(loaded) == [(Verdict.NEW, "t25", ""), (Verdict.NEW, "ev31", "")]
    assert loaded.links == []
    row = event(living, "ev31")
    assert (row.state, row.responsible and row.responsible.code) == (EventState.PUBLISHED, "m1")
    assert list(living.scalars(select(ReminderRun.rule).where(ReminderRun.event_id == row.id))) == ["new_event"]
    grants = living.scalars(select(RoleGrant.role).where(RoleGrant.teacher_id == person(living, "t25").id))
    assert [grant.value for grant in grants] == ["org_coordinator"]


def test_what_the_file_dropped_stays_and_is_told(living: Session) -> None:
    text = changed('  - {code: t24, name: "Щукина Раиса Тимофеевна"', '  # {code: t24, name: "Щукина Раиса Тимофеевна"')

    loaded = load_text(living, text, LATER, agreed=True)

    assert [(one.verdict, one.code, one.title) for one in loaded.left] == [
        (Verdict.ABSENT, "t24", "Щукина Раиса Тимофеевна")
    ]
    assert person(living, "t24").erased_at is None


def test_history_that_came_later_is_added_with_its_points(living: Session) -> None:
    text = changed('as_of: "2026-11-21"', 'as_of: "2026-11-26"')
    text = changed("\nmaterials:", "  ev11: [{who: t22, role: master_class}]\n\nmaterials:", text)

    loaded = load_text(living, text, LOADED_AT + timedelta(days=6), agreed=True)

    assert told(loaded) == [(Verdict.NEW, "ev11", "")]
    points = select(func.sum(PointEntry.points)).where(PointEntry.teacher_id == person(living, "t22").id)
    assert living.scalar(points) == 5
    assert event(living, "ev11").finalized_at is not None


def test_history_that_is_closed_is_put_right_in_the_bot(living: Session) -> None:
    before = everything(living)

    loaded = load_text(living, changed("{who: t08, role: listener}, {who: t13", "{who: t13"), LATER, agreed=True)

    assert told(loaded) == [(Verdict.BUSY, "ev02", "t08")]
    assert everything(living) == before


def test_a_material_accepted_later_brings_its_points_once(living: Session) -> None:
    text = changed('"Планировка игровых центров", status: received', '"Планировка игровых центров", status: accepted')

    for _ in range(2):
        load_text(living, text, LATER, agreed=True)

    points = select(func.sum(PointEntry.points)).where(PointEntry.teacher_id == person(living, "t15").id)
    assert living.scalar(points) == 7 + 4


def test_who_withdrew_the_consent_does_not_come_back(living: Session) -> None:
    teacher = person(living, "t01")
    withdraw(living, make_actor(living, teacher), LATER)
    text = changed("Агеева Нина Петровна", "Агеева Нина Павловна")

    loaded = load_text(living, text, LATER, agreed=True)

    assert [(one.verdict, one.code) for one in loaded.left] == [(Verdict.ERASED, "t01")]
    assert "Агеева" not in str(everything(living))


def test_statuses_leaders_and_settings_follow_the_file(living: Session) -> None:
    text = changed('statuses: [{kind: pedagogic_experimental, from: "2025-09-01"}]', "statuses: []")
    text = changed(
        'spirit, title: "Духовно-нравственная культура", leader: m3', 'spirit, title: "Культура", leader: m2', text
    )
    text = changed('{code: day, anchor: start, offset: "-24h"', '{code: day, anchor: start, offset: "-20h"', text)

    loaded = load_text(living, text, LATER, agreed=True)

    assert told(loaded) == [
        (Verdict.CHANGED, "sosh2", "statuses"),
        (Verdict.CHANGED, "spirit", "title"),
        (Verdict.CHANGED, "spirit", "leader"),
        (Verdict.CHANGED, "network", "reminder_rules"),
    ]
    line = living.scalars(select(Subproject).where(Subproject.code == "spirit")).one()
    assert (line.title, line.leader_id) == ("Культура", person(living, "m2").id)


def test_no_word_of_the_file_is_kept_for_the_comparison(living: Session) -> None:
    kept = str(everything(living)["loaded_row"])

    assert living.scalar(select(func.count()).select_from(LoadedRow))
    assert "Агеева" not in kept
    assert "семинар" not in kept


def test_a_database_with_anybody_in_it_is_not_empty(db: Session) -> None:
    assert is_empty(db)
    make_organization(db)
    assert not is_empty(db)

    assert load_text(db, TEXT).waits
    assert db.scalar(select(func.count()).select_from(Organization)) == 1
