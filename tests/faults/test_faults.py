"""The quick faults in their small size; `make faults` runs all of them in full."""

from pathlib import Path

import pytest

from tests.faults.environment import open_environment
from tests.faults.plan import PlannedFault
from tests.faults.processes import ForkServer
from tests.faults.trials import PLAN


@pytest.mark.parametrize("fault", [fault for fault in PLAN if fault.quick], ids=lambda fault: fault.trial.__name__)
async def test_nothing_is_lost(fault: PlannedFault, fork_server: ForkServer, tmp_path: Path) -> None:
    async with open_environment(tmp_path, fork_server, 1, is_full_size=False) as env:
        await fault.trial(env)


@pytest.mark.parametrize(
    "fault", [fault for fault in PLAN if fault.quick and fault.both], ids=lambda fault: fault.trial.__name__
)
async def test_nothing_is_lost_on_postgresql(
    fault: PlannedFault, fork_server: ForkServer, tmp_path: Path, postgres_with_tables: str
) -> None:
    async with open_environment(tmp_path, fork_server, 2, is_full_size=False, url=postgres_with_tables) as env:
        await fault.trial(env)
