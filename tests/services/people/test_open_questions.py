"""Questions to the staff after people were merged, erased or found their organization: closed, or asked on."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    IdentityQuestion,
    IdentityState,
    InviteKind,
    Organization,
    OrganizationClaim,
    OutboxMessage,
    Role,
    Teacher,
)
from services.actors import CONSENT_VERSION, Actor
from services.people import claims, erasure, identity, invites, merging, profile
from services.people.claims import ClaimReplaced, OrganizationKnown
from services.people.consent import Agreement, give_consent
from services.people.identity import PeopleMerged, PersonErased, ProfileMerged
from services.refusals import AlreadyAnswered, NotFound
from services.stored import name_of
from tests.builders import NOW, add, make_actor, make_network, make_organization, make_teacher


@pytest.fixture(autouse=True)
def network(db: Session) -> None:
    make_network(db)


@pytest.fixture
def school(db: Session) -> Organization:
    return make_organization(db)


@pytest.fixture
def methodist(db: Session) -> Actor:
    return make_actor(db, make_teacher(db, "Лугова Татьяна Сергеевна", role=Role.METHODIST))


def newcomer(db: Session, school: Organization | None, name: str = "Зотова Ирина") -> Actor:
    """Add a person who registered by themselves, about whom the staff is asked."""
    actor = make_actor(db, make_teacher(db, name, school, self_registered=True))
    give_consent(db, actor, Agreement(CONSENT_VERSION, "0" * 64, None), NOW)
    identity.ask_about_namesakes(db, actor.require_teacher(), NOW)
    return actor


def questions(db: Session) -> list[IdentityQuestion]:
    return list(db.scalars(select(IdentityQuestion).order_by(IdentityQuestion.id)))


def pairs(db: Session) -> list[tuple[int, int, IdentityState]]:
    return [(row.newcomer_id, row.known_id, row.state) for row in questions(db)]


def claims_by_invite(db: Session, actor: Actor, known: Teacher) -> None:
    token = invites.make_invite(db, invites.InviteTarget(InviteKind.PERSON, teacher_id=known.id), NOW)
    invites.redeem(db, actor, invites.open_invite(db, actor, token, NOW).invite, NOW)


def test_an_invite_that_merges_the_two_settles_the_question(
    db: Session, school: Organization, methodist: Actor
) -> None:
    known = make_teacher(db, "Зотова Ирина Львовна", school)
    actor = newcomer(db, school)
    claims_by_invite(db, actor, known)

    asked = questions(db)[0]
    assert (asked.state, asked.answered_at, asked.answered_by_id) == (IdentityState.SAME, NOW, None)
    for state in identity.ANSWERS:
        with pytest.raises(PeopleMerged):
            identity.answer(db, methodist, asked.id, state, NOW)


def test_a_question_about_a_third_person_goes_on_about_the_one_who_stayed(
    db: Session, school: Organization, methodist: Actor
) -> None:
    known, third = (make_teacher(db, "Зотова Ирина Львовна", school) for _ in range(2))
    irina = newcomer(db, school).require_teacher()
    first, second = questions(db)

    identity.answer(db, methodist, first.id, IdentityState.SAME, NOW)

    assert pairs(db) == [
        (irina.id, known.id, IdentityState.SAME),
        (known.id, third.id, IdentityState.OPEN),
    ]
    answered = identity.answer(db, methodist, second.id, IdentityState.NAMESAKE, NOW)
    assert (answered.state, answered.known) == (IdentityState.NAMESAKE, third)
    assert known.erased_at is None


def test_a_later_newcomer_is_compared_with_the_one_who_stayed(
    db: Session, school: Organization, methodist: Actor
) -> None:
    known = make_teacher(db, "Зотова Ирина Львовна")
    earlier = newcomer(db, school)
    later = newcomer(db, school)
    assert pairs(db) == [(later.require_teacher().id, earlier.require_teacher().id, IdentityState.OPEN)]

    claims_by_invite(db, earlier, known)
    assert pairs(db) == [(later.require_teacher().id, known.id, IdentityState.OPEN)]

    identity.answer(db, methodist, questions(db)[0].id, IdentityState.SAME, NOW)
    assert later.account.teacher_id == known.id


def test_a_person_of_the_file_stays_when_the_question_is_answered_later(
    db: Session, school: Organization, methodist: Actor
) -> None:
    known = make_teacher(db, "Зотова Ирина Львовна")
    earlier, later = newcomer(db, school), newcomer(db, school)
    claims_by_invite(db, later, known)

    assert pairs(db) == [(earlier.require_teacher().id, known.id, IdentityState.OPEN)]
    identity.answer(db, methodist, questions(db)[0].id, IdentityState.SAME, NOW)
    assert (earlier.account.teacher_id, known.erased_at) == (known.id, None)


def test_a_question_that_was_asked_twice_stays_open_once(db: Session, school: Organization, methodist: Actor) -> None:
    known = make_teacher(db, "Зотова Ирина Львовна", school)
    first, second = newcomer(db, school), newcomer(db, school)
    one, other = first.require_teacher().id, second.require_teacher().id
    assert pairs(db) == [
        (one, known.id, IdentityState.OPEN),
        (other, known.id, IdentityState.OPEN),
        (other, one, IdentityState.OPEN),
    ]
    identity.answer(db, methodist, questions(db)[0].id, IdentityState.SAME, NOW)

    assert pairs(db) == [
        (one, known.id, IdentityState.SAME),
        (other, known.id, IdentityState.OPEN),
        (other, known.id, IdentityState.MERGED),
    ]
    with pytest.raises(ProfileMerged):
        identity.answer(db, methodist, questions(db)[2].id, IdentityState.SAME, NOW)


@pytest.mark.parametrize("answered", [1, 2])
def test_an_answer_about_either_of_the_merged_holds_for_both(
    db: Session, school: Organization, methodist: Actor, answered: int
) -> None:
    make_teacher(db, "Зотова Ирина Львовна", school)
    newcomer(db, school)
    newcomer(db, school)
    identity.answer(db, methodist, questions(db)[answered].id, IdentityState.NAMESAKE, NOW)

    identity.answer(db, methodist, questions(db)[0].id, IdentityState.SAME, NOW)

    assert [row.state for row in questions(db)] == [IdentityState.SAME, IdentityState.NAMESAKE, IdentityState.NAMESAKE]
    with pytest.raises(AlreadyAnswered) as refused:
        identity.answer(db, methodist, questions(db)[3 - answered].id, IdentityState.SAME, NOW)
    assert refused.value.values["who"] == "Лугова Татьяна Сергеевна"


def test_a_question_is_closed_when_the_names_differ_after_the_merge(
    db: Session, school: Organization, methodist: Actor
) -> None:
    make_teacher(db, "Зотова Ирина Львовна", school)
    make_teacher(db, "Зотова Ирина Петровна", school)
    newcomer(db, school)
    first, second = questions(db)

    identity.answer(db, methodist, first.id, IdentityState.SAME, NOW)

    with pytest.raises(ProfileMerged):
        identity.answer(db, methodist, second.id, IdentityState.SAME, NOW)


def test_the_merged_are_not_asked_about_again(db: Session, school: Organization, methodist: Actor) -> None:
    one, other = newcomer(db, school), newcomer(db, school)
    third = newcomer(db, school).require_teacher()
    identity.answer(db, methodist, questions(db)[2].id, IdentityState.NAMESAKE, NOW)  # the third and the other
    identity.answer(db, methodist, questions(db)[0].id, IdentityState.SAME, NOW)
    asked = pairs(db)

    identity.ask_about_namesakes(db, third, NOW)

    assert other.account.teacher_id == one.require_teacher().id
    assert pairs(db) == asked


@pytest.mark.parametrize("leaves", ["newcomer", "known"])
def test_a_withdrawal_closes_the_questions_about_the_person(
    db: Session, school: Organization, methodist: Actor, leaves: str
) -> None:
    known = make_actor(db, make_teacher(db, "Зотова Ирина Львовна", school))
    irina = newcomer(db, school)
    erasure.withdraw(db, irina if leaves == "newcomer" else known, NOW)

    asked = questions(db)[0]
    assert (asked.state, asked.answered_at) == (IdentityState.ERASED, NOW)
    with pytest.raises(PersonErased):
        identity.answer(db, methodist, asked.id, IdentityState.SAME, NOW)


def test_a_question_left_open_by_an_earlier_version_says_that_a_profile_was_merged(
    db: Session, school: Organization, methodist: Actor
) -> None:
    gone, third = make_teacher(db, "Зотова Ирина", school, erased_at=NOW), make_teacher(db, "Зотова Ирина", school)
    asked = add(db, IdentityQuestion(newcomer_id=gone.id, known_id=third.id, asked_at=NOW))
    with pytest.raises(ProfileMerged):
        identity.answer(db, methodist, asked.id, IdentityState.SAME, NOW)


@pytest.mark.parametrize("state", [IdentityState.OPEN, IdentityState.MERGED, IdentityState.ERASED])
def test_only_same_and_namesake_are_answers(
    db: Session, school: Organization, methodist: Actor, state: IdentityState
) -> None:
    make_teacher(db, "Зотова Ирина Львовна", school)
    newcomer(db, school)
    with pytest.raises(NotFound):
        identity.answer(db, methodist, questions(db)[0].id, state, NOW)


def open_claims(db: Session) -> list[str]:
    return list(db.scalars(select(OrganizationClaim.typed).where(OrganizationClaim.answered_at.is_(None))))


def refusal(db: Session, methodist: Actor, claim: OrganizationClaim) -> Exception:
    with pytest.raises(Exception, match="refused") as refused:
        claims.view_open_claim(db, methodist, claim.id)
    return refused.value


def test_a_merge_closes_the_question_about_an_organization_that_is_known(
    db: Session, school: Organization, methodist: Actor
) -> None:
    known = make_teacher(db, "Зотова Ирина Львовна", school)
    irina = newcomer(db, None)
    claim = claims.make_claim(db, irina.require_teacher(), "Заозёрная школа", NOW)

    claims_by_invite(db, irina, known)

    assert open_claims(db) == []
    assert isinstance(refusal(db, methodist, claim), OrganizationKnown)
    assert known.organization is school


def test_a_merge_keeps_one_question_while_the_organization_is_unknown(db: Session) -> None:
    known, irina = newcomer(db, None).require_teacher(), newcomer(db, None).require_teacher()
    claims.make_claim(db, known, "Заозёрная школа", NOW)
    claims.make_claim(db, irina, "Лесная школа", NOW)

    merging.merge(db, irina, known, NOW)

    kept = claims.open_claim(db, known)
    assert open_claims(db) == ["Лесная школа"]
    assert kept is not None
    assert kept.typed == "Лесная школа"


def test_a_merge_fills_in_an_unknown_organization(db: Session, school: Organization) -> None:
    known, irina = make_teacher(db, "Зотова Ирина Львовна"), newcomer(db, school).require_teacher()
    claims.make_claim(db, known, "Школа", NOW)
    merging.merge(db, irina, known, NOW)
    assert (known.organization, open_claims(db)) == (school, [])


def test_an_old_claim_tells_why_it_needs_no_answer(db: Session, school: Organization, methodist: Actor) -> None:
    irina = newcomer(db, None)
    first = claims.make_claim(db, irina.require_teacher(), "Заозёрная школа", NOW)
    second = claims.make_claim(db, irina.require_teacher(), "Лесная школа", NOW)
    assert isinstance(refusal(db, methodist, first), ClaimReplaced)

    profile.change_organization(db, irina, school.id, NOW)
    assert isinstance(refusal(db, methodist, second), OrganizationKnown)

    erasure.withdraw(db, irina, NOW)
    assert isinstance(refusal(db, methodist, second), PersonErased)
    assert set(db.scalars(select(OrganizationClaim.typed))) == {""}


def test_every_claim_reaches_the_staff_and_an_old_button_never_answers_a_newer_one(
    db: Session, school: Organization, methodist: Actor
) -> None:
    irina = newcomer(db, None)
    first = claims.make_claim(db, irina.require_teacher(), "Заозёрная школа", NOW)
    claims.make_claim(db, irina.require_teacher(), "Лесная школа", NOW)

    asked = list(db.scalars(select(OutboxMessage).where(OutboxMessage.kind == name_of(claims.OrganizationAsked))))
    assert len(asked) == 2
    with pytest.raises(ClaimReplaced):
        claims.answer(db, methodist, first.id, school.id, NOW)
    assert irina.require_teacher().organization is None
