"""Withdrawal of the consent: erased data and what stays."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database.engine import Database
from models import (
    Account,
    Certificate,
    Consent,
    Document,
    Invite,
    InviteKind,
    Job,
    Lane,
    OpenForm,
    OutboxMessage,
    OutboxState,
    Question,
    QuestionLine,
    Registration,
    RegistrationState,
    Role,
    RoleGrant,
    Teacher,
    UnfinishedAnnouncement,
)
from services.actors import CONSENT_VERSION, Actor
from services.desk import unfinished
from services.desk.fields.definition import DraftField
from services.desk.unfinished import AnnouncementSoFar
from services.events import seats
from services.notices import notify
from services.people import consent as consents
from services.people import erasure, invites, my_data
from services.recognition import card as cards
from services.refusals import ConsentNeeded
from services.reminders.notices import DayBefore
from services.stored import Shapes
from tests.builders import (
    NOW,
    add,
    make_actor,
    make_certificate,
    make_event,
    make_network,
    make_organization,
    make_teacher,
)


@pytest.fixture
def irina(db: Session) -> Actor:
    make_network(db)
    teacher = make_teacher(db, "Зотова Ирина Львовна", make_organization(db), subjects=["physics"], code="t08")
    actor = make_actor(db, teacher)
    consents.give_consent(db, actor, consents.Agreement(CONSENT_VERSION, "0" * 64, "7"), NOW)
    return actor


def test_no_stored_word_identifies_an_erased_person(db: Session, irina: Actor) -> None:
    teacher, account = irina.require_teacher(), irina.account
    thread = add(db, Question(asker_id=account.id, asked_at=NOW))
    add(db, QuestionLine(question_id=thread.id, author_id=account.id, text="Зотова спрашивает", written_at=NOW))
    add(db, OpenForm(account_id=account.id, form={"name": "profile_form", "data": {"surname": "Зотова"}}))
    _add_sent_answer(db, account)

    erasure.withdraw(db, irina, NOW)
    db.commit()

    assert "Зотова" not in _dump(db)
    assert "Ирина" not in _dump(db)
    assert (teacher.organization_id, teacher.subjects, teacher.erased_at) == (None, [], NOW)
    assert account.teacher_id is None
    assert teacher.code == "t08", "loading the network's file again must not restore the person"


def test_certificates_keep_the_name(db: Session, irina: Actor) -> None:
    make_certificate(db, irina.require_teacher(), make_event(db, "Прошлое", days=-5))

    assert erasure.withdraw(db, irina, NOW).certificates == 1
    assert db.scalars(select(Certificate.full_name)).all() == ["Зотова Ирина Львовна"]


def test_seats_are_passed_on_and_waiting_notices_dropped(db: Session, irina: Actor) -> None:
    event = make_event(db, capacity=1)
    waiting = make_actor(db, make_teacher(db, "Уваров Денис Петрович"))
    seats.sign_up(db, irina, event.id, NOW)
    seats.join_waiting_list(db, waiting, event.id, NOW)
    notify(db, irina.account, DayBefore("day", event.id, 1, 1), NOW)

    erasure.withdraw(db, irina, NOW)

    states = dict(db.execute(select(Registration.teacher_id, Registration.state)).all())
    assert states[waiting.require_teacher().id] is RegistrationState.OFFERED
    assert RegistrationState.CONFIRMED not in states.values()
    own = select(OutboxMessage.state).where(OutboxMessage.account_id == irina.account.id)
    assert db.scalars(own).all() == [OutboxState.DROPPED]


def test_roles_links_and_consents_of_all_accounts_end(db: Session, irina: Actor) -> None:
    teacher = irina.require_teacher()
    second = make_actor(db, teacher)
    consents.give_consent(db, second, consents.Agreement(CONSENT_VERSION, "0" * 64, "8"), NOW)
    add(db, RoleGrant(teacher_id=teacher.id, role=Role.METHODIST))
    invites.make_invite(db, invites.InviteTarget(InviteKind.PERSON, teacher_id=teacher.id), NOW)

    erasure.withdraw(db, irina, NOW)
    db.commit()

    assert db.scalars(select(RoleGrant)).all() == []
    assert db.scalars(select(Invite.revoked_at)).one() == NOW
    assert db.scalars(select(Consent.withdrawn_at)).all() == [NOW, NOW]
    assert db.scalars(select(Account.teacher_id)).all() == [None, None]


def test_a_second_withdrawal_changes_nothing(db: Session, irina: Actor) -> None:
    erasure.withdraw(db, irina, NOW)
    guest = Actor(irina.account, None, frozenset())

    assert erasure.withdraw(db, guest, NOW).certificates == 0
    assert len(db.scalars(select(Teacher)).all()) == 1


@pytest.mark.parametrize("has_profile", [True, False])
def test_the_invitation_and_the_event_that_brought_a_person_are_forgotten(
    db: Session, irina: Actor, has_profile: bool
) -> None:
    actor = irina if has_profile else make_actor(db, None)
    token = invites.make_invite(db, invites.InviteTarget(InviteKind.STAFF, role=Role.METHODIST), NOW)
    invites.open_invite(db, actor, token, NOW)
    actor.account.wanted_event_id = make_event(db).id
    assert actor.account.opened_invite_id is not None

    erasure.withdraw(db, actor, NOW)
    db.commit()

    kept = select(Account.opened_invite_id, Account.wanted_event_id).where(Account.id == actor.account.id)
    assert db.execute(kept).all() == [(None, None)]


@pytest.mark.parametrize("has_profile", [True, False])
def test_what_a_person_has_not_typed_to_the_end_is_erased(db: Session, irina: Actor, has_profile: bool) -> None:
    actor = irina if has_profile else make_actor(db, None)
    unfinished.keep(db, actor, AnnouncementSoFar({DraftField.NOTE: "Зотова И. Л. ждёт у входа"}))
    db.add(OpenForm(account_id=actor.account.id, form={}))
    db.commit()

    erasure.withdraw(db, actor, NOW)
    db.commit()

    assert db.scalars(select(UnfinishedAnnouncement)).all() == []
    assert db.scalars(select(OpenForm)).all() == []


def test_my_data_counts_everything_stored(db: Session, irina: Actor) -> None:
    make_certificate(db, irina.require_teacher(), make_event(db, "Прошлое", days=-5))
    seats.sign_up(db, irina, make_event(db).id, NOW)

    data = my_data.my_data(db, irina)

    assert (data.signups, data.certificates, data.points, data.attended, data.lines) == (1, 1, 0, 0, 0)
    assert data.consent is not None
    assert (data.consent.version, data.consent.update_key) == (CONSENT_VERSION, "7")


def test_a_changed_text_needs_a_new_consent_for_writing_but_not_for_reading(db: Session, irina: Actor) -> None:
    event = make_event(db)
    irina.account.consent_version = db.scalars(select(Consent)).one().version = "0"
    with pytest.raises(ConsentNeeded):
        seats.sign_up(db, irina, event.id, NOW)
    with pytest.raises(consents.ConsentOutdated):
        consents.give_consent(db, irina, consents.Agreement("0", "0" * 64, "9"), NOW)
    assert my_data.my_data(db, irina).teacher.surname == "Зотова"

    consents.give_consent(db, irina, consents.Agreement(CONSENT_VERSION, "1" * 64, "9"), NOW)
    assert seats.sign_up(db, irina, event.id, NOW)


def test_agreeing_twice_stores_one_consent(db: Session, irina: Actor) -> None:
    consents.give_consent(db, irina, consents.Agreement(CONSENT_VERSION, "0" * 64, "8"), NOW)
    assert len(db.scalars(select(Consent)).all()) == 1


def _add_sent_answer(db: Session, account: Account) -> None:
    """Add a delivered answer that names the person."""
    add(
        db,
        OutboxMessage(
            key="sent",
            account_id=account.id,
            lane=Lane.ANSWER,
            kind="answer",
            payload={"screen": {"text": "Здравствуйте, Ирина Львовна"}},
            not_before=NOW,
            state=OutboxState.SENT,
            created_at=NOW,
        ),
    )


def _dump(db: Session) -> str:
    connection = db.connection().connection.driver_connection
    assert connection is not None
    return "\n".join(connection.iterdump())


def test_a_card_printed_during_the_withdrawal_is_not_stored(db: Session, irina: Actor) -> None:
    assert _prints_around_a_withdrawal(db, irina) == (1, 0)


async def test_a_card_printed_during_the_withdrawal_is_not_stored_on_postgresql(postgres_with_tables: str) -> None:
    def prints(db: Session) -> tuple[int, int]:
        make_network(db)
        return _prints_around_a_withdrawal(db, make_actor(db, make_teacher(db, "Зотова Ирина Львовна")))

    database = Database(postgres_with_tables)
    assert await database.run(prints) == (1, 0)
    await database.close()


def _prints_around_a_withdrawal(db: Session, actor: Actor) -> tuple[int, int]:
    """Return the number of stored prints before and after the withdrawal."""
    counts = []
    assert cards.enqueue_print(db, actor, "2026/27", NOW)
    job = Shapes[cards.CardJob]([cards.CardJob]).load(db.scalars(select(Job.payload)).one())
    for withdrawing in (False, True):
        if withdrawing:
            erasure.withdraw(db, actor, NOW)
        cards.keep_print(db, job, "card.pdf", b"%PDF", NOW)
        counts.append(len(db.scalars(select(Document)).all()))
    return counts[0], counts[1]
