"""Host, subproject and responsible person: fields that name a row of the network."""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Base, EventFormat, Organization, Role, RoleGrant, Subproject, Teacher
from services.desk.fields.definition import (
    Answer,
    Asked,
    BadValue,
    DraftField,
    Edit,
    EventField,
    FieldValue,
    Option,
    Pieces,
    number_value,
)
from services.desk.fields.texts import LINK_LENGTH, PLACE_LENGTH, text_value
from services.events.moved import Schedule
from services.reading.announcement import Announcement
from services.reading.event import read_format
from services.reading.known_names import KnownName, NameMatch, match_person, match_subproject
from services.reading.place import take_link, take_location
from services.reading.text import Page
from services.schools.register import all_organizations, find_organization

R = TypeVar("R", bound=Base)

NAMES_PER_PAGE = 6
"""Names take a row each."""


def known_staff(db: Session) -> list[KnownName]:
    """List the people who may be responsible, as the readers of typed texts know them."""
    return [KnownName(teacher.id, teacher.full_name) for teacher in _staff(db)]


def known_subprojects(db: Session) -> list[KnownName]:
    """List the subprojects, as the readers of typed texts know them."""
    return [KnownName(row.id, row.title) for row in _subprojects(db)]


def _staff(db: Session) -> list[Teacher]:
    """Methodists and admins of the network by name."""
    granted = select(RoleGrant.teacher_id).where(RoleGrant.role.in_([Role.ADMIN, Role.METHODIST]))
    statement = select(Teacher).where(Teacher.id.in_(granted), Teacher.erased_at.is_(None)).order_by(Teacher.name_key)
    return list(db.scalars(statement).unique())


def _subprojects(db: Session) -> list[Subproject]:
    return list(db.scalars(select(Subproject).order_by(Subproject.id)))


def row_value(db: Session, kind: type[R], field: DraftField, value: FieldValue) -> R | None:
    """Return the row with this id, None for None; raises BadValue."""
    row = db.get(kind, value) if isinstance(value, int) else None
    if row is None and value is not None:
        raise BadValue(field=field)
    return row


def _assign_host(edit: Edit, value: FieldValue) -> None:
    edit.event.host = row_value(edit.db, Organization, DraftField.HOST, value)


def _assign_subproject(edit: Edit, value: FieldValue) -> None:
    edit.event.subproject = row_value(edit.db, Subproject, DraftField.SUBPROJECT, value)


def _assign_responsible(edit: Edit, value: FieldValue) -> None:
    edit.event.responsible = row_value(edit.db, Teacher, DraftField.RESPONSIBLE, value)


def _typed_host(asked: Asked, text: str) -> Answer:
    """Read an organization, or anything else that says where: online, a link, an address."""
    link = take_link(Page(text))
    if link:
        link = text_value(DraftField.LINK, link, LINK_LENGTH)
        return Answer({DraftField.FORMAT: EventFormat.ONLINE.value, DraftField.LINK: link})
    page = Page(text)
    room = take_location(page)
    found = find_organization(asked.db, page.remaining_text().strip(" ,"))
    if found.sure:
        host: Pieces = {DraftField.HOST: found.sure.id}
        return Answer({**host, DraftField.PLACE: room[: PLACE_LENGTH[1]]} if room else host)
    if found.likely:
        return Answer({}, candidates=tuple(row.id for row in found.likely))
    if read_format(text) is EventFormat.ONLINE:
        return Answer({DraftField.FORMAT: EventFormat.ONLINE.value})
    return Answer({DraftField.PLACE: text_value(DraftField.PLACE, text, PLACE_LENGTH, may_be_empty=False)})


def _typed_subproject(asked: Asked, text: str) -> Answer:
    return _matched(DraftField.SUBPROJECT, match_subproject(text, known_subprojects(asked.db)))


def _typed_responsible(asked: Asked, text: str) -> Answer:
    return _matched(DraftField.RESPONSIBLE, match_person(text, known_staff(asked.db)))


def _matched(field: DraftField, named: NameMatch) -> Answer:
    if named.id is not None:
        return Answer({field: named.id})
    if not named.candidates:
        raise BadValue(field=field)
    return Answer({}, candidates=named.candidates)


def _announced_host(said: Announcement) -> Answer:
    if said.host is None:
        return Answer({})
    known: Pieces = {} if said.host.organization is None else {DraftField.HOST: said.host.organization.id}
    return Answer(known, candidates=tuple(place.id for place in said.host.candidates))


def _announced(field: DraftField, named: NameMatch | None) -> Answer:
    if named is None:
        return Answer({})
    if named.id is not None:
        return Answer({field: named.id})
    return Answer({}, candidates=named.candidates, unclear=True)


def _reschedule_host(db: Session, schedule: Schedule, value: FieldValue) -> Schedule:
    host = row_value(db, Organization, DraftField.HOST, value)
    return schedule.changed(host=host.short if host else "")


NAMED_FIELDS = {
    DraftField.HOST: EventField(
        current=lambda event: event.host_id,
        assign=_assign_host,
        typed=_typed_host,
        announced=_announced_host,
        pressed=lambda raw: number_value(DraftField.HOST, raw),
        options=lambda db: [Option(str(row.id), row.short) for row in all_organizations(db)],
        page_size=NAMES_PER_PAGE,
        reschedule=_reschedule_host,
        may_change_after_start=False,
    ),
    DraftField.SUBPROJECT: EventField(
        current=lambda event: event.subproject_id,
        assign=_assign_subproject,
        typed=_typed_subproject,
        announced=lambda said: _announced(DraftField.SUBPROJECT, said.subproject),
        pressed=lambda raw: number_value(DraftField.SUBPROJECT, raw),
        options=lambda db: [Option(str(row.id), row.title) for row in _subprojects(db)],
    ),
    DraftField.RESPONSIBLE: EventField(
        current=lambda event: event.responsible_id,
        assign=_assign_responsible,
        typed=_typed_responsible,
        announced=lambda said: _announced(DraftField.RESPONSIBLE, said.responsible),
        pressed=lambda raw: number_value(DraftField.RESPONSIBLE, raw),
        options=lambda db: [Option(str(teacher.id), teacher.full_name) for teacher in _staff(db)],
        page_size=NAMES_PER_PAGE,
    ),
}
