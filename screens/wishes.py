"""Every wish a teacher's button carries; with desk_wishes.py this is the whole button protocol.

A wish names the end state and carries ids, an enum and at most the view (page, filter); never rights. Packed it stays
within Telegram's 64 bytes. A prefix is never given a new meaning: old buttons live in chats for years.
"""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from models import IdentityState, OrganizationKind
from services.events import EventFilter as EventFilter


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

    agreed: int
    version: str


class ChooseOrganization(CallbackData, prefix="org"):
    """Take this organisation in the form that is open."""

    organization: int


class OrganizationPage(CallbackData, prefix="orgp"):
    """Page through all organisations."""

    page: int


class OrganizationAbsent(CallbackData, prefix="orgno"):
    """The person's organisation is not in the list."""


class ChoosePost(CallbackData, prefix="post"):
    post: str


class SetSubject(CallbackData, prefix="subj"):
    """Have this subject in the form (1) or not (0)."""

    subject: str
    chosen: int
    page: int


class SubjectsPage(CallbackData, prefix="subjp"):
    page: int


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

    receive: int
    profile: int


class WithdrawConsent(CallbackData, prefix="wdraw"):
    """`sure` 0 asks, 1 erases the profile."""

    sure: int


class AnswerIdentity(CallbackData, prefix="ident"):
    """The newcomer is the known person, or a namesake."""

    question: int
    answer: IdentityState


class AnswerOrganization(CallbackData, prefix="orgc"):
    """A typed organisation is that one; 0 opens the adding of a new one."""

    claim: int
    organization: int


class AddOrganization(CallbackData, prefix="orga"):
    """Put the typed organisation into the network as one of this kind."""

    claim: int
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
    subject: int
    sure: int


class PeoplePage(CallbackData, prefix="ppl"):
    """Page through people of the network to invite."""

    page: int


class SchoolsPage(CallbackData, prefix="sch"):
    """Page through organisations to make a link for."""

    page: int


# --- events ---


class ListEvents(CallbackData, prefix="evs"):
    """A page of coming events; `value` is the form's code or the subproject's id."""

    by: EventFilter
    value: str
    page: int


class ChooseFilter(CallbackData, prefix="evf"):
    """Show what can be filtered by: forms or subprojects."""

    by: EventFilter


class ShowEvent(CallbackData, prefix="ev"):
    event: int


class SignUp(CallbackData, prefix="sign"):
    event: int


class JoinQueue(CallbackData, prefix="queue"):
    event: int


class CancelSignUp(CallbackData, prefix="unsign"):
    """`sure` 0 asks, 1 cancels."""

    event: int
    sure: int


class AnswerOffer(CallbackData, prefix="offer"):
    """Take the offered seat (1) or let it go (0)."""

    registration: int
    take: int


class RestoreSignUp(CallbackData, prefix="resign"):
    """Take the seat back while it is free."""

    event: int


class GetCalendar(CallbackData, prefix="ics"):
    event: int


class ShareEvent(CallbackData, prefix="share"):
    event: int


class AnswerReminder(CallbackData, prefix="remind"):
    """Coming (1) or not (0)."""

    event: int
    coming: int


class AnswerMove(CallbackData, prefix="move"):
    """The new time suits (1) or the sign-up is cancelled (0); `version` is the event's that was asked about."""

    event: int
    version: int
    suits: int


class MyPage(CallbackData, prefix="myp"):
    page: int


class GiveMark(CallbackData, prefix="mark"):
    """Feedback after the event, 1-5."""

    event: int
    mark: int


# --- card and certificates ---


class ShowCard(CallbackData, prefix="card"):
    year: str
    page: int


class GetCardFile(CallbackData, prefix="cardf"):
    year: str


class CertificatesPage(CallbackData, prefix="certp"):
    page: int


class GetCertificate(CallbackData, prefix="cert"):
    certificate: int


class ReportMistake(CallbackData, prefix="certx"):
    """The name on a certificate is wrong: write to the staff."""

    certificate: int


# --- questions ---


class AskAbout(CallbackData, prefix="ask"):
    """Write to the organiser of an event; 0 to the methodists."""

    event: int


class AnswerQuestion(CallbackData, prefix="ans"):
    question: int


# --- delivery, for admins ---


class ShowUndelivered(CallbackData, prefix="lost"):
    """A page of what did not arrive."""

    page: int


# --- everywhere ---


class Nothing(CallbackData, prefix="-"):
    """A button that only tells (a page number, say)."""


class LeaveForm(CallbackData, prefix="leave"):
    """Stop filling the form that is open."""
