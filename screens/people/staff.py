"""People and organizations the staff is asked about: the same or a namesake, known or new."""

from models import IdentityState, OrganizationKind, Post, Teacher
from screens import wishes
from screens.screen import Button, Screen
from screens.shortened import shortened
from screens.texts import Say
from services.people.claims import ClaimAnswered, ClaimView
from services.people.identity import IdentityAnswered, IdentityView

BUTTON_LIMIT = 58


def post_words(say: Say, teacher: Teacher) -> str:
    """The post in plain words: what the person typed when it is not in the list."""
    return teacher.post_title or say.plain(f"post-{teacher.post.value}")


def name_of(say: Say, teacher: Teacher) -> str:
    """The full name, or that the person has withdrawn it."""
    return say.plain("person-erased") if teacher.erased_at else teacher.full_name


def known_post(say: Say, teacher: Teacher) -> str:
    """The post if anybody has said which; somebody entered at the door has none."""
    return "" if teacher.post is Post.OTHER and not teacher.post_title else post_words(say, teacher)


def identity_asked(say: Say, view: IdentityView) -> Screen:
    organization = view.newcomer.organization
    text = say(
        "identity-asked",
        newcomer=view.newcomer.full_name,
        newcomer_post=post_words(say, view.newcomer),
        known=view.known.full_name,
        known_post=post_words(say, view.known),
        organization=organization.short if organization else "—",
    )
    same = wishes.AnswerIdentity(question=view.question, answer=IdentityState.SAME)
    namesake = wishes.AnswerIdentity(question=view.question, answer=IdentityState.NAMESAKE)
    return Screen(
        say.lines([text, say("identity-has-account") if view.known_has_account else None]),
        rows=((say.button("button-same-person", same), say.button("button-namesake", namesake)),),
    )


def identity_answered(say: Say, answered: IdentityAnswered) -> Screen:
    """To the one who answered."""
    if answered.state is IdentityState.SAME:
        return Screen(say("identity-same-done", name=answered.known.full_name))
    return Screen(say("identity-namesake-done"))


def identity_told(say: Say, answered: IdentityAnswered) -> Screen:
    """To the newcomer."""
    if answered.state is IdentityState.SAME:
        return Screen(say("identity-same-told", name=answered.known.full_name))
    return Screen(say("identity-namesake-told"))


def claim_asked(say: Say, view: ClaimView) -> Screen:
    rows = [
        (
            Button.of(
                shortened(row.short, BUTTON_LIMIT),
                wishes.AnswerOrganization(claim=view.claim.id, organization=row.id),
            ),
        )
        for row in view.likely
    ]
    add = wishes.AnswerOrganization(claim=view.claim.id, organization=0)
    rows.append((say.button("button-add-organization", add),))
    return Screen(say("claim-asked", name=view.teacher.full_name, typed=view.claim.typed), rows=tuple(rows))


def claim_kind(say: Say, view: ClaimView) -> Screen:
    kinds = [
        say.button(f"claim-kind-{kind.value}", wishes.AddOrganization(claim=view.claim.id, kind=kind))
        for kind in OrganizationKind
    ]
    rows = tuple(tuple(kinds[at : at + 2]) for at in range(0, len(kinds), 2))
    return Screen(say("claim-kind", typed=view.claim.typed), rows=rows)


def claim_answered(say: Say, answered: ClaimAnswered) -> Screen:
    """To the one who answered."""
    return Screen(say("claim-done", name=answered.teacher.full_name, short=answered.organization.short))


def claim_told(say: Say, answered: ClaimAnswered) -> Screen:
    """To the teacher."""
    return Screen(say("claim-told", short=answered.organization.short))
