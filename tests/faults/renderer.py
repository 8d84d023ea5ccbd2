"""The renderer of PDFs hangs or dies: T27."""

import os
from datetime import timedelta
from pathlib import Path
from signal import SIGKILL, SIGSTOP

from models import (
    Certificate,
    Event,
    Job,
    JobState,
    OutboxMessage,
    OutboxState,
    Registration,
    Teacher,
)
from services.recognition.certificates import CertificateReady
from services.stored import name_of
from tests.builders import make_attendance
from tests.faults.clocks import EVENT_START
from tests.faults.environment import Environment
from tests.faults.plan import fault
from tests.faults.verification import Findings, verify

RENDER_TIMEOUT_SECONDS = 5
RESTART_SECONDS = 2
"""Time within which a dead renderer is gone from the list of processes."""
CERTIFICATES_DUE = EVENT_START + timedelta(hours=5, minutes=5)
"""An hour after the end of the event, when the marks are final."""


@fault(
    "T27 the maker of PDFs hangs, then dies; names of 200 letters",
    "killed after 5 s, tried once more, every certificate made once",
    runs=6,
    both=True,
)
async def renderer_hangs(env: Environment) -> Findings:
    people = 40
    env.set_up_event(people, seated=True)
    with env.db() as db:
        event = db.get_one(Event, env.event_id)
        event.attendance_closed_at = event.ends_at
        for teacher in db.query(Teacher).join(Registration, Registration.teacher_id == Teacher.id):
            if env.random.random() < 0.5:
                teacher.surname = f"{teacher.surname}-{'Длинная' * 14}"[:100]
                teacher.given_name = ("Анна-" * 20)[:100]
            make_attendance(db, event.id, teacher.id)
        db.commit()
    await env.start_bot()
    await env.wait_until_listening()
    env.set_clock(EVENT_START)
    await env.wait_until_idle()
    env.set_clock(CERTIFICATES_DUE)
    signals = (SIGSTOP, SIGKILL) if env.random.random() < 0.5 else (SIGKILL, SIGSTOP)
    for number, after in zip(signals, (1, people // 2), strict=True):
        await env.wait_until(lambda after=after: _rendered(env) >= after and len(_renderers(env)) == 1)  # type: ignore[misc]  # mypy reads no default of a lambda
        [renderer] = _renderers(env)
        os.kill(renderer, number)
        seconds = (RENDER_TIMEOUT_SECONDS if number == SIGSTOP else 0) + RESTART_SECONDS
        await env.wait_until(lambda renderer=renderer: renderer not in _renderers(env), seconds)  # type: ignore[misc]  # as above
    await env.wait_until(lambda: _rendered(env) == people)
    await env.wait_until_idle()
    assert env.count(Job, Job.attempts == 2) >= 1
    assert env.count(Job, Job.state == JobState.DONE) == people
    ready = OutboxMessage.kind == name_of(CertificateReady)
    assert env.count(OutboxMessage, ready, OutboxMessage.state == OutboxState.SENT) == people
    return verify(env).assert_holds()


def _rendered(env: Environment) -> int:
    return env.count(Certificate, Certificate.document_id.is_not(None))


def _renderers(env: Environment) -> list[int]:
    """Return the pids of the bot's children, which render PDFs."""
    return [int(number) for number in Path(f"/proc/{env.bot.pid}/task/{env.bot.pid}/children").read_text().split()]
