"""Speakers of an event: people of the network, with or without an account, and guests, in the order of speaking."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models import EventRole, Meeting, ParticipationRole, Teacher

SPEAKING_ROLES = (
    ParticipationRole.SPEAKER,
    ParticipationRole.MASTER_CLASS,
    ParticipationRole.OPEN_LESSON,
    ParticipationRole.MODERATOR,
    ParticipationRole.EXPERT,
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A role with its person; a guest has a name in the role's row and no `teacher`."""

    role: EventRole
    teacher: Teacher | None
    meeting: Meeting | None = None

    @property
    def name(self) -> str:
        return self.teacher.full_name if self.teacher else self.role.guest_name


_SPEAKERS = (
    select(EventRole, Teacher, Meeting)
    .outerjoin(Teacher, Teacher.id == EventRole.teacher_id)
    .outerjoin(Meeting, Meeting.id == EventRole.meeting_id)
    .where(EventRole.event_id == bindparam("event"), EventRole.role.in_(SPEAKING_ROLES), Teacher.erased_at.is_(None))
    .order_by(EventRole.position == 0, EventRole.position, EventRole.id)
)


def speakers_of(db: Session, event_id: int) -> tuple[Speaker, ...]:
    """Return the speakers in the order the organizer gave them, then those whose role was given without one."""
    rows = db.execute(_SPEAKERS, {"event": event_id}).unique()
    return tuple(Speaker(role, teacher, meeting) for role, teacher, meeting in rows)
