"""Next steps after refusals of invitations, of the consent and of answers about people."""

from models import InviteKind
from screens import wishes
from screens.next_steps import NextStep, no_next_step, open_place, to_consent
from screens.people.invites import back_row
from screens.screen import Rows
from screens.texts import Say
from services.people.claims import ClaimReplaced, OrganizationKnown
from services.people.consent import ConsentOutdated
from services.people.identity import PeopleMerged, PersonErased, ProfileMerged
from services.people.invites import InviteForAnother, InviteUseless, LiveLink
from services.refusals import Refusal
from services.schools.employments import OnlyEmployment, TooManyEmployments


def _replace_link(say: Say, refusal: Refusal) -> Rows:
    """Make a new link all the same, or go back."""
    school = refusal.values["kind"] == InviteKind.SCHOOL.value
    kind = wishes.InviteFor.SCHOOL if school else wishes.InviteFor.PERSON
    again = wishes.MakeInvite(kind=kind, subject=int(refusal.values["subject"]), sure=1)
    return ((say.button("button-new-link", again),), *back_row(say))


NEXT: dict[type[Refusal], NextStep] = {
    ClaimReplaced: no_next_step,
    ConsentOutdated: to_consent,
    InviteForAnother: no_next_step,
    InviteUseless: open_place("button-start", wishes.Place.START),
    LiveLink: _replace_link,
    OnlyEmployment: open_place("button-change-profile", wishes.Place.PROFILE),
    OrganizationKnown: no_next_step,
    PeopleMerged: no_next_step,
    PersonErased: no_next_step,
    ProfileMerged: no_next_step,
    TooManyEmployments: open_place("button-employments", wishes.Place.EMPLOYMENTS),
}
