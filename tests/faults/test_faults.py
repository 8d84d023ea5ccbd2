"""The quick size of the faults; `make faults` tries them all in full."""

from pathlib import Path

import pytest

from tests.faults.ground import open_ground
from tests.faults.nursery import Nursery
from tests.faults.plan import Fault
from tests.faults.trials import PLAN


@pytest.mark.parametrize("fault", [fault for fault in PLAN if fault.quick], ids=lambda fault: fault.trial.__name__)
async def test_nothing_is_lost(fault: Fault, nursery: Nursery, tmp_path: Path) -> None:
    async with open_ground(tmp_path, nursery, 1, full=False) as ground:
        await fault.trial(ground)


@pytest.mark.parametrize(
    "fault", [fault for fault in PLAN if fault.quick and fault.both], ids=lambda fault: fault.trial.__name__
)
async def test_nothing_is_lost_on_postgresql(fault: Fault, nursery: Nursery, tmp_path: Path, postgres_url: str) -> None:
    async with open_ground(tmp_path, nursery, 2, full=False, url=postgres_url) as ground:
        await fault.trial(ground)
