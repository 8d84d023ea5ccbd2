"""Нина has a seat at a seminar on Wednesday 7 October, 14:00-18:00."""

import pytest

from sandbox.person import Person
from tests.flows.network_people import add_event, add_person
from tests.world import World


@pytest.fixture
def event(world: World) -> int:
    """The seminar's id."""
    return add_event(world, note="Возьмите один текст из своего учебника.", capacity=2)


@pytest.fixture
async def nina(world: World, event: int) -> Person:
    nina = add_person(world)
    await nina.types(f"/start ev_{event}")
    await nina.presses("Записаться")
    return nina
