"""Buttons of the first visit, the profile, newcomers and invites."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from models import IdentityState, OrganizationKind
from screens.wishes.ground import Number


class GiveConsent(CallbackData, prefix="cons"):
    """Agree (1) or not now (0) to the shown `version` of the text."""

    agreed: Number
    version: str


class ChooseOrganization(CallbackData, prefix="org"):
    """Choose this organization in the open form."""

    organization: Number


class OrganizationPage(CallbackData, prefix="orgp"):
    """Page through all organizations."""

    page: Number


class OrganizationAbsent(CallbackData, prefix="orgno"):
    """Tell that the organization is not in the list."""


class ChoosePost(CallbackData, prefix="post"):
    post: str


class ListPosts(CallbackData, prefix="posts"):
    """Go back to the buttons of posts."""


class SetSubject(CallbackData, prefix="subj"):
    """Choose this subject in the open form (1), or not (0)."""

    subject: str
    chosen: Number
    page: Number


class SubjectsPage(CallbackData, prefix="subjp"):
    page: Number


class SubjectsDone(CallbackData, prefix="subjok"):
    """Finish the choice of subjects, which may be empty."""


class ProfileField(StrEnum):
    NAME = "name"
    ORGANIZATION = "org"
    POST = "post"
    SUBJECTS = "subj"
    LANGUAGE = "lang"


class ChangeProfile(CallbackData, prefix="prof"):
    field: ProfileField


class AddEmployment(CallbackData, prefix="joba"):
    """Add a place of work beside the main one."""


class EndEmployment(CallbackData, prefix="jobe"):
    """End this place of work; after the main one the next becomes the main one."""

    employment: Number


class ChooseLanguage(CallbackData, prefix="lang"):
    language: str


class ReceiveBroadcasts(CallbackData, prefix="cast"):
    """Receive broadcasts (1) or not (0); `profile`: pressed in the profile (1) or under a broadcast (0)."""

    receive: Number
    profile: Number


class WithdrawConsent(CallbackData, prefix="wdraw"):
    """Withdraw the consent and erase the profile; `sure` 0 asks first."""

    sure: Number


class AnswerIdentity(CallbackData, prefix="ident"):
    """Answer whether the newcomer is the known person or a namesake."""

    question: Number
    answer: IdentityState


class AnswerOrganization(CallbackData, prefix="orgc"):
    """Answer which organization was typed; 0 asks to add a new one."""

    claim: Number
    organization: Number


class AddOrganization(CallbackData, prefix="orga"):
    """Add the typed organization to the network as one of this kind."""

    claim: Number
    kind: OrganizationKind


class InviteFor(StrEnum):
    METHODIST = "meth"
    ADMIN = "admin"
    SCHOOL = "school"
    PERSON = "person"


class MakeInvite(CallbackData, prefix="inv"):
    """Make a link for an organization or person (`subject`; 0 asks which).

    `sure` 1: an earlier link of the same subject may stop working.
    """

    kind: InviteFor
    subject: Number
    sure: Number


class PeoplePage(CallbackData, prefix="ppl"):
    """Page through the people to invite."""

    page: Number


class SchoolsPage(CallbackData, prefix="sch"):
    """Page through the organizations to make a link for."""

    page: Number
