"""The profile: made on the first visit, changed field by field later."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Account, Certificate, Event, EventState, Organization, Post, Teacher
from services.actors import Actor, actor_of, language_of
from services.events import audience
from services.notices import NoticeKind, forget_undelivered
from services.people import claims, identity, invites
from services.people.consent import has_consent
from services.reading.person_names import PersonName, name_key
from services.refusals import ConsentNeeded, NotFound, ProfileNeeded
from services.subjects import SUBJECTS


@dataclass(frozen=True, slots=True)
class NewProfile:
    """What a newcomer said. `organization_typed` names an organization that the network does not have."""

    name: PersonName
    organization_id: int | None
    organization_typed: str
    post: Post
    post_title: str
    subjects: list[str]


@dataclass(frozen=True, slots=True)
class Welcomed:
    """Somebody has entered the network: who they are now, what they may do, what comes next.

    `next_event` is the nearest open event that fits; `checked` tells that a methodist was asked whether the network
    knows the person already; `claimed` is the organization asked about; `right_lost`: the invitation was used up.
    """

    actor: Actor
    teacher: Teacher
    next_event: Event | None = None
    checked: bool = False
    claimed: str = ""
    right_lost: bool = False
    known: bool = False
    """The profile was there before: nothing had to be typed."""


@dataclass(frozen=True, slots=True)
class Profile:
    teacher: Teacher
    claimed: str
    language: str
    staff: bool
    broadcasts: bool
    """Whether the person gets broadcasts."""


def register(db: Session, actor: Actor, profile: NewProfile, invite_id: int | None, now: datetime) -> Welcomed:
    """Make the profile of a newcomer; a staff invitation brought along gives its right.

    Raises ConsentNeeded. A person who has a profile already keeps it.
    """
    if not has_consent(db, actor.account):
        raise ConsentNeeded()
    if actor.teacher is not None:
        return welcomed(db, actor.account, now, known=True)
    teacher = Teacher(
        surname=profile.name.surname,
        given_name=profile.name.given_name,
        patronymic=profile.name.patronymic,
        name_key=name_key(profile.name.full),
        organization=_organization(db, profile.organization_id),
        post=profile.post,
        post_title=profile.post_title,
        subjects=[code for code in SUBJECTS if code in profile.subjects],
        self_registered=True,
        created_at=now,
    )
    db.add(teacher)
    actor.account.teacher = teacher
    db.flush()
    right_lost = invite_id is not None and not invites.use_for_newcomer(db, actor.account, teacher, invite_id, now)
    if teacher.organization is None and profile.organization_typed:
        claims.claim(db, teacher, profile.organization_typed, now)
    checked = identity.ask(db, teacher, now)
    return welcomed(db, actor.account, now, checked=checked, claimed=profile.organization_typed, right_lost=right_lost)


def welcomed(
    db: Session,
    account: Account,
    now: datetime,
    *,
    checked: bool = False,
    claimed: str = "",
    right_lost: bool = False,
    known: bool = False,
) -> Welcomed:
    """The greeting of an account that has a profile; staff hear of every question that still waits."""
    actor = actor_of(db, account)
    teacher = actor.require_teacher()
    notify_staff(db, actor, now)
    return Welcomed(
        actor,
        teacher,
        next_event=nearest_event(db, teacher, now),
        checked=checked,
        claimed=claimed if teacher.organization_id is None else "",
        right_lost=right_lost,
        known=known,
    )


def notify_staff(db: Session, actor: Actor, now: datetime) -> None:
    """Owe to one of the staff the open questions about people and organizations that they have not heard; each once."""
    if actor.is_staff:
        forget_undelivered(db, actor.account.id, NoticeKind.IDENTITY_ASKED, NoticeKind.ORGANIZATION_ASKED)
        identity.tell(db, actor.account, now)
        claims.tell(db, actor.account, now)


def nearest_event(db: Session, teacher: Teacher, now: datetime) -> Event | None:
    """The first event one can still sign up to and that is for this person."""
    coming = db.scalars(
        select(Event).where(Event.state == EventState.PUBLISHED, Event.starts_at > now).order_by(Event.starts_at)
    )
    return next((e for e in coming.unique() if e.is_open(now) and audience.is_eligible(db, e, teacher)), None)


def show_profile(db: Session, actor: Actor) -> Profile:
    """Open to read whatever text was agreed to. Raises ProfileNeeded."""
    teacher = actor.teacher
    if teacher is None:
        raise ProfileNeeded()
    open_claim = claims.open_claim(db, teacher)
    return Profile(
        teacher,
        open_claim.typed if open_claim else "",
        language_of(db, actor.account),
        staff=actor.is_staff,
        broadcasts=not actor.account.no_broadcasts,
    )


def change_name(db: Session, actor: Actor, name: PersonName, now: datetime) -> int:
    """Set the full name; returns how many certificates were issued to the former one and keep it."""
    teacher = actor.require_teacher()
    teacher.surname, teacher.given_name, teacher.patronymic = name.surname, name.given_name, name.patronymic
    teacher.name_key = name_key(name.full)
    db.flush()
    identity.ask(db, teacher, now)
    issued = select(func.count()).where(Certificate.teacher_id == teacher.id, Certificate.full_name != name.full)
    return db.scalar(issued) or 0


def change_organization(db: Session, actor: Actor, organization_id: int, now: datetime) -> None:
    teacher = actor.require_teacher()
    teacher.organization = _organization(db, organization_id)
    claims.drop(db, teacher)
    db.flush()
    identity.ask(db, teacher, now)


def claim_organization(db: Session, actor: Actor, typed: str, now: datetime) -> None:
    """The person works at an organization that the network does not have: the staff is asked."""
    teacher = actor.require_teacher()
    teacher.organization = None
    claims.claim(db, teacher, typed, now)


def change_post(db: Session, actor: Actor, post: Post, title: str) -> None:
    teacher = actor.require_teacher()
    teacher.post, teacher.post_title = post, title
    db.flush()


def change_subjects(db: Session, actor: Actor, subjects: list[str]) -> None:
    """Keep exactly these subjects; unknown codes are left out."""
    actor.require_teacher().subjects = [code for code in SUBJECTS if code in subjects]
    db.flush()


def choose_language(db: Session, actor: Actor, language: str) -> None:
    actor.account.language = language
    db.flush()


def _organization(db: Session, organization_id: int | None) -> Organization | None:
    """Raises NotFound when the organization of a button is no longer there."""
    if organization_id is None:
        return None
    found = db.get(Organization, organization_id)
    if found is None:
        raise NotFound()
    return found
