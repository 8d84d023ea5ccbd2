"""Three hundred certificates: what a document costs beside Typst, and how the event loop runs meanwhile."""

import asyncio
import json
import os
import resource
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.databases import SQLITE, new_database
from benchmarks.network import Size, fill
from benchmarks.rounds import Benchmark, Line, Rounds, at_most
from benchmarks.running_bot import build_bot, running_bot
from benchmarks.session import InstantSession
from bot.app import App
from bot.database.engine import Database
from documents.exchange import TEMPLATES
from documents.qr import qr_svg
from documents.typst_child import FONTS
from models import Event, Job, JobState
from services.recognition import certificates
from tests.builders import NOW, make_attendance, make_event

PEOPLE = 300
WARM_UP = 5
SAMPLE_SECONDS = 0.002
LOOK_SECONDS = 0.2
CERTIFICATE_LINES = (
    Line("a certificate, processor time", "ms", at_most(1.3)),
    Line("a certificate, wall time", "ms"),
)
LOOP_LINES = (
    Line("late while certificates are made, p99.9", "ms", at_most(10)),
    Line("late while certificates are made, worst", "ms", at_most(50)),
    Line("late with nothing to do, p99.9", "ms"),
    Line("late with nothing to do, worst", "ms"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """A request to the renderer; `data` is the JSON that the template gets, the picture of the QR code in it."""

    template: str
    data: str
    dated: datetime


class Recording:
    """Keeps what the renderer of a bot is asked for, so that the peer makes the same pages."""

    def __init__(self, app: App) -> None:
        self._asked: list[tuple[str, Any, datetime]] = []
        self._render = app.renderer.render
        vars(app.renderer)["render"] = self

    async def __call__(self, template: str, data: Any, dated: datetime, **options: Any) -> Any:
        self._asked.append((template, data, dated))
        return await self._render(template, data, dated, **options)

    def take_pages(self) -> list[Page]:
        """Return what was asked for since the last call."""
        asked, self._asked = self._asked, []
        return [
            Page(template, json.dumps({**data, "qr": qr_svg(str(data["qr_address"]))}), dated)
            for template, data, dated in asked
        ]


def issue(db: Session, teachers: list[int]) -> None:
    """Issue certificates to these people for a new event, and enqueue the files."""
    event = make_event(db, "Читаем и понимаем задачу", days=-5)
    for teacher in teachers:
        make_attendance(db, event.id, teacher)
    certificates.issue(db, db.get_one(Event, event.id), NOW)


def left(db: Session) -> int:
    waiting = select(func.count()).select_from(Job).where(Job.state.in_([JobState.NEW, JobState.WORKING]))
    return db.scalar(waiting) or 0


def processor_time() -> float:
    """Return the seconds of processor time of this process and its children, living and ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    ticks = 0
    for thread in Path("/proc/self/task").iterdir():
        for child in (thread / "children").read_text().split():
            fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return time.process_time() + ended.ru_utime + ended.ru_stime + ticks / os.sysconf("SC_CLK_TCK")


def bare_typst(compilers: dict[str, typst.Compiler], pages: list[Page]) -> None:
    """Make the pages with one compiler for each template and nothing around it."""
    for page in pages:
        if page.template not in compilers:
            compilers[page.template] = typst.Compiler(
                str(TEMPLATES / f"{page.template}.typ"),
                root=str(TEMPLATES),
                font_paths=[str(FONTS)],
                ignore_system_fonts=True,
            )
        dated = int(page.dated.timestamp())
        compilers[page.template].compile(format="pdf", sys_inputs={"data": page.data}, timestamp=dated)


async def measure(rounds: Rounds) -> None:
    async with new_database(SQLITE) as url:
        teachers = await _teachers(url)
        app = build_bot(url, InstantSession())
        await app.start()
        recording = Recording(app)
        compilers: dict[str, typst.Compiler] = {}
        try:
            await app.database.run(issue, teachers[:WARM_UP])
            await app.jobs.settle()
            bare_typst(compilers, recording.take_pages())
            for _ in rounds:
                await app.database.run(issue, teachers)
                began, cpu = time.perf_counter(), processor_time()
                made = await app.jobs.settle()
                wall, cpu = time.perf_counter() - began, processor_time() - cpu
                pages = recording.take_pages()
                if made != PEOPLE or len(pages) != PEOPLE:
                    raise RuntimeError(f"{made} jobs and {len(pages)} pages instead of {PEOPLE}")
                bare_began, bare_cpu = time.perf_counter(), time.process_time()
                bare_typst(compilers, pages)
                bare_wall, bare_cpu = time.perf_counter() - bare_began, time.process_time() - bare_cpu
                rounds.note("a certificate, processor time", cpu / PEOPLE * 1e3, bare_cpu / PEOPLE * 1e3)
                rounds.note("a certificate, wall time", wall / PEOPLE * 1e3, bare_wall / PEOPLE * 1e3)
        finally:
            await app.close()


async def _teachers(url: str) -> list[int]:
    database = Database(url)
    filled = await database.run(fill, Size(people=PEOPLE, participations=0))
    await database.close()
    return filled.teachers


class Lateness:
    """How late the loop wakes a coroutine that sleeps, in milliseconds."""

    def __init__(self) -> None:
        self._samples: list[float] = []

    async def sample(self) -> None:
        """Run until cancelled."""
        while True:
            before = time.perf_counter()
            await asyncio.sleep(SAMPLE_SECONDS)
            self._samples.append((time.perf_counter() - before - SAMPLE_SECONDS) * 1e3)

    def note(self, rounds: Rounds, when: str) -> None:
        ordered = sorted(self._samples)
        rounds.note(f"late {when}, p99.9", ordered[int(len(ordered) * 0.999)])
        rounds.note(f"late {when}, worst", ordered[-1])


async def measure_loop(rounds: Rounds) -> None:
    async with new_database(SQLITE) as url:
        teachers = await _teachers(url)
        async with running_bot(url, InstantSession()) as app:
            await app.database.run(issue, teachers[:WARM_UP])
            await _all_made(app)
            for _ in rounds:
                await app.database.run(issue, teachers)
                seconds = await _sampled(rounds, "while certificates are made", _all_made(app))
                await _sampled(rounds, "with nothing to do", asyncio.sleep(seconds))


async def _sampled(rounds: Rounds, when: str, work: Any) -> float:
    """Sample the loop during this work; return its seconds."""
    lateness, began = Lateness(), time.perf_counter()
    sampling = asyncio.create_task(lateness.sample())
    await work
    sampling.cancel()
    lateness.note(rounds, when)
    return time.perf_counter() - began


async def _all_made(app: App) -> None:
    while await app.database.read(left):  # noqa: ASYNC110 - a table tells of no event
        await asyncio.sleep(LOOK_SECONDS)


BENCHMARKS = (
    Benchmark(
        "certificates",
        "the same pages by one Typst compiler in a loop, with the product's own template and data; ours is claimed, "
        "read, made in a child, kept and told, the child's processor time included",
        CERTIFICATE_LINES,
        measure,
    ),
    Benchmark(
        "loop",
        "none; the same running bot with nothing to do shows what is the machine's own",
        LOOP_LINES,
        measure_loop,
    ),
)
