"""Every trial in the order of the plan; importing this module puts them all on it."""

from tests.faults import (
    api_errors,
    authorization,
    broadcasts,
    clocks,
    crash_points,
    endless_press,
    flooding,
    kills,
    outages,
    renderer,
    storage,
    updates,
)
from tests.faults.plan import PLAN

PLAN.sort(key=lambda fault: int(fault.number[1:]))
__all__ = [
    "PLAN",
    "api_errors",
    "authorization",
    "broadcasts",
    "clocks",
    "crash_points",
    "endless_press",
    "flooding",
    "kills",
    "outages",
    "renderer",
    "storage",
    "updates",
]
