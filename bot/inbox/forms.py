"""The form a person is filling in, read and written in the update's own transaction."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from sqlalchemy import delete
from sqlalchemy.orm import Session

from models import Conversation


class OpenForm(BaseStorage):
    """State and data of one account during one update; `save` writes them if they have changed.

    aiogram passes a key to every call. It is ignored: each update has a storage of its own.
    """

    def __init__(self, account_id: int, state: str | None, data: dict[str, Any]) -> None:
        self._account_id = account_id
        self._loaded = state, data
        self.state = state
        self.data = deepcopy(data)

    @classmethod
    def load(cls, db: Session, account_id: int) -> "OpenForm":
        row = db.get(Conversation, account_id)
        return cls(account_id, row.state, row.data) if row else cls(account_id, None, {})

    def undo(self) -> None:
        """Go back to the loaded state: a refused step leaves the form unchanged."""
        self.state, self.data = self._loaded[0], deepcopy(self._loaded[1])

    def save(self, db: Session) -> None:
        """Write the changes; a cleared form leaves no row."""
        if (self.state, self.data) == self._loaded:
            return
        if self.state is None and not self.data:
            db.execute(delete(Conversation).where(Conversation.account_id == self._account_id))
        else:
            db.merge(Conversation(account_id=self._account_id, state=self.state, data=self.data))

    def context(self, bot_id: int, chat_id: int) -> FSMContext:
        return FSMContext(self, StorageKey(bot_id=bot_id, chat_id=chat_id, user_id=chat_id))

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:  # noqa: ARG002 - aiogram's signature
        self.state = state.state if isinstance(state, State) else state

    async def get_state(self, key: StorageKey) -> str | None:  # noqa: ARG002 - aiogram's signature
        return self.state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:  # noqa: ARG002 - aiogram's signature
        self.data = deepcopy(dict(data))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:  # noqa: ARG002 - aiogram's signature
        return deepcopy(self.data)

    async def close(self) -> None:
        """Nothing is held open."""
