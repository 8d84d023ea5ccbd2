"""PDF rendering in a child process with a time limit."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import cast

from documents.exchange import FRAME_LENGTH, TEMPLATES

START_SECONDS = 20
# Passed to the child, so that Python starts; settings and secrets of the bot are not.
_ENVIRONMENT = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "HOME", "TMPDIR", "SYSTEMROOT")


class RenderingFailed(Exception):
    """The PDF could not be made; `reason` is for the log and the operator, never for a person in a chat."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PdfRenderer:
    """Renders one PDF at a time in a child process, which is started when needed and reused."""

    def __init__(self, templates: Path = TEMPLATES) -> None:
        self._templates = templates
        self._child: asyncio.subprocess.Process | None = None
        self._lock = asyncio.Lock()

    async def __aenter__(self) -> "PdfRenderer":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def render(self, template: str, data: Mapping[str, object], dated: datetime, *, timeout: float = 5) -> bytes:  # noqa: ASYNC109 - ends in RenderingFailed with a reason
        """Return the PDF of `template` with `data` (JSON values); equal arguments give equal bytes.

        `dated` (aware) is the date written into the file; `timeout` (seconds) counts from sending the request.
        RenderingFailed when the template fails, the child died or the time is over; a silent child is killed.
        """
        request = json.dumps({"template": template, "data": data, "dated": int(dated.timestamp())}).encode()
        async with self._lock:
            answered = False
            try:
                child = await self._ensure_child()
                async with asyncio.timeout(timeout):
                    answer = await self._exchange(child, request)
                answered = True
            except TimeoutError:
                raise RenderingFailed(f"{template}: no answer in time") from None
            except (EOFError, OSError) as failure:
                raise RenderingFailed(f"{template}: the typesetting process died ({failure})") from failure
            finally:
                if not answered:
                    await self._kill()
        if answer[:1] != b"+":
            raise RenderingFailed(f"{template}: {answer[1:].decode()}")
        return answer[1:]

    async def close(self) -> None:
        """Wait for the current rendering and end the child; a later one starts a new child."""
        async with self._lock:
            await self._kill()

    async def _ensure_child(self) -> asyncio.subprocess.Process:
        if self._child is not None and self._child.returncode is not None:
            await self._kill()
        if self._child is None:
            self._child = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "documents.typst_child",
                str(self._templates),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                cwd=Path(__file__).parent.parent,
                env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
                start_new_session=True,  # Ctrl-C in a terminal goes to the bot alone, which closes the renderer
            )
            async with asyncio.timeout(START_SECONDS):
                await _read_frame(self._child)
        return self._child

    async def _exchange(self, child: asyncio.subprocess.Process, request: bytes) -> bytes:
        requests = cast(asyncio.StreamWriter, child.stdin)
        requests.write(FRAME_LENGTH.pack(len(request)) + request)
        await requests.drain()
        return await _read_frame(child)

    async def _kill(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        if child.returncode is None:
            child.kill()
        await child.communicate()


async def _read_frame(child: asyncio.subprocess.Process) -> bytes:
    answers = cast(asyncio.StreamReader, child.stdout)
    length = FRAME_LENGTH.unpack(await answers.readexactly(FRAME_LENGTH.size))[0]
    return await answers.readexactly(length)
