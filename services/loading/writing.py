"""The rows of a network's file, made or changed in the caller's transaction."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import (
    Event,
    EventForm,
    EventFormat,
    EventState,
    LoadedRow,
    Network,
    Organization,
    OrganizationKind,
    OrgStatus,
    OrgStatusKind,
    Post,
    Role,
    RoleGrant,
    Subproject,
    Teacher,
)
from services.loading.differences import Plan, Verdict, fingerprints
from services.loading.history import silence, write_history, write_materials
from services.loading.reading import Loadable
from services.loading.wanted import Kind, Wanted
from services.people import identity
from services.reading.person_names import name_key, read_name

PUBLISHED_BEFORE = timedelta(days=14)

Fields = dict[str, Any]


def write(db: Session, loadable: Loadable, plan: Plan, now: datetime) -> None:
    """Write what the plan lets be written, and remember what the file said."""
    _Writing(db, loadable, now).run(plan)


def remember(db: Session, plan: Plan) -> None:
    """Keep the fingerprints of everything the file and the database agree about now."""
    left: dict[tuple[Kind, str], set[str]] = {}
    for difference in plan.left:
        left.setdefault(difference.key, set()).add(difference.field)
    for row in plan.wanted:
        kept = left.get(row.key, set())
        if "" in kept:
            continue
        known = db.get(LoadedRow, (row.kind.value, row.code))
        before = known.fields if known else {}
        fresh = fingerprints(row)
        fields = {field: mark for field, mark in fresh.items() if field not in kept}
        fields |= {field: before[field] for field in kept if field in before}
        if known is None:
            db.add(LoadedRow(kind=row.kind.value, code=row.code, fields=fields))
        elif known.fields != fields:
            known.fields = fields
    db.flush()


class _Writing:
    """One load: the ids behind the codes grow as rows are made."""

    def __init__(self, db: Session, loadable: Loadable, now: datetime) -> None:
        self._db = db
        self._file = loadable.file
        self._now = now
        self._organizations = _ids(db, Organization)
        self._people = _ids(db, Teacher)
        self._subprojects = _ids(db, Subproject)

    def run(self, plan: Plan) -> None:
        made: dict[tuple[Kind, str], Fields] = {}
        for difference in plan.to_write:
            fields = made.setdefault(difference.key, {})
            if difference.verdict is Verdict.CHANGED:
                fields[difference.field] = difference.there
        new = {one.key for one in plan.to_write if one.verdict is Verdict.NEW}
        writers: dict[Kind, Callable[[Wanted, Fields, bool], None]] = {
            Kind.ORGANIZATION: self._organization,
            Kind.PERSON: self._person,
            Kind.SUBPROJECT: self._subproject,
            Kind.NETWORK: self._network,
            Kind.EVENT: self._event,
            Kind.PARTICIPATION: self._participation,
            Kind.MATERIAL: self._material,
        }
        for row in plan.wanted:
            if row.key in made:
                is_new = row.key in new
                writers[row.kind](row, row.fields if is_new else made[row.key], is_new)
        for event in [row for row in plan.wanted if row.kind is Kind.EVENT and row.key in new]:
            silence(self._db, self._event_row(event.code), self._now)
        self._ask_about_newcomers()

    def _organization(self, row: Wanted, fields: Fields, is_new: bool) -> None:
        school = self._known_school(row) if is_new else self._db.get_one(Organization, self._organizations[row.code])
        for name in fields.keys() & {"short", "title", "locality", "place", "teachers", "counts_in_share"}:
            setattr(school, name, fields[name])
        if "kind" in fields:
            school.kind = OrganizationKind(fields["kind"])
        if "certificate_signer" in fields:
            school.signer_post, school.signer_name = fields["certificate_signer"]
        self._db.add(school)
        self._db.flush()
        self._organizations[row.code] = school.id
        if "statuses" in fields:
            self._db.execute(delete(OrgStatus).where(OrgStatus.organization_id == school.id))
            for kind, since, until, ground in fields["statuses"]:
                self._db.add(
                    OrgStatus(
                        organization_id=school.id,
                        kind=OrgStatusKind(kind),
                        since=date.fromisoformat(since),
                        until=date.fromisoformat(until) if until else None,
                        ground=ground,
                    )
                )

    def _known_school(self, row: Wanted) -> Organization:
        """An organization that the staff added in the bot before the file knew it is the same one."""
        named = {row.fields["short"].casefold(), row.fields["title"].casefold()}
        for school in self._db.scalars(select(Organization).where(Organization.code.is_(None))):
            if {school.short.casefold(), school.title.casefold()} & named:
                school.code = row.code
                return school
        return Organization(code=row.code)

    def _person(self, row: Wanted, fields: Fields, is_new: bool) -> None:
        person = Teacher(code=row.code, created_at=self._now, post=Post.METHODIST) if is_new else None
        person = person or self._db.get_one(Teacher, self._people[row.code])
        if "name" in fields:
            name = read_name(fields["name"])
            person.surname, person.given_name, person.patronymic = name.surname, name.given_name, name.patronymic
            person.name_key = name_key(name.full)
        if "org" in fields:
            person.organization_id = self._organizations[fields["org"]]
        if "post" in fields:
            person.post, person.post_title = Post(fields["post"]), ""
        if "subjects" in fields:
            person.subjects = fields["subjects"]
        self._db.add(person)
        self._db.flush()
        self._people[row.code] = person.id
        if "role" in fields:
            self._db.execute(delete(RoleGrant).where(RoleGrant.teacher_id == person.id))
            self._db.add_all(RoleGrant(teacher_id=person.id, role=Role(code)) for code in fields["role"])

    def _subproject(self, row: Wanted, fields: Fields, is_new: bool) -> None:
        line = Subproject(code=row.code) if is_new else self._db.get_one(Subproject, self._subprojects[row.code])
        line.title = fields.get("title", line.title)
        if "leader" in fields:
            line.leader_id = self._person_id(fields["leader"])
        self._db.add(line)
        self._db.flush()
        self._subprojects[row.code] = line.id

    def _network(self, row: Wanted, fields: Fields, is_new: bool) -> None:
        network = Network(id=1) if is_new else self._db.get_one(Network, 1)
        columns = {
            "title": "title",
            "programme": "programme",
            "timezone": "zone",
            "certificate_numbering": "certificate_pattern",
            "point_rules": "point_rules",
            "point_policy": "point_policy",
            "token_title": "token_title",
            "auto_per_points": "points_per_token",
            "reminder_rules": "reminder_rules",
        }
        for name in fields.keys() & columns.keys():
            setattr(network, columns[name], fields[name])
        if "coordinator" in fields:
            network.coordinator_id = self._organizations[fields["coordinator"]]
        if "quiet_hours" in fields:
            network.quiet_from, network.quiet_to = (time.fromisoformat(text) for text in fields["quiet_hours"])
        self._db.add(network)
        self._db.flush()

    def _event(self, row: Wanted, fields: Fields, is_new: bool) -> None:
        event = Event(code=row.code, state=EventState.PUBLISHED) if is_new else self._event_row(row.code)
        for name in fields.keys() & {"title", "posts", "org_statuses", "tags", "series", "scope", "school_break"}:
            setattr(event, name, fields[name])
        if "form" in fields:
            event.form = EventForm(fields["form"])
        if "format" in fields:
            event.format = EventFormat(fields["format"])
        if "capacity" in fields:
            event.capacity = fields["capacity"]
        if "host" in fields:
            event.host_id = self._organizations[fields["host"]]
        if "subproject" in fields:
            event.subproject_id = self._subprojects[fields["subproject"]]
        if fields.keys() & {"start", "hours", "timezone"}:
            self._schedule(event, row.fields)
        if is_new:
            self._publish(event)
        elif fields.keys() & {"start", "hours", "timezone", "host", "format"}:
            event.version += 1
            event.schedule_set_at = self._now
        self._db.add(event)
        self._db.flush()

    def _schedule(self, event: Event, fields: Fields) -> None:
        starts = [datetime.fromisoformat(text) for text in fields["start"]]
        event.set_schedule(starts, fields["hours"], fields["timezone"], event.minutes)

    def _publish(self, event: Event) -> None:
        """As if it had been published in time by somebody whom the bot does not know."""
        told = datetime.combine(self._file.as_of, time(0), tzinfo=event.tz).astimezone(UTC)
        event.created_at = min(told, self._now, event.starts_at - PUBLISHED_BEFORE)
        event.published_at = event.schedule_set_at = event.created_at
        leader = self._db.scalar(select(Subproject.leader_id).where(Subproject.id == event.subproject_id))
        event.responsible_id = leader

    def _participation(self, row: Wanted, fields: Fields, is_new: bool) -> None:
        event = self._event_row(row.code)
        write_history(self._db, event, self._file.participation[row.code], self._people_here(), self._now)

    def _material(self, row: Wanted, fields: Fields, is_new: bool) -> None:
        code, _, who = row.code.partition("/")
        write_materials(self._db, self._event_row(code), self._people[who], fields["accepted"], self._now)

    def _event_row(self, code: str) -> Event:
        return self._db.scalars(select(Event).where(Event.code == code)).unique().one()

    def _people_here(self) -> dict[str, int]:
        erased = set(self._db.scalars(select(Teacher.code).where(Teacher.erased_at.is_not(None))))
        return {code: row_id for code, row_id in self._people.items() if code not in erased}

    def _person_id(self, code: str) -> int | None:
        return self._people_here().get(code)

    def _ask_about_newcomers(self) -> None:
        """Whoever registered before the file named them: the staff says whether it is the same person."""
        newcomers = select(Teacher).where(Teacher.self_registered, Teacher.erased_at.is_(None))
        for newcomer in list(self._db.scalars(newcomers).unique()):
            identity.ask(self._db, newcomer, self._now)


def _ids(db: Session, table: type[Organization | Teacher | Subproject]) -> dict[str, int]:
    rows = db.execute(select(table.code, table.id).where(table.code.is_not(None)))
    return {str(code): row_id for code, row_id in rows}
