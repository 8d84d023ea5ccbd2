"""One fork server of bot processes for all the trials of a test process."""

from collections.abc import Iterator

import pytest

from tests.faults.processes import ForkServer


@pytest.fixture(scope="session")
def fork_server() -> Iterator[ForkServer]:
    server = ForkServer()
    yield server
    server.close()
