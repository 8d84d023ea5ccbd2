"""The webhook alone: updates are stored and confirmed, and not worked."""

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from benchmarks.databases import SQLITE, new_database
from benchmarks.load import Order, Report, send_from_another_process
from benchmarks.rounds import Benchmark, Line, Rounds, at_least, at_most
from benchmarks.running_bot import SECRET, Limits, free_port, running_bot
from benchmarks.session import InstantSession
from bot.app import Tuning
from bot.inbox.queue import QueueLimits
from bot.telegram.setup import WEBHOOK_PATH

WARM_UP_SECONDS, SECONDS = 2.0, 3.0
CONNECTIONS = (40, 1)
UNLIMITED = 10**9
BUSY = (
    "not the floor yet: both are bound by processor time, 67 µs a request against 300; beside aiohttp ours reads and "
    "admits the update, stores its row in a commit shared with the others, and answers the press a second later"
)
LINES = (
    Line("40 connections, requests a second", "", at_least(0.3), BUSY),
    Line("40 connections, p99", "ms", at_most(4)),
    Line("40 connections, processor time a request", "µs"),
    Line("1 connection, requests a second", ""),
    Line("1 connection, p99", "ms"),
    Line("1 connection, processor time a request", "µs"),
)


@asynccontextmanager
async def bare_server() -> AsyncIterator[int]:
    """Serve a webhook that reads the JSON and keeps nothing; yield the port."""
    application = web.Application()
    application.router.add_post(WEBHOOK_PATH, _read)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield port
    finally:
        await runner.cleanup()


async def _read(request: web.Request) -> web.Response:
    json.loads(await request.read())
    return web.Response()


@asynccontextmanager
async def storing_bot() -> AsyncIterator[int]:
    """Run a bot that begins no update over a new SQLite database; yield the port."""
    limits = Limits(tuning=Tuning(queue=QueueLimits(capacity=UNLIMITED, per_chat=UNLIMITED)))
    async with new_database(SQLITE) as url, running_bot(url, InstantSession(), limits) as app:
        app.workers.hold()
        yield app.settings.web_port


async def load(port: int, connections: int) -> tuple[Report, float]:
    """Return what the clients saw and microseconds of processor time a request. Raises RuntimeError for a refusal."""
    await send_from_another_process(Order(port, WEBHOOK_PATH, SECRET, connections, WARM_UP_SECONDS))
    began = time.process_time()
    report = await send_from_another_process(Order(port, WEBHOOK_PATH, SECRET, connections, SECONDS))
    cpu = time.process_time() - began
    if report.refused:
        raise RuntimeError(f"{report.refused} of {report.requests} requests were refused")
    return report, cpu / report.requests * 1e6


async def measure(rounds: Rounds) -> None:
    for _ in rounds:
        for connections in CONNECTIONS:
            async with storing_bot() as port:
                ours, our_cpu = await load(port, connections)
            async with bare_server() as port:
                theirs, their_cpu = await load(port, connections)
            name = f"{connections} connection{'s' if connections > 1 else ''}"
            rounds.note(f"{name}, requests a second", ours.requests / ours.seconds, theirs.requests / theirs.seconds)
            rounds.note(f"{name}, p99", ours.p99, theirs.p99)
            rounds.note(f"{name}, processor time a request", our_cpu, their_cpu)


BENCHMARKS = (
    Benchmark(
        "door",
        "a bare aiohttp server that reads the JSON and answers 200. Ours admits, stores (SQLite FULL) and answers "
        "every press blankly after a second; both are asked by a process of its own",
        LINES,
        measure,
    ),
)
