"""The ground on which the network keeps the data of the people of its file, said once for all of them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import GroundKind, Teacher
from services.data_grounds import SaidGround, grounds_of, record_ground
from services.loading.schema import GroundRow


def record_list_ground(db: Session, row: GroundRow, codes: list[str], now: datetime) -> None:
    """Record the ground for the people with these codes of whom none is recorded yet."""
    said = SaidGround(GroundKind(row.kind.value), row.number, row.date)
    people = db.scalars(select(Teacher.id).where(Teacher.code.in_(codes), Teacher.erased_at.is_(None)))
    for teacher_id in list(people):
        if not grounds_of(db, teacher_id):
            record_ground(db, teacher_id, said, now)
