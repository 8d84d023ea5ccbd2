"""Posts and organizations of a person: one main employment, further ones, and the history of both."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models import Employment, Organization, Post, Teacher
from services.network import network
from services.refusals import NotFound, Refusal

MAX_EMPLOYMENTS = 5


class TooManyEmployments(Refusal):
    key = "refused-employments-many"


class OnlyEmployment(Refusal):
    """The last employment is changed, not ended."""

    key = "refused-employment-only"


@dataclass(frozen=True, slots=True)
class Position:
    """A post at an organization; without an id the organization is not known."""

    organization_id: int | None = None
    post: Post = Post.OTHER
    post_title: str = ""


UNKNOWN = Position()


def today(db: Session, now: datetime) -> date:
    """Return the local day in the network's zone."""
    return now.astimezone(network(db).tz).date()


def main_position(teacher: Teacher) -> Position:
    return Position(teacher.organization_id, teacher.post, teacher.post_title)


def posts_of(teacher: Teacher) -> list[Post]:
    """Return the posts of all active employments, the main one first."""
    return list(dict.fromkeys([teacher.post, *(row.post for row in teacher.further)]))


def organizations_of(teacher: Teacher) -> list[int]:
    """Return the ids of the organizations of all active employments, the main one first."""
    found = [teacher.organization_id, *(row.organization_id for row in teacher.further)]
    return [one for one in dict.fromkeys(found) if one is not None]


def is_employed(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition on `Teacher` that one of the person's active employments meets all `conditions`."""
    rows = select(Employment.id).where(Employment.teacher_id == Teacher.id, Employment.until.is_(None), *conditions)
    return rows.limit(1).correlate(Teacher).scalar_subquery().is_not(None)


def active_employments(db: Session, teacher: Teacher) -> list[Employment]:
    """Return the active employments, the main one first."""
    rows = select(Employment).where(Employment.teacher_id == teacher.id, Employment.until.is_(None))
    return list(db.scalars(rows.order_by(Employment.is_main.desc(), Employment.id)))


def employments_of(db: Session, teacher: Teacher) -> list[Employment]:
    """Return all employments: the active ones, the main one first, then the ended ones, the latest first."""
    rows = db.scalars(select(Employment).where(Employment.teacher_id == teacher.id)).all()
    ended = sorted((row for row in rows if row.until is not None), key=lambda row: (row.until, row.id), reverse=True)
    return [*active_employments(db, teacher), *ended]


def require_room(db: Session, teacher: Teacher) -> None:
    """Refuse one employment more than a person may have. Raises TooManyEmployments."""
    if len(active_employments(db, teacher)) >= MAX_EMPLOYMENTS:
        raise TooManyEmployments(most=MAX_EMPLOYMENTS)


def set_main(db: Session, teacher: Teacher, position: Position, day: date) -> None:
    """Make a position the main one from `day` on; the former main employment becomes history.

    What was unknown is completed and what was entered the same day is corrected, without history. A further employment
    at the same position becomes the main one.
    """
    db.flush()
    current = _main(db, teacher)
    if current is not None and _position(current) != position:
        for row in teacher.further:
            if _position(row) == position:
                _end(db, row, day)
        if current.since >= day or _completes(position, _position(current)):
            _assign(current, position)
        else:
            _end(db, current, day)
            current = None
    if current is None and position != UNKNOWN:
        _begin(db, teacher, position, day, is_main=True)
    _copy(db, teacher, position)


def add_further(db: Session, teacher: Teacher, position: Position, day: date) -> None:
    """Add a position beside the main one; one that the person has is kept. Raises TooManyEmployments."""
    active = active_employments(db, teacher)
    if position in map(_position, active):
        return
    if not active:
        set_main(db, teacher, position, day)
        return
    require_room(db, teacher)
    _begin(db, teacher, position, day, is_main=False)
    db.expire(teacher, ["further"])


def set_further(db: Session, teacher: Teacher, positions: Collection[Position], day: date) -> None:
    """Make these the employments beside the main one; the others end."""
    for row in list(teacher.further):
        if _position(row) not in positions:
            _end(db, row, day)
    for position in positions:
        add_further(db, teacher, position, day)
    db.expire(teacher, ["further"])


def end_employment(db: Session, teacher: Teacher, employment_id: int, day: date) -> None:
    """End an employment; after the main one the oldest of the others is the main one. Raises OnlyEmployment."""
    active = active_employments(db, teacher)
    ended = next((row for row in active if row.id == employment_id), None)
    if ended is None:
        raise NotFound()
    rest = [row for row in active if row is not ended]
    if not rest:
        raise OnlyEmployment()
    _end(db, ended, day)
    if ended.is_main:
        following = _position(rest[0])
        _end(db, rest[0], day)
        _begin(db, teacher, following, day, is_main=True)
        _copy(db, teacher, following)
    db.expire(teacher, ["further"])


def forget_employments(db: Session, teacher: Teacher) -> None:
    """Delete all employments of a person who is erased; marks of presence keep their own copy."""
    for row in db.scalars(select(Employment).where(Employment.teacher_id == teacher.id)):
        db.delete(row)
    db.flush()
    _copy(db, teacher, UNKNOWN)


def join_employments(db: Session, newcomer: Teacher, known: Teacher, day: date) -> None:
    """Give the known person what the newcomer has beside it; what was unknown of the main one is completed."""
    own, theirs = main_position(known), main_position(newcomer)
    if own.organization_id is None:
        own = replace(own, organization_id=theirs.organization_id)
    if own.post is Post.OTHER and not own.post_title:
        own = replace(own, post=theirs.post, post_title=theirs.post_title)
    set_main(db, known, own, day)
    held = {_position(row) for row in active_employments(db, known)}
    for row in db.scalars(select(Employment).where(Employment.teacher_id == newcomer.id).order_by(Employment.id)):
        position = _position(row)
        is_new = not _completes(own, position) and position not in held
        if row.until is not None or is_new:
            row.teacher_id, row.is_main = known.id, row.is_main and row.until is not None
    db.flush()
    db.expire(known, ["further"])


def _main(db: Session, teacher: Teacher) -> Employment | None:
    return db.scalar(
        select(Employment).where(Employment.teacher_id == teacher.id, Employment.is_main, Employment.until.is_(None))
    )


def _position(row: Employment) -> Position:
    return Position(row.organization_id, row.post, row.post_title)


def _completes(new: Position, old: Position) -> bool:
    """Whether the new position differs only in what was unknown of the old one."""
    same_place = old.organization_id in (None, new.organization_id)
    same_post = (old.post, old.post_title) in ((Post.OTHER, ""), (new.post, new.post_title))
    return same_place and same_post


def _assign(row: Employment, position: Position) -> None:
    row.organization_id, row.post, row.post_title = position.organization_id, position.post, position.post_title


def _begin(db: Session, teacher: Teacher, position: Position, day: date, *, is_main: bool) -> None:
    row = Employment(teacher_id=teacher.id, is_main=is_main, since=day)
    _assign(row, position)
    db.add(row)
    db.flush()


def _end(db: Session, row: Employment, day: date) -> None:
    """End an employment; one that began the same day was a mistake and leaves no trace."""
    if row.since >= day:
        db.delete(row)
    else:
        row.until = day
    db.flush()


def _copy(db: Session, teacher: Teacher, position: Position) -> None:
    """Copy the main position to the person's own columns."""
    known = position.organization_id
    teacher.organization = None if known is None else db.get_one(Organization, known)
    teacher.post, teacher.post_title = position.post, position.post_title
    db.flush()
    db.expire(teacher, ["further"])
