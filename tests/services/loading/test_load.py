"""The network's file loaded into an empty database, once and only once."""

from typing import Any

import pytest
import yaml
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    Account,
    Attendance,
    AttendanceState,
    Event,
    EventRole,
    EventState,
    Invite,
    InviteKind,
    Network,
    Organization,
    OrgStatus,
    OutboxMessage,
    PointEntry,
    Registration,
    RegistrationState,
    ReminderRun,
    Role,
    RoleGrant,
    Subproject,
    Teacher,
)
from services.actors import Actor, actor_of
from services.loading.errors import FileRefused
from services.loading.fields import RecordKind
from services.people.invites import open_invite
from services.reminders.run import run_reminders
from tests.builders import make_actor, make_organization, make_teacher
from tests.checks.tree import ROOT
from tests.data.network_file import LOADED_AT, TEXT, changed, everything, load_text

EXPECTED = yaml.safe_load((ROOT / "tests" / "data" / "expected.yaml").read_text(encoding="utf-8"))
SAID = yaml.safe_load(TEXT)


def count(db: Session, table: Any, *where: Any) -> int:
    return db.scalar(select(func.count()).select_from(table).where(*where)) or 0


def points(db: Session) -> dict[str, int]:
    rows = db.execute(
        select(Teacher.code, func.sum(PointEntry.points))
        .join(PointEntry, PointEntry.teacher_id == Teacher.id)
        .group_by(Teacher.code)
    )
    return {str(code): int(total) for code, total in rows}


def test_points_and_tokens_equal_those_counted_by_the_network(db: Session) -> None:
    load_text(db)

    assert points(db) == EXPECTED["points"]
    per_token = db.get_one(Network, 1).points_per_token
    assert {code: total // per_token for code, total in points(db).items() if total >= per_token} == EXPECTED[
        "tokens_auto"
    ]
    assert set(db.scalars(select(PointEntry.year))) == {"2026/27"}


def test_every_record_of_the_file_is_in_the_database(db: Session) -> None:
    loaded = load_text(db)

    rows = [row for people in SAID["participation"].values() for row in people]
    assert count(db, Organization) == 1 + len(SAID["organizations"]) == loaded.counts[RecordKind.ORGANIZATION]
    assert count(db, OrgStatus) == sum(len(row["statuses"]) for row in SAID["organizations"])
    assert count(db, Subproject) == len(SAID["subprojects"])
    assert count(db, Teacher) == len(SAID["staff"]) + len(SAID["teachers"])
    assert count(db, Event, Event.state == EventState.PUBLISHED) == len(SAID["events"]) == 30
    assert count(db, Registration) == len(rows) == loaded.counts[RecordKind.PARTICIPATION]
    assert count(db, Registration, Registration.state == RegistrationState.CANCELLED) == 1
    assert count(db, Attendance, Attendance.state == AttendanceState.NO_SHOW) == 1
    at_a_second_meeting = len(SAID["participation"]["ev08"])
    assert count(db, Attendance, Attendance.state == AttendanceState.ATTENDED) == len(rows) - 2 + at_a_second_meeting
    assert count(db, EventRole) == sum(row["role"] != "listener" for row in rows)
    covered = select(Attendance.teacher_id).join(Teacher).where(Attendance.state == AttendanceState.ATTENDED)
    people = set(db.scalars(covered.where(Teacher.organization.has(counts_in_share=True))))
    assert len(people) == EXPECTED["teachers_covered"]
    assert count(db, RoleGrant, RoleGrant.role == Role.ORG_COORDINATOR) == 12


def test_the_network_gets_its_own_settings(db: Session) -> None:
    load_text(db)

    network = db.get_one(Network, 1)
    centre = db.get_one(Organization, network.coordinator_id)
    assert (network.zone, network.quiet_from.hour, network.quiet_to.hour) == ("Asia/Yekaterinburg", 21, 8)
    assert (network.certificate_pattern, network.token_title) == ("ИМЦ-{yy}-{seq:04d}", "Центрик")
    assert (centre.short, centre.signer_name) == ("ИМЦ", "О. В. Вересова")
    assert [rule["code"] for rule in network.reminder_rules] == [rule["code"] for rule in SAID["reminder_rules"]]


def test_an_event_has_its_days_audience_and_responsible_person(db: Session) -> None:
    load_text(db)

    event = db.scalars(select(Event).where(Event.code == "ev08")).unique().one()
    assert [start.isoformat(timespec="minutes") for start in event.session_starts] == [
        "2026-10-29T10:00",
        "2026-10-30T10:00",
    ]
    assert event.starts_at.isoformat() == "2026-10-29T05:00:00+00:00"
    assert event.ends_at.isoformat() == "2026-10-30T09:00:00+00:00"
    assert event.responsible is not None
    assert event.responsible.code == "m1"
    assert (event.taken, event.posts, event.school_break) == (3, ["teacher"], True)
    weak = db.scalars(select(Event).where(Event.code == "ev09")).unique().one()
    assert (weak.org_statuses, weak.tags, weak.series) == (["low_results", "hard_social"], ["ВПР"], "s1")


def test_taken_seats_equal_the_confirmed_sign_ups(db: Session) -> None:
    load_text(db)

    for event in db.scalars(select(Event)).unique():
        seated = count(
            db, Registration, Registration.event_id == event.id, Registration.state == RegistrationState.CONFIRMED
        )
        assert event.taken == seated <= (event.capacity or 0), event.code


def test_names_are_found_as_typed_without_yo(db: Session) -> None:
    load_text(db)

    person = db.scalars(select(Teacher).where(Teacher.name_key == "демина светлана ильинична")).unique().one()
    assert person.full_name == "Дёмина Светлана Ильинична"


def test_loading_the_same_file_again_changes_nothing(db: Session) -> None:
    load_text(db)
    db.commit()
    before = everything(db)
    assert before["point_entry"]

    again = load_text(db, apply=True)
    db.commit()

    assert everything(db) == before
    assert (again.is_first, again.written, again.pending, again.skipped, again.links) == (False, [], [], [], [])


def test_loading_sends_no_notices(db: Session) -> None:
    load_text(db)
    for code in ("t01", "t02", "t09", "m1"):
        make_actor(db, db.scalars(select(Teacher).where(Teacher.code == code)).unique().one())

    run_reminders(db, LOADED_AT)

    assert count(db, OutboxMessage) == 0
    assert count(db, ReminderRun, ReminderRun.rule == "new_event") == 30


def test_a_loaded_event_sends_reminders_later_like_any_other(db: Session) -> None:
    load_text(db)
    event = db.scalars(select(Event).where(Event.code == "ev11")).unique().one()
    teacher = db.scalars(select(Teacher).where(Teacher.code == "t14")).unique().one()
    make_actor(db, teacher)
    db.add(
        Registration(
            event_id=event.id,
            teacher_id=teacher.id,
            state=RegistrationState.CONFIRMED,
            created_at=LOADED_AT,
            confirmed_at=LOADED_AT,
        )
    )
    db.flush()

    run_reminders(db, event.starts_at.replace(day=24))

    assert count(db, OutboxMessage, OutboxMessage.kind == "day_before") == 1


def test_staff_links_are_bare_codes_until_the_bot_has_a_name(db: Session) -> None:
    loaded = load_text(db)

    assert [(link.name, link.role, link.url) for link in loaded.links] == [
        ("Вересова Ольга Викторовна", Role.ADMIN, ""),
        ("Лугова Татьяна Сергеевна", Role.METHODIST, ""),
        ("Чижова Марина Павловна", Role.METHODIST, ""),
        ("Северин Игорь Андреевич", Role.METHODIST, ""),
    ]
    assert not loaded.is_bot_name_known
    guest = make_actor(db, None)
    assert open_invite(db, guest, loaded.links[0].code.removeprefix("inv_"), LOADED_AT).invite


def test_staff_links_are_replaced_only_on_request(db: Session) -> None:
    first = load_text(db)
    row = db.get_one(Network, 1)
    row.bot_username, row.link_base = "centrik_test_bot", "https://t.me/centrik_test_bot?start="
    veresova = db.scalars(select(Teacher).where(Teacher.code == "a1")).unique().one()
    make_actor(db, veresova)

    assert load_text(db).links == []
    asked = load_text(db, links=True)

    assert [link.name for link in asked.links] == [link.name for link in first.links[1:]]
    assert all(link.url == f"https://t.me/centrik_test_bot?start={link.code}" for link in asked.links)
    assert asked.joined == ["Вересова Ольга Викторовна"]
    live = count(db, Invite, Invite.kind == InviteKind.STAFF, Invite.revoked_at.is_(None), Invite.used_at.is_(None))
    assert live == 4, "three new ones and the one that nobody replaced"


def test_participation_in_a_future_event_is_refused(db: Session) -> None:
    with pytest.raises(FileRefused) as refused:
        load_text(db, now=LOADED_AT.replace(day=12))

    assert [(one.key, one.values["code"]) for one in refused.value.errors] == [("load-not-held-yet", "ev10")]


def test_a_minimal_file_is_loaded(db: Session) -> None:
    little = """
version: 1
as_of: "2026-09-01"
network: {title: Сеть, coordinator: imc, timezone: Europe/Moscow, academic_year: "2026/27",
  year_start: "2026-09-01", year_end: "2027-08-31", quiet_hours: ["21:00", "08:00"]}
coordinator_org: {code: imc, short: ИМЦ, title: Методический центр, kind: coordinator, counts_in_share: false}
organizations: []
staff: [{code: a1, name: Вересова Ольга, org: imc, role: admin}]
"""
    loaded = load_text(db, little)

    assert [link.name for link in loaded.links] == ["Вересова Ольга"]
    assert db.get_one(Network, 1).certificate_pattern == "{yy}-{seq:04d}"


def test_a_person_registered_before_the_file_is_matched_by_the_staff(db: Session) -> None:
    db.add(Network(id=1, title="Сеть школ", zone="Europe/Moscow"))
    school = make_organization(db, "СОШ № 1")
    newcomer = make_teacher(db, "Бортникова Елена Юрьевна", school, self_registered=True)
    admin: Actor = make_actor(db, None)
    admin.account.listed_admin = True
    db.flush()

    waiting = load_text(db)
    assert waiting.pending
    assert count(db, Teacher) == 1, "a database with people in it is not changed unasked"
    loaded = load_text(db, apply=True)

    assert db.get_one(Organization, school.id).code == "sosh1", "the school that the staff added is the file's school"
    assert len(loaded.links) == 4
    assert count(db, OutboxMessage, OutboxMessage.kind == "identity_asked") == 1
    assert actor_of(db, db.get_one(Account, admin.account.id)).is_admin
    assert db.get_one(Teacher, newcomer.id).code is None


def test_certificate_numbering_is_checked_even_where_it_is_unused(db: Session) -> None:
    with pytest.raises(FileRefused) as refused:
        load_text(db, changed('site: "СП-{yy}-{seq:02d}"', 'site: "СП-{year}"'))

    assert [one.key for one in refused.value.errors] == ["load-not-a-numbering"]
