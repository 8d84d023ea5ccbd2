"""Of two processes of one bot only one works."""

import asyncio
from pathlib import Path

from bot.database.engine import Database
from bot.database.lead import is_led, leading


async def lead(database: Database, stop: asyncio.Event) -> bool:
    async with leading(database, stop) as leads:
        return leads


async def test_the_second_waits_until_the_first_is_gone(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/centrik.db")
    stop = asyncio.Event()
    async with leading(database, stop) as leads:
        assert leads
        following = asyncio.create_task(lead(database, stop))
        done, _ = await asyncio.wait([following], timeout=0.1)
        assert not done

    assert await asyncio.wait_for(following, 5)
    await database.close()


async def test_a_waiting_process_can_be_stopped(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/centrik.db")
    stop = asyncio.Event()
    async with leading(database, stop):
        following = asyncio.create_task(lead(database, stop))
        await asyncio.wait([following], timeout=0.1)
        stop.set()
        assert not await asyncio.wait_for(following, 5)
    await database.close()


async def test_another_process_sees_whether_one_leads(database_url: str) -> None:
    database, looking = Database(database_url), Database(database_url)
    seen = [await is_led(looking)]
    async with leading(database, asyncio.Event()):
        seen.append(await is_led(looking))
    seen.append(await is_led(looking))
    await looking.close()
    await database.close()

    assert seen == [False, True, False]
