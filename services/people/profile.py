"""The profile of a person and the changes of its fields."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Certificate, Post, Teacher
from services.actors import Actor, language_of
from services.network import network
from services.people import claims, identity
from services.people.open_questions import close_claims
from services.reading.person_names import PersonName, name_key
from services.refusals import ProfileNeeded
from services.reminder_rules import reminds_participants
from services.schools.employments import Position, main_position, set_main, today
from services.schools.register import organization
from services.subjects import SUBJECTS


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile; `claimed` is the organization the staff is asked about.

    `broadcasts`, `reminders`: whether the person gets broadcasts and reminders of their sign-ups.
    """

    teacher: Teacher
    claimed: str
    language: str
    staff: bool
    broadcasts: bool
    reminders: bool = True


def show_profile(db: Session, actor: Actor) -> Profile:
    """Return the profile of a person, who may have agreed to an older text."""
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
        reminders=reminds_participants(network(db)),
    )


def change_name(db: Session, actor: Actor, name: PersonName, now: datetime) -> int:
    """Set the full name and return how many certificates keep the former one."""
    teacher = actor.require_teacher()
    teacher.surname, teacher.given_name, teacher.patronymic = name.surname, name.given_name, name.patronymic
    teacher.name_key = name_key(name.full)
    db.flush()
    identity.ask_about_namesakes(db, teacher, now)
    issued = select(func.count()).where(Certificate.teacher_id == teacher.id, Certificate.full_name != name.full)
    return db.scalar(issued) or 0


def change_organization(db: Session, actor: Actor, organization_id: int, now: datetime) -> None:
    teacher = actor.require_teacher()
    chosen = replace(main_position(teacher), organization_id=organization(db, organization_id).id)
    set_main(db, teacher, chosen, today(db, now))
    close_claims(db, teacher.id, now)
    identity.ask_about_namesakes(db, teacher, now)


def claim_organization(db: Session, actor: Actor, typed: str, now: datetime) -> None:
    """Set an organization unknown to the network; the staff is asked about it."""
    teacher = actor.require_teacher()
    set_main(db, teacher, replace(main_position(teacher), organization_id=None), today(db, now))
    claims.make_claim(db, teacher, typed, now)


def change_post(db: Session, actor: Actor, post: Post, title: str, now: datetime) -> None:
    teacher = actor.require_teacher()
    set_main(db, teacher, Position(teacher.organization_id, post, title), today(db, now))


def change_subjects(db: Session, actor: Actor, subjects: Collection[str]) -> None:
    """Set the subjects; unknown codes are left out."""
    actor.require_teacher().subjects = [code for code in SUBJECTS if code in subjects]
    db.flush()


def choose_language(db: Session, actor: Actor, language: str) -> None:
    actor.account.language = language
    db.flush()
