"""Invitation links: secret, single-use, bound to their receivers."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Invite, InviteKind, Post, Role, RoleGrant, Teacher
from services.actors import CONSENT_VERSION, Actor, actor_of
from services.people import consent as consents
from services.people import invites, registration
from services.people.invites import InviteForAnother, InviteUseless, LiveLink
from services.reading.person_names import read_name
from services.refusals import AdminsOnly, ConsentNeeded, StaffOnly
from tests.builders import NOW, make_actor, make_network, make_organization, make_teacher


@pytest.fixture(autouse=True)
def network(db: Session) -> None:
    make_network(db)


def agreed(db: Session, actor: Actor) -> Actor:
    consents.give_consent(db, actor, consents.Agreement(CONSENT_VERSION, "0" * 64, "1"), NOW)
    return actor


def newcomer(db: Session) -> Actor:
    return agreed(db, make_actor(db, None))


def staff(db: Session, role: Role = Role.METHODIST) -> Actor:
    return make_actor(db, make_teacher(db, "Лугова Татьяна Сергеевна", role=role))


def enter(db: Session, actor: Actor, token: str) -> bool:
    return invites.redeem(db, actor, invites.open_invite(db, actor, token, NOW).invite, NOW)


def test_a_personal_link_claims_the_person_and_works_once(db: Session) -> None:
    irina = make_teacher(db, "Зотова Ирина Львовна")
    link = invites.invite_person(db, staff(db), irina.id, False, NOW)
    first, second = newcomer(db), newcomer(db)

    assert enter(db, first, link.token)
    assert first.account.teacher_id == irina.id
    with pytest.raises(InviteUseless):
        enter(db, second, link.token)
    assert second.account.teacher_id is None


def test_only_one_of_two_people_who_opened_a_link_enters(db: Session) -> None:
    irina = make_teacher(db, "Зотова Ирина Львовна")
    token = invites.make_invite(db, invites.InviteTarget(InviteKind.PERSON, teacher_id=irina.id), NOW)
    first, second = newcomer(db), newcomer(db)
    looked = [invites.open_invite(db, who, token, NOW).invite for who in (first, second)]

    invites.redeem(db, first, looked[0], NOW)
    with pytest.raises(InviteUseless):
        invites.redeem(db, second, looked[1], NOW)


def test_a_token_is_random_and_stored_as_a_hash(db: Session) -> None:
    irina = make_teacher(db, "Зотова Ирина Львовна")
    link = invites.invite_person(db, staff(db), irina.id, False, NOW)
    row = db.scalars(select(Invite)).one()

    assert len(link.token) >= 22  # 128 bits in base64
    assert link.token not in str(row.__dict__)
    assert link.url == f"https://t.me/centrik_test_bot?start=inv_{link.token}"
    assert len(f"inv_{link.token}") <= 64


@pytest.mark.parametrize("token", ["", "x", "Ж" * 60, "a" * 64, "%00", "' OR 1=1 --"])
def test_a_garbled_link_is_refused_like_a_used_one(db: Session, token: str) -> None:
    with pytest.raises(InviteUseless):
        invites.open_invite(db, newcomer(db), token, NOW)


def test_nobody_enters_without_consent(db: Session) -> None:
    irina = make_teacher(db, "Зотова Ирина Львовна")
    token = invites.make_invite(db, invites.InviteTarget(InviteKind.PERSON, teacher_id=irina.id), NOW)
    actor = make_actor(db, None)

    with pytest.raises(ConsentNeeded):
        enter(db, actor, token)
    assert actor.account.teacher_id is None


@pytest.mark.parametrize(
    ("kind", "lives"), [(InviteKind.PERSON, timedelta(days=30)), (InviteKind.STAFF, timedelta(hours=72))]
)
def test_links_expire(db: Session, kind: InviteKind, lives: timedelta) -> None:
    irina = make_teacher(db, "Зотова Ирина Львовна")
    token = invites.make_invite(db, invites.InviteTarget(kind, teacher_id=irina.id), NOW)
    actor = newcomer(db)

    assert invites.open_invite(db, actor, token, NOW + lives - timedelta(minutes=1))
    with pytest.raises(InviteUseless):
        invites.open_invite(db, actor, token, NOW + lives)


def test_a_confirmed_new_link_ends_the_former_one(db: Session) -> None:
    school, irina, methodist = make_organization(db), make_teacher(db, "Зотова Ирина Львовна"), staff(db)
    first = invites.invite_school(db, methodist, school.id, False, NOW)
    personal = invites.invite_person(db, methodist, irina.id, False, NOW)
    with pytest.raises(LiveLink):
        invites.invite_school(db, methodist, school.id, False, NOW)
    with pytest.raises(LiveLink):
        invites.invite_person(db, methodist, irina.id, False, NOW)

    assert invites.invite_school(db, methodist, school.id, True, NOW).replaced
    assert invites.invite_person(db, methodist, irina.id, True, NOW).replaced
    for token in (first.token, personal.token):
        with pytest.raises(InviteUseless):
            invites.open_invite(db, newcomer(db), token, NOW)


def test_a_school_link_serves_many_people_and_names_the_school(db: Session) -> None:
    school = make_organization(db)
    token = invites.invite_school(db, staff(db), school.id, False, NOW).token

    for _ in range(3):
        guest = newcomer(db)
        assert invites.open_invite(db, guest, token, NOW).organization_id == school.id
        assert invites.opened_without_form(db, guest) is None
        assert invites.school_of_opened(db, guest) == school.id


def test_only_admins_invite_methodists_and_admins(db: Session) -> None:
    loaded = make_teacher(db, "Северин Игорь Андреевич", role=Role.METHODIST)
    teacher = agreed(db, make_actor(db, make_teacher(db, "Зотова Ирина Львовна")))
    with pytest.raises(StaffOnly):
        invites.invite_staff(db, teacher, Role.ADMIN, NOW)
    with pytest.raises(StaffOnly):
        invites.invite_person(db, teacher, loaded.id, False, NOW)
    for role in (Role.METHODIST, Role.ADMIN):
        with pytest.raises(AdminsOnly):
            invites.invite_staff(db, staff(db), role, NOW)
    with pytest.raises(AdminsOnly):
        invites.invite_person(db, staff(db), loaded.id, False, NOW)

    token = invites.invite_staff(db, staff(db, Role.ADMIN), Role.METHODIST, NOW).token
    assert enter(db, teacher, token)
    assert actor_of(db, teacher.account).roles == {Role.METHODIST}


def test_a_staff_link_gives_its_role_with_the_new_profile(db: Session) -> None:
    token = invites.invite_staff(db, staff(db, Role.ADMIN), Role.METHODIST, NOW).token
    first, second = newcomer(db), newcomer(db)
    for guest in (first, second):
        invites.open_invite(db, guest, token, NOW)
        assert invites.opened_without_form(db, guest) is None

    welcomed = registration.register(db, first, _profile("Чижова Марина Павловна"), NOW)
    late = registration.register(db, second, _profile("Уваров Денис Петрович"), NOW)

    assert welcomed.actor.is_staff
    assert late.right_lost
    assert not late.actor.is_staff
    assert [guest.account.opened_invite_id for guest in (first, second)] == [None, None]


def test_the_same_person_may_open_the_link_again(db: Session) -> None:
    irina = make_teacher(db, "Зотова Ирина Львовна")
    token = invites.make_invite(
        db, invites.InviteTarget(InviteKind.STAFF, role=Role.METHODIST, teacher_id=irina.id), NOW
    )
    actor = newcomer(db)
    enter(db, actor, token)

    again = invites.open_invite(db, actor_of(db, actor.account), token, NOW)
    assert again.entered
    assert db.scalars(select(RoleGrant.role).where(RoleGrant.teacher_id == irina.id)).all() == [Role.METHODIST]


def test_a_link_for_another_person_is_refused(db: Session) -> None:
    irina = make_teacher(db, "Зотова Ирина Львовна")
    other = make_actor(db, make_teacher(db, "Уваров Денис Петрович", self_registered=True))
    token = invites.make_invite(db, invites.InviteTarget(InviteKind.PERSON, teacher_id=irina.id), NOW)

    with pytest.raises(InviteForAnother):
        enter(db, agreed(db, other), token)


def test_a_personal_link_merges_a_profile_made_before(db: Session) -> None:
    school = make_organization(db)
    irina = make_teacher(db, "Зотова Ирина Львовна", school)
    own = make_teacher(db, "Зотова Ирина", school, self_registered=True)
    actor = agreed(db, make_actor(db, own))
    token = invites.make_invite(db, invites.InviteTarget(InviteKind.PERSON, teacher_id=irina.id), NOW)

    enter(db, actor, token)

    assert actor.account.teacher_id == irina.id
    assert own.erased_at is not None


def test_people_to_invite_have_no_account_and_are_found_by_name(db: Session) -> None:
    demina = make_teacher(db, "Дёмина Светлана Ильинична")
    make_actor(db, make_teacher(db, "Зотова Ирина Львовна"))
    make_teacher(db, "Стёртая Анна", erased_at=NOW)
    colleague = make_teacher(db, "Северин Игорь Андреевич", role=Role.METHODIST)

    assert invites.people_to_invite(db, staff(db), "").items == (demina,)
    assert invites.people_to_invite(db, staff(db), "светлана ДЕМИН").items == (demina,)
    assert invites.people_to_invite(db, staff(db), "100% _").items == ()
    assert colleague in invites.people_to_invite(db, staff(db, Role.ADMIN), "").items


def _profile(name: str) -> registration.NewProfile:
    return registration.NewProfile(read_name(name), None, "", Post.TEACHER, "", [])


def test_a_refused_link_changes_nothing(db: Session) -> None:
    before = (db.query(Account).count(), db.query(Teacher).count())
    actor = make_actor(db, None)
    with pytest.raises(InviteUseless):
        invites.open_invite(db, actor, "nothing", NOW)
    assert (db.query(Account).count() - 1, db.query(Teacher).count()) == before
