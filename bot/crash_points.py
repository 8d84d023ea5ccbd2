"""Named points at which a rehearsal kills the process, to show that nothing is lost whenever it dies."""

import os
import re
import signal
from typing import Any

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
"""Where the running bot calls `passes`. Beside them `wrote:<table>` stands for every statement that wrote there or
changed the table itself."""
NAMED = re.compile(rf"(?P<point>{'|'.join(POINTS)}|wrote:[a-z_]+)(?:\*(?P<times>[1-9]\d{{0,5}}))?")
_WRITING = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|ALTER TABLE)\s+\"?(\w+)", re.IGNORECASE)


class _Fuse:
    """The armed point and how often it is still passed unharmed; armed by the settings, once in a process."""

    point = ""
    left = 0


def arm(setting: str) -> None:
    """`setting` is CRASH_AT: a point, and with `*7` the seventh time it is passed; empty disarms."""
    match = NAMED.fullmatch(setting)
    _Fuse.point, _Fuse.left = (match["point"], int(match["times"] or 1)) if match else ("", 0)


def passes(point: str) -> None:
    """The end, when this is the armed point and its turn has come: nothing is flushed, closed or told to anybody."""
    if point != _Fuse.point:
        return
    _Fuse.left -= 1
    if _Fuse.left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)


def passes_statement(*execution: Any) -> None:
    """SQLAlchemy's after_cursor_execute (connection, cursor, statement, ...): the points `wrote:<table>`."""
    if _Fuse.point.startswith("wrote:") and (match := _WRITING.match(execution[2])):
        passes(f"wrote:{match[1].lower()}")
