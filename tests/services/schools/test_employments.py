"""Posts and organizations of a person are rows: one main employment, further ones, and their history."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import Employment, Organization, OrgStatus, OrgStatusKind, Post, Teacher
from services.events import audience
from services.people import erasure, identity, merging
from services.schools.employments import (
    MAX_EMPLOYMENTS,
    OnlyEmployment,
    Position,
    TooManyEmployments,
    active_employments,
    add_further,
    end_employment,
    main_position,
    set_main,
)
from tests.builders import NOW, add, make_actor, make_event, make_network, make_organization, make_teacher

TODAY = NOW.date()
BEGUN = TODAY - timedelta(days=30)
History = list[tuple[str, Post, bool, date, date | None]]


@pytest.fixture(autouse=True)
def network(db: Session) -> None:
    make_network(db)


@pytest.fixture
def first(db: Session) -> Organization:
    return make_organization(db, "СОШ № 1")


@pytest.fixture
def second(db: Session) -> Organization:
    return make_organization(db, "СОШ № 2")


@pytest.fixture
def nina(db: Session, first: Organization) -> Teacher:
    return make_teacher(db, "Агеева Нина Петровна", first)


def history(db: Session, teacher: Teacher) -> History:
    rows = db.scalars(select(Employment).where(Employment.teacher_id == teacher.id).order_by(Employment.id))
    return [
        (row.organization.short if row.organization else "", row.post, row.is_main, row.since, row.until)
        for row in rows
    ]


def test_another_school_ends_the_former_employment_and_begins_a_new_one(
    db: Session, nina: Teacher, second: Organization
) -> None:
    set_main(db, nina, Position(second.id, Post.TEACHER), TODAY)

    assert history(db, nina) == [
        ("СОШ № 1", Post.TEACHER, True, BEGUN, TODAY),
        ("СОШ № 2", Post.TEACHER, True, TODAY, None),
    ]
    assert nina.organization is second


def test_a_mistake_corrected_the_same_day_leaves_no_history(db: Session, nina: Teacher, second: Organization) -> None:
    set_main(db, nina, Position(second.id, Post.HEAD), TODAY)
    set_main(db, nina, Position(second.id, Post.DEPUTY_HEAD), TODAY)

    assert [row[:2] for row in history(db, nina)] == [("СОШ № 1", Post.TEACHER), ("СОШ № 2", Post.DEPUTY_HEAD)]


def test_what_was_unknown_is_completed_without_history(db: Session, first: Organization) -> None:
    person = make_teacher(db, "Уваров Денис", post=Post.TEACHER)
    set_main(db, person, Position(first.id, Post.TEACHER), TODAY)

    assert history(db, person) == [("СОШ № 1", Post.TEACHER, True, BEGUN, None)]


def test_a_further_employment_that_becomes_the_main_one_is_not_held_twice(
    db: Session, nina: Teacher, second: Organization
) -> None:
    add_further(db, nina, Position(second.id, Post.LIBRARIAN), BEGUN)
    set_main(db, nina, Position(second.id, Post.LIBRARIAN), TODAY)

    assert [(row.post, row.is_main, row.since) for row in active_employments(db, nina)] == [
        (Post.LIBRARIAN, True, TODAY)
    ]
    assert ("СОШ № 2", Post.LIBRARIAN, False, BEGUN, TODAY) in history(db, nina)


def test_after_the_main_employment_the_oldest_other_is_the_main_one(
    db: Session, nina: Teacher, first: Organization, second: Organization
) -> None:
    add_further(db, nina, Position(second.id, Post.LIBRARIAN), BEGUN)
    add_further(db, nina, Position(first.id, Post.DEPUTY_HEAD), BEGUN)
    end_employment(db, nina, active_employments(db, nina)[0].id, TODAY)

    assert main_position(nina) == Position(second.id, Post.LIBRARIAN)
    assert [row.post for row in nina.further] == [Post.DEPUTY_HEAD]
    assert ("СОШ № 1", Post.TEACHER, True, BEGUN, TODAY) in history(db, nina)


def test_the_last_employment_is_not_ended(db: Session, nina: Teacher) -> None:
    with pytest.raises(OnlyEmployment):
        end_employment(db, nina, active_employments(db, nina)[0].id, TODAY)
    assert main_position(nina).post is Post.TEACHER


def test_employments_have_a_limit_and_none_is_held_twice(db: Session, nina: Teacher, second: Organization) -> None:
    posts = [Post.HEAD, Post.LIBRARIAN, Post.COACH, Post.TUTOR, Post.HEAD]
    for post in posts[:MAX_EMPLOYMENTS]:
        add_further(db, nina, Position(second.id, post), TODAY)
    assert len(active_employments(db, nina)) == MAX_EMPLOYMENTS
    with pytest.raises(TooManyEmployments):
        add_further(db, nina, Position(second.id, Post.ADVISOR), TODAY)


def test_the_database_refuses_a_second_main_employment(db: Session, nina: Teacher) -> None:
    db.add(Employment(teacher_id=nina.id, post=Post.HEAD, is_main=True, since=TODAY))
    with pytest.raises(IntegrityError):
        db.flush()


AUDIENCES = [
    ({"posts": ["librarian"]}, True),
    ({"posts": ["head"]}, False),
    ({"posts": ["teacher", "librarian"], "subjects": ["mathematics"]}, True),
    ({"posts": ["teacher", "head"], "subjects": ["mathematics"]}, False),
    ({"posts": ["teacher"], "subjects": ["physics"]}, True),
    ({"subjects": ["mathematics"]}, False),
    ({"org_statuses": ["leader"]}, True),
    ({"org_statuses": ["low_results"]}, False),
]


@pytest.mark.parametrize(("named", "fits"), AUDIENCES)
def test_all_active_posts_and_organizations_decide_which_events_are_for_a_person(
    db: Session, nina: Teacher, second: Organization, named: dict[str, Any], *, fits: bool
) -> None:
    nina.subjects = ["physics"]
    add(db, OrgStatus(organization_id=second.id, kind=OrgStatusKind.LEADER, since=BEGUN))
    actor, event = make_actor(db, nina), make_event(db, **named)
    add_further(db, nina, Position(second.id, Post.LIBRARIAN), BEGUN)

    assert audience.is_eligible(db, event, nina) is fits
    assert (audience.nearest_event(db, nina, NOW) is event) is fits
    told = db.scalar(select(audience.invited(db, event)).where(actor.account.__class__.id == actor.account.id))
    assert bool(told) is fits


def test_an_ended_employment_decides_no_more(db: Session, nina: Teacher, second: Organization) -> None:
    add_further(db, nina, Position(second.id, Post.LIBRARIAN), BEGUN)
    end_employment(db, nina, active_employments(db, nina)[1].id, TODAY)

    assert not audience.is_eligible(db, make_event(db, posts=["librarian"]), nina)


def test_a_merge_adds_what_the_newcomer_has_beside_the_known_person(
    db: Session, nina: Teacher, second: Organization
) -> None:
    newcomer = make_teacher(db, "Агеева Нина Петровна", second, post=Post.LIBRARIAN)
    merging.merge(db, newcomer, nina, NOW)

    assert [(row.organization_id, row.post) for row in active_employments(db, nina)] == [
        (nina.organization_id, Post.TEACHER),
        (second.id, Post.LIBRARIAN),
    ]
    assert history(db, newcomer) == []


def test_a_merge_of_the_same_employment_keeps_one(db: Session, nina: Teacher, first: Organization) -> None:
    merging.merge(db, make_teacher(db, "Агеева Нина", first), nina, NOW)

    assert len(history(db, nina)) == 1


def test_erasing_a_person_deletes_all_employments(db: Session, nina: Teacher, second: Organization) -> None:
    actor = make_actor(db, nina)
    set_main(db, nina, Position(second.id, Post.TEACHER), TODAY)
    erasure.withdraw(db, actor, NOW)

    assert history(db, nina) == []
    assert main_position(nina) == Position()


def test_a_namesake_at_a_further_school_is_referred_to_the_staff(
    db: Session, nina: Teacher, second: Organization
) -> None:
    add_further(db, nina, Position(second.id, Post.LIBRARIAN), BEGUN)
    newcomer = make_teacher(db, "Агеева Нина", second, self_registered=True)

    assert identity.ask_about_namesakes(db, newcomer, NOW)
