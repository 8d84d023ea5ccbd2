"""The bot's side of the typesetting child: asks for a page, waits a limited time, kills what hangs."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import cast

from documents.typst_child import LENGTH, TEMPLATES

START_SECONDS = 20
# The child needs no settings and no secrets of the bot, only what lets Python start.
_ENVIRONMENT = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "HOME", "TMPDIR", "SYSTEMROOT")


class RenderingFailed(Exception):
    """The page was not made; `reason` is for the log and the operator, never for a person in a chat."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PdfRenderer:
    """One warm child, started at the first page and again after it was killed; pages are made one after another."""

    def __init__(self, templates: Path = TEMPLATES) -> None:
        self._templates = templates
        self._child: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> "PdfRenderer":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def render(self, template: str, data: Mapping[str, object], dated: datetime, *, timeout: float = 5) -> bytes:  # noqa: ASYNC109 - its end is a RenderingFailed with a reason
        """Returns the PDF of `template` with `data` (JSON values); equal arguments give equal bytes.

        `dated` (aware) is the date written into the file; `timeout` (seconds) counts from handing it over.
        Raises RenderingFailed when the page cannot be made, the child died or the time is over.
        """
        request = json.dumps({"template": template, "data": data, "dated": int(dated.timestamp())}).encode()
        async with self._turn:
            answered = False
            try:
                child = await self._ready()
                async with asyncio.timeout(timeout):
                    answer = await self._ask(child, request)
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
        """Waits for the page in work, then ends the child; a later page starts a new one."""
        async with self._turn:
            await self._kill()

    async def _ready(self) -> asyncio.subprocess.Process:
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
                start_new_session=True,  # Ctrl-C in a terminal is for the bot, which then closes the renderer
            )
            async with asyncio.timeout(START_SECONDS):
                await _frame(self._child)
        return self._child

    async def _ask(self, child: asyncio.subprocess.Process, request: bytes) -> bytes:
        requests = cast(asyncio.StreamWriter, child.stdin)
        requests.write(LENGTH.pack(len(request)) + request)
        await requests.drain()
        return await _frame(child)

    async def _kill(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        if child.returncode is None:
            child.kill()
        await child.communicate()


async def _frame(child: asyncio.subprocess.Process) -> bytes:
    answers = cast(asyncio.StreamReader, child.stdout)
    length = LENGTH.unpack(await answers.readexactly(LENGTH.size))[0]
    return await answers.readexactly(length)
