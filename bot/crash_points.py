"""Named points of the running bot, at which the fault tests kill the process to show that nothing is lost there."""

from collections.abc import Callable

Listener = Callable[[str], None]

_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Call `listener` with the name of every point that is passed from now on; only the fault tests do."""
    _listeners.append(listener)


def passes(point: str) -> None:
    """Tell the listeners; in a deployment there are none."""
    for listener in _listeners:
        listener(point)
