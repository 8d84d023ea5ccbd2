"""Questions about newcomers whom the network may know: asked once and answered once."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Account,
    Attendance,
    Certificate,
    IdentityQuestion,
    IdentityState,
    OutboxMessage,
    OutboxState,
    PointEntry,
    Post,
    Registration,
    Role,
    RoleGrant,
)
from services.actors import Actor, actor_of
from services.events import seats
from services.notices import Notice
from services.people import identity, registration
from services.people.consent import Agreement, give_consent
from services.people.identity import IdentityAnswered, IdentityAsked
from services.reading.person_names import read_name
from services.refusals import AlreadyAnswered, StaffOnly
from services.stored import name_of
from tests.builders import NOW, add, make_actor, make_event, make_network, make_organization, make_teacher
from tests.services.people.rows import add_award


@pytest.fixture(autouse=True)
def network(db: Session) -> None:
    make_network(db)


def arrive(db: Session, name: str, organization_id: int | None) -> registration.Welcomed:
    actor = make_actor(db, None)
    give_consent(db, actor, Agreement("1", "0" * 64, None), NOW)
    profile = registration.NewProfile(read_name(name), organization_id, "", Post.TEACHER, "", ["physics"])
    return registration.register(db, actor, profile, NOW)


def staff(db: Session, name: str = "Лугова Татьяна Сергеевна") -> Actor:
    return make_actor(db, make_teacher(db, name, role=Role.METHODIST))


def notices(db: Session, kind: type[Notice]) -> list[int]:
    return list(db.scalars(select(OutboxMessage.account_id).where(OutboxMessage.kind == name_of(kind))))


def question(db: Session) -> IdentityQuestion:
    return db.scalars(select(IdentityQuestion)).one()


@pytest.mark.parametrize("name", ["Зотова Ирина Львовна", "зотова ирина", "Ирина Зотова"])
def test_a_newcomer_with_a_known_name_is_referred_to_the_staff(db: Session, name: str) -> None:
    school, methodist = make_organization(db), staff(db)
    known = make_teacher(db, "Зотова Ирина Львовна", school)

    welcomed = arrive(db, name, school.id)

    assert welcomed.checked
    assert (question(db).newcomer_id, question(db).known_id) == (welcomed.teacher.id, known.id)
    assert notices(db, IdentityAsked) == [methodist.account.id]


def test_other_names_and_organizations_raise_no_question(db: Session) -> None:
    school, other = make_organization(db), make_organization(db, "СОШ № 2")
    make_teacher(db, "Зотова Ирина Львовна", school)
    make_teacher(db, "Стёртая Анна", school, erased_at=NOW)

    assert not arrive(db, "Зотова Ирина Львовна", other.id).checked
    assert not arrive(db, "Зотова Ирина Петровна", school.id).checked
    assert not arrive(db, "Зотова Ирина Львовна", None).checked
    assert not arrive(db, "Стёртая Анна", school.id).checked


def test_later_staff_receive_open_questions_once(db: Session) -> None:
    school = make_organization(db)
    make_teacher(db, "Зотова Ирина Львовна", school)
    arrive(db, "Зотова Ирина", school.id)
    late = staff(db)

    registration.notify_staff(db, late, NOW)
    registration.notify_staff(db, late, NOW)

    assert notices(db, IdentityAsked) == [late.account.id]


def test_an_undelivered_question_is_sent_again_when_the_admin_arrives(db: Session) -> None:
    school = make_organization(db)
    make_teacher(db, "Зотова Ирина Львовна", school)
    admin = add(db, Account(messenger="telegram", external_id=1, created_at=NOW, listed_admin=True))
    arrive(db, "Зотова Ирина", school.id)
    sent = db.scalars(select(OutboxMessage)).one()
    sent.state = OutboxState.DROPPED  # the chat was not open yet

    registration.notify_staff(db, actor_of(db, admin), NOW)

    assert db.scalars(select(OutboxMessage.state)).all() == [OutboxState.NEW]


def test_only_staff_answer_and_the_first_answer_wins(db: Session) -> None:
    school = make_organization(db)
    make_teacher(db, "Зотова Ирина Львовна", school)
    welcomed = arrive(db, "Зотова Ирина", school.id)
    asked = question(db).id
    with pytest.raises(StaffOnly):
        identity.answer(db, welcomed.actor, asked, IdentityState.SAME, NOW)

    identity.answer(db, staff(db), asked, IdentityState.NAMESAKE, NOW)
    with pytest.raises(AlreadyAnswered) as refused:
        identity.answer(db, staff(db, "Чижова Марина Павловна"), asked, IdentityState.SAME, NOW)

    assert refused.value.values["who"] == "Лугова Татьяна Сергеевна"
    assert welcomed.teacher.erased_at is None
    assert notices(db, IdentityAnswered) == [welcomed.actor.account.id]


def test_a_merge_moves_everything_to_the_known_person(db: Session) -> None:
    school, event, past = make_organization(db), make_event(db), make_event(db, "Прошлое", days=-5)
    known = make_teacher(db, "Зотова Ирина Львовна", school, subjects=[])
    welcomed = arrive(db, "Зотова Ирина", school.id)
    newcomer, account = welcomed.teacher, welcomed.actor.account
    seats.sign_up(db, welcomed.actor, event.id, NOW)
    add(db, RoleGrant(teacher_id=newcomer.id, role=Role.METHODIST))
    add_award(db, newcomer, past.id, "a")

    identity.answer(db, staff(db), question(db).id, IdentityState.SAME, NOW)

    assert account.teacher_id == known.id
    assert actor_of(db, account).roles == {Role.METHODIST}
    for table in (Registration, Attendance, PointEntry, Certificate):
        assert db.scalars(select(table.teacher_id)).all() == [known.id], table
    assert known.subjects == ["physics"]
    assert (newcomer.surname, newcomer.organization_id, newcomer.name_key) == ("—", None, "—")
    assert newcomer.erased_at == NOW
