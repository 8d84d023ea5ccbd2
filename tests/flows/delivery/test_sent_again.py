"""An award of unclear delivery is not sent again by itself; an admin can send it once more, never a third time."""

import pytest
from sqlalchemy import select

from models import OutboxMessage, OutboxState
from sandbox.calls.faults import Fault
from sandbox.person import Person
from services.recognition.points import PointsAwarded
from services.stored import name_of
from tests.flows.network_people import presses_old_button, withdraws_consent
from tests.flows.seminar import Seminar
from tests.world import World


@pytest.fixture
async def seminar(world: World, seminar: Seminar) -> Seminar:
    """The shared seminar in a world that waits for no backoffs."""
    world.pace_time.skip_backoffs()
    return seminar


async def give_points_without_answers(seminar: Seminar, *people: Person) -> Person:
    """Give points while Telegram accepts messages to these people without answering; return the admin."""
    olga = seminar.world.admin()
    await olga.types("/help")
    for person in people:
        drop_answers(seminar, person)
    await seminar.finishes_with_everybody_present()
    seminar.world.telegram.faults.clear()
    await seminar.world.settle()
    return olga


def drop_answers(seminar: Seminar, person: Person) -> None:
    seminar.world.telegram.faults.add(Fault("drop_after", method="sendMessage", chat=str(person.id), times=None))


async def opens_undelivered(olga: Person) -> None:
    await olga.types("/delivery")
    await olga.presses("Что не дошло")


def award_count(person: Person) -> int:
    return sum(seen.text.startswith("+") for seen in person.chat)


def resend_labels(person: Person) -> list[str]:
    return [label for label in person.screen.labels if label.startswith("Отправить ещё раз")]


async def test_an_unclear_award_is_sent_again_only_by_an_admin(seminar: Seminar) -> None:
    olga = await give_points_without_answers(seminar, seminar.nina)
    assert (award_count(seminar.nina), award_count(seminar.elena)) == (1, 1)
    assert "Не дошло сообщений: 1" in olga.screen.text

    await opens_undelivered(olga)
    assert "начислены баллы · неясно, дошло ли" in olga.screen.text
    assert "два сообщения о баллах похожи на двойные баллы" in olga.screen.text
    [button] = resend_labels(olga)
    await olga.presses(button)

    assert olga.toasts[-1].text == "Отправлю ещё раз: 1."
    assert "За 7 дней дошло всё" in olga.screen.text
    assert (award_count(seminar.nina), award_count(seminar.elena)) == (2, 1)


async def test_an_award_unclear_twice_is_listed_without_a_button(seminar: Seminar) -> None:
    olga = await give_points_without_answers(seminar, seminar.nina)
    await opens_undelivered(olga)
    data = olga.screen.keys[0][0]["callback_data"]
    drop_answers(seminar, seminar.nina)
    await olga.presses(resend_labels(olga)[0])
    await seminar.world.settle()
    seminar.world.telegram.faults.clear()

    await opens_undelivered(olga)
    assert "начислены баллы · неясно, дошло ли" in olga.screen.text
    assert resend_labels(olga) == []
    await olga.presses_data(olga.screen.message_id, data)
    assert award_count(seminar.nina) == 2


async def test_one_press_sends_all_unclear_awards_again(seminar: Seminar) -> None:
    olga = await give_points_without_answers(seminar, seminar.nina, seminar.elena)
    await opens_undelivered(olga)
    assert len(resend_labels(olga)) == 3
    await olga.presses("Отправить ещё раз все: 2")

    assert olga.toasts[-1].text == "Отправлю ещё раз: 2."
    assert (award_count(seminar.nina), award_count(seminar.elena)) == (2, 2)


async def test_a_second_press_says_that_nothing_is_left_to_send(seminar: Seminar) -> None:
    olga = await give_points_without_answers(seminar, seminar.nina)
    await opens_undelivered(olga)
    data = olga.screen.keys[0][0]["callback_data"]
    for toast in ("Отправлю ещё раз: 1.", "Отправлять уже нечего. Список обновлён."):
        await olga.presses_data(olga.screen.message_id, data)
        assert olga.toasts[-1].text == toast

    assert award_count(seminar.nina) == 2


async def test_a_methodist_cannot_send_an_award_again(seminar: Seminar) -> None:
    olga = await give_points_without_answers(seminar, seminar.nina)
    await opens_undelivered(olga)
    data = olga.screen.keys[0][0]["callback_data"]
    await seminar.tatiana.types("/start")

    assert "только администраторы" in await presses_old_button(seminar.tatiana, data)
    assert award_count(seminar.nina) == 1


async def test_nothing_is_sent_again_after_a_withdrawal_of_consent(seminar: Seminar) -> None:
    olga = await give_points_without_answers(seminar, seminar.nina)
    await opens_undelivered(olga)
    await withdraws_consent(seminar.nina)
    await olga.presses(resend_labels(olga)[0])

    assert award_count(seminar.nina) == 1
    with seminar.world.db() as db:
        points = OutboxMessage.kind == name_of(PointsAwarded)
        ended = {(row.state, row.error) for row in db.scalars(select(OutboxMessage).where(points))}
    assert ended == {(OutboxState.SENT, ""), (OutboxState.DROPPED, "no longer holds")}
