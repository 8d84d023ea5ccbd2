"""People of the network, their messenger accounts, rights, consents and invitations."""

from datetime import date as day
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from models.base import Base
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
    """A person of the network, loaded or self-registered, with or without accounts in messengers.

    `organization`, `post` and `post_title` are those of the main employment, copied here so that no list and no press
    has to look them up; `services/schools/employments.py` alone sets both.
    """

    __tablename__ = "teacher"
    __table_args__ = (Index("ix_teacher_name_key", "name_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(String(32), unique=True)
    surname: Mapped[str] = mapped_column(String(100))
    given_name: Mapped[str] = mapped_column(String(100))
    patronymic: Mapped[str] = mapped_column(String(100), default="")
    name_key: Mapped[str] = mapped_column(String(300))
    """Full name in lower case with ё as е, to find namesakes."""
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    post: Mapped[Post] = mapped_column(default=Post.OTHER)
    post_title: Mapped[str] = mapped_column(String(200), default="")
    """Post as typed by the person when `post` is `other`."""
    subjects: Mapped[list[str]] = mapped_column(default=list)
    self_registered: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
    """When the profile was erased on request; issued certificates keep their own copy of the name."""

    organization: Mapped[Organization | None] = relationship(lazy="joined")
    further: Mapped[list["Employment"]] = relationship(
        primaryjoin="and_(Employment.teacher_id == Teacher.id, Employment.until.is_(None), ~Employment.is_main)",
        order_by="Employment.id",
        viewonly=True,
    )
    """Active employments beside the main one."""
    name_words: Mapped[list["NameWord"]] = relationship(cascade="all, delete-orphan")
    """Words of `name_key`, which follow it."""

    @validates("name_key")
    def _follow_name(self, _attribute: str, name_key: str) -> str:
        words = {word for part in name_key.split() for word in (part, *part.split("-")) if word}
        kept = [row for row in self.name_words if row.word in words]
        added = words - {row.word for row in kept}
        self.name_words = [*kept, *(NameWord(word=word) for word in sorted(added))]
        return name_key

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)

    @property
    def salutation(self) -> str:
        """Return given name and patronymic, by which the person is addressed."""
        return " ".join(part for part in (self.given_name, self.patronymic) if part)


_MAIN = text("is_main AND until IS NULL")


class Employment(Base):
    """A post of a person at an organization from `since` to `until`, both days included; active without `until`.

    Ended rows stay as history. A person has at most one active main employment. `since` is the day on which the
    network learned of it.
    """

    __tablename__ = "employment"
    __table_args__ = (
        CheckConstraint("until IS NULL OR since <= until", name="in_order"),
        Index("uq_employment_main", "teacher_id", unique=True, sqlite_where=_MAIN, postgresql_where=_MAIN),
        Index("ix_employment_teacher", "teacher_id"),
        Index("ix_employment_organization", "organization_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    """None while the staff is asked which organization was typed."""
    post: Mapped[Post]
    post_title: Mapped[str] = mapped_column(String(200), default="")
    """Post as typed by the person when `post` is `other`."""
    is_main: Mapped[bool]
    since: Mapped[day] = mapped_column(Date)
    until: Mapped[day | None] = mapped_column(Date)

    organization: Mapped[Organization | None] = relationship()


class NameWord(Base):
    """A word of a person's full name, by which people are searched; a double surname has its halves, too."""

    __tablename__ = "name_word"
    __table_args__ = (Index("ix_name_word_teacher", "teacher_id"),)

    word: Mapped[str] = mapped_column(
        String(300).with_variant(String(300, collation="C"), "postgresql"), primary_key=True
    )
    """Ordered by code points, so that words with the same beginning stand together."""
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), primary_key=True)


class RoleGrant(Base):
    """A role granted to a person."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("teacher_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"))
    role: Mapped[Role]


class Account(Base):
    """An account in a messenger; `external_id` is the id of the person and of their private chat."""

    __tablename__ = "account"
    # Its first name, since SQLite renames a constraint only by rebuilding the table, to which others point.
    __table_args__ = (UniqueConstraint("messenger", "external_id", name="uq_account_platform_external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    messenger: Mapped[str] = mapped_column(String(16))
    external_id: Mapped[int] = mapped_column(BigInteger)
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("teacher.id"), index=True)
    language: Mapped[str | None] = mapped_column(String(8))
    created_at: Mapped[datetime]
    listed_admin: Mapped[bool] = mapped_column(default=False)
    """Whether the settings list this id as an admin."""
    consent_version: Mapped[str | None] = mapped_column(String(16))
    """Version of the valid consent, copied here so that no press has to look it up."""
    blocked_at: Mapped[datetime | None]
    no_broadcasts: Mapped[bool] = mapped_column(default=False)
    """Whether the person refuses broadcasts; notices about their own sign-ups still come."""
    opened_invite_id: Mapped[int | None] = mapped_column(ForeignKey("invite.id", use_alter=True))
    """Invitation whose link the person opened last and has not entered by yet."""
    wanted_event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", use_alter=True))
    """Event whose card a person without a profile opened last; the end of the registration leads back to it."""
    menu: Mapped[str | None] = mapped_column(String(16))
    """Fingerprint of the staff commands last set in the chat; None: the commands of everybody."""
    live_message_id: Mapped[str | None] = mapped_column(String(64))
    """Message whose buttons are the current screen."""
    newest_message_order: Mapped[int | None] = mapped_column(BigInteger)
    """Newest known message in the chat, of either side; later messages have greater orders."""

    teacher: Mapped[Teacher | None] = relationship(lazy="joined")


class Consent(Base):
    """A consent to the processing of personal data, with version and hash of the text shown."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    version: Mapped[str] = mapped_column(String(16))
    sha256: Mapped[str] = mapped_column(String(64))
    update_key: Mapped[str | None] = mapped_column(String(64))
    """The messenger's id of the update with the agreement."""
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class GroundKind(StrEnum):
    OWN_CONSENT = "own_consent"
    PAPER_CONSENT = "paper_consent"
    EMPLOYER_ORDER = "employer_order"


class DataGround(Base):
    """A ground on which the network keeps a person's data; no row means that none is recorded."""

    __tablename__ = "data_ground"

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    kind: Mapped[GroundKind]
    number: Mapped[str] = mapped_column(String(64), default="")
    """Number of the employer's order."""
    date: Mapped[day | None] = mapped_column(Date)
    """Date of the employer's order."""
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Organizer who said so at the door; None: the person, or a loaded file."""
    ended_at: Mapped[datetime | None]


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
    """State of a question about two people of one name.

    SAME, NAMESAKE: answered by the staff, or SAME without an answer once the two were merged otherwise. MERGED, ERASED:
    it makes no sense any more, since one of the two was merged with a third person or erased.
    """

    OPEN = "open"
    SAME = "same"
    NAMESAKE = "namesake"
    MERGED = "merged"
    ERASED = "erased"


class IdentityQuestion(Base):
    """A question to the staff: is a self-registered person a known one of the same name and organization?"""

    __tablename__ = "identity_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    newcomer_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"))
    known_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"))
    state: Mapped[IdentityState] = mapped_column(default=IdentityState.OPEN)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
