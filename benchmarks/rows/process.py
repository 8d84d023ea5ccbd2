"""Processes from their begin: importing, starting until updates are asked for, one line of help."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from benchmarks.report import ROOT
from benchmarks.rounds import Benchmark, Line, Rounds, at_most
from benchmarks.running_bot import TOKEN, free_port
from tests.sqlite import create_tables

START_SECONDS = 120
BOT = "bot.__main__; bot.__main__.import_bot()"
TELL_MEMORY = "print(open('/proc/self/status').read())"
"""Its own words: the kernel's figure for a child includes the memory of the parent that forked it."""
LINES = (
    Line("import what `centrik run` needs, processor time", "s", at_most(1.25)),
    Line(
        "import what `centrik run` needs, memory",
        "MB",
        at_most(1.25),
        reason="the floor is about 1.26, 43 MB beside aiogram's 166: SQLAlchemy with both dialects takes 20 of them, "
        "the bot's own modules as much, and every press needs them. What only staff or papers need is imported at its "
        "first use; the next largest, 2 MB for the dialect of the other database, must be known to the models' indexes",
    ),
    Line("`centrik run` to the first getUpdates, processor time", "s", at_most(1.25)),
    Line("`centrik --help` against `import typer`, processor time", "s", at_most(6)),
    Line("`centrik --help`, processor time", "s", at_most(0.3)),
)


@dataclass(frozen=True, slots=True)
class Use:
    """Cost of a process that has ended: seconds of processor time, and its peak of memory in MB if it told it."""

    cpu: float
    memory: float


class Api:
    """A Bot API over HTTP that agrees to everything; `asked` is set by the first getUpdates."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        application = web.Application()
        application.router.add_post("/{token}/{method}", self._answer)
        runner = web.AppRunner(application)
        await runner.setup()
        port = free_port()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        match request.match_info["method"]:
            case "getMe":
                result: object = {"id": 42, "is_bot": True, "first_name": "Centrik", "username": "centrik_test_bot"}
            case "getUpdates":
                self.asked.set()
                result = []
            case _:
                result = True
        return web.json_response({"ok": True, "result": result})


async def python(*arguments: str) -> Use:
    """Run Python to its end."""
    return await asyncio.to_thread(_ended, _begin(arguments, tempfile.gettempdir(), {}))


async def importing(modules: str) -> Use:
    """Import modules in a new process."""
    return await python("-c", f"import {modules}\n{TELL_MEMORY}")


async def start_to_first_poll() -> Use:
    """Start the bot over a database with every table and kill it when it asks for updates."""
    api = Api()
    with tempfile.TemporaryDirectory(prefix="centrik-benchmark-") as folder:
        create_tables(Path(folder) / "centrik.sqlite3")
        async with api.listening() as address:
            settings = {
                "BOT_TOKEN": TOKEN,
                "BOT_API_URL": address,
                "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/centrik.sqlite3",
                "WEB_PORT": str(free_port()),
            }
            process = _begin(("-m", "bot", "run"), folder, settings)
            try:
                async with asyncio.timeout(START_SECONDS):
                    await api.asked.wait()
            finally:
                process.send_signal(signal.SIGKILL)
                use = await asyncio.to_thread(_ended, process)
    return use


def _begin(arguments: tuple[str, ...], folder: str, settings: dict[str, str]) -> "subprocess.Popen[str]":
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"} | settings
    command = [sys.executable, *arguments]
    return subprocess.Popen(
        command, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def _ended(process: "subprocess.Popen[str]") -> Use:
    """Wait for the end. Raises RuntimeError if the process fails by itself."""
    assert process.stdout is not None
    said = process.stdout.read()
    process.stdout.close()
    _, status, spent = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, -signal.SIGKILL}:
        raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
    peak = re.search(r"VmHWM:\s+(\d+) kB", said)
    return Use(spent.ru_utime + spent.ru_stime, int(peak[1]) / 1024 if peak else 0.0)


async def measure(rounds: Rounds) -> None:
    rounds.tell("warming up")
    for modules in (BOT, "typer"):
        await importing(modules)
    for _ in rounds:
        aiogram, typer = await importing("aiogram"), await importing("typer")
        imported, help_said = await importing(BOT), await python("-m", "bot", "--help")
        started = await start_to_first_poll()
        rounds.note("import what `centrik run` needs, processor time", imported.cpu, aiogram.cpu)
        rounds.note("import what `centrik run` needs, memory", imported.memory, aiogram.memory)
        rounds.note("`centrik run` to the first getUpdates, processor time", started.cpu, aiogram.cpu)
        rounds.note("`centrik --help` against `import typer`, processor time", help_said.cpu, typer.cpu)
        rounds.note("`centrik --help`, processor time", help_said.cpu)


BENCHMARKS = (
    Benchmark(
        "process",
        "`import aiogram` in a process of its own, for the help `import typer`; all from compiled files, the start "
        "over a database that has every table",
        LINES,
        measure,
    ),
)
