"""Bot processes from a fork server: one parent imports everything once and forks a real process for each start.

A start costs a tenth of a second instead of four. The parent has opened nothing when it forks, and a forked process is
killed like any other.
"""

import asyncio
import json
import os
import queue
import select
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.checks.tree import ROOT

READY_SECONDS = 60
START_SECONDS = 10


def main() -> None:
    """Run the parent: each line of JSON on stdin starts a process; lines on stdout report its pid and its exit."""
    import bot.app
    import bot.running
    from tests.faults.entry import main as run

    child_ended = _wake_on_exits()
    os.set_blocking(sys.stdin.fileno(), False)
    buffer = b""
    _report({"ready": bot.app.__name__})
    while True:
        readable, _, _ = select.select([sys.stdin, child_ended], [], [])
        if child_ended in readable:
            os.read(child_ended, 1 << 16)
        buffer += _read(sys.stdin.fileno())
        while b"\n" in buffer:
            line, buffer = buffer.split(b"\n", 1)
            _fork(json.loads(line), run)
        _report_exits()


def _wake_on_exits() -> int:
    """Return a file descriptor that becomes readable when a child ends."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return reading


def _read(stdin: int) -> bytes:
    try:
        data = os.read(stdin, 1 << 16)
    except BlockingIOError:
        return b""
    if not data:
        raise SystemExit(0)
    return data


def _fork(order: dict[str, Any], run: Callable[[], None]) -> None:
    pid = os.fork()
    if pid:
        _report({"started": pid})
        return
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
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
    except BaseException:  # noqa: BLE001 - the process ends here: its traceback belongs to its log
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _report_exits() -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        _report({"ended": pid, "code": os.waitstatus_to_exitcode(status)})


def _report(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


@dataclass
class BotProcess:
    """A forked process of the command line."""

    fork_server: "ForkServer"
    pid: int

    @property
    def exit_code(self) -> int | None:
        """The exit code (minus the signal's number after a signal), None while the process runs."""
        return self.fork_server.exit_codes.get(self.pid)

    def send_signal(self, number: int) -> None:
        if self.exit_code is None:
            os.kill(self.pid, number)

    async def wait(self, seconds: float = 30) -> int:
        """Return the exit code. Raises TimeoutError."""
        return await asyncio.to_thread(self.fork_server.wait_for_exit, self.pid, seconds)

    async def kill(self) -> None:
        """kill -9."""
        self.send_signal(signal.SIGKILL)
        await self.wait()


class ForkServer:
    """Starts and stops the parent process; usable from any event loop."""

    def __init__(self) -> None:
        self.exit_codes: dict[int, int] = {}
        self._exited = threading.Condition()
        self._started: queue.Queue[int] = queue.Queue()
        self._ready = threading.Event()
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.processes"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    async def start(self, folder: Path, environment: dict[str, str], *arguments: str) -> BotProcess:
        """Run `centrik <arguments>` in `folder`, its output in `bot.log` there."""
        assert await asyncio.to_thread(self._ready.wait, READY_SECONDS), "the fork server does not start"
        order = {
            "folder": str(folder),
            "log": str(folder / "bot.log"),
            "environment": environment,
            "arguments": arguments,
        }
        assert self._parent.stdin is not None
        self._parent.stdin.write(json.dumps(order).encode() + b"\n")
        self._parent.stdin.flush()
        return BotProcess(self, await asyncio.to_thread(self._started.get, timeout=START_SECONDS))

    def wait_for_exit(self, pid: int, seconds: float) -> int:
        """Block until the process has ended. Raises TimeoutError."""
        with self._exited:
            if not self._exited.wait_for(lambda: pid in self.exit_codes, seconds):
                raise TimeoutError(f"process {pid} still runs after {seconds} s")
        return self.exit_codes[pid]

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
            message = json.loads(line)
            if "started" in message:
                self._started.put(message["started"])
            elif "ended" in message:
                with self._exited:
                    self.exit_codes[message["ended"]] = message["code"]
                    self._exited.notify_all()
            else:
                self._ready.set()


if __name__ == "__main__":
    main()
