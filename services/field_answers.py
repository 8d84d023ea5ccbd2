"""What a person answers when asked for one field of an event: typed words and pressed buttons become plain values."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, EventFormat, OrgStatusKind, Post, Role, RoleGrant, Teacher
from services.actors import Actor
from services.drafts import last_day, pieces_of, wall_now
from services.event_fields import (
    LINK_LENGTH,
    LISTS,
    NOTE_LENGTH,
    PLACE_LENGTH,
    TITLE_LENGTH,
    BadValue,
    DraftField,
    Pieces,
    text_value,
)
from services.profiles import SUBJECTS
from services.schools import find_organization
from services.typed_dates import Moment, Problem, Sitting, complete_moment, read_moment
from services.typed_duration import read_duration
from services.typed_event import read_form, read_format
from services.typed_place import take_link
from services.typed_seats import read_seats
from services.typed_text import Page

NONE, ALL, DONE, TYPED = "none", "all", "done", "typed"
"""Values of buttons beside codes and ids: empty the field, everybody, enough of a list, what was typed before."""
CODES: dict[DraftField, tuple[str, ...]] = {
    DraftField.POSTS: tuple(Post),
    DraftField.STATUSES: tuple(OrgStatusKind),
    DraftField.SUBJECTS: SUBJECTS,
}
LAST_MINUTE = time(23, 59)


@dataclass(frozen=True, slots=True)
class Answer:
    """Values understood, by field. Nothing in them: `problem` says why a date must be asked about again, `moment` is
    what is known of it so far, `candidates` are organisations or people to choose from."""

    values: Pieces
    problem: Problem | None = None
    moment: dict[str, Any] | None = None
    candidates: tuple[int, ...] = ()


def typed_answer(
    db: Session, actor: Actor, event: Event | None, pieces: Pieces, field: DraftField, text: str, now: datetime
) -> Answer:
    """Read an answer to the question about `field`; `event` None: of the one being made. Raises BadValue."""
    text = text.strip()
    match field:
        case DraftField.START:
            return _start(db, event, pieces, text, now)
        case DraftField.DEADLINE:
            return _deadline(db, event, text, now)
        case DraftField.HOST:
            return _host(db, text)
        case DraftField.RESPONSIBLE:
            return _responsible(db, text)
        case DraftField.HOURS:
            duration = read_duration(text)
            days = len((pieces_of(event) if event else pieces).get(DraftField.START) or [""])
            hours = float(duration.hours) * (days if duration.each else 1) if duration else None
            return _known(field, hours)
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
            return _known(field, text_value(field, take_link(Page(text)), LINK_LENGTH) or None)
        case DraftField.TITLE:
            return Answer({field: text_value(field, _unquoted(text), TITLE_LENGTH, may_be_empty=False)})
        case DraftField.PLACE | DraftField.NOTE:
            length = PLACE_LENGTH if field is DraftField.PLACE else NOTE_LENGTH
            return Answer({field: text_value(field, text, length, may_be_empty=False)})
        case _:
            raise BadValue(field=field)


def pressed_answer(field: DraftField, raw: str, current: Any, typed: str) -> Any:
    """The value of a pressed button; `current` is the field's present value. Raises BadValue."""
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


def dump_moment(moment: Moment) -> dict[str, Any]:
    """What is known of a date, for a form to hold."""
    days = moment.sittings
    return {
        "date": days[0].date.isoformat() if days else None,
        "time": _clock(moment.time),
        "end": _clock(moment.end),
        "later": [[day.date.isoformat(), _clock(day.time), _clock(day.end)] for day in days[1:]],
    }


def load_moment(data: dict[str, Any] | None) -> Moment:
    if not data:
        return Moment()
    return Moment(
        date=date.fromisoformat(data["date"]) if data["date"] else None,
        time=_time(data["time"]),
        end=_time(data["end"]),
        later=tuple(Sitting(date.fromisoformat(day), _time(at), _time(end)) for day, at, end in data["later"]),
    )


def moment_values(moment: Moment) -> Pieces:
    """Starts of a moment that is known, and the hours when a span was said; nothing of any other."""
    if not moment.is_known:
        return {}
    values: Pieces = {DraftField.START: [start.isoformat(timespec="minutes") for start in moment.starts]}
    spans = [(day.time, day.end) for day in moment.sittings]
    if all(begins and ends for begins, ends in spans):
        total = sum((_minutes(ends) - _minutes(begins) for begins, ends in spans if begins and ends), 0)
        if total > 0:
            values = {DraftField.HOURS: total / 60, **values}
    return values


def _start(db: Session, event: Event | None, pieces: Pieces, text: str, now: datetime) -> Answer:
    local = wall_now(db, now, event)
    moment = complete_moment(_present(event, pieces), text, local, last_day(local))
    values = moment_values(moment)
    if values:
        return Answer(values)
    problem = next(iter(moment.problems), None)
    return Answer({}, problem, dump_moment(moment) if moment.date or moment.time else pieces.get("moment"))


def _present(event: Event | None, pieces: Pieces) -> Moment:
    """What a typed answer completes: «в 15» keeps the day, «8 октября» keeps the time."""
    if event is None:
        return load_moment(pieces.get("moment"))
    first, *rest = event.session_starts
    return Moment(first.date(), first.time(), None, tuple(Sitting(day.date(), day.time(), None) for day in rest))


def _deadline(db: Session, event: Event | None, text: str, now: datetime) -> Answer:
    """A day without a time is the whole of that day, up to the start."""
    local = wall_now(db, now, event)
    moment = read_moment(text, local, last_day(local))
    if moment.date is None or moment.problems:
        return Answer({}, next(iter(moment.problems), None))
    until = datetime.combine(moment.date, moment.time or LAST_MINUTE)
    if event is not None and moment.time is None and until.date() == event.starts_local.date():
        until = event.starts_local
    return Answer({DraftField.DEADLINE: until.isoformat(timespec="minutes")})


def _host(db: Session, text: str) -> Answer:
    """An organisation, or anything else that says where: online, a link, an address."""
    link = take_link(Page(text))
    if link:
        link = text_value(DraftField.LINK, link, LINK_LENGTH)
        return Answer({DraftField.FORMAT: EventFormat.ONLINE.value, DraftField.LINK: link})
    found = find_organization(db, text)
    if found.sure:
        return Answer({DraftField.HOST: found.sure.id})
    if found.likely:
        return Answer({}, candidates=tuple(row.id for row in found.likely))
    if read_format(text) is EventFormat.ONLINE:
        return Answer({DraftField.FORMAT: EventFormat.ONLINE.value})
    return Answer({DraftField.PLACE: text_value(DraftField.PLACE, text, PLACE_LENGTH, may_be_empty=False)})


def _responsible(db: Session, text: str) -> Answer:
    """Somebody of the staff by the beginning of the name."""
    said = " ".join(text.casefold().replace("ё", "е").split())
    found = [who for who in staff_people(db) if said and who.name_key.startswith(said)]
    if not found:
        raise BadValue(field=DraftField.RESPONSIBLE)
    if len(found) == 1:
        return Answer({DraftField.RESPONSIBLE: found[0].id})
    return Answer({}, candidates=tuple(who.id for who in found))


def _known(field: DraftField, value: Any) -> Answer:
    if value is None:
        raise BadValue(field=field)
    return Answer({field: value})


def _unquoted(text: str) -> str:
    inner = text.strip('«»"“”„ ')
    return inner if text[:1] in '«"“„' and text[-1:] in '»"”“' else text


def _clock(at: time | None) -> str | None:
    return f"{at:%H:%M}" if at else None


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
