"""What a person answers when asked for one field of an event: typed words and pressed buttons become plain values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, EventFormat, OrgStatusKind, Post, Role, RoleGrant, Subproject, Teacher
from services.actors import Actor
from services.desk.draft_dates import dump_moment, last_day, load_moment, moment_values, wall_now
from services.desk.events import editable_event
from services.desk.fields import (
    LINK_LENGTH,
    LISTS,
    NOTE_LENGTH,
    PLACE_LENGTH,
    TITLE_LENGTH,
    BadValue,
    DraftField,
    Pieces,
    pieces_of,
    text_value,
)
from services.reading.audience import read_audience
from services.reading.dates.clock import read_clock
from services.reading.dates.deadline import read_deadline
from services.reading.dates.duration import read_duration
from services.reading.dates.moment import Moment, Problem, Sitting
from services.reading.dates.scanner import complete_moment
from services.reading.event import read_form, read_format
from services.reading.known_names import KnownName, NameMatch, match_person, match_subproject
from services.reading.place import take_link, take_room
from services.reading.seats import read_seats
from services.reading.text import GONE, Page
from services.schools.register import find_organization
from services.subjects import SUBJECTS

NONE, ALL, DONE, TYPED = "none", "all", "done", "typed"
"""Values of buttons beside codes and ids: empty the field, everybody, enough of a list, what was typed before."""
CODES: dict[DraftField, tuple[str, ...]] = {
    DraftField.POSTS: tuple(Post),
    DraftField.STATUSES: tuple(OrgStatusKind),
    DraftField.SUBJECTS: SUBJECTS,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """Values understood, by field. Nothing in them: `problem` says why a date must be asked about again, `moment` is
    what is known of it so far, `candidates` are rows of the network to choose from."""

    values: Pieces
    problem: Problem | None = None
    moment: dict[str, Any] | None = None
    candidates: tuple[int, ...] = ()


def typed_answer(
    db: Session, actor: Actor, event_id: int, pieces: Pieces, field: DraftField, text: str, now: datetime
) -> Answer:
    """Read an answer to the question about `field`; event 0 is the one being made.

    Raises BadValue, StaffOnly, NotFound, NotYourEvent.
    """
    actor.require_staff()
    event = editable_event(db, actor, event_id) if event_id else None
    text = text.strip()
    match field:
        case DraftField.START:
            return _start(db, event, pieces, text, now)
        case DraftField.DEADLINE:
            return _deadline(db, event, text, now)
        case DraftField.HOST:
            return _host(db, text)
        case DraftField.RESPONSIBLE:
            return _named(field, match_person(text, known_staff(db)))
        case DraftField.SUBPROJECT:
            return _named(field, match_subproject(text, known_subprojects(db)))
        case DraftField.HOURS:
            return _hours(event, pieces, text)
        case DraftField.END:
            return _known(field, _end(event, text))
        case DraftField.FORM:
            return _known(field, read_form(text))
        case DraftField.FORMAT:
            return _known(field, read_format(text))
        case DraftField.CAPACITY:
            seats = read_seats(text)
            if seats is None:
                raise BadValue(field=field)
            return Answer({field: seats.limit})
        case DraftField.LINK:
            link = _known(field, text_value(field, take_link(Page(text)), LINK_LENGTH) or None)
            in_hall = event is not None and event.format is EventFormat.OFFLINE
            return Answer({**link.values, DraftField.FORMAT: EventFormat.HYBRID.value}) if in_hall else link
        case DraftField.TITLE:
            return Answer({field: text_value(field, _unquoted(text), TITLE_LENGTH, may_be_empty=False)})
        case DraftField.POSTS | DraftField.STATUSES | DraftField.SUBJECTS:
            return _audience(field, text)
        case DraftField.PLACE | DraftField.NOTE:
            length = PLACE_LENGTH if field is DraftField.PLACE else NOTE_LENGTH
            return Answer({field: text_value(field, text, length, may_be_empty=False)})
        case _:
            raise BadValue(field=field)


def pressed_answer(
    db: Session, actor: Actor, event_id: int, pieces: Pieces, field: DraftField, raw: str, typed: str, now: datetime
) -> Pieces:
    """What a pressed button sets; event 0 is the one being made. Raises BadValue, StaffOnly, NotFound, NotYourEvent."""
    actor.require_staff()
    known = pieces_of(editable_event(db, actor, event_id)) if event_id else pieces
    return {field: _pressed(field, raw, known.get(field), typed)}


def _pressed(field: DraftField, raw: str, current: Any, typed: str) -> Any:
    if raw == TYPED:
        return typed
    if field in LISTS:
        codes = [] if raw == ALL else list(current or [])
        if raw[:1] in {"+", "-"}:
            codes = [code for code in codes if code != raw[1:]] + ([raw[1:]] if raw[0] == "+" else [])
        if not set(codes) <= set(CODES[field]):
            raise BadValue(field=field)
        return [code for code in CODES[field] if code in codes]
    if raw == NONE:
        return "" if field in {DraftField.PLACE, DraftField.LINK, DraftField.NOTE} else None
    if field in {DraftField.HOST, DraftField.SUBPROJECT, DraftField.RESPONSIBLE, DraftField.CAPACITY}:
        if not raw.isdecimal():
            raise BadValue(field=field)
        return int(raw)
    if field is DraftField.HOURS:
        if not raw.isdecimal():
            raise BadValue(field=field)
        return float(raw)
    return raw


def staff_people(db: Session) -> list[Teacher]:
    """Methodists and admins of the network by name: who may be responsible for an event."""
    granted = select(RoleGrant.teacher_id).where(RoleGrant.role.in_([Role.ADMIN, Role.METHODIST]))
    statement = select(Teacher).where(Teacher.id.in_(granted), Teacher.erased_at.is_(None)).order_by(Teacher.name_key)
    return list(db.scalars(statement).unique())


def known_staff(db: Session) -> list[KnownName]:
    """Who may be responsible, as the readers of typed texts know them."""
    return [KnownName(who.id, who.full_name) for who in staff_people(db)]


def known_subprojects(db: Session) -> list[KnownName]:
    return [KnownName(row.id, row.title) for row in db.scalars(select(Subproject).order_by(Subproject.id))]


def _start(db: Session, event: Event | None, pieces: Pieces, text: str, now: datetime) -> Answer:
    local = wall_now(db, now, event)
    moment = complete_moment(_present(event, pieces), text, local, last_day(local))
    values = moment_values(moment)
    if values:
        if DraftField.HOURS in values and _hours_stand_apart(event, pieces):
            del values[DraftField.HOURS]
        return Answer(values)
    problem = next(iter(moment.problems), None)
    return Answer({}, problem, dump_moment(moment) if moment.date or moment.time else pieces.get("moment"))


def _hours_stand_apart(event: Event | None, pieces: Pieces) -> bool:
    """Whether hours for the certificate were said that are not those of the clock."""
    if event is None:
        return pieces.get(DraftField.HOURS) is not None
    return event.minutes is not None and event.minutes * len(event.session_starts) != event.hours * 60


def _hours(event: Event | None, pieces: Pieces, text: str) -> Answer:
    """Hours, and with academic ones when the day ends by the clock."""
    duration = read_duration(text)
    if duration is None:
        raise BadValue(field=DraftField.HOURS)
    days = len((pieces_of(event) if event else pieces).get(DraftField.START) or [""])
    hours: Pieces = {DraftField.HOURS: float(duration.hours) * (days if duration.each else 1)}
    if duration.minutes == duration.hours * 60:
        return Answer(hours)
    return Answer({**hours, DraftField.END: duration.minutes if duration.each else duration.minutes // days})


def _end(event: Event | None, text: str) -> int | None:
    """Minutes of a day up to the time said, or as many as were said."""
    text = f"{text}:00" if text.isdecimal() else text
    if duration := read_duration(text):
        return duration.minutes
    clock = read_clock(Page(text).tokens(), 0, after_date=False, alone=True)
    at = (clock.end or clock.start) if clock else None
    if event is None or at is None:
        return None
    minutes = (at.hour - event.starts_local.hour) * 60 + at.minute - event.starts_local.minute
    return minutes if minutes > 0 else None


def _present(event: Event | None, pieces: Pieces) -> Moment:
    """What a typed answer completes: «в 15» keeps the day, «8 октября» keeps the time."""
    if event is None:
        return load_moment(pieces.get("moment"))
    first, *rest = event.session_starts
    return Moment(first.date(), first.time(), None, tuple(Sitting(day.date(), day.time(), None) for day in rest))


def _deadline(db: Session, event: Event | None, text: str, now: datetime) -> Answer:
    local = wall_now(db, now, event)
    deadline = read_deadline(text, local, last_day(local), event.starts_local if event else None)
    if deadline.at is None:
        return Answer({}, next(iter(deadline.problems), None))
    return Answer({DraftField.DEADLINE: deadline.at.isoformat(timespec="minutes")})


def _host(db: Session, text: str) -> Answer:
    """An organization, or anything else that says where: online, a link, an address."""
    link = take_link(Page(text))
    if link:
        link = text_value(DraftField.LINK, link, LINK_LENGTH)
        return Answer({DraftField.FORMAT: EventFormat.ONLINE.value, DraftField.LINK: link})
    page = Page(text)
    room = take_room(page)
    rest = "".join(" " if cut == GONE else char for char, cut in zip(page.text, page.plain, strict=True))
    found = find_organization(db, rest.strip(" ,"))
    if found.sure:
        host: Pieces = {DraftField.HOST: found.sure.id}
        return Answer({**host, DraftField.PLACE: room[: PLACE_LENGTH[1]]} if room else host)
    if found.likely:
        return Answer({}, candidates=tuple(row.id for row in found.likely))
    if read_format(text) is EventFormat.ONLINE:
        return Answer({DraftField.FORMAT: EventFormat.ONLINE.value})
    return Answer({DraftField.PLACE: text_value(DraftField.PLACE, text, PLACE_LENGTH, may_be_empty=False)})


def _audience(field: DraftField, text: str) -> Answer:
    """Whom the words name; asked for one kind of them, the others that were said are kept too."""
    said = read_audience(text)
    if said is None:
        raise BadValue(field=field)
    subjects = [code for code in SUBJECTS if code in said.subjects]
    named = {
        DraftField.POSTS: [post.value for post in said.posts],
        DraftField.SUBJECTS: subjects,
        DraftField.STATUSES: [status.value for status in said.statuses],
    }
    return Answer({kind: codes for kind, codes in named.items() if codes or (kind is field and said.everyone)})


def _named(field: DraftField, named: NameMatch) -> Answer:
    """Somebody of the staff, a subproject."""
    if named.id is not None:
        return Answer({field: named.id})
    if not named.candidates:
        raise BadValue(field=field)
    return Answer({}, candidates=named.candidates)


def _known(field: DraftField, value: Any) -> Answer:
    if value is None:
        raise BadValue(field=field)
    return Answer({field: value})


def _unquoted(text: str) -> str:
    inner = text.strip('«»"“”„ ')
    return inner if text[:1] in '«"“„' and text[-1:] in '»"”“' else text
