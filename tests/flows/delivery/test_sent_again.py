"""An award whose fate is unclear is not repeated by itself; an admin may have it sent once more, never a third time."""

import pytest
from sqlalchemy import select

from models import OutboxMessage, OutboxState
from sandbox.calls.faults import Fault
from sandbox.person import Person
from services.notices import NoticeKind
from tests.flows.seminar import Seminar, open_seminar
from tests.world import World


@pytest.fixture
async def seminar(world: World) -> Seminar:
    world.pace_time.skip_backoffs()
    return await open_seminar(world)


async def end_in_silence(seminar: Seminar, *people: Person) -> Person:
    """Points are given while Telegram takes what is sent to these people and never answers; the admin is told."""
    olga = seminar.world.admin()
    await olga.types("/help")
    for person in people:
        silence(seminar, person)
    await seminar.finishes_with_everybody_present()
    seminar.world.telegram.faults.clear()
    await seminar.world.settle()
    return olga


def silence(seminar: Seminar, person: Person) -> None:
    seminar.world.telegram.faults.add(Fault("drop_after", method="sendMessage", chat=str(person.id), times=None))


async def opens_list(olga: Person) -> None:
    await olga.types("/delivery")
    await olga.presses("Что не дошло")


def awards(person: Person) -> int:
    return sum(seen.text.startswith("+") for seen in person.chat)


def again(person: Person) -> list[str]:
    return [label for label in person.screen.labels if label.startswith("Отправить ещё раз")]


async def test_an_award_is_sent_again_only_when_an_admin_says_so(seminar: Seminar) -> None:
    olga = await end_in_silence(seminar, seminar.nina)
    assert (awards(seminar.nina), awards(seminar.elena)) == (1, 1)
    assert "Не дошло сообщений: 1" in olga.screen.text

    await opens_list(olga)
    assert "начислены баллы · неясно, дошло ли" in olga.screen.text
    assert "два сообщения о баллах похожи на двойные баллы" in olga.screen.text
    [button] = again(olga)
    await olga.presses(button)

    assert olga.toasts[-1].text == "Отправлю ещё раз: 1."
    assert "За 7 дней дошло всё" in olga.screen.text
    assert (awards(seminar.nina), awards(seminar.elena)) == (2, 1)


async def test_what_stays_unclear_again_is_listed_without_a_button(seminar: Seminar) -> None:
    olga = await end_in_silence(seminar, seminar.nina)
    await opens_list(olga)
    data = olga.screen.keys[0][0]["callback_data"]
    silence(seminar, seminar.nina)
    await olga.presses(again(olga)[0])
    await seminar.world.settle()
    seminar.world.telegram.faults.clear()

    await opens_list(olga)
    assert "начислены баллы · неясно, дошло ли" in olga.screen.text
    assert again(olga) == []
    await olga.presses_data(olga.screen.message_id, data)
    assert awards(seminar.nina) == 2


async def test_one_press_sends_all_that_was_tried_once(seminar: Seminar) -> None:
    olga = await end_in_silence(seminar, seminar.nina, seminar.elena)
    await opens_list(olga)
    assert len(again(olga)) == 3
    await olga.presses("Отправить ещё раз все: 2")

    assert olga.toasts[-1].text == "Отправлю ещё раз: 2."
    assert (awards(seminar.nina), awards(seminar.elena)) == (2, 2)


async def test_a_press_that_comes_too_late_says_so_and_sends_nothing(seminar: Seminar) -> None:
    olga = await end_in_silence(seminar, seminar.nina)
    await opens_list(olga)
    data = olga.screen.keys[0][0]["callback_data"]
    for said in ("Отправлю ещё раз: 1.", "Отправлять уже нечего. Список обновлён."):
        await olga.presses_data(olga.screen.message_id, data)
        assert olga.toasts[-1].text == said

    assert awards(seminar.nina) == 2


async def test_only_an_admin_has_it_sent_again(seminar: Seminar) -> None:
    olga = await end_in_silence(seminar, seminar.nina)
    await opens_list(olga)
    data = olga.screen.keys[0][0]["callback_data"]
    await seminar.tatiana.types("/start")
    await seminar.tatiana.presses_data(seminar.tatiana.screen.message_id, data)

    assert "только администраторы" in seminar.tatiana.screen.text
    assert awards(seminar.nina) == 1


async def test_nothing_is_sent_again_to_somebody_who_is_forgotten(seminar: Seminar) -> None:
    olga = await end_in_silence(seminar, seminar.nina)
    await opens_list(olga)
    await seminar.nina.types("Профиль")
    await seminar.nina.presses("Мои данные")
    await seminar.nina.presses("Отозвать согласие")
    await seminar.nina.presses("Да, отозвать и стереть")
    await olga.presses(again(olga)[0])

    assert awards(seminar.nina) == 1
    with seminar.world.db() as db:
        points = OutboxMessage.kind == NoticeKind.POINTS_AWARDED.value
        ended = {(row.state, row.error) for row in db.scalars(select(OutboxMessage).where(points))}
    assert ended == {(OutboxState.SENT, ""), (OutboxState.DROPPED, "no longer holds")}
