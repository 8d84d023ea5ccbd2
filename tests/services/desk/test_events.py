"""The desk: order of its list, drafts from announcements, clashes, moves with an open offer."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from models import Event, EventFormat, EventState, Organization, Registration, RegistrationState, Role
from services.actors import Actor
from services.desk import changes, publishing
from services.desk import draft as drafts
from services.desk import events as desk
from services.desk.answers import FieldQuestion, typed_answer
from services.desk.changes import PlannedMove
from services.desk.fields.dates import last_day
from services.desk.fields.definition import BadValue, DraftField
from tests.builders import NOW, add, make_actor, make_event, make_network, make_organization, make_teacher


@pytest.fixture
def school(db: Session) -> Organization:
    make_network(db)
    return make_organization(db, "СОШ № 1")


@pytest.fixture
def methodist(db: Session, school: Organization) -> Actor:
    return make_actor(db, make_teacher(db, "Лугова Татьяна Сергеевна", school, role=Role.METHODIST))


def test_drafts_come_first_then_coming_then_unmarked_then_the_rest(db: Session, methodist: Actor) -> None:
    closed = NOW - timedelta(days=3)
    make_event(db, "Прошедшее с явкой", days=-5, attendance_closed_at=closed)
    make_event(db, "Прошедшее без явки", days=-4)
    make_event(db, "Отменённое", days=9, state=EventState.CANCELLED)
    make_event(db, "Позднее", days=8)
    make_event(db, "Скорое", days=2)
    make_event(db, "Черновик", days=30, state=EventState.DRAFT, author_id=methodist.account.id)
    make_event(db, "Чужой черновик", days=30, state=EventState.DRAFT)

    first = desk.desk_page(db, methodist, False, 1, NOW)
    titles = [row.event.title for row in first.page.items]
    assert titles == ["Черновик", "Скорое", "Позднее", "Прошедшее без явки", "Отменённое", "Прошедшее с явкой"]
    assert [row.event.title for row in desk.desk_page(db, methodist, True, 1, NOW).page.items] == ["Черновик"]


def test_a_page_beyond_the_last_is_the_last(db: Session, methodist: Actor) -> None:
    make_event(db)
    page = desk.desk_page(db, methodist, False, 99, NOW)
    assert (page.page.number, page.page.count, len(page.page.items)) == (1, 1, 1)


def test_a_responsible_person_without_a_staff_role_may_not_change_the_event(db: Session, school: Organization) -> None:
    former = make_teacher(db, "Бывшая Вера Ильинична", school)
    event = make_event(db, responsible_id=former.id)
    assert not desk.may_change(make_actor(db, former), event)


def test_a_name_of_two_organizations_offers_both(db: Session, methodist: Actor) -> None:
    ids = {make_organization(db, short).id for short in ("Гимназия № 3", "Гимназия № 5")}
    draft = make_event(db, state=EventState.DRAFT, author_id=methodist.account.id)
    answer = typed_answer(db, methodist, FieldQuestion(draft.id, DraftField.HOST), "гимназия", NOW)
    assert answer.values == {}
    assert set(answer.candidates) == ids


def test_a_place_the_network_does_not_know_becomes_the_address(db: Session, methodist: Actor) -> None:
    said = drafts.read_draft(db, methodist, "Семинар «Тема» 7 октября 14:00, 2 часа, ул. Мира, 12, каб. 204", NOW)
    event = drafts.save_draft(db, methodist, said.known.pieces, NOW)
    assert "Мира" in event.place
    assert drafts.missing_field(event) is None


def test_an_event_in_a_hall_with_a_link_is_hybrid(db: Session, methodist: Actor) -> None:
    text = "Семинар «Тема» 7 октября 14:00, 2 часа, СОШ № 1, ссылка https://example.org/room"
    event = drafts.save_draft(db, methodist, drafts.read_draft(db, methodist, text, NOW).known.pieces, NOW)
    assert (event.format, event.link) == (EventFormat.HYBRID, "https://example.org/room")


def test_several_days_stay_several_days(db: Session, methodist: Actor) -> None:
    text = "Стажировка «Тема» 29 и 30 октября в 10:00, 8 часов, СОШ № 1"
    event = drafts.save_draft(db, methodist, drafts.read_draft(db, methodist, text, NOW).known.pieces, NOW)
    assert [start.day for start in event.session_starts] == [29, 30]
    assert event.ends_at == datetime(2026, 10, 30, 9, 0, tzinfo=UTC)


def test_from_june_on_the_next_academic_year_can_be_planned() -> None:
    assert last_day(datetime(2026, 5, 20)).year == 2026  # noqa: DTZ001 - a wall time has no zone
    assert last_day(datetime(2026, 6, 20)).year == 2027  # noqa: DTZ001 - a wall time has no zone


@pytest.mark.usefixtures("school")
def test_a_clash_needs_the_same_day_and_the_same_people(db: Session) -> None:
    event = make_event(db, "Первое", posts=["teacher"], subjects=["physics"])
    make_event(db, "Для всех")
    make_event(db, "Для библиотекарей", posts=["librarian"])
    make_event(db, "Для химиков", subjects=["chemistry"])
    make_event(db, "Назавтра", days=7)
    make_event(db, "Черновик", state=EventState.DRAFT)
    assert [other.title for other in publishing.clashes(db, event)] == ["Для всех"]


def test_a_forged_value_is_refused(db: Session, methodist: Actor) -> None:
    event = make_event(db, state=EventState.DRAFT, author_id=methodist.account.id)
    for field, value in (
        (DraftField.FORM, "party"),
        (DraftField.CAPACITY, 0),
        (DraftField.HOST, 999),
        (DraftField.POSTS, ["king"]),
        (DraftField.HOURS, -1),
        (DraftField.START, ["soon"]),
    ):
        with pytest.raises(BadValue):
            changes.set_fields(db, methodist, event.id, {field: value}, NOW)


def offered(db: Session, event: Event, school: Organization) -> Registration:
    """An offer that expires in twelve hours."""
    return add(
        db,
        Registration(
            event_id=event.id,
            teacher_id=make_teacher(db, "Агеева Нина Петровна", school).id,
            state=RegistrationState.OFFERED,
            created_at=NOW,
            queued_at=NOW,
            offer_expires_at=NOW + timedelta(hours=12),
        ),
    )


def test_an_offer_never_outlives_the_new_start(db: Session, methodist: Actor, school: Organization) -> None:
    event = make_event(db, author_id=methodist.account.id, capacity=1, taken=1)
    offer = offered(db, event, school)
    move = PlannedMove(event.id, event.version, {DraftField.START: ["2026-10-01T15:00"]})
    changes.apply_move(db, methodist, move, NOW)
    assert offer.offer_expires_at == event.starts_at


def test_a_move_after_the_deadline_does_not_shorten_an_offer(
    db: Session, methodist: Actor, school: Organization
) -> None:
    event = make_event(db, author_id=methodist.account.id, capacity=1, taken=1, deadline=NOW - timedelta(hours=1))
    offer = offered(db, event, school)
    move = PlannedMove(event.id, event.version, {DraftField.START: ["2026-10-08T15:00"]})
    changes.apply_move(db, methodist, move, NOW)
    assert offer.offer_expires_at == NOW + timedelta(hours=12)
