"""The process is killed or asked to stop: T1, T2, T17."""

import signal

from bot.outbox.in_flight import IN_FLIGHT_LIMITS, SLOW_ANSWERS_LIMIT
from models import InboxState, InboxUpdate, Lane, Registration, RegistrationState
from sandbox.person import Person
from screens import wishes
from tests.faults.environment import Environment
from tests.faults.plan import fault
from tests.faults.verification import Findings, verify

ANSWERS_IN_FLIGHT = IN_FLIGHT_LIMITS[Lane.ANSWER]
MAX_ANSWERS_IN_FLIGHT = ANSWERS_IN_FLIGHT + SLOW_ANSWERS_LIMIT
"""While Telegram, or this machine, is slow."""
SEATS = 30
STOP_SECONDS = 10.0
TAKEOVER_SECONDS = 20.0


async def everyone_joins(env: Environment, people: list[Person]) -> None:
    """Press for a seat or a place in the list for all of them at once."""
    wish = wishes.JoinWaitingList(event=env.event_id).pack()
    for person in people:
        await person.presses_data(1, wish)


def assert_seated(env: Environment, people: int) -> None:
    """Everybody has exactly one place, and the seats are full."""
    seats = min(SEATS, people)
    assert env.count(Registration) == people
    assert env.count_registrations(RegistrationState.CONFIRMED) == seats
    assert env.count_registrations(RegistrationState.WAITLISTED) == people - seats


def count_done(env: Environment) -> int:
    return env.count(InboxUpdate, InboxUpdate.state == InboxState.DONE)


async def press_and_stop(env: Environment, number: int) -> tuple[int, int]:
    """Let a hundred people press and send the signal when a random number of presses is done.

    Return the exit code and the number of the last call before the signal.
    """
    people = 100 if env.is_full_size else 24
    env.set_up_event(people, capacity=SEATS, published_at=None)  # no announcement: what is sent are answers
    if env.random.random() < 0.5:
        env.use_webhook()
    bot = await env.start_bot()
    await env.wait_until_listening()
    await everyone_joins(env, env.people)
    done_before = env.random.randrange(people)
    await env.wait_until(lambda: count_done(env) >= done_before)
    last = env.telegram.journal.entries[-1].number
    bot.send_signal(number)
    return await bot.wait(STOP_SECONDS), last


@fault(
    "T1 kill -9 while 100 updates are in handlers",
    "every press takes effect once, none is lost",
    quick=True,
    both=True,
)
async def killed_while_pressed(env: Environment) -> Findings:
    code, _ = await press_and_stop(env, signal.SIGKILL)
    assert code == -signal.SIGKILL
    await env.start_bot()
    await env.wait_until_idle()
    assert_seated(env, len(env.people))
    return verify(env).assert_holds(doubled=MAX_ANSWERS_IN_FLIGHT)


@fault("T2 SIGTERM during the same", "exit 0 within 10 s, no getUpdates afterwards, nothing doubled", both=True)
async def stopped_while_pressed(env: Environment) -> Findings:
    code, last = await press_and_stop(env, signal.SIGTERM)
    assert code == 0
    assert len(env.telegram.journal.calls("getUpdates", after=last)) <= 1  # begun as the signal came
    await env.start_bot()
    await env.wait_until_idle()
    assert_seated(env, len(env.people))
    return verify(env).assert_holds()


@fault(
    "T17 two processes for one bot",
    "one leads, the other takes over within 20 s of a kill -9",
    runs=10,
    both=True,
)
async def followed_by_another(env: Environment) -> Findings:
    people = 40 if env.is_full_size else 12
    env.set_up_event(people, capacity=SEATS, published_at=None)
    leader = await env.start_bot()
    await env.wait_until_listening()
    follower = await env.start_bot(WEB_PORT="0")
    await env.wait_until(lambda: "another process leads" in env.log)
    await everyone_joins(env, env.people[: people // 2])
    done_before = env.random.randrange(people // 2)
    await env.wait_until(lambda: count_done(env) >= done_before)
    await leader.kill()
    await everyone_joins(env, env.people[people // 2 :])
    await env.wait_until(lambda: count_done(env) == people, TAKEOVER_SECONDS)
    await env.wait_until_idle()
    assert follower.exit_code is None
    assert_seated(env, people)
    assert "another program reads" not in env.log
    return verify(env).assert_holds(doubled=MAX_ANSWERS_IN_FLIGHT)
