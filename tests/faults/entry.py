"""`python -m tests.faults.entry <arguments of centrik>`: the program as the fault tests start it.

CRASH_AT in the environment names the point at which the process kills itself (tests/faults/arming.py).
"""

import os

from bot.__main__ import main as run_centrik
from tests.faults.arming import ArmedPoint


def main() -> None:
    """Arm what the environment asks for, then run the product. Raises ValueError for an unknown point."""
    if named := os.environ.get("CRASH_AT"):
        ArmedPoint(named).arm()
    run_centrik()


if __name__ == "__main__":
    main()
