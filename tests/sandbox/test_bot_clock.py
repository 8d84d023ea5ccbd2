"""The clock of the bot on the page: shown in its zone, moved by the owner of the sandbox, or not there."""

import aiohttp
import pytest

from sandbox.local import Telegram
from sandbox.web.bot_clock import BotClock
from sandbox.web.server import SandboxServer

ZONE = "Asia/Yekaterinburg"


class Owner:
    """Moves the clock of an imagined bot with the dates of messages; `refusal` is what it says instead."""

    def __init__(self) -> None:
        self.telegram = Telegram()
        self.telegram.clock.set(1_000_000)
        self.refusal = ""
        self.clock = BotClock(ZONE, self.advance, is_movable=True)

    async def advance(self, seconds: int) -> None:
        if self.refusal:
            raise RuntimeError(self.refusal)
        self.telegram.clock.advance(seconds)


async def post(server: SandboxServer, seconds: int) -> tuple[int, dict[str, object]]:
    async with (
        aiohttp.ClientSession(server.url) as http,
        http.post("/sandbox/advance", json={"seconds": seconds}) as response,
    ):
        return response.status, await response.json()


async def test_the_page_moves_the_clock_and_shows_its_zone() -> None:
    owner = Owner()
    async with SandboxServer(owner.telegram, bot_clock=owner.clock) as server:
        before = owner.telegram.state.revision
        status, clock = await post(server, 3600)

    assert status == 200
    assert clock == {"now": pytest.approx(1_003_600, abs=30), "zone": ZONE, "movable": True}
    assert owner.telegram.state.revision > before


async def test_the_page_tells_why_the_clock_was_not_moved() -> None:
    owner = Owner()
    owner.refusal = "the bot has not noticed"
    async with SandboxServer(owner.telegram, bot_clock=owner.clock) as server:
        assert await post(server, 3600) == (500, {"error": "the bot has not noticed"})


@pytest.mark.parametrize("is_offered", [False, True])
async def test_a_clock_that_is_not_offered_or_locked_stays(is_offered: bool) -> None:
    owner = Owner()
    owner.clock.is_movable = False
    async with SandboxServer(owner.telegram, bot_clock=owner.clock if is_offered else None) as server:
        status, answer = await post(server, 3600)
        async with aiohttp.ClientSession(server.url) as http, http.get("/sandbox/clock") as response:
            clock = await response.json()

    assert (status, "error" in answer) == (400, True)
    assert clock["now"] == pytest.approx(1_000_000, abs=30)
    assert (clock["zone"], clock["movable"]) == (ZONE if is_offered else None, False)
