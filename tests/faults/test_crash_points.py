"""The crash points: all of them are tried, and only a rehearsal may name one."""

import ast

import pytest

from bot.crash_points import NAMED, POINTS
from bot.settings import TELEGRAM_API_URL, Settings
from models import Base
from tests.checks.tree import modules
from tests.faults.crash_points import ALL_POINTS, WRITTEN_TABLES

# Tables that the scenario of T28 does not write: profiles, drafts and questions have tests of their own.
OTHER_TABLES = {
    "code_miss",
    "consent",
    "event_role",
    "feedback",
    "identity_question",
    "invite",
    "loaded_row",
    "network",
    "org_status",
    "organization",
    "organization_claim",
    "question",
    "question_line",
    "role_grant",
    "subproject",
    "teacher",
    "virtual_clock",
}


def passed_points() -> list[str]:
    """Return every point that the bot's code passes."""
    return sorted(
        str(node.args[0].value)
        for module in modules("bot")
        if module.path.name != "crash_points.py"
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


@pytest.mark.parametrize("point", ["", "message-sent", "message-sent*3", "wrote:outbox*12"])
def test_a_rehearsal_may_name_a_point(point: str) -> None:
    made = Settings(_env_file=None, bot_token="42:TEST", bot_api_url="http://127.0.0.1:1", crash_at=point)
    assert made.crash_at == point
    assert not point or NAMED.fullmatch(point)


@pytest.mark.parametrize(
    ("address", "point"),
    [
        (TELEGRAM_API_URL, "message-sent"),
        ("http://127.0.0.1:1", "message-lost"),
        ("http://127.0.0.1:1", "message-sent*0"),
    ],
)
def test_the_real_telegram_and_unknown_points_are_refused(address: str, point: str) -> None:
    with pytest.raises(ValueError, match="setting-crash"):
        Settings(_env_file=None, bot_token="42:TEST", bot_api_url=address, crash_at=point)
