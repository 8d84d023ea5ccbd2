"""Time: clocks, the tick, the heartbeat."""
