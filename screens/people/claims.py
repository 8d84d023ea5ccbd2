"""An organization that a teacher typed and the network does not know: the question to the staff and its answer."""

from models import OrganizationKind
from screens import wishes
from screens.screen import Button, Screen
from screens.shortened import BUTTON_LABEL_LIMIT, shortened
from screens.texts import Say
from services.people.claims import ClaimAnswered, ClaimView


def asked(say: Say, view: ClaimView) -> Screen:
    rows = [
        (
            Button.of(
                shortened(row.short, BUTTON_LABEL_LIMIT),
                wishes.AnswerOrganization(claim=view.claim.id, organization=row.id),
            ),
        )
        for row in view.likely
    ]
    add = wishes.AnswerOrganization(claim=view.claim.id, organization=0)
    rows.append((say.button("button-add-organization", add),))
    return Screen(say("claim-asked", name=view.teacher.full_name, typed=view.claim.typed), rows=tuple(rows))


def ask_kind(say: Say, view: ClaimView) -> Screen:
    kinds = [
        say.button(f"claim-kind-{kind.value}", wishes.AddOrganization(claim=view.claim.id, kind=kind))
        for kind in OrganizationKind
    ]
    rows = tuple(tuple(kinds[at : at + 2]) for at in range(0, len(kinds), 2))
    return Screen(say("claim-kind", typed=view.claim.typed), rows=rows)


def answered(say: Say, answered: ClaimAnswered) -> Screen:
    """Tell the member of the staff who answered."""
    return Screen(say("claim-done", name=answered.teacher.full_name, short=answered.organization.short))


def notice(say: Say, answered: ClaimAnswered) -> Screen:
    """Tell the teacher."""
    return Screen(say("claim-told", short=answered.organization.short))
