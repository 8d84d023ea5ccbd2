"""Bot processes by the dozen: one parent has imported everything and forks a real process for each start.

A start costs a tenth of a second instead of four; what is forked has opened nothing yet and is killed like any other.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.checks.tree import ROOT

LOOK_SECONDS = 0.01


def main() -> None:
    """The parent: one line of JSON in starts a process; lines out tell its id and, at its end, how it ended."""
    import bot.app
    from bot.__main__ import main as run

    os.set_blocking(sys.stdin.fileno(), False)
    waiting = b""
    _tell({"ready": bot.app.__name__})
    while True:
        waiting += _read()
        while b"\n" in waiting:
            line, waiting = waiting.split(b"\n", 1)
            _start(json.loads(line), run)
        _tell_ends()
        time.sleep(LOOK_SECONDS)


def _read() -> bytes:
    try:
        found = os.read(sys.stdin.fileno(), 1 << 16)
    except BlockingIOError:
        return b""
    if not found:
        raise SystemExit(0)
    return found


def _start(order: dict[str, Any], run: Any) -> None:
    number = os.fork()
    if number:
        _tell({"started": number})
        return
    code = 1
    try:
        os.chdir(order["folder"])
        os.environ.clear()
        os.environ.update(order["environment"])
        log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        sys.argv = ["centrik", *order["arguments"]]
        run()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1 if end.code else 0
    except BaseException:  # noqa: BLE001 - the end of a process: what it says goes to its log
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _tell_ends() -> None:
    while True:
        try:
            number, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not number:
            return
        _tell({"ended": number, "code": os.waitstatus_to_exitcode(status)})


def _tell(words: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


@dataclass
class Child:
    """A running bot."""

    nursery: "Nursery"
    number: int

    @property
    def code(self) -> int | None:
        """How it ended (minus the signal that killed it), None while it runs."""
        return self.nursery.ends.get(self.number)

    def signals(self, number: int) -> None:
        if self.code is None:
            os.kill(self.number, number)

    async def ends(self, seconds: float = 30) -> int:
        async with asyncio.timeout(seconds):
            while (code := self.code) is None:  # noqa: ASYNC110 - told by a thread that knows no loop
                await asyncio.sleep(LOOK_SECONDS)
        return code

    async def killed(self) -> None:
        """kill -9."""
        self.signals(signal.SIGKILL)
        await self.ends()


class Nursery:
    """The parent process as a test holds it; usable from any event loop."""

    def __init__(self) -> None:
        self.ends: dict[int, int] = {}
        self._started: list[int] = []
        self._ready = threading.Event()
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    async def starts(self, folder: Path, environment: dict[str, str], *arguments: str) -> Child:
        """Run `centrik <arguments>` in `folder`; what it says is in `bot.log` there."""
        while not self._ready.is_set():  # noqa: ASYNC110 - told by a thread that knows no loop
            await asyncio.sleep(LOOK_SECONDS)
        order = {
            "folder": str(folder),
            "log": str(folder / "bot.log"),
            "environment": environment,
            "arguments": arguments,
        }
        assert self._parent.stdin is not None
        self._parent.stdin.write(json.dumps(order).encode() + b"\n")
        self._parent.stdin.flush()
        async with asyncio.timeout(10):
            while not self._started:  # noqa: ASYNC110 - told by a thread that knows no loop
                await asyncio.sleep(LOOK_SECONDS)
        return Child(self, self._started.pop(0))

    def close(self) -> None:
        assert self._parent.stdin is not None
        self._parent.stdin.close()
        self._parent.wait(10)
        self._reader.join(10)
        assert self._parent.stdout is not None
        self._parent.stdout.close()

    def _listen(self) -> None:
        assert self._parent.stdout is not None
        for line in self._parent.stdout:
            words = json.loads(line)
            if "started" in words:
                self._started.append(words["started"])
            elif "ended" in words:
                self.ends[words["ended"]] = words["code"]
            else:
                self._ready.set()


if __name__ == "__main__":
    main()
