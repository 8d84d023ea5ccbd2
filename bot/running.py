"""The life of the program: wait for the lead, start, serve, and stop without losing anything."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from aiohttp import web
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.exc import SQLAlchemyError

from bot.app import App
from bot.clock.clocks import RehearsalClock
from bot.clock.heartbeat import note_stop
from bot.clock.ticks import TICK_SECONDS, keep_ticking
from bot.database.lead import leading
from bot.pause import pause
from bot.settings import WrongSetting
from bot.web.app import web_application
from screens.texts import load_compiler

log = structlog.get_logger()

DRAIN_SECONDS = 4.0
"""For the begun updates, then as much again for the messages in flight: SIGTERM to exit within ten seconds."""
LOOPS_STOP_SECONDS = 1.0


async def run(app: App) -> None:
    """Run the bot until SIGTERM or Ctrl-C. Raises WrongSetting."""
    stop = _stop_on_signals()
    try:
        async with leading(app.database, stop) as leads:
            if leads:
                await app.start()
                await serve(app, stop)
    finally:
        await app.close()


async def serve(app: App, stop: asyncio.Event) -> None:
    """Listen and work until `stop` is set or a loop breaks, then drain. An error of a loop ends the program."""
    async with listening(app):
        loops = _start_loops(app, stop)
        telling_telegram = asyncio.create_task(app.setup.run(stop))
        scheduler = _start_scheduler(app, stop, loops)
        await app.tick()
        load_compiler()
        log.info("running", updates="webhook" if app.settings.public_url else "polling")
        await pause(None, stop, *loops)
        stop.set()
        log.info("stopping")
        scheduler.shutdown(wait=False)
    await _drain(app, [*loops, telling_telegram])


@asynccontextmanager
async def listening(app: App) -> AsyncIterator[None]:
    """Serve the web pages, the webhook and the metrics. Raises WrongSetting if the port is taken."""
    settings = app.settings
    secret = settings.webhook_secret.get_secret_value() if settings.public_url else ""
    application = web_application(app.database, app.inbox, secret)
    application.router.add_get("/metrics", app.metrics.page)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.web_host, settings.web_port).start()
    except OSError:
        raise WrongSetting("setting-web-port-busy", port=str(settings.web_port)) from None
    try:
        yield
    finally:
        await runner.cleanup()


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


def _start_loops(app: App, stop: asyncio.Event) -> list[asyncio.Task[None]]:
    loops = [app.watchdog.run(stop), app.sender.run(stop), app.jobs.run(stop), app.staff_commands.run(stop)]
    if not app.settings.public_url:
        loops.append(app.poller.run(stop))
    if isinstance(app.clock, RehearsalClock):
        moved = asyncio.Event()
        loops += [app.clock.watch(moved.set, stop), _tick_when_moved(app, moved, stop)]
    return [asyncio.create_task(loop) for loop in loops]


async def _tick_when_moved(app: App, moved: asyncio.Event, stop: asyncio.Event) -> None:
    while not stop.is_set():
        await pause(None, moved, stop)
        if moved.is_set():
            moved.clear()
            await app.tick()


def _start_scheduler(app: App, stop: asyncio.Event, loops: list[asyncio.Task[None]]) -> AsyncIOScheduler:
    scheduler = AsyncIOScheduler(timezone="UTC")
    job = scheduler.add_job(
        app.tick, "interval", seconds=TICK_SECONDS, misfire_grace_time=None, coalesce=True, max_instances=1
    )
    scheduler.start()
    loops.append(asyncio.create_task(keep_ticking(job, stop)))
    return scheduler


async def _drain(app: App, loops: list[asyncio.Task[None]]) -> None:
    """Finish the begun updates and the messages in flight; then raise the error of a broken loop, if any."""
    await app.workers.drain(DRAIN_SECONDS)
    _, late = await asyncio.wait(loops, timeout=LOOPS_STOP_SECONDS)
    for loop in late:
        loop.cancel()
    await app.sender.drain(DRAIN_SECONDS)
    await asyncio.gather(*late, return_exceptions=True)
    with suppress(SQLAlchemyError):  # the next start is careful without need
        await app.database.run(note_stop, app.clock.now())
    log.info("stopped")
    for loop in loops:
        if loop not in late:
            loop.result()
