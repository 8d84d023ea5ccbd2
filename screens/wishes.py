"""Every wish a teacher's button carries; with desk_wishes.py this is the whole button protocol.

A wish names the end state and carries ids, an enum and at most the view (page, filter); never rights. Packed it stays
within Telegram's 64 bytes. A prefix is never given a new meaning: old buttons live in chats for years.
"""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from models import IdentityState, OrganizationKind
from services.events.browse import EventFilter as EventFilter

Number = Annotated[int, Field(ge=-(2**31), lt=2**31)]
"""What a column of numbers can hold; a button with more was not made by this bot and is answered as an old one."""


class Place(StrEnum):
    """Where a button leads that opens a screen without ids."""

    START = "start"
    ABOUT = "about"
    CONSENT = "consent"
    CONSENT_TEXT = "ctext"
    EVENTS = "events"
    MY = "my"
    CARD = "card"
    CERTIFICATES = "certs"
    PROFILE = "profile"
    MY_DATA = "mydata"
    QUESTION = "question"
    MANAGE = "manage"
    NEW_EVENT = "new"
    NEW_EVENT_STEPS = "steps"
    INVITES = "invites"
    LANGUAGE = "lang"
    BROADCAST = "cast"
    DELIVERY = "deliv"


class Go(CallbackData, prefix="go"):
    """Open a screen."""

    to: Place


# --- first visit, profile, invitations ---


class GiveConsent(CallbackData, prefix="cons"):
    """Agree (1) or not now (0), with the version of the text that was shown."""

    agreed: Number
    version: str


class ChooseOrganization(CallbackData, prefix="org"):
    """Take this organisation in the form that is open."""

    organization: Number


class OrganizationPage(CallbackData, prefix="orgp"):
    """Page through all organisations."""

    page: Number


class OrganizationAbsent(CallbackData, prefix="orgno"):
    """The person's organisation is not in the list."""


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
    """A typed organisation is that one; 0 opens the adding of a new one."""

    claim: Number
    organization: Number


class AddOrganization(CallbackData, prefix="orga"):
    """Put the typed organisation into the network as one of this kind."""

    claim: Number
    kind: OrganizationKind


class InviteFor(StrEnum):
    METHODIST = "meth"
    ADMIN = "admin"
    SCHOOL = "school"
    PERSON = "person"


class MakeInvite(CallbackData, prefix="inv"):
    """Make a link; `subject` is the organisation or person it is for, 0 asks which.

    `sure` 1: an earlier link of the same organisation or person may stop working.
    """

    kind: InviteFor
    subject: Number
    sure: Number


class PeoplePage(CallbackData, prefix="ppl"):
    """Page through people of the network to invite."""

    page: Number


class SchoolsPage(CallbackData, prefix="sch"):
    """Page through organisations to make a link for."""

    page: Number


# --- events ---


class ListEvents(CallbackData, prefix="evs"):
    """A page of coming events; `value` is the form's code or the subproject's id."""

    by: EventFilter
    value: str
    page: Number


class ChooseFilter(CallbackData, prefix="evf"):
    """Show what can be filtered by: forms or subprojects."""

    by: EventFilter


class ShowEvent(CallbackData, prefix="ev"):
    event: Number


class SignUp(CallbackData, prefix="sign"):
    event: Number


class JoinQueue(CallbackData, prefix="queue"):
    event: Number


class CancelSignUp(CallbackData, prefix="unsign"):
    """`sure` 0 asks, 1 cancels."""

    event: Number
    sure: Number


class AnswerOffer(CallbackData, prefix="offer"):
    """Take the offered seat (1) or let it go (0)."""

    registration: Number
    take: Number


class RestoreSignUp(CallbackData, prefix="resign"):
    """Take the seat back while it is free."""

    event: Number


class GetCalendar(CallbackData, prefix="ics"):
    event: Number


class ShareEvent(CallbackData, prefix="share"):
    event: Number


class AnswerReminder(CallbackData, prefix="remind"):
    """Coming (1) or not (0)."""

    event: Number
    coming: Number


class AnswerMove(CallbackData, prefix="move"):
    """The new time suits (1) or the sign-up is cancelled (0); `version` is the event's that was asked about."""

    event: Number
    version: Number
    suits: Number


class MyPage(CallbackData, prefix="myp"):
    page: Number


class GiveMark(CallbackData, prefix="mark"):
    """Feedback after the event, 1-5."""

    event: Number
    mark: Number


# --- card and certificates ---


class ShowCard(CallbackData, prefix="card"):
    year: str
    page: Number


class GetCardFile(CallbackData, prefix="cardf"):
    year: str


class CertificatesPage(CallbackData, prefix="certp"):
    page: Number


class GetCertificate(CallbackData, prefix="cert"):
    certificate: Number


class ReportMistake(CallbackData, prefix="certx"):
    """The name on a certificate is wrong: write to the staff."""

    certificate: Number


# --- questions ---


class AskAbout(CallbackData, prefix="ask"):
    """Write to the organiser of an event; 0 to the methodists."""

    event: Number


class AnswerQuestion(CallbackData, prefix="ans"):
    question: Number


# --- delivery, for admins ---


class ShowUndelivered(CallbackData, prefix="lost"):
    """A page of what did not arrive."""

    page: Number


class SendAgain(CallbackData, prefix="again"):
    """Send once more what was put aside after its only try, from the first number to the last; `page` is the view."""

    first: Number
    last: Number
    page: Number


# --- everywhere ---


class Nothing(CallbackData, prefix="-"):
    """A button that only tells (a page number, say)."""


class LeaveForm(CallbackData, prefix="leave"):
    """Stop filling the form that is open."""
