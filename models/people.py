"""People of the network, their messenger accounts, rights, consents and invitations."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Big
from models.organizations import Organization


class Post(StrEnum):
    TEACHER = "teacher"
    EDUCATOR = "educator"
    SENIOR_EDUCATOR = "senior_educator"
    ADDITIONAL_TEACHER = "additional_teacher"
    LIBRARIAN = "librarian"
    PSYCHOLOGIST = "psychologist"
    SOCIAL_TEACHER = "social_teacher"
    SPEECH_THERAPIST = "speech_therapist"
    ADVISOR = "advisor"
    MUSIC_DIRECTOR = "music_director"
    METHODIST = "methodist"
    COACH = "coach"
    TUTOR = "tutor"
    ORGANIZER_TEACHER = "organiser_teacher"
    HEAD = "head"
    DEPUTY_HEAD = "deputy_head"
    OTHER = "other"


class Role(StrEnum):
    ADMIN = "admin"
    METHODIST = "methodist"
    ORG_COORDINATOR = "org_coordinator"


class Teacher(Base):
    """A person of the network, loaded or self-registered; may have accounts in messengers or none yet.

    `erased_at` set: the profile was erased on request; issued certificates keep their own copy of the name.
    """

    __tablename__ = "teacher"
    __table_args__ = (Index("ix_teacher_name_key", "name_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(String(32), unique=True)
    surname: Mapped[str] = mapped_column(String(100))
    given_name: Mapped[str] = mapped_column(String(100))
    patronymic: Mapped[str] = mapped_column(String(100), default="")
    name_key: Mapped[str] = mapped_column(String(300))
    """The full name in lower case with ё as е: how namesakes are found."""
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    post: Mapped[Post] = mapped_column(default=Post.OTHER)
    post_title: Mapped[str] = mapped_column(String(200), default="")
    """What the person typed when the post is `other`."""
    subjects: Mapped[list[str]] = mapped_column(default=list)
    self_registered: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]

    organization: Mapped[Organization | None] = relationship(lazy="joined")

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)

    @property
    def called(self) -> str:
        """How to address the person: name and patronymic."""
        return " ".join(part for part in (self.given_name, self.patronymic) if part)


class RoleGrant(Base):
    """A right given to a person; an organization coordinator's right names the organization."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("teacher_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"))
    role: Mapped[Role]


class Account(Base):
    """A messenger account: where answers go. `external_id` is the person's id and private chat there."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("platform", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform: Mapped[str] = mapped_column(String(16), default="telegram")
    external_id: Mapped[int] = mapped_column(Big)
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("teacher.id"), index=True)
    language: Mapped[str | None] = mapped_column(String(8))
    created_at: Mapped[datetime]
    listed_admin: Mapped[bool] = mapped_column(default=False)
    """The settings name this id as an admin's."""
    consent_version: Mapped[str | None] = mapped_column(String(16))
    """Of the consent that stands, so that every press need not look it up."""
    blocked_at: Mapped[datetime | None]
    no_broadcasts: Mapped[bool] = mapped_column(default=False)
    """The person wants no broadcasts; what concerns their own sign-ups still comes."""
    menu: Mapped[str | None] = mapped_column(String(16))
    """The mark of the staff's commands that the chat was last told to show; none for everybody's."""
    live_message_id: Mapped[int | None] = mapped_column(Big)
    """The message whose buttons are the current screen."""
    newest_message_id: Mapped[int | None] = mapped_column(Big)
    """The newest message known in the chat, of either side."""

    teacher: Mapped[Teacher | None] = relationship(lazy="joined")


class Consent(Base):
    """A separate consent to the processing of personal data, by version and hash of the text shown."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    version: Mapped[str] = mapped_column(String(16))
    sha256: Mapped[str] = mapped_column(String(64))
    update_id: Mapped[int | None] = mapped_column(Big)
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class InviteKind(StrEnum):
    STAFF = "staff"
    PERSON = "person"
    SCHOOL = "school"


class Invite(Base):
    """A link that lets a person in; only the SHA-256 of its token is kept.

    `person` and `staff` invites work once; a `school` invite names an organization and works until revoked.
    """

    __tablename__ = "invite"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[InviteKind]
    role: Mapped[Role | None]
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("teacher.id"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    used_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[datetime | None]


class IdentityState(StrEnum):
    OPEN = "open"
    SAME = "same"
    NAMESAKE = "namesake"


class IdentityQuestion(Base):
    """A self-registered person whose name and organization the network already knows: the same one or a namesake?"""

    __tablename__ = "identity_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    newcomer_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"))
    known_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"))
    state: Mapped[IdentityState] = mapped_column(default=IdentityState.OPEN)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
