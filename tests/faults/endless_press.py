"""A press that never ends, in a loop or in a regular expression: T31."""

from bot.inbox.rows import MAX_ATTEMPTS
from bot.inbox.watchdog import EXIT_CODE
from models import InboxState, InboxUpdate
from screens.texts import plain
from tests.faults.entry import ENDLESS
from tests.faults.environment import Environment
from tests.faults.kills import ANSWERS_IN_FLIGHT, SEATS, assert_seated, everyone_joins
from tests.faults.plan import fault
from tests.faults.verification import Findings, verify

DEATHS = 2 + MAX_ATTEMPTS
"""Before it is stored and with others in hand, which are not counted, then alone."""
WORK_SECONDS = 60.0
"""For a start and for what goes before the press without end, on a busy machine."""


@fault(
    "T31 a press without end, beside thirty others",
    "each time the process ends itself in time; the press is parked after three ends with it alone in hand, its person "
    "gets an apology, the others are answered and begun once",
    runs=4,
    quick=True,
    both=True,
)
async def pressed_without_end(env: Environment) -> Findings:
    limit = 20.0 if env.is_full_size else 3.0
    env.set_up_event(31, capacity=SEATS, published_at=None)  # no announcement: what is sent are answers
    victim, *others = env.people
    await victim.types("/" + list(ENDLESS)[env.seed % len(ENDLESS)])
    await everyone_joins(env, others)
    for _ in range(DEATHS):
        bot = await env.start_bot(PRESS_LIMIT=str(limit))
        assert await bot.wait(WORK_SECONDS + limit) == EXIT_CODE
    await env.start_bot(PRESS_LIMIT=str(limit))
    await env.wait_until_idle()

    assert env.bot.exit_code is None
    assert victim.screen.text == plain("ru", "sorry-broken")
    assert env.count(InboxUpdate, InboxUpdate.state == InboxState.PARKED) == 1
    assert env.count(InboxUpdate, InboxUpdate.state == InboxState.DONE, InboxUpdate.attempts <= 1) == len(others)
    assert_seated(env, len(others))
    # An answer that was in flight at two deaths in a row stays unclear: a third copy is never sent.
    return verify(env, parked=1).assert_holds(doubled=ANSWERS_IN_FLIGHT, unclear=ANSWERS_IN_FLIGHT)
