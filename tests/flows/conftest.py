"""Scenes that many flows begin with."""

import pytest

from tests.flows.desk.people import Desk, open_desk
from tests.flows.seminar import Seminar, open_seminar
from tests.world import World


@pytest.fixture
def desk(world: World) -> Desk:
    """Two methodists and two teachers, no events."""
    return open_desk(world)


@pytest.fixture
async def seminar(world: World) -> Seminar:
    """A seminar with an organizer and three teachers, two of them signed up."""
    return await open_seminar(world)
