"""Schools for a first visit."""

import pytest

from tests.builders import make_organization
from tests.world import World

SCHOOLS = ("СОШ № 1", "СОШ № 2", "СОШ № 5", "СОШ № 11", "Гимназия № 3", "Лесозаводская СОШ", "Детский сад № 7")


@pytest.fixture
def schools(world: World) -> None:
    with world.db() as db:
        for short in SCHOOLS:
            make_organization(db, short)
        db.commit()
