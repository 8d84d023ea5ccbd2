"""The speakers of an event in the network's file: people of the file by code, guests by name."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import Event, EventRole, Meeting, ParticipationRole
from services.loading.schema import SpeakerRow


def speaker_fields(rows: list[SpeakerRow]) -> list[list[str]]:
    """Return code, name of a guest, role, topic and number of the meeting of each speaker."""
    return [
        [row.who or "", row.name or "", row.role.value, row.topic, str(row.meeting) if row.meeting else ""]
        for row in rows
    ]


def stored_speakers(db: Session, codes: Mapping[int, str]) -> dict[int, list[list[str]]]:
    """Return the same of the listed speakers in the database, by event. `codes`: codes of people by id."""
    found: dict[int, list[list[str]]] = defaultdict(list)
    numbers = _meeting_numbers(db)
    for row in db.scalars(select(EventRole).where(EventRole.position > 0).order_by(EventRole.position)):
        who, number = codes.get(row.teacher_id or 0, ""), numbers.get(row.meeting_id or 0, "")
        found[row.event_id].append([who, row.guest_name, row.role.value, row.topic, number])
    return found


def _meeting_numbers(db: Session) -> dict[int, str]:
    """Return the numbers, in its event and from 1, of the meetings that speakers belong to, by id."""
    events = select(EventRole.event_id).where(EventRole.meeting_id.is_not(None))
    rows = select(Meeting).where(Meeting.event_id.in_(events)).order_by(Meeting.starts_at, Meeting.id)
    numbers: dict[int, str] = {}
    counts: dict[int, int] = defaultdict(int)
    for meeting in db.scalars(rows):
        counts[meeting.event_id] += 1
        numbers[meeting.id] = str(counts[meeting.event_id])
    return numbers


def store_speakers(db: Session, event: Event, rows: list[list[str]], people: Mapping[str, int]) -> None:
    """List these speakers in place of those listed before; roles given at the marking stay. `people`: ids by code."""
    of_event = EventRole.event_id == event.id
    db.execute(delete(EventRole).where(of_event, EventRole.position > 0))
    known = {(row.teacher_id, row.role): row for row in db.scalars(select(EventRole).where(of_event))}
    for number, (who, name, code, topic, meeting) in enumerate(rows, start=1):
        if who and who not in people:
            continue
        teacher_id, role = people[who] if who else None, ParticipationRole(code)
        row = known.get((teacher_id, role)) if teacher_id else None
        row = row or EventRole(event_id=event.id, teacher_id=teacher_id, guest_name=name, role=role)
        row.position, row.topic = number, topic
        row.meeting_id = event.meetings[int(meeting) - 1].id if meeting else None
        db.add(row)
    db.flush()
