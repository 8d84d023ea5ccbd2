"""Eligibility by posts, subjects and statuses of schools, and the open event offered instead."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database.engine import Database
from models import Account, EventFormat, OrgStatus, OrgStatusKind, Post, Teacher
from services.actors import Actor
from services.events import audience, seats
from services.events.refusals import NotForYou
from tests.builders import NOW, add, make_actor, make_event, make_network, make_organization, make_teacher


@pytest.fixture(autouse=True)
def _network(db: Session) -> None:
    make_network(db)


def person(db: Session, name: str, **values: Any) -> Actor:
    return make_actor(db, make_teacher(db, name, **values))


def test_a_refusal_for_the_wrong_audience_names_an_open_event_instead(db: Session) -> None:
    school = make_organization(db, "СОШ № 5")
    nina = make_actor(db, make_teacher(db, "Зотова Ирина Львовна", school))
    event = make_event(db, org_statuses=["low_results"])
    make_event(db, "Для библиотекарей", days=7, posts=["librarian"])
    make_event(db, "Заполнено", days=8, capacity=1, taken=1)
    other = make_event(db, "Искусственный интеллект", days=9, format=EventFormat.ONLINE)

    with pytest.raises(NotForYou) as refused:
        seats.sign_up(db, nina, event.id, NOW)
    assert refused.value.values["other"] == other.id
    assert refused.value.values["why"] == "status"


def test_a_status_counts_on_the_day_of_the_event(db: Session) -> None:
    school = make_organization(db, "Лесозаводская СОШ")
    add(
        db,
        OrgStatus(
            organization_id=school.id,
            kind=OrgStatusKind.LOW_RESULTS,
            since=date(2026, 10, 7),
            until=date(2026, 10, 7),
        ),
    )
    teacher = make_teacher(db, "Карпова Дарья Алексеевна", school)
    on_the_day = make_event(db, days=6, org_statuses=["low_results"])
    next_day = make_event(db, days=7, org_statuses=["low_results"])

    assert audience.is_eligible(db, on_the_day, teacher)
    assert not audience.is_eligible(db, next_day, teacher)


def test_posts_and_subjects_both_have_to_fit(db: Session) -> None:
    event = make_event(db, posts=["teacher"], subjects=["mathematics", "physics"])
    assert audience.is_eligible(db, event, make_teacher(db, "Мухин Андрей", subjects=["physics"]))
    assert not audience.is_eligible(db, event, make_teacher(db, "Орлова Ксения", subjects=[]))
    assert not audience.is_eligible(db, event, make_teacher(db, "Ильина Вера", post=Post.HEAD, subjects=["physics"]))


def test_subjects_beside_teachers_are_asked_of_teachers_only(db: Session) -> None:
    event = make_event(db, posts=["teacher", "deputy_head"], subjects=["mathematics"])
    assert audience.is_eligible(db, event, make_teacher(db, "Ильина Вера", post=Post.DEPUTY_HEAD))
    assert audience.is_eligible(db, event, make_teacher(db, "Мухин Андрей", subjects=["mathematics"]))
    assert not audience.is_eligible(db, event, make_teacher(db, "Орлова Ксения", subjects=["physics"]))
    assert not audience.is_eligible(
        db, event, make_teacher(db, "Жданов Сергей", post=Post.HEAD, subjects=["mathematics"])
    )


@pytest.mark.parametrize("posts", [[], ["additional_teacher"]])
def test_subjects_without_teachers_are_asked_of_everybody_named(db: Session, posts: list[str]) -> None:
    event = make_event(db, posts=posts, subjects=["robotics"])
    is_eligible = make_teacher(db, "Мухин Андрей", post=Post.ADDITIONAL_TEACHER, subjects=["robotics"])
    other = make_teacher(db, "Орлова Ксения", post=Post.ADDITIONAL_TEACHER)
    assert audience.is_eligible(db, event, is_eligible)
    assert not audience.is_eligible(db, event, other)


def test_only_people_with_an_account_are_invited(db: Session) -> None:
    event = make_event(db, posts=["teacher"])
    reached = person(db, "Мухин Андрей")
    make_teacher(db, "Орлова Ксения")
    person(db, "Ильина Вера", post=Post.HEAD)

    assert list(db.scalars(select(Account.id).where(audience.invited(db, event)))) == [reached.account.id]


def make_people_of_every_kind(db: Session) -> None:
    """Make a person for every combination of post, subjects and kind of school."""
    day = make_event(db).starts_at.date()
    plain, leader, former = (make_organization(db, f"Школа {number}") for number in range(3))
    for school, until in ((leader, None), (former, day - timedelta(days=1))):
        since = day - timedelta(days=9)
        add(db, OrgStatus(organization_id=school.id, kind=OrgStatusKind.LEADER, since=since, until=until))
    taught: list[list[str]] = [[], ["physics"], ["art", "music"]]
    kinds = product((Post.TEACHER, Post.HEAD, Post.COACH), taught, (None, plain, leader, former))
    for number, (post, subjects, own) in enumerate(kinds):
        person(db, f"Карпова{number} Дарья", organization=own, post=post, subjects=subjects)


def invited_and_eligible(db: Session) -> list[tuple[set[int | None], set[int]]]:
    """Return the ids of people for events with every combination of posts, subjects and statuses."""
    make_network(db)
    make_people_of_every_kind(db)
    teachers = db.scalars(select(Teacher)).unique().all()
    posts: list[list[str]] = [[], ["teacher"], ["teacher", "head"], ["coach"]]
    subjects: list[list[str]] = [[], ["physics"], ["music", "mathematics"]]
    found = []
    for named in product(posts, subjects, ([], ["leader"], ["low_results", "leader"])):
        event = make_event(db, posts=named[0], subjects=named[1], org_statuses=named[2])
        invited = set(db.scalars(select(Account.teacher_id).where(audience.invited(db, event))))
        found.append((invited, {teacher.id for teacher in teachers if audience.is_eligible(db, event, teacher)}))
    return found


async def test_everybody_who_may_sign_up_is_invited_and_nobody_else(database_url: str) -> None:
    database = Database(database_url)
    found = await database.run(invited_and_eligible)
    await database.close()
    assert all(invited == eligible for invited, eligible in found)
    assert len({len(invited) for invited, _ in found}) > 5
