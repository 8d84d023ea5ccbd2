"""Logs for the operator: what happened and where, never a token, a name or a text that somebody typed."""

import logging
import re
import sys
import traceback
from pathlib import Path

import structlog

TOKEN_PATTERN = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,}")
_ROOT = Path(__file__).parent.parent


def describe_error(error: BaseException) -> str:
    """The kind of an error and its last places in our code; its message may hold what a person typed."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _ROOT in Path(frame.filename).parents and ".venv" not in frame.filename]
    places = [f"{Path(frame.filename).relative_to(_ROOT)}:{frame.lineno}" for frame in (ours or frames)[-4:]]
    return " < ".join([type(error).__name__, *reversed(places)])


def is_worth_logging(failures: int) -> bool:
    """Whether the log tells of this failure in a row: the first, the second, the fourth, the eighth and so on."""
    return not failures & (failures - 1)


class _Redacting(logging.Formatter):
    """Works on the finished line, so that no exception text escapes it."""

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN_PATTERN.sub("***", super().format(record))


def configure_logs() -> None:
    """One line an event on stderr, ours and the libraries' alike."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Redacting("%(asctime)s %(levelname)-7s %(name)s %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for noisy in ("aiogram", "aiohttp.access", "alembic", "apscheduler"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.KeyValueRenderer(key_order=["event"], repr_native_str=False),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
