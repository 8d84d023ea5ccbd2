"""Types of the values in a network's file; each has an error sentence of its own."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from enum import StrEnum
from string import Formatter
from typing import Annotated, Any, LiteralString, TypeVar
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from models import GroundKind, OrgStatusKind, ParticipationRole, Post
from services.reading.person_names import UnreadableName, read_name
from services.reminder_rules import read_offset
from services.subjects import SUBJECTS

E = TypeVar("E", bound=StrEnum)

MAX_CERTIFICATE_NUMBER_LENGTH = 64
PLAUSIBLE_YEARS = range(1950, 2101)
"""Years of a day; any other is a slip of the keyboard."""


class ReminderAnchor(StrEnum):
    PUBLISHED = "published"
    SIGNUP_CLOSES = "signup_closes"
    START = "start"
    END = "end"
    ATTENDANCE_CLOSED = "attendance_closed"


class MaterialStatus(StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    RETURNED = "returned"


def invalid(key: LiteralString, **values: str | int) -> PydanticCustomError:
    """Return an error; `key` names its sentence, `at` among the values the field if the whole item was checked."""
    return PydanticCustomError(key, key, values)


def one_of(kinds: type[E]) -> BeforeValidator:
    """Accept a code of the enumeration."""

    def read(value: Any) -> E:
        try:
            return kinds(value)
        except ValueError:
            raise invalid("load-not-one-of", expected=", ".join(kinds)) from None

    return BeforeValidator(read)


def _not_nobody(value: Any) -> Any:
    if value == 0 and not isinstance(value, bool):
        raise invalid("load-nobody")
    return value


def _subject(value: str) -> str:
    if value not in SUBJECTS:
        raise invalid("load-not-one-of", expected=", ".join(SUBJECTS))
    return value


def _by_pattern(pattern: str, key: LiteralString, read: Callable[[str], Any]) -> BeforeValidator:
    def check(value: Any) -> Any:
        if not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
            raise invalid(key)
        try:
            return read(value)
        except PydanticCustomError:
            raise
        except ValueError:
            raise invalid(key) from None

    return BeforeValidator(check)


def _name(value: str) -> str:
    try:
        return read_name(value).full
    except UnreadableName:
        raise invalid("load-not-a-name") from None


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise invalid("load-not-a-zone")
    return value


def _offset(value: str) -> str:
    try:
        read_offset(value)
    except (ValueError, OverflowError):
        raise invalid("load-not-an-offset") from None
    return value


def _numbering(value: str) -> str:
    try:
        parts = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(value) if name is not None]
        fits = len(value.format(yy="26", seq=1)) <= MAX_CERTIFICATE_NUMBER_LENGTH
    except (ValueError, LookupError, AttributeError, TypeError):
        raise invalid("load-not-a-numbering") from None
    known = all(
        not conversion and (name, bool(re.fullmatch(r"(?:0[1-9]d)?" if name == "seq" else "", spec or ""))) in _PARTS
        for name, spec, conversion in parts
    )
    if not known or not fits or "seq" not in {name for name, *_ in parts}:
        raise invalid("load-not-a-numbering")
    return value


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.year not in PLAUSIBLE_YEARS:
        raise invalid("load-far-day", expected=f"{PLAUSIBLE_YEARS[0]}–{PLAUSIBLE_YEARS[-1]}")
    return day


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    _day(text[:10])
    return moment


def _year(text: str) -> str:
    if int(text[5:]) != (int(text[:4]) + 1) % 100 or int(text[:4]) not in PLAUSIBLE_YEARS:
        raise ValueError(text)
    return text


_PARTS = {("yy", True), ("seq", True)}

Code = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,31}$")]
Title = Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]
ShortTitle = Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S")]
FormTitle = Annotated[str, Field(min_length=2, max_length=80, pattern=r"\S")]
ShortText = Annotated[str, Field(max_length=200)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Positive = Annotated[int, Field(gt=0, le=1_000_000)]
People = Annotated[int, BeforeValidator(_not_nobody), Field(gt=0, le=1_000_000)]
Share = Annotated[float, Field(gt=0, le=1)]
Name = Annotated[str, AfterValidator(_name)]
Zone = Annotated[str, AfterValidator(_zone)]
Offset = Annotated[str, AfterValidator(_offset)]
Numbering = Annotated[str, AfterValidator(_numbering)]
PostCode = Annotated[Post, one_of(Post)]
StatusCode = Annotated[OrgStatusKind, one_of(OrgStatusKind)]
Subject = Annotated[str, AfterValidator(_subject)]
Day = Annotated[date, _by_pattern(r"\d{4}-\d\d-\d\d", "load-not-a-day", _day)]
DateAndTime = Annotated[datetime, _by_pattern(r"\d{4}-\d\d-\d\dT\d\d:\d\d", "load-not-a-moment", _moment)]
"""Wall time in the network's zone."""
HourAndMinute = Annotated[time, _by_pattern(r"\d\d:\d\d", "load-not-a-clock", time.fromisoformat)]
Year = Annotated[str, _by_pattern(r"\d{4}/\d\d", "load-not-a-year", _year)]


class ReminderReceivers(StrEnum):
    AUDIENCE = "audience"
    AUDIENCE_NOT_SIGNED = "audience_not_signed"
    CONFIRMED = "confirmed"
    SPEAKERS = "speakers"
    ATTENDED = "attended"
    ORGANIZERS_IF_UNMARKED = "organisers_if_unmarked"
    SPEAKERS_WITHOUT_MATERIAL = "speakers_without_material"


class TaskReceivers(StrEnum):
    COORDINATORS = "coordinators"
    COORDINATORS_LOW_RESULTS = "coordinators_low_results"
    ADMIN = "admin"


class RequestStatus(StrEnum):
    NEW = "new"
    ACCEPTED = "accepted"
    FULFILLED = "fulfilled"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class SpeakingRole(StrEnum):
    SPEAKER = ParticipationRole.SPEAKER.value
    MASTER_CLASS = ParticipationRole.MASTER_CLASS.value
    OPEN_LESSON = ParticipationRole.OPEN_LESSON.value
    MODERATOR = ParticipationRole.MODERATOR.value
    EXPERT = ParticipationRole.EXPERT.value


class ListGround(StrEnum):
    """Grounds of a whole list; an own consent is given by each person in the bot."""

    PAPER_CONSENT = GroundKind.PAPER_CONSENT.value
    EMPLOYER_ORDER = GroundKind.EMPLOYER_ORDER.value


class Strict(BaseModel):
    """A mapping with known fields of exact types."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _without_empty_fields(cls, value: Any) -> Any:
        """Take a field with nothing after its colon as left out."""
        return {name: one for name, one in value.items() if one is not None} if isinstance(value, dict) else value
