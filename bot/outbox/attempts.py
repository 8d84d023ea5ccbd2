"""One attempt to show a message: an edit or a new message, in a slot of the pace, and what the pace learns from it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial

import structlog

from bot import crash_points as crash
from bot.logs import describe_error
from bot.messenger import Outcome, OutcomeStatus
from bot.outbox.delivery import Delivery, DeliveryResult
from bot.pace import Pace
from bot.telegram.messenger import TelegramMessenger
from models import Lane

log = structlog.get_logger()

ARRIVED = (OutcomeStatus.SENT, OutcomeStatus.GONE)
"""The messenger works: it has shown the message, or has said that the one to edit is gone."""


class _NotSent(Exception):
    """The delivery waited too long for its slot, or the bot stops: the message stays in the outbox."""


class Attempts:
    """Sends one message at a time; every failure is a result."""

    def __init__(self, messenger: TelegramMessenger, pace: Pace, now: Callable[[], datetime]) -> None:
        self._messenger = messenger
        self._pace = pace
        self._now = now

    async def deliver(self, delivery: Delivery) -> DeliveryResult:
        try:
            outcome = await self._show(delivery)
        except _NotSent:
            outcome = Outcome(OutcomeStatus.HELD)
        except Exception as error:  # noqa: BLE001 - an unknown error is a fault of ours, and the message would fail again
            log.error("message cannot be sent", row=delivery.row_id, error=describe_error(error))
            return DeliveryResult(delivery, Outcome(OutcomeStatus.REFUSED, reason=describe_error(error)))
        self._adapt_pace(outcome)
        if outcome.status in ARRIVED:
            self._pace.note_sent(delivery.account_id)
        elif outcome.status is OutcomeStatus.REFUSED:
            log.error("message refused", row=delivery.row_id, reason=outcome.reason)
        return DeliveryResult(delivery, outcome)

    async def probe(self) -> bool:
        """Return whether the messenger works again; asked after a failure, so that no message burns an attempt."""
        async with self._pace.slot(Lane.ANSWER):
            outcome = await self._messenger.probe()
        if outcome.retry_after is not None:
            self._pace.obey_retry_after(outcome.retry_after)
        elif outcome.status is not OutcomeStatus.SENT:
            self._pace.note_failure()
        return outcome.status is OutcomeStatus.SENT

    def _adapt_pace(self, outcome: Outcome) -> None:
        if outcome.retry_after is not None:
            self._pace.obey_retry_after(outcome.retry_after)
        if outcome.is_outage:
            self._pace.note_failure()
        if outcome.status in ARRIVED:
            self._pace.note_success()

    async def _show(self, delivery: Delivery) -> Outcome:
        """Edit a message or, if that is not asked or no longer possible, send a new one."""
        slot = partial(self._slot, delivery)
        if delivery.edit is not None:
            outcome = await self._messenger.edit(delivery.chat_id, delivery.edit, delivery.screen, slot)
            if outcome.status is not OutcomeStatus.GONE or delivery.in_place:
                return outcome
        return await self._messenger.send(delivery.chat_id, delivery.screen, delivery.attachment, slot)

    @asynccontextmanager
    async def _slot(self, delivery: Delivery) -> AsyncIterator[None]:
        """Hold a slot of the pace for one request. Raises _NotSent before it."""
        is_leaving = False
        try:
            async with self._pace.slot(delivery.lane):
                if self._now() >= delivery.good_until:
                    raise _NotSent
                crash.passes("message-sending")
                is_leaving = True
                yield
            crash.passes("message-sent")
        except asyncio.CancelledError:
            if is_leaving:
                raise
            raise _NotSent from None
