"""A file to send."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attachment:
    """`file_id`: Telegram's name for these bytes, when this bot has sent them before."""

    name: str
    content: bytes
    sha256: str
    file_id: str | None = None
