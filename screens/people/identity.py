"""A newcomer with the name of a known person: the question to the staff and what came of it."""

from models import IdentityState
from screens import wishes
from screens.names import post_of
from screens.screen import Screen
from screens.texts import Say
from services.people.identity import IdentityAnswer, IdentityView


def asked(say: Say, view: IdentityView) -> Screen:
    organization = view.newcomer.organization
    text = say(
        "identity-asked",
        newcomer=view.newcomer.full_name,
        newcomer_post=post_of(say, view.newcomer),
        known=view.known.full_name,
        known_post=post_of(say, view.known),
        organization=organization.short if organization else "—",
    )
    same = wishes.AnswerIdentity(question=view.question, answer=IdentityState.SAME)
    namesake = wishes.AnswerIdentity(question=view.question, answer=IdentityState.NAMESAKE)
    return Screen(
        say.lines([text, say("identity-has-account") if view.known_has_account else None]),
        rows=((say.button("button-same-person", same), say.button("button-namesake", namesake)),),
    )


def answered(say: Say, answered: IdentityAnswer) -> Screen:
    """Tell the member of the staff who answered."""
    if answered.state is IdentityState.SAME:
        return Screen(say("identity-same-done", name=answered.known.full_name))
    return Screen(say("identity-namesake-done"))


def notice(say: Say, answered: IdentityAnswer) -> Screen:
    """Tell the newcomer."""
    if answered.state is IdentityState.SAME:
        return Screen(say("identity-same-told", name=answered.known.full_name))
    return Screen(say("identity-namesake-told"))
