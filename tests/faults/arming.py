"""Arming a crash point: the process kills itself when it passes the point, or when it has written a table."""

import os
import re
import signal
from typing import Any

from sqlalchemy import Engine, event

from bot import crash_points as crash

POINTS = (
    "batch-received",
    "batch-written",
    "batch-stored",
    "webhook-answering",
    "batch-confirming",
    "update-taken",
    "update-finished",
    "handler-done",
    "answers-queued",
    "update-committed",
    "failure-counted",
    "toast-sending",
    "toast-sent",
    "outcomes-marked",
    "messages-claimed",
    "messages-taken",
    "message-sending",
    "message-sent",
    "buttons-stripping",
    "buttons-stripped",
    "job-claimed",
    "job-taken",
    "job-made",
    "job-kept",
    "job-done",
    "tick-begun",
    "progress-shown",
    "tick-worked",
    "tick-done",
    "migrating",
    "migrated",
    "recovering",
    "recovered",
    "committing",
    "committed",
)
"""The arguments of `crash.passes` in the running bot. Beside them `wrote:<table>` is passed after every statement that
wrote there or changed the table itself."""
_NAMED = re.compile(rf"(?P<point>{'|'.join(POINTS)}|wrote:[a-z_]+)(?:\*(?P<times>[1-9]\d{{0,5}}))?")
_WRITING = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|ALTER TABLE)\s+\"?(\w+)", re.IGNORECASE)


class ArmedPoint:
    """A point and how many times it is still to be passed before the process dies.

    `named` is `message-sent`, or `message-sent*3` for the third time. Raises ValueError for any other name.
    """

    def __init__(self, named: str) -> None:
        match = _NAMED.fullmatch(named)
        if match is None:
            raise ValueError(f"there is no crash point {named}")
        self.name = match["point"]
        self.passes_left = int(match["times"] or 1)

    def arm(self) -> None:
        """Listen to the points of this process, or to its statements."""
        if self.name.startswith("wrote:"):
            event.listen(Engine, "after_cursor_execute", self._note_statement)
        else:
            crash.listen(self._note_passing)

    def _note_passing(self, point: str) -> None:
        """Kill the process if this is the armed point and its time has come; nothing is flushed or closed."""
        if point != self.name:
            return
        self.passes_left -= 1
        if self.passes_left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def _note_statement(self, *execution: Any) -> None:
        """Pass `wrote:<table>`: SQLAlchemy's after_cursor_execute(connection, cursor, statement, …)."""
        if match := _WRITING.match(execution[2]):
            self._note_passing(f"wrote:{match[1].lower()}")
