"""Time that passes only when a test moves it."""

from dataclasses import dataclass, field

from sandbox.clock import Clock


@dataclass
class ManualTime:
    """Two times that stand still until a test changes them."""

    wall: float = 1_790_000_000.0
    monotonic: float = 1000.0
    clock: Clock = field(init=False)

    def __post_init__(self) -> None:
        self.clock = Clock(lambda: self.wall, lambda: self.monotonic)
