"""Named points at which a rehearsal kills the process, to show that nothing is lost wherever it dies."""

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
"""The arguments of `passes` in the running bot. Beside them `wrote:<table>` is passed after every statement that wrote
there or changed the table itself."""
NAMED = re.compile(rf"(?P<point>{'|'.join(POINTS)}|wrote:[a-z_]+)(?:\*(?P<times>[1-9]\d{{0,5}}))?")
_WRITING = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|ALTER TABLE)\s+\"?(\w+)", re.IGNORECASE)


class _Armed:
    """The armed point and how many times it is still to be passed; the settings arm it once in a process."""

    point = ""
    passes_left = 0


def arm(setting: str) -> None:
    """Arm the point in `setting` (CRASH_AT); with `*7` the seventh time it is passed. Empty disarms."""
    match = NAMED.fullmatch(setting)
    _Armed.point, _Armed.passes_left = (match["point"], int(match["times"] or 1)) if match else ("", 0)


def passes(point: str) -> None:
    """Kill the process if this is the armed point and its time has come; nothing is flushed or closed."""
    if point != _Armed.point:
        return
    _Armed.passes_left -= 1
    if _Armed.passes_left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)


def passes_statement(*execution: Any) -> None:
    """Pass `wrote:<table>`; a listener of SQLAlchemy's after_cursor_execute(connection, cursor, statement, …)."""
    if _Armed.point.startswith("wrote:") and (match := _WRITING.match(execution[2])):
        passes(f"wrote:{match[1].lower()}")
