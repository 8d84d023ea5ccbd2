"""Registration of newcomers and the greeting of people who enter."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from models import Account, Event, EventState, Post, Teacher
from services.actors import Actor, actor_of
from services.data_grounds import record_own_consent
from services.events import audience
from services.network import network
from services.notices import forget_undelivered
from services.people import claims, identity, invites
from services.people.consent import has_consent
from services.reading.person_names import PersonName, name_key
from services.refusals import ConsentNeeded
from services.reminder_rules import announces_events
from services.schools.employments import Position, set_main, today
from services.schools.register import organization
from services.subjects import SUBJECTS


@dataclass(frozen=True, slots=True)
class NewProfile:
    """Answers of a newcomer; `organization_typed` names an organization unknown to the network."""

    name: PersonName
    organization_id: int | None
    organization_typed: str
    post: Post
    post_title: str
    subjects: Collection[str]


@dataclass(frozen=True, slots=True)
class Welcomed:
    """A person who has entered the network.

    `wanted_event` is the one whose card they opened before, `next_event` the nearest open event that fits, `told`
    whether new ones are announced, `claimed` the organization the staff is asked about. `checked` is true if the staff
    is asked about namesakes, `right_lost` if the invitation was used up meanwhile.
    """

    actor: Actor
    teacher: Teacher
    wanted_event: Event | None = None
    next_event: Event | None = None
    told: bool = True
    checked: bool = False
    claimed: str = ""
    right_lost: bool = False


def register(db: Session, actor: Actor, profile: NewProfile, now: datetime) -> Welcomed:
    """Make the profile of a newcomer, with the role of an opened staff invitation; an existing profile is kept."""
    if not has_consent(db, actor.account):
        raise ConsentNeeded()
    if actor.teacher is not None:
        return welcome(db, actor.account, now)
    teacher = Teacher(
        surname=profile.name.surname,
        given_name=profile.name.given_name,
        patronymic=profile.name.patronymic,
        name_key=name_key(profile.name.full),
        subjects=[code for code in SUBJECTS if code in profile.subjects],
        self_registered=True,
        created_at=now,
    )
    db.add(teacher)
    actor.account.teacher = teacher
    position = Position(profile.organization_id, profile.post, profile.post_title)
    if position.organization_id is not None:
        organization(db, position.organization_id)
    set_main(db, teacher, position, today(db, now))
    record_own_consent(db, actor.account, now)
    right_lost = not invites.use_for_newcomer(db, actor.account, teacher, now)
    claimed = profile.organization_typed if teacher.organization is None else ""
    if claimed:
        claims.make_claim(db, teacher, claimed, now)
    checked = identity.ask_about_namesakes(db, teacher, now)
    return replace(welcome(db, actor.account, now), checked=checked, claimed=claimed, right_lost=right_lost)


def welcome(db: Session, account: Account, now: datetime) -> Welcomed:
    """Greet the owner of a profile; a staff member is notified of every open question."""
    actor = actor_of(db, account)
    teacher = actor.require_teacher()
    notify_staff(db, actor, now)
    wanted = _take_wanted_event(db, account, now)
    return Welcomed(actor, teacher, wanted, audience.nearest_event(db, teacher, now), announces_events(network(db)))


def notify_staff(db: Session, actor: Actor, now: datetime) -> None:
    """Enqueue for a staff member the open questions about people and organizations that they have not received."""
    if actor.is_staff:
        forget_undelivered(db, actor.account.id, identity.IdentityAsked, claims.OrganizationAsked)
        identity.notify_open_questions(db, actor.account, now)
        claims.notify_open_claims(db, actor.account, now)


def _take_wanted_event(db: Session, account: Account, now: datetime) -> Event | None:
    """Forget the event that brought the person and return it, unless it was cancelled or is over."""
    event = db.get(Event, account.wanted_event_id) if account.wanted_event_id else None
    account.wanted_event_id = None
    db.flush()
    return event if event is not None and event.state is EventState.PUBLISHED and now < event.ends_at else None
