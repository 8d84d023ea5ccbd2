"""Logs for the operator: events and places in the code, never a token, a name or a typed text."""

import logging
import re
import sys
import traceback
from pathlib import Path

try:
    sys.modules.setdefault("rich", None)  # type: ignore[arg-type]  # structlog loads it for tracebacks that we never print
    import structlog
finally:
    if sys.modules["rich"] is None:
        del sys.modules["rich"]

TOKEN_PATTERN = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,}")
_ROOT = Path(__file__).parent.parent


def describe_error(error: BaseException) -> str:
    """Return the class of an error and its last places in our code; its message may hold a typed text."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _ROOT in Path(frame.filename).parents and ".venv" not in frame.filename]
    places = [f"{Path(frame.filename).relative_to(_ROOT)}:{frame.lineno}" for frame in (ours or frames)[-4:]]
    return " < ".join([type(error).__name__, *reversed(places)])


def is_worth_logging(failures: int) -> bool:
    """Whether to log this failure in a row: the first, the second, the fourth, the eighth and so on."""
    return not failures & (failures - 1)


class _Redacting(logging.Formatter):
    """Hides tokens in the finished line, so that those in exception texts are hidden as well."""

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN_PATTERN.sub("***", super().format(record))


def configure_logs() -> None:
    """Write one line per event to stderr, for our events and those of libraries."""
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
