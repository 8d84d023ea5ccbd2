"""Buttons of the first visit, the profile, newcomers and invites."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from models import IdentityState, OrganizationKind
from screens.wishes.ground import Number


class GiveConsent(CallbackData, prefix="cons"):
    """Agree (1) or not now (0), with the version of the text that was shown."""

    agreed: Number
    version: str


class ChooseOrganization(CallbackData, prefix="org"):
    """Take this organization in the form that is open."""

    organization: Number


class OrganizationPage(CallbackData, prefix="orgp"):
    """Page through all organizations."""

    page: Number


class OrganizationAbsent(CallbackData, prefix="orgno"):
    """The person's organization is not in the list."""


class ChoosePost(CallbackData, prefix="post"):
    post: str


class ListPosts(CallbackData, prefix="posts"):
    """Choose a post from the buttons after all."""


class SetSubject(CallbackData, prefix="subj"):
    """Have this subject in the form (1) or not (0)."""

    subject: str
    chosen: Number
    page: Number


class SubjectsPage(CallbackData, prefix="subjp"):
    page: Number


class SubjectsDone(CallbackData, prefix="subjok"):
    """The chosen subjects are enough; none is enough too."""


class ProfileField(StrEnum):
    NAME = "name"
    ORGANIZATION = "org"
    POST = "post"
    SUBJECTS = "subj"
    LANGUAGE = "lang"


class ChangeProfile(CallbackData, prefix="prof"):
    field: ProfileField


class ChooseLanguage(CallbackData, prefix="lang"):
    language: str


class ReceiveBroadcasts(CallbackData, prefix="cast"):
    """Get broadcasts (1) or none (0); `profile` 1: pressed in the profile, otherwise under a broadcast."""

    receive: Number
    profile: Number


class WithdrawConsent(CallbackData, prefix="wdraw"):
    """`sure` 0 asks, 1 erases the profile."""

    sure: Number


class AnswerIdentity(CallbackData, prefix="ident"):
    """The newcomer is the known person, or a namesake."""

    question: Number
    answer: IdentityState


class AnswerOrganization(CallbackData, prefix="orgc"):
    """A typed organization is that one; 0 opens the adding of a new one."""

    claim: Number
    organization: Number


class AddOrganization(CallbackData, prefix="orga"):
    """Put the typed organization into the network as one of this kind."""

    claim: Number
    kind: OrganizationKind


class InviteFor(StrEnum):
    METHODIST = "meth"
    ADMIN = "admin"
    SCHOOL = "school"
    PERSON = "person"


class MakeInvite(CallbackData, prefix="inv"):
    """Make a link; `subject` is the organization or person it is for, 0 asks which.

    `sure` 1: an earlier link of the same organization or person may stop working.
    """

    kind: InviteFor
    subject: Number
    sure: Number


class PeoplePage(CallbackData, prefix="ppl"):
    """Page through people of the network to invite."""

    page: Number


class SchoolsPage(CallbackData, prefix="sch"):
    """Page through organizations to make a link for."""

    page: Number
