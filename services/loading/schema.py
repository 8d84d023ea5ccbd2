"""The schema of a network's file: every section and field it may have."""

from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from models import EventForm, EventFormat, EventLevel, OrganizationKind, ParticipationRole, Role, academic_year_bounds
from services.loading.meeting_rows import MeetingRow, check_meetings
from services.loading.value_types import (
    Code,
    Count,
    DateAndTime,
    Day,
    FormTitle,
    HourAndMinute,
    ListGround,
    MaterialStatus,
    Name,
    Numbering,
    Offset,
    People,
    Positive,
    PostCode,
    ReminderAnchor,
    ReminderReceivers,
    RequestStatus,
    Share,
    ShortText,
    ShortTitle,
    SpeakingRole,
    StatusCode,
    Strict,
    Subject,
    TaskReceivers,
    Title,
    Year,
    Zone,
    invalid,
    one_of,
)


class StaffRole(StrEnum):
    ADMIN = Role.ADMIN.value
    METHODIST = Role.METHODIST.value


class PointCode(StrEnum):
    """Reasons for points."""

    LISTENER = "listener"
    SPEAKER = "speaker"
    MASTER_CLASS = "master_class"
    OPEN_LESSON = "open_lesson"
    MODERATOR = "moderator"
    ORGANIZER = "organiser"
    EXPERT = "expert"
    MATERIAL = "material"
    SERIES_COMPLETE = "series_complete"


class AwardMoment(StrEnum):
    ATTENDANCE_CONFIRMED = "attendance_confirmed"


class Correction(StrEnum):
    REVERSAL_ENTRY = "reversal_entry"


class Presence(StrEnum):
    ATTENDED = "attended"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class NetworkInfo(Strict):
    title: Title
    programme: Annotated[str, Field(max_length=500)] = ""
    coordinator: Code
    timezone: Zone
    academic_year: Year
    year_start: Day
    year_end: Day
    quiet_hours: list[HourAndMinute]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if len(self.quiet_hours) != 2:
            raise invalid("load-quiet-hours", at="quiet_hours")
        first, last = academic_year_bounds(self.academic_year)
        if self.year_start != first:
            raise invalid("load-year-bound", at="year_start", expected=first.isoformat())
        if self.year_end != last:
            raise invalid("load-year-bound", at="year_end", expected=last.isoformat())
        return self


class Signer(Strict):
    post: ShortText
    name: ShortText


class Status(Strict):
    kind: StatusCode
    since: Day = Field(alias="from")
    until: Day | None = Field(default=None, alias="to")
    ground: Title | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until is not None and self.until < self.since:
            raise invalid("load-ends-before", at="to")
        return self


class HeadcountGiven(Strict):
    people: People
    as_of: Day
    ground: Title | None = None


def _form_of_headcount(value: Any) -> str:
    return HEADCOUNT_WITH_DAY if isinstance(value, dict | HeadcountGiven) else HEADCOUNT_ALONE


HEADCOUNT_ALONE, HEADCOUNT_WITH_DAY = "[number]", "[mapping]"
HeadcountValue = Annotated[
    Annotated[People, Tag(HEADCOUNT_ALONE)] | Annotated[HeadcountGiven, Tag(HEADCOUNT_WITH_DAY)],
    Discriminator(_form_of_headcount),
]


class OrganizationRow(Strict):
    code: Code
    short: ShortTitle
    title: Title
    kind: Annotated[OrganizationKind, one_of(OrganizationKind)]
    locality: Annotated[str, Field(max_length=120)] = ""
    place: Annotated[str, Field(max_length=300)] = ""
    teachers: HeadcountValue | None = None
    counts_in_share: bool
    certificate_signer: Signer | None = None
    statuses: list[Status] = []


class SupportPair(Strict):
    leader: Code
    school: Code
    since: Day = Field(alias="from")


class SubprojectRow(Strict):
    code: Code
    title: Title
    leader: Code


class StaffMember(Strict):
    code: Code
    name: Name
    org: Code
    role: Annotated[StaffRole, one_of(StaffRole)]


class FurtherEmployment(Strict):
    org: Code
    post: PostCode


class TeacherRow(Strict):
    code: Code
    name: Name
    org: Code
    post: PostCode
    also: Annotated[list[FurtherEmployment], Field(max_length=4)] = []
    subjects: list[Subject] = []
    coordinator: bool = False


class PointRule(Strict):
    code: Annotated[PointCode, one_of(PointCode)]
    title: Title
    points: Count


class PointPolicy(Strict):
    level_factor: dict[Annotated[EventLevel, one_of(EventLevel)], Annotated[float, Field(ge=0, le=100)]]
    listener_not_added_to_active_role: bool
    max_active_roles_per_event: Positive
    award_only_after: Annotated[AwardMoment, one_of(AwardMoment)]
    correction: Annotated[Correction, one_of(Correction)]


class TokenPolicy(Strict):
    title: Annotated[str, Field(min_length=1, max_length=64)]
    auto_per_points: Positive
    manual_by: list[Annotated[StaffRole, one_of(StaffRole)]]
    manual_max_per_event: Count
    reason_required: bool


class SiteCertificateRules(Strict):
    min_hosted_events: Count
    min_guest_attendances: Count
    min_guest_organizations: Count
    min_fulfilled_requests: Count
    min_feedback_avg: Annotated[float, Field(ge=0, le=5)]
    materials_for_each_event: bool


class YearCertificateRules(Strict):
    min_events: Count
    min_hours: Count


class CertificateNumbering(Strict):
    event: Numbering
    year: Numbering | None = None
    site: Numbering | None = None


class ReminderRow(Strict):
    code: Code
    anchor: Annotated[ReminderAnchor, one_of(ReminderAnchor)]
    offset: Offset
    to: Annotated[ReminderReceivers, one_of(ReminderReceivers)]


class YearTask(Strict):
    code: Code
    title: Title
    due: Day
    to: Annotated[TaskReceivers, one_of(TaskReceivers)]


class Series(Strict):
    code: Code
    title: Title
    required_share: Share


class EventFormRow(Strict):
    """A category of events that the network adds to those of the programme."""

    code: Code
    title: FormTitle

    @model_validator(mode="after")
    def _new(self) -> Self:
        if self.code in set(EventForm):
            raise invalid("load-form-taken", at="code")
        return self


class Order(Strict):
    number: Annotated[str, Field(min_length=1, max_length=64, pattern=r"\S")]
    date: Day | None = None


class SpeakerRow(Strict):
    """A speaker: `who` is a person of the file, `name` a guest."""

    who: Code | None = None
    name: Annotated[str, Field(min_length=2, max_length=200, pattern=r"\S")] | None = None
    role: Annotated[SpeakingRole, one_of(SpeakingRole)] = SpeakingRole.SPEAKER
    topic: Annotated[str, Field(max_length=300)] = ""
    meeting: Positive | None = None
    """Number of the meeting, in the order of the file; None: the whole event."""

    @model_validator(mode="after")
    def _one_person(self) -> Self:
        if (self.who is None) == (self.name is None):
            raise invalid("load-speaker", at="who")
        return self


class EventRow(Strict):
    code: Code
    subproject: Code | None = None
    form: Code
    form_title: FormTitle | None = None
    level: Annotated[EventLevel, one_of(EventLevel)] = EventLevel.MUNICIPAL
    order: Order | None = None
    issuer: Code | None = None
    speakers: list[SpeakerRow] | None = None
    """In the order of speaking; None leaves the list to the bot."""
    format: Annotated[EventFormat, one_of(EventFormat)]
    title: Title
    host: Code
    responsible: Code | None = None
    start: DateAndTime
    sessions: list[DateAndTime] = []
    """Starts of the meetings if there are several; `meetings` says more of each."""
    meetings: list[MeetingRow] = []
    hours: Annotated[float, Field(gt=0, le=300)]
    capacity: Positive | None = None
    posts: list[PostCode] = []
    org_statuses: list[StatusCode] = []
    tags: list[ShortText] = []
    series: Code | None = None
    scope: Code | None = None
    school_break: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        starts = self.sessions or [meeting.start for meeting in self.meetings]
        if starts and (starts[0] != self.start or sorted(starts) != starts or (self.sessions and self.meetings)):
            raise invalid("load-sessions", at="meetings" if self.meetings else "sessions")
        if len(set(self.sessions)) != len(self.sessions):
            raise invalid("load-sessions", at="sessions")
        check_meetings(self.meetings, self.hours)
        return self


class Offer(Strict):
    code: Code
    performer: Code
    subproject: Code | None = None
    title: Title
    published: Day


class Request(Strict):
    code: Code
    applicant: Code
    offer: Code
    planned: Day
    people: Positive
    status: Annotated[RequestStatus, one_of(RequestStatus)]
    event: Code | None = None
    reason: Title | None = None


class Participant(Strict):
    who: Code
    role: Annotated[ParticipationRole, one_of(ParticipationRole)]
    status: Annotated[Presence, one_of(Presence)] = Presence.ATTENDED
    meetings: list[Positive] = []
    """Numbers of the meetings attended, in the order of the file; empty: all of them."""


class Material(Strict):
    event: Code
    who: Code
    title: Title
    status: Annotated[MaterialStatus, one_of(MaterialStatus)]


class YearBefore(Strict):
    year: Year
    network_sites: Count
    events_technical_district: Count
    partners: Count


class GroundRow(Strict):
    kind: Annotated[ListGround, one_of(ListGround)]
    number: Annotated[str, Field(max_length=64)] = ""
    date: Day | None = None


class NetworkFile(Strict):
    """The whole file; `as_of` is the day up to which participation is recorded."""

    version: Literal[1]
    as_of: Day
    network: NetworkInfo
    ground: GroundRow | None = None
    coordinator_org: OrganizationRow
    organizations: list[OrganizationRow]
    support_pairs: list[SupportPair] = []
    subprojects: list[SubprojectRow] = []
    staff: list[StaffMember]
    teachers: list[TeacherRow] = []
    point_rules: list[PointRule] = []
    point_policy: PointPolicy | None = None
    token_policy: TokenPolicy | None = None
    site_certificate_rules: SiteCertificateRules | None = None
    year_certificate_rules: YearCertificateRules | None = None
    certificate_numbering: CertificateNumbering | None = None
    reminder_rules: list[ReminderRow] = []
    year_tasks: list[YearTask] = []
    series: list[Series] = []
    event_forms: list[EventFormRow] = []
    events: list[EventRow] = []
    offers: list[Offer] = []
    requests: list[Request] = []
    participation: dict[Code, list[Participant]] = {}
    materials: list[Material] = []
    history: list[YearBefore] = []
    expected: dict[str, Any] = {}
    """Figures to compare the loaded network with; not read by the bot."""
