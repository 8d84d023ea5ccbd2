"""The whole demo: open the stage, play the story, keep the chat page open for whoever sits at a terminal."""

import asyncio
import contextlib
import signal
import sys
from pathlib import Path

from demo.narrator import Narrator, Words
from demo.stage import Stage, StageFailed
from demo.story import STEPS, Story

PORT = 8081


async def play(words: Words, folder: Path, *, stays_open: bool) -> int:
    """Play the story and leave its files in `folder` (which exists); returns the exit code.

    With `stays_open` the chat page is served until Ctrl-C, otherwise it is gone with the story.
    """
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    narrator = Narrator(words, STEPS)
    narrator.line(words("demo-opens"))
    try:
        async with await _stage(stays_open) as stage:
            narrator.line(words("demo-page", url=stage.url))
            story = asyncio.create_task(Story(stage, narrator, folder).play())
            stopping = asyncio.create_task(stopped.wait())
            await asyncio.wait([story, stopping], return_when=asyncio.FIRST_COMPLETED)
            if not story.done():
                story.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await story
                return 130
            story.result()
            narrator.line("")
            narrator.line(words("demo-done", seconds=round(narrator.seconds)))
            if stays_open:
                narrator.line(words("demo-stays", url=stage.url))
                await stopping
            stopping.cancel()
    except (StageFailed, AssertionError) as failed:
        narrator.line(words("demo-failed"))
        sys.stderr.write(f"{failed}\n")
        return 1
    return 0


async def _stage(wants_known_port: bool) -> Stage:
    """At a terminal the page has the same address every time, as long as the port is free."""
    if wants_known_port:
        try:
            server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", PORT)
        except OSError:
            return Stage()
        server.close()
        await server.wait_closed()
        return Stage(PORT)
    return Stage()
