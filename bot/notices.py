"""What each kind of notice says: how it is checked once more just before sending, and how it is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from models import Account
from screens.screen import Screen
from screens.texts import Say
from services.notices import NoticeKind

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Shown(Generic[V]):
    """`load` returns what the screen needs, or None when the notice no longer holds; `show` renders it.

    `resend`: after an unclear answer of Telegram the notice is sent once more; otherwise it is put aside for an admin.
    """

    load: Callable[[Session, Account, dict[str, Any], datetime], V | None]
    show: Callable[[Say, V], Screen]
    resend: bool = True


NOTICES: dict[NoticeKind, Shown[Any]] = {}
