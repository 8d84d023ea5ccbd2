"""Forged button data: every press is answered and none breaks anything."""

import pytest

from models import InboxState, InboxUpdate
from tests.flows.network_people import add_event, add_person
from tests.world import World

FORGED = (
    "ev:99999999999999999999",
    "cert:99999999999999999999",
    "sign:-99999999999999999999",
    "evs:form:nothing:1",
    "evs:sub:99:1",
    "evs:sub:nothing:1",
    "evs:all::-7",
    "offer:7:1",
    "move:7:1:1",
    "mark:7:5",
    "card:1999:9",
    "post:king",
    "lang:tlh",
    "go:nowhere",
    "mrk:1:1:attended:0",
    "",
)


@pytest.mark.parametrize("data", FORGED)
async def test_a_forged_press_is_answered_without_an_error(world: World, data: str) -> None:
    add_event(world)
    nina = add_person(world)
    await nina.types("Мероприятия")
    before = len(nina.toasts)
    await nina.presses_data(nina.screen.message_id, data)

    assert len(nina.toasts) > before or nina.screen.revision > nina.acted_at
    assert "Не получилось выполнить" not in nina.screen.text
    with world.db() as db:
        assert not db.query(InboxUpdate).filter(InboxUpdate.state == InboxState.PARKED).all()
