"""The one composition root: what the bot is made of, how it starts, runs and stops."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.methods import DeleteWebhook, SetWebhook
from aiohttp import web
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.exc import SQLAlchemyError

from bot import crash_points as crash
from bot.cli.load import load_network_file
from bot.cli.terminal import LANGUAGE
from bot.clock.heartbeat import HeartbeatWriter
from bot.clock.ticks import TICK_SECONDS, Clock, MachineClock, RehearsalClock, Ticker, keep_ticking
from bot.database.engine import Database
from bot.database.lead import leading
from bot.database.migrations import migrate
from bot.inbox.flood import Flood
from bot.inbox.polling import Poller
from bot.inbox.queue import Inbox
from bot.inbox.reception import Reception
from bot.inbox.toasts import Toasts
from bot.jobs.worker import JobWorker
from bot.logs import describe_error, is_worth_logging
from bot.outbox.pace import Pace
from bot.outbox.sender import Sender
from bot.settings import Settings, WrongSetting
from bot.telegram.commands import StaffCommands
from bot.telegram.methods import ALLOWED_UPDATES
from bot.telegram.profile import introduce
from bot.telegram.session import ApiSession
from bot.web.app import WEBHOOK_PATH, web_application
from bot.web.metrics import Metrics
from documents.renderer import PdfRenderer
from handlers.router import build_router
from screens.texts import Say, plain
from services.network import ensure_network, mark_listed_admins, network_language, set_bot_username

log = structlog.get_logger()

DRAIN_SECONDS = 4.0
"""For the updates in hand, then as much again for the messages in flight: SIGTERM to exit within ten seconds."""
RETRY_SECONDS = 10


def create_app(
    settings: Settings,
    *,
    session: BaseSession | None = None,
    clock: Clock | None = None,
    pace: Pace | None = None,
    flood: Flood | None = None,
) -> "App":
    """Everything the bot is made of; a test gives its own way to Telegram, its own clock and no speed limits."""
    crash.arm(settings.crash_at)
    database = Database(settings.database_url)
    if clock is None:
        start = settings.clock_start
        clock = MachineClock() if start is None else RehearsalClock(database, start)
    bot = Bot(settings.bot_token.get_secret_value(), session=session or ApiSession(settings.bot_api_url))
    return App(settings, database, clock, bot, pace or Pace(), flood or Flood())


class App:
    """The running bot. `start`, then either `run` (a program) or `take` and `settle` (a test), then `close`."""

    def __init__(
        self, settings: Settings, database: Database, clock: Clock, bot: Bot, pace: Pace, flood: Flood
    ) -> None:
        self.settings = settings
        self.database = database
        self.clock = clock
        self.bot = bot
        dispatcher = Dispatcher(disable_fsm=True)
        dispatcher.include_router(build_router())
        self.toasts = Toasts(bot, pace)
        self.sender = Sender(bot, database, pace, clock.now)
        self.staff_commands = StaffCommands(bot, database, pace)
        self.renderer = PdfRenderer()
        self.jobs = JobWorker(database, self.renderer, clock.now, self.sender.wake.set)
        reception = Reception(bot, dispatcher, database, self.toasts, settings.admin_ids, clock.now)
        self.inbox = Inbox(database, reception, self.toasts, clock.now, self._worked, flood)
        self.poller = Poller(bot, self.inbox)
        self.metrics = Metrics(database, self.inbox, self.sender, pace, clock.now)
        self.ticker = Ticker(database, clock.now, HeartbeatWriter(self.inbox, pace).write)
        self._introduced = False
        self._ticks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Bring the database up to date and take up what a stopped process left. Raises WrongSetting."""
        await migrate(self.database)
        if isinstance(self.clock, RehearsalClock):
            await self.clock.wind()
        await self.database.run(ensure_network, plain("ru", "network-untitled"), self.settings.timezone)
        await load_network_file(Say(LANGUAGE), self.database, self.settings.network_file, self.clock.now())
        await self.database.run(mark_listed_admins, self.settings.admin_ids)
        try:
            await self._introduce()
        except (TelegramAPIError, ClientDecodeError) as error:
            log.warning("Telegram does not answer", error=type(error).__name__)
        crash.passes("recovering")
        await self.sender.recover(alone=True)
        await self.inbox.recover()
        crash.passes("recovered")

    async def run(self) -> None:
        """Until SIGTERM or Ctrl-C: wait for the lead, start, listen, and stop without losing anything."""
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        try:
            async with leading(self.database, stop) as leads:
                if leads:
                    await self.start()
                    await self._live(stop)
        finally:
            await self.close()

    async def take(self, raw: dict[str, Any]) -> None:
        """One update from its arrival to the last message it causes (tests)."""
        await self.inbox.store([raw])
        await self.settle()

    async def settle(self) -> None:
        """Do everything that is due now: a tick when the clock has moved, updates, slow work, messages (tests)."""
        if self.ticker.is_due():
            await self.ticker.tick()
        while True:
            await self.inbox.settle()
            worked = await self.jobs.settle()
            await self.sender.flush()
            await self.toasts.settle()
            if not worked and not self.inbox.depth:
                break
        await self.staff_commands.settle()

    async def close(self) -> None:
        """Nothing stays open; what is not done stays in the database."""
        self.toasts.close()
        await self.renderer.close()
        await self.bot.session.close()
        await self.database.close()

    async def _live(self, stop: asyncio.Event) -> None:
        scheduler = AsyncIOScheduler(timezone="UTC")
        job = scheduler.add_job(
            self._tick, "interval", seconds=TICK_SECONDS, misfire_grace_time=None, coalesce=True, max_instances=1
        )
        workers = (self.sender.run(stop), self.jobs.run(stop), self.staff_commands.run(stop))
        tasks = [asyncio.create_task(work) for work in workers]
        if isinstance(self.clock, RehearsalClock):
            tasks.append(asyncio.create_task(self.clock.watch(self._moved, stop)))
        if not self.settings.public_url:
            tasks.append(asyncio.create_task(self.poller.run(stop)))
        async with self._listening():
            telling = asyncio.create_task(self._tell_telegram(stop))
            scheduler.start()
            tasks.append(asyncio.create_task(keep_ticking(job, stop)))
            await self._tick()
            log.info("running", updates="webhook" if self.settings.public_url else "polling")
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait([stopping, *tasks], return_when=asyncio.FIRST_COMPLETED)
            stop.set()
            log.info("stopping")
            scheduler.shutdown(wait=False)
        await self.inbox.drain(DRAIN_SECONDS)
        tasks.append(telling)
        _, late = await asyncio.wait(tasks, timeout=1)
        for task in late:
            task.cancel()
        await self.sender.drain(DRAIN_SECONDS)
        await asyncio.gather(*late, return_exceptions=True)
        log.info("stopped")
        for task in tasks:
            if task not in late:
                task.result()  # what has broken ends the program with an error

    @asynccontextmanager
    async def _listening(self) -> AsyncIterator[None]:
        secret = self.settings.webhook_secret.get_secret_value() if self.settings.public_url else ""
        application = web_application(self.database, self.inbox, secret)
        application.router.add_get("/metrics", self.metrics.page)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.settings.web_host, self.settings.web_port).start()
        except OSError:
            raise WrongSetting("setting-web-port-busy", port=str(self.settings.web_port)) from None
        try:
            yield
        finally:
            await runner.cleanup()

    async def _tell_telegram(self, stop: asyncio.Event) -> None:
        """How updates reach the bot; Telegram may be away when the bot starts."""
        failures = 0
        while not stop.is_set():
            try:
                if not self._introduced:
                    await self._introduce()
                await self.bot(self._delivery())
                return
            except WrongSetting:
                stop.set()
                raise
            except (TelegramAPIError, ClientDecodeError) as error:
                failures += 1
                if is_worth_logging(failures):
                    log.warning("Telegram not told where to send updates", error=type(error).__name__)
            try:
                await asyncio.wait_for(stop.wait(), RETRY_SECONDS)
            except TimeoutError:
                continue

    def _delivery(self) -> SetWebhook | DeleteWebhook:
        if not self.settings.public_url:
            return DeleteWebhook()
        return SetWebhook(
            url=self.settings.public_url + WEBHOOK_PATH,
            secret_token=self.settings.webhook_secret.get_secret_value(),
            allowed_updates=ALLOWED_UPDATES,
        )

    async def _introduce(self) -> None:
        """Raises WrongSetting, TelegramAPIError and ClientDecodeError."""
        try:
            username = await introduce(self.bot, await self.database.read(network_language))
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise WrongSetting("setting-bot-token-refused") from None
        await self.database.run(set_bot_username, username)
        self._introduced = True

    async def _tick(self) -> None:
        await self.ticker.tick()
        try:
            await self.sender.recover(alone=False)
            await self.inbox.adopt()
        except SQLAlchemyError as error:
            log.error("left-overs not taken up", error=describe_error(error))
        self._worked()

    def _moved(self) -> None:
        task = asyncio.create_task(self._tick())
        self._ticks.add(task)
        task.add_done_callback(self._ticks.discard)

    def _worked(self) -> None:
        self.jobs.wake.set()
        self.sender.wake.set()
