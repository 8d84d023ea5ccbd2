"""A process that was frozen longer than a press may last goes on when it is let go."""

import asyncio
import signal
from pathlib import Path

from bot.inbox.watchdog import CHECK_SECONDS
from tests.faults.environment import open_environment
from tests.faults.processes import ForkServer

PRESS_LIMIT = 3.0


async def test_a_process_that_was_frozen_without_a_press_in_hand_goes_on(
    fork_server: ForkServer, tmp_path: Path
) -> None:
    async with open_environment(tmp_path, fork_server, 1, is_full_size=False) as env:
        env.set_up_event(1)
        [nina] = env.people
        bot = await env.start_bot(PRESS_LIMIT=str(PRESS_LIMIT))
        await nina.types("/help")
        await env.wait_until_idle()
        await asyncio.sleep(CHECK_SECONDS)  # until a check finds no press
        bot.send_signal(signal.SIGSTOP)
        await asyncio.sleep(PRESS_LIMIT + 1.5 * CHECK_SECONDS)
        bot.send_signal(signal.SIGCONT)
        await nina.types("/help")
        await env.wait_until_idle()

        assert bot.exit_code is None
