"""The stage of the demo: the sandbox, the bot as a process of its own, and a clock that can be moved."""

import asyncio
import math
import os
import re
import socket
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from types import TracebackType

from sandbox.local import Telegram
from sandbox.web.bot_clock import BotClock
from sandbox.web.server import SandboxServer

FOLDER = Path(__file__).parent
NETWORK = FOLDER / "network.yaml"
ZONE = "Asia/Yekaterinburg"
OPENS_AT = datetime.fromisoformat("2026-11-21T10:00:00+05:00")
TOKEN = "42:TEST"  # noqa: S105 - invented, opens only the sandbox
START_SECONDS = 60
STOP_SECONDS = 12


class StageFailed(RuntimeError):
    """The bot or one of its commands failed; the message is its output."""


class Stage:
    """Runs the sandbox and then the bot; `telegram` has the people, `url` is the address of the chat page."""

    def __init__(self, port: int = 0) -> None:
        self.telegram = Telegram(TOKEN, username="centrik_demo_bot", name="Центрик")
        self._clock = BotClock(ZONE, self.advance)
        self._server = SandboxServer(self.telegram, port=port, bot_clock=self._clock)
        self._folder = tempfile.TemporaryDirectory(prefix="centrik-demo-")
        self._log = Path(self._folder.name) / "bot.log"
        self._bot: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return self._server.url

    async def __aenter__(self) -> "Stage":
        self.telegram.clock.set(OPENS_AT.timestamp())
        await self._server.start()
        return self

    async def start_bot(self) -> None:
        """Start the bot and return once it receives updates. Raises StageFailed."""
        with self._log.open("wb") as log:
            self._bot = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", env=self._environment(), stdout=log, stderr=log
            )
        await self._until_polling(self._bot)
        with self._database() as database:
            [(ahead,)] = database.execute("SELECT offset_seconds FROM virtual_clock")
        self.telegram.clock.set(time.time() + ahead)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Stop the bot with SIGTERM, as an operator does, then the sandbox."""
        if self._bot is not None and self._bot.returncode is None:
            self._bot.terminate()
            try:
                await asyncio.wait_for(self._bot.wait(), STOP_SECONDS)
            except TimeoutError:
                self._bot.kill()
                await self._bot.wait()
        await self._server.stop()
        self._folder.cleanup()

    async def run_command(self, *arguments: str) -> str:
        """Run `centrik …` and return its output; StageFailed when it fails."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *arguments,
            env=self._environment(),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output, _ = await process.communicate()
        text = output.decode()
        if process.returncode != 0:
            raise StageFailed(f"centrik {' '.join(arguments)}: {text}")
        return text

    async def new_invites(self) -> Sequence[str]:
        """Return new invite links of the staff, in the order of the network file."""
        return re.findall(r"https://t\.me/\S+", await self.run_command("load", str(NETWORK), "--invites"))

    async def advance_to(self, local: str) -> None:
        """Move the time to a local moment ("2026-12-02T14:10"). Raises StageFailed."""
        moment = datetime.fromisoformat(local).replace(tzinfo=OPENS_AT.tzinfo).timestamp()
        await self.advance(max(0, math.ceil(moment - self.telegram.clock.wall())))

    async def advance(self, seconds: int) -> None:
        """Move the dates of messages and the bot's clock; the bot then acts by the new time. Raises StageFailed."""
        self.telegram.clock.advance(seconds)
        try:
            await self.run_command("clock", "--advance", f"{seconds}s")
        except StageFailed:
            self.telegram.clock.advance(-seconds)
            raise

    def let_page_move_time(self) -> None:
        """Unlock the buttons of the chat page; while the story is played they would spoil it."""
        self._clock.is_movable = True
        self.telegram.state.note_change()

    def certificate_codes(self) -> list[str]:
        """Return the codes of issued certificates, which the printed QR codes contain."""
        with self._database() as database:
            return [code for (code,) in database.execute("SELECT code FROM certificate ORDER BY id")]

    def _database(self) -> closing[sqlite3.Connection]:
        return closing(sqlite3.connect(f"file:{self._folder.name}/centrik.sqlite3?mode=ro", uri=True))

    async def _until_polling(self, bot: asyncio.subprocess.Process) -> None:
        """Wait for the first getUpdates: the bot has introduced itself and receives updates."""
        for _ in range(START_SECONDS * 20):
            if bot.returncode is not None:
                break
            if any(entry.method == "getUpdates" for entry in self.telegram.journal.entries):
                return
            await asyncio.sleep(0.05)
        raise StageFailed(self._log.read_text(errors="replace")[-2000:])

    def _environment(self) -> dict[str, str]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        return os.environ | {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": self.url,
            "DATABASE_URL": f"sqlite+aiosqlite:///{self._folder.name}/centrik.sqlite3",
            "NETWORK_FILE": str(NETWORK),
            "TIMEZONE": ZONE,
            "CLOCK_START": OPENS_AT.isoformat(),
            "WEB_HOST": "127.0.0.1",
            "WEB_PORT": str(port),
            "PUBLIC_URL": "",
            "ADMIN_IDS": "",
        }
