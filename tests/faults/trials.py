"""Every trial, in the order of the plan: reading this module puts them all on it."""

from tests.faults import arrivals, broadcasts, clocks, crowds, forged, kills, outages, points, replies, store
from tests.faults.plan import FAULTS

PLAN = sorted(FAULTS, key=lambda fault: int(fault.number[1:]))
__all__ = [
    "PLAN",
    "arrivals",
    "broadcasts",
    "clocks",
    "crowds",
    "forged",
    "kills",
    "outages",
    "points",
    "replies",
    "store",
]
