"""The file that goes with a message."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attachment:
    """`file_id`: Telegram's id of these bytes if this bot has sent them before."""

    name: str
    content: bytes
    sha256: str
    file_id: str | None = None
