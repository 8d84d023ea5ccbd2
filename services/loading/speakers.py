"""The speakers of an event in the network's file: people of the file by code, guests by name."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import Event, EventRole, ParticipationRole
from services.loading.schema import SpeakerRow


def speaker_fields(rows: list[SpeakerRow]) -> list[list[str]]:
    """Return code, name of a guest, role and topic of each speaker."""
    return [[row.who or "", row.name or "", row.role.value, row.topic] for row in rows]


def stored_speakers(db: Session, codes: Mapping[int, str]) -> dict[int, list[list[str]]]:
    """Return the same of the listed speakers in the database, by event. `codes`: codes of people by id."""
    found: dict[int, list[list[str]]] = defaultdict(list)
    for row in db.scalars(select(EventRole).where(EventRole.position > 0).order_by(EventRole.position)):
        who = codes.get(row.teacher_id or 0, "")
        found[row.event_id].append([who, row.guest_name, row.role.value, row.topic])
    return found


def store_speakers(db: Session, event: Event, rows: list[list[str]], people: Mapping[str, int]) -> None:
    """List these speakers in place of those listed before; roles given at the marking stay. `people`: ids by code."""
    of_event = EventRole.event_id == event.id
    db.execute(delete(EventRole).where(of_event, EventRole.position > 0))
    known = {(row.teacher_id, row.role): row for row in db.scalars(select(EventRole).where(of_event))}
    for number, (who, name, code, topic) in enumerate(rows, start=1):
        if who and who not in people:
            continue
        teacher_id, role = people[who] if who else None, ParticipationRole(code)
        row = known.get((teacher_id, role)) if teacher_id else None
        row = row or EventRole(event_id=event.id, teacher_id=teacher_id, guest_name=name, role=role)
        row.position, row.topic = number, topic
        db.add(row)
    db.flush()
