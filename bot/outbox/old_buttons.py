"""The buttons of the screen before, removed when a new one has taken its place."""

import asyncio
from collections.abc import Callable

import structlog

from bot import crash_points as crash
from bot.messenger import OutcomeStatus
from bot.outbox.delivery import DeliveryResult
from bot.pace import Pace
from bot.telegram.messenger import TelegramMessenger
from models import Lane

log = structlog.get_logger()


class OldButtons:
    """Removals of buttons; nothing else is shown in a chat (`account_ids`) until its removal has ended."""

    def __init__(self, messenger: TelegramMessenger, pace: Pace, on_removed: Callable[[], None]) -> None:
        self._messenger = messenger
        self._pace = pace
        self._on_removed = on_removed
        self._account_ids: dict[asyncio.Task[None], int] = {}

    @property
    def tasks(self) -> list[asyncio.Task[None]]:
        return list(self._account_ids)

    @property
    def account_ids(self) -> set[int]:
        return set(self._account_ids.values())

    def tasks_of(self, account_id: int) -> list[asyncio.Task[None]]:
        return [task for task, account in self._account_ids.items() if account == account_id]

    def remove(self, result: DeliveryResult) -> None:
        """Begin to remove the buttons of the screen before, if the message shown takes its place."""
        delivery, shown = result.delivery, result.outcome.message
        if not delivery.takes_over or delivery.live is None or (shown is not None and delivery.live == shown.text):
            return
        removal = asyncio.create_task(self._remove(delivery.chat_id, delivery.live))
        self._account_ids[removal] = delivery.account_id
        removal.add_done_callback(self._note_removed)

    def _note_removed(self, task: asyncio.Task[None]) -> None:
        del self._account_ids[task]
        self._on_removed()

    async def _remove(self, chat_id: int, message_id: str) -> None:
        """Remove the buttons of one message; if that fails, they still work or say why not."""
        async with self._pace.slot(Lane.ANSWER):
            crash.passes("buttons-stripping")
            outcome = await self._messenger.remove_buttons(chat_id, message_id)
        if outcome.status is OutcomeStatus.SENT:
            crash.passes("buttons-stripped")
        elif outcome.retry_after is not None:
            self._pace.obey_retry_after(outcome.retry_after)
        else:
            log.info("old buttons stay", error=outcome.reason)
