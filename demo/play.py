"""The whole demo: open the stage, play the story and, at a terminal, keep the chat page open."""

import asyncio
import contextlib
import signal
import sys
from pathlib import Path

from demo.narrator import Narrator, Texts
from demo.stage import Stage, StageFailed
from demo.story import STEPS, Story

PORT = 8081
EXIT_INTERRUPTED = 130


async def play(texts: Texts, folder: Path, *, stays_open: bool) -> int:
    """Play the story, write its files into `folder`, which must exist, and return the exit code.

    With `stays_open` the chat page is served until Ctrl-C, otherwise until the end of the story.
    """
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    narrator = Narrator(texts, STEPS)
    try:
        async with await _new_stage(known_port=stays_open) as stage:
            narrator.line(texts("demo-page", url=stage.url))
            story = asyncio.create_task(_start_and_play(stage, narrator, folder))
            stopping = asyncio.create_task(stopped.wait())
            await asyncio.wait([story, stopping], return_when=asyncio.FIRST_COMPLETED)
            if not story.done():
                story.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await story
                return EXIT_INTERRUPTED
            story.result()
            narrator.line("")
            narrator.line(texts("demo-done", seconds=round(narrator.seconds)))
            if stays_open:
                stage.let_page_move_time()
                narrator.line(texts("demo-stays", url=stage.url))
                await stopping
            stopping.cancel()
    except (StageFailed, AssertionError) as failed:
        narrator.line(texts("demo-failed"))
        sys.stderr.write(f"{failed}\n")
        return 1
    return 0


async def _start_and_play(stage: Stage, narrator: Narrator, folder: Path) -> None:
    narrator.line(narrator.texts("demo-bot-starts"))
    await stage.start_bot()
    narrator.line(narrator.texts("demo-bot-works", seconds=round(narrator.seconds)))
    await Story(stage, narrator, folder).play()


async def _new_stage(*, known_port: bool) -> Stage:
    """Return a stage, with `known_port` on PORT if it is free, so that the page keeps its address."""
    if known_port:
        try:
            server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", PORT)
        except OSError:
            return Stage()
        server.close()
        await server.wait_closed()
        return Stage(PORT)
    return Stage()
