"""The speakers of an event, listed by its organizers before anybody signs up."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models import Event, EventRole, ParticipationRole, Teacher
from services.actors import Actor
from services.desk.changes import changeable_event
from services.desk.events import staff_event
from services.events.speakers import SPEAKING_ROLES, Speaker, speakers_of
from services.lengths import TextLimit, check
from services.name_search import similar_people
from services.refusals import NotFound, Refusal

PEOPLE_SHOWN = 5
NAME_LIMIT = TextLimit("speaker-bad-name", 2, 200)
TOPIC_LIMIT = TextLimit("speaker-bad-topic", 2, 300)
MOST_SPEAKERS = 50


class SpeakerTwice(Refusal):
    """The person has this role at the event already."""

    key = "speaker-twice"


class TooManySpeakers(Refusal):
    """The list of speakers is full."""

    key = "speaker-too-many"


@dataclass(frozen=True, slots=True)
class SpeakerList:
    event: Event
    speakers: tuple[Speaker, ...]


@dataclass(frozen=True, slots=True)
class OpenedSpeaker:
    """A speaker and the place in the list, from 1."""

    event: Event
    speaker: Speaker
    place: int
    last: int


def speaker_list(db: Session, actor: Actor, event_id: int) -> SpeakerList:
    """Return the speakers of an event for the staff."""
    return SpeakerList(staff_event(db, actor, event_id), speakers_of(db, event_id))


def find_people(db: Session, actor: Actor, typed: str) -> list[Teacher]:
    """Find people of the network by a typed name, the most similar first. Raises TextLength."""
    actor.require_staff()
    return similar_people(db, checked_name(typed), PEOPLE_SHOWN)


def checked_name(typed: str) -> str:
    """Return a typed name on one line. Raises TextLength."""
    return check(" ".join(typed.split()), NAME_LIMIT)


def add_person(db: Session, actor: Actor, event_id: int, teacher_id: int, now: datetime) -> OpenedSpeaker:
    """Add a person of the network at the end of the list; one who is in it is opened."""
    changeable_event(db, actor, event_id, now)
    teacher = db.get(Teacher, teacher_id)
    if teacher is None or teacher.erased_at is not None:
        raise NotFound()
    known = next((row for row in speakers_of(db, event_id) if row.role.teacher_id == teacher_id), None)
    if known is not None:
        return _opened(db, actor, known.role)
    of_person = EventRole.event_id == event_id, EventRole.teacher_id == teacher_id
    db.execute(delete(EventRole).where(*of_person, EventRole.role == ParticipationRole.LISTENER))
    return _added(db, actor, event_id, EventRole(teacher_id=teacher_id))


def add_guest(db: Session, actor: Actor, event_id: int, name: str, now: datetime) -> OpenedSpeaker:
    """Add somebody who is not in the network at the end of the list. Raises TextLength."""
    changeable_event(db, actor, event_id, now)
    return _added(db, actor, event_id, EventRole(guest_name=checked_name(name)))


def open_speaker(db: Session, actor: Actor, role_id: int) -> OpenedSpeaker:
    """Return one speaker for the staff."""
    return _opened(db, actor, _role(db, role_id))


def give_role(db: Session, actor: Actor, role_id: int, role: ParticipationRole, now: datetime) -> OpenedSpeaker:
    """Let the person speak in this role. Raises SpeakerTwice."""
    row = _changeable(db, actor, role_id, now)
    if role not in SPEAKING_ROLES:
        raise NotFound()
    same = EventRole.event_id == row.event_id, EventRole.teacher_id == row.teacher_id, EventRole.role == role
    if row.teacher_id is not None and db.scalar(select(EventRole.id).where(*same, EventRole.id != row.id)):
        raise SpeakerTwice(event=row.event_id)
    row.role = role
    db.flush()
    return _opened(db, actor, row)


def set_meeting(db: Session, actor: Actor, role_id: int, meeting_id: int, now: datetime) -> OpenedSpeaker:
    """Let the person speak at one meeting of the event; 0: at the whole event."""
    row = _changeable(db, actor, role_id, now)
    meetings = {meeting.id for meeting in db.get_one(Event, row.event_id).meetings}
    if meeting_id and meeting_id not in meetings:
        raise NotFound()
    row.meeting_id = meeting_id or None
    db.flush()
    return _opened(db, actor, row)


def set_topic(db: Session, actor: Actor, role_id: int, topic: str, now: datetime) -> OpenedSpeaker:
    """Store the topic of a talk; an empty one removes it. Raises TextLength."""
    row = _changeable(db, actor, role_id, now)
    row.topic = check(" ".join(topic.split()), TOPIC_LIMIT) if topic else ""
    db.flush()
    return _opened(db, actor, row)


def move_to(db: Session, actor: Actor, role_id: int, place: int, now: datetime) -> OpenedSpeaker:
    """Put the speaker at this place of the list, from 1."""
    row = _changeable(db, actor, role_id, now)
    others = [speaker.role for speaker in speakers_of(db, row.event_id) if speaker.role.id != row.id]
    at = min(max(place, 1), len(others) + 1) - 1
    for number, other in enumerate([*others[:at], row, *others[at:]], start=1):
        other.position = number
    db.flush()
    return _opened(db, actor, row)


def remove(db: Session, actor: Actor, role_id: int, now: datetime) -> SpeakerList:
    """Take a speaker off the list; a sign-up and a mark of the person stay."""
    row = _changeable(db, actor, role_id, now)
    event_id = row.event_id
    db.delete(row)
    db.flush()
    return speaker_list(db, actor, event_id)


def _added(db: Session, actor: Actor, event_id: int, row: EventRole) -> OpenedSpeaker:
    last, count = db.execute(
        select(func.max(EventRole.position), func.count()).where(EventRole.event_id == event_id)
    ).one()
    if count >= MOST_SPEAKERS:
        raise TooManySpeakers(event=event_id)
    row.event_id, row.role, row.position = event_id, ParticipationRole.SPEAKER, (last or 0) + 1
    db.add(row)
    db.flush()
    return _opened(db, actor, row)


def _role(db: Session, role_id: int) -> EventRole:
    row = db.get(EventRole, role_id)
    if row is None or row.role not in SPEAKING_ROLES:
        raise NotFound()
    return row


def _changeable(db: Session, actor: Actor, role_id: int, now: datetime) -> EventRole:
    row = _role(db, role_id)
    changeable_event(db, actor, row.event_id, now)
    return row


def _opened(db: Session, actor: Actor, row: EventRole) -> OpenedSpeaker:
    event = staff_event(db, actor, row.event_id)
    speakers = speakers_of(db, row.event_id)
    for place, speaker in enumerate(speakers, start=1):
        if speaker.role.id == row.id:
            return OpenedSpeaker(event, speaker, place, len(speakers))
    raise NotFound()
