"""The composition root: every part of the bot is built here, and a test can replace any of them."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from sqlalchemy.exc import SQLAlchemyError

from bot import crash_points as crash
from bot.cli.terminal import LANGUAGE
from bot.clock.clocks import Clock, MachineClock, RehearsalClock
from bot.clock.heartbeat import Pulse, note_start
from bot.clock.ticks import TICKS, Tick, Ticker
from bot.database.engine import Database
from bot.database.migrations import migrate
from bot.inbox.flood import Flood
from bot.inbox.queue import Inbox, QueueLimits, StoreOutage
from bot.inbox.reception import Reception
from bot.inbox.toasts import PARALLEL_CALLS, Toasts, ToastTimes
from bot.inbox.watchdog import Watchdog
from bot.inbox.workers import RETRY_SECONDS, ChatWorkers
from bot.jobs.worker import JOBS, Jobs, JobWorker
from bot.logs import describe_error
from bot.outbox.in_flight import SendingTimes
from bot.outbox.notices import NOTICES, Notices
from bot.outbox.sender import Sender
from bot.pace import Pace
from bot.settings import Settings
from bot.telegram import arrival, setup
from bot.telegram.arrival import TELEGRAM
from bot.telegram.commands import StaffCommands
from bot.telegram.messenger import TelegramMessenger
from bot.telegram.polling import Poller, PollingPauses
from bot.telegram.session import ApiSession
from bot.telegram.setup import TelegramSetup
from bot.web.metrics import Metrics
from documents.renderer import PdfRenderer
from handlers.table import Table
from models import Job, Lane
from screens.texts import Say, plain
from services.data_grounds import tell_of_missing_grounds
from services.desk.zone_rules import derive_anew
from services.network import ensure_network, mark_listed_admins
from services.queues import Queue

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Tuning:
    """Limits and times (seconds) that tests shorten; the defaults are those of every deployment."""

    queue: QueueLimits = field(default_factory=QueueLimits)
    update_retries: tuple[float, ...] = RETRY_SECONDS
    toasts: ToastTimes = field(default_factory=ToastTimes)
    parallel_toasts: int = PARALLEL_CALLS
    polling: PollingPauses = field(default_factory=PollingPauses)
    sending: SendingTimes = field(default_factory=SendingTimes)
    setup_retry: float = setup.RETRY_SECONDS


def create_app(  # noqa: PLR0913 - every part can be replaced
    settings: Settings,
    *,
    database: Database | None = None,
    session: BaseSession | None = None,
    table: Table | None = None,
    clock: Clock | None = None,
    pace: Pace | None = None,
    flood: Flood | None = None,
    outage: StoreOutage | None = None,
    watchdog: Watchdog | None = None,
    ticks: tuple[Tick, ...] = TICKS,
    notices: Notices = NOTICES,
    jobs: Jobs = JOBS,
    tuning: Tuning = Tuning(),
) -> "App":
    """Build the bot from its settings; nothing is opened or started yet."""
    database = database or Database(settings.database_url)
    clock = clock or _clock(settings, database)
    pace = pace or Pace()
    bot = Bot(settings.bot_token.get_secret_value(), session=session or ApiSession(settings.bot_api_url))
    messenger = TelegramMessenger(bot)
    sender = Sender(messenger, database, pace, clock.now, tuning.sending, notices)
    renderer = PdfRenderer()
    job_worker = JobWorker(database, renderer, clock.now, jobs)

    def wake(queues: set[Queue]) -> None:
        if Job in queues:
            job_worker.wake.set()
        sender.wake({lane for lane in Lane if lane in queues})

    database.on_queued = wake
    toasts = Toasts(messenger, pace, tuning.toasts, tuning.parallel_toasts)
    watchdog = watchdog or Watchdog()
    reception = Reception(table or Table(), arrival.unreadable, toasts, watchdog, settings.admin_ids, clock.now)
    workers = ChatWorkers(database, reception, toasts, sender, clock.now, tuning.update_retries)
    inbox = Inbox(arrival.read, database, reception, toasts, workers, flood or Flood(), clock.now, tuning.queue, outage)
    return App(
        settings=settings,
        database=database,
        clock=clock,
        bot=bot,
        toasts=toasts,
        watchdog=watchdog,
        workers=workers,
        inbox=inbox,
        poller=Poller(bot, inbox.store, lambda: inbox.free_capacity, tuning.polling),
        sender=sender,
        jobs=job_worker,
        renderer=renderer,
        staff_commands=StaffCommands(bot, database, pace),
        setup=TelegramSetup(bot, database, settings, tuning.setup_retry),
        metrics=Metrics(database, inbox, sender, pace, clock.now),
        ticker=Ticker(database, clock.now, Pulse(inbox, pace), ticks),
    )


def _clock(settings: Settings, database: Database) -> Clock:
    return MachineClock() if settings.clock_start is None else RehearsalClock(database, settings.clock_start)


@dataclass(frozen=True, slots=True)
class App:
    """The parts of one bot. `start`, then `running.serve` (a program) or `take` and `settle` (a test), then `close`."""

    settings: Settings
    database: Database
    clock: Clock
    bot: Bot
    toasts: Toasts
    watchdog: Watchdog
    workers: ChatWorkers
    inbox: Inbox
    poller: Poller
    sender: Sender
    jobs: JobWorker
    renderer: PdfRenderer
    staff_commands: StaffCommands
    setup: TelegramSetup
    metrics: Metrics
    ticker: Ticker

    async def start(self) -> None:
        """Bring the database up to date and take up the work of a stopped process. Raises WrongSetting."""
        log.info("preparing the database")
        await migrate(self.database)
        if isinstance(self.clock, RehearsalClock):
            await self.clock.load()
        await self.database.run(ensure_network, plain("ru", "network-untitled"), self.settings.timezone)
        loaded_file = None
        if self.settings.network_file:
            from bot.cli.load import load_network_file, print_report

            loaded_file = await load_network_file(self.database, Path(self.settings.network_file), self.clock.now())
        await self.database.run(mark_listed_admins, TELEGRAM, self.settings.admin_ids)
        derived = await self.database.run(derive_anew, self.clock.now())
        if derived.events:
            log.warning("rules of time zones have changed", zones=derived.zones, events_derived_anew=derived.events)
        if derived.unknown:
            log.error("time zones unknown to this machine", zones=derived.unknown)
        await self.database.run(tell_of_missing_grounds, self.clock.now())
        log.info("introducing the bot to Telegram")
        await self.setup.try_to_introduce()
        if loaded_file is not None:
            await print_report(Say(LANGUAGE), self.database, loaded_file, self.clock.now())
        if await self.database.run(note_start, self.clock.now()):
            self.inbox.be_careful()
        crash.passes("recovering")
        await self.sender.recover(alone=True)
        await self.inbox.recover()
        crash.passes("recovered")

    async def tick(self) -> None:
        """Do what has become due, and take up leftovers of other processes."""
        await self.ticker.tick()
        try:
            await self.sender.recover(alone=False)
            await self.inbox.enqueue_orphans()
        except SQLAlchemyError as error:
            log.error("leftovers not taken up", error=describe_error(error))

    async def take(self, raw: dict[str, Any]) -> None:
        """Work one update from its arrival to the last message it causes (for tests)."""
        await self.inbox.store([raw])
        await self.settle()

    async def settle(self) -> None:
        """Do everything that is due now: a tick if the clock has moved, updates, jobs, messages (for tests)."""
        if self.ticker.is_due():
            await self.ticker.tick()
        while True:
            await self.workers.settle()
            jobs_begun = await self.jobs.settle()
            await self.sender.flush()
            await self.toasts.settle()
            if not jobs_begun and not self.inbox.depth:
                break
        await self.staff_commands.settle()

    async def close(self) -> None:
        """Close everything; unfinished work stays in the database."""
        self.toasts.close()
        await self.renderer.close()
        await self.bot.session.close()
        await self.database.close()
        self.watchdog.close()
