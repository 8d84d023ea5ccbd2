"""The stage of the demo: the bot as a process, whose time the chat page moves."""

import aiohttp

from demo.stage import OPENS_AT, Stage

DAY_SECONDS = 86_400


async def test_the_page_moves_the_time_of_the_running_bot() -> None:
    async with Stage() as stage, aiohttp.ClientSession(stage.url) as http:
        await stage.start_bot()
        async with http.post("/sandbox/advance", json={"seconds": DAY_SECONDS}) as locked:
            assert locked.status == 400
        stage.let_page_move_time()
        async with http.post("/sandbox/advance", json={"seconds": DAY_SECONDS}) as moved:
            assert (moved.status, (await moved.json())["zone"]) == (200, "Asia/Yekaterinburg")
        nina = stage.telegram.person("Нина")
        await nina.types("/start")
        answer = await nina.sees("Здравствуйте", seconds=20)

        assert DAY_SECONDS <= answer.date - OPENS_AT.timestamp() < DAY_SECONDS + 600
        assert " 22.11.2026 10:" in await stage.run_command("clock", "--advance", "1m")
