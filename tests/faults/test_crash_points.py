"""The crash points: all of them are tried, and the process really dies at the armed one."""

import ast
import os
import subprocess
import sys
from pathlib import Path
from signal import SIGKILL

import pytest

from models import Base
from tests.checks.tree import ROOT, modules
from tests.faults.arming import POINTS
from tests.faults.crash_points import ALL_POINTS, WRITTEN_TABLES
from tests.faults.environment import open_environment
from tests.faults.processes import ForkServer

# Tables that the scenario of T28 does not write: profiles, drafts and questions have tests of their own.
OTHER_TABLES = {
    "data_ground",
    "employment",
    "headcount",
    "meeting",
    "network_form",
    "code_miss",
    "consent",
    "event_role",
    "feedback",
    "identity_question",
    "invite",
    "loaded_row",
    "name_word",
    "network",
    "org_status",
    "organization",
    "organization_claim",
    "question",
    "question_line",
    "role_grant",
    "subproject",
    "teacher",
    "unfinished_announcement",
    "virtual_clock",
}


def passed_points() -> list[str]:
    """Return every point that the bot's code passes."""
    return sorted(
        str(node.args[0].value)
        for module in modules("bot")
        for node in module.nodes
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "crash.passes"
        and isinstance(node.args[0], ast.Constant)
    )


def test_the_list_of_points_is_that_of_the_code() -> None:
    assert passed_points() == sorted(POINTS)
    assert len(set(POINTS)) == len(POINTS)
    assert len(ALL_POINTS) >= 40


def test_every_table_is_written_by_the_scenario_or_listed_as_tested_elsewhere() -> None:
    assert set(WRITTEN_TABLES) | OTHER_TABLES == set(Base.metadata.tables)
    assert not set(WRITTEN_TABLES) & OTHER_TABLES


@pytest.mark.parametrize("point", ["recovering", "committed*3", "wrote:heartbeat"])
async def test_the_process_dies_at_the_armed_point(point: str, fork_server: ForkServer, tmp_path: Path) -> None:
    async with open_environment(tmp_path, fork_server, 1, is_full_size=False) as env:
        bot = await env.start_bot(CRASH_AT=point)
        assert await bot.wait() == -SIGKILL


@pytest.mark.parametrize("point", ["message-lost", "message-sent*0"])
def test_a_point_that_does_not_exist_is_refused(point: str) -> None:
    entry = [sys.executable, "-m", "tests.faults.entry", "--help"]
    ended = subprocess.run(entry, cwd=ROOT, env=os.environ | {"CRASH_AT": point}, capture_output=True, check=False)
    assert ended.returncode == 1
    assert f"there is no crash point {point}" in ended.stderr.decode()
