"""Answers to presses: sent after the commit, outside the lanes, never stored, since a loss does no harm."""

import asyncio
from collections import deque
from dataclasses import dataclass
from enum import Enum, auto
from html import escape
from threading import Lock

import structlog

from bot import crash_points as crash
from bot.messenger import OutcomeStatus
from bot.pace import Pace
from bot.telegram.messenger import TelegramMessenger
from screens.screen import Screen

BLANK_DELAY_SECONDS = 1.0
STORE_TIMEOUT_SECONDS = 4.0
SLOT_TIMEOUT_SECONDS = 10.0
PARALLEL_CALLS = 200
"""Above it answers wait for a slot; without it messages would find no connection."""
REMEMBERED_PRESSES = 2000
"""Answered presses; one that comes again is not answered again."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ToastTimes:
    """Seconds. `blank_delay`: a press without a toast gets a blank answer then, so that its button stops spinning, and
    a later reason comes as a message. `store_timeout`: a press not stored by then gets an excuse. `slot_timeout`: an
    answer that waited this long for a slot is not sent, since the button has stopped spinning by itself."""

    blank_delay: float = BLANK_DELAY_SECONDS
    store_timeout: float = STORE_TIMEOUT_SECONDS
    slot_timeout: float = SLOT_TIMEOUT_SECONDS


class Slot(Enum):
    """The one answer of a press: waiting for whoever is first, taken for a toast of the press itself, or given."""

    WAITING = auto()
    TAKEN = auto()
    GIVEN = auto()


class Toasts:
    """Answers every press once: with its toast or, if that takes too long, with nothing.

    `take` may be called from any thread; everything else runs on the loop.
    """

    def __init__(
        self,
        messenger: TelegramMessenger,
        pace: Pace,
        times: ToastTimes = ToastTimes(),
        parallel_calls: int = PARALLEL_CALLS,
    ) -> None:
        self._messenger = messenger
        self._pace = pace
        self._times = times
        self._slots: dict[str, Slot] = {}
        self._lock = Lock()
        """Held for every read and write of `_slots`."""
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._answered: deque[str] = deque()
        self._calls: set[asyncio.Task[None]] = set()
        self._connections = asyncio.Semaphore(parallel_calls)
        self._is_failing = False

    def arrived(self, press_id: str, excuse: str) -> None:
        """Note a press that is about to be stored; it gets the excuse if that takes too long."""
        if self._open(press_id) and press_id not in self._timers:
            self._start_timer(press_id, self._times.store_timeout, excuse)

    def expect(self, press_id: str) -> None:
        """Note a press that is stored; it gets a blank answer if its toast takes too long."""
        if self._open(press_id):
            self._start_timer(press_id, self._times.blank_delay, None)

    def forget(self, press_id: str) -> None:
        """Drop a press that was stored before, and answered by the process that stored it."""
        self._stop_timer(press_id)
        with self._lock:
            if self._slots.get(press_id) is not Slot.GIVEN:
                self._slots.pop(press_id, None)

    def take(self, press_id: str) -> bool:
        """Return whether a toast can still be shown; if so, no other answer goes before it. For any thread.

        A press that is tried again keeps what it took.
        """
        with self._lock:
            if self._slots.get(press_id) not in {Slot.WAITING, Slot.TAKEN}:
                return False
            self._slots[press_id] = Slot.TAKEN
            return True

    def answer(self, press_id: str, text: str | None = None) -> None:
        """Answer a press that has no answer yet."""
        if self._give(press_id, {Slot.WAITING, Slot.TAKEN}):
            self._begin_call(press_id, text)

    async def settle(self) -> None:
        """Wait for the answers in flight."""
        while self._calls:
            await asyncio.wait(self._calls)

    def close(self) -> None:
        for press_id in list(self._timers):
            self._stop_timer(press_id)
        with self._lock:
            self._slots.clear()
        for call in self._calls:
            call.cancel()

    def _open(self, press_id: str) -> bool:
        """Make the slot of a new press; return whether it waits."""
        with self._lock:
            return self._slots.setdefault(press_id, Slot.WAITING) is Slot.WAITING

    def _give(self, press_id: str, from_states: set[Slot]) -> bool:
        """Give the answer away if its slot is in one of these states."""
        with self._lock:
            if self._slots.get(press_id) not in from_states:
                return False
            self._slots[press_id] = Slot.GIVEN
            self._answered.append(press_id)
            if len(self._answered) > REMEMBERED_PRESSES:
                del self._slots[self._answered.popleft()]
            return True

    def _start_timer(self, press_id: str, seconds: float, text: str | None) -> None:
        self._stop_timer(press_id)
        loop = asyncio.get_running_loop()
        self._timers[press_id] = loop.call_later(seconds, self._answer_if_waiting, press_id, text)

    def _stop_timer(self, press_id: str) -> None:
        timer = self._timers.pop(press_id, None)
        if timer is not None:
            timer.cancel()

    def _answer_if_waiting(self, press_id: str, text: str | None) -> None:
        del self._timers[press_id]
        if self._give(press_id, {Slot.WAITING}):
            self._begin_call(press_id, text)

    def _begin_call(self, press_id: str, text: str | None) -> None:
        self._stop_timer(press_id)
        task = asyncio.create_task(self._send(press_id, text))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    async def _send(self, press_id: str, text: str | None) -> None:
        try:
            await self._take_connection()
        except TimeoutError:
            self._note_failure("no free slot")
            return
        try:
            await self._call(press_id, text)
        finally:
            self._connections.release()

    async def _take_connection(self) -> None:
        """Wait for a free connection. Raises TimeoutError."""
        if not self._connections.locked():
            await self._connections.acquire()
            return
        async with asyncio.timeout(self._times.slot_timeout):
            await self._connections.acquire()

    async def _call(self, press_id: str, text: str | None) -> None:
        crash.passes("toast-sending")
        outcome = await self._messenger.answer(press_id, text)
        match outcome.status:
            case OutcomeStatus.SENT:
                crash.passes("toast-sent")
            case OutcomeStatus.HELD:
                self._pace.obey_retry_after(outcome.retry_after or 0)
                return
            case OutcomeStatus.REFUSED:
                pass  # too old; the effect of the press stays
            case _:
                self._note_failure(outcome.reason)
                return
        self._is_failing = False

    def _note_failure(self, error: str) -> None:
        """Log one line each time answers begin to fail, however many presses there are."""
        if not self._is_failing:
            log.info("presses not answered", error=error)
        self._is_failing = True


def with_toast_as_text(screen: Screen) -> Screen:
    """Return the screen with its toast as text, for when no toast can be shown."""
    if not screen.toast:
        return screen
    words = escape(screen.toast, quote=False)
    if not screen.text and screen.file is None:
        return Screen(words, fresh=True)
    return Screen(f"{words}\n\n{screen.text}", screen.rows, screen.reply_keyboard, screen.file, None, screen.fresh)
