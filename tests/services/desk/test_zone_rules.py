"""Instants are derived anew in a process whose zones have other rules, on both databases."""

import asyncio
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from bot.database.engine import Database
from models import Event, EventState
from services.desk.zone_rules import DerivedAnew, derive_anew
from tests.builders import NOW, ZONE, make_event, make_network
from tests.checks.tree import ROOT
from tests.zone_rules import write_rules

OTHER_ZONE = "Europe/Moscow"
RESTART = f"""
import asyncio, sys
from datetime import datetime
from bot.database.engine import Database
from services.desk.zone_rules import derive_anew

async def restart() -> None:
    database = Database(sys.argv[1])
    print(await database.run(derive_anew, datetime.fromisoformat("{NOW.isoformat()}")))
    await database.close()

asyncio.run(restart())
"""

LOCAL_NOON = datetime(2026, 9, 20, 12, 0)  # noqa: DTZ001 - a wall time has no zone
NINE, EIGHT = datetime(2026, 10, 7, 9, 0, tzinfo=UTC), datetime(2026, 10, 7, 8, 0, tzinfo=UTC)


async def restarted(url: str, folder: Path) -> str:
    """Start a process for which the network's zone has the rules of Omsk, an hour to the east."""
    write_rules(folder, ZONE, of="Asia/Omsk")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", RESTART, url),
        cwd=ROOT,
        env=os.environ | {"PYTHONTZPATH": str(folder)},
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0
    return output.decode().strip()


def fill(db: Session) -> None:
    make_network(db)
    make_event(db, "Идёт запись", code="open", deadline=datetime(2026, 10, 5, 13, 0, tzinfo=UTC))
    make_event(db, "В другой зоне", code="elsewhere", zone=OTHER_ZONE)
    make_event(db, "Черновик", code="draft", state=EventState.DRAFT)
    make_event(db, "Отменено", code="cancelled", state=EventState.CANCELLED)
    make_event(db, "Прошло", code="over", starts=[LOCAL_NOON])
    make_event(db, "Отмечено", code="closed", attendance_closed_at=NOW)


def instants(db: Session) -> dict[str | None, tuple[datetime, datetime, datetime | None]]:
    return {event.code: (event.starts_at, event.ends_at, event.deadline) for event in db.query(Event)}


async def test_instants_of_events_to_come_follow_the_new_rules_and_the_past_stays(
    database_url: str, tmp_path: Path
) -> None:
    database = Database(database_url)
    await database.run(fill)
    before = await database.read(instants)
    said = await restarted(database_url, tmp_path / "zones")
    after = await database.read(instants)
    again = await restarted(database_url, tmp_path / "zones")
    await database.close()

    assert said == f"DerivedAnew(events=2, zones=('{ZONE}',), unknown=())"
    changed = {code for code, moments in after.items() if moments != before[code]}
    assert changed == {"open", "draft"}
    assert (before["open"][0], after["open"][0]) == (NINE, EIGHT)
    assert after["open"] == (EIGHT, EIGHT.replace(hour=12), datetime(2026, 10, 5, 12, 0, tzinfo=UTC))
    assert again == "DerivedAnew(events=0, zones=(), unknown=())"


def test_an_event_in_an_unknown_zone_keeps_its_instants_and_stops_nothing(db: Session) -> None:
    make_network(db)
    lost, moved = make_event(db, "Нигде"), make_event(db, "Сдвинулось")
    was = lost.starts_at
    lost.zone = "Nowhere/Nothing"
    moved.starts_at += timedelta(hours=1)
    moved.meetings[0].starts_at += timedelta(hours=1)
    db.flush()

    assert derive_anew(db, NOW) == DerivedAnew(1, (ZONE,), ("Nowhere/Nothing",))
    assert (lost.starts_at, moved.starts_at) == (was, was)
