"""An admin of the network."""

import pytest
from sqlalchemy.orm import Session

from models import (
    Account,
    Role,
)
from tests.builders import make_actor, make_network, make_teacher


@pytest.fixture
def admin(db: Session) -> Account:
    make_network(db)
    return make_actor(db, make_teacher(db, "Орлова Ольга Олеговна", role=Role.ADMIN)).account
