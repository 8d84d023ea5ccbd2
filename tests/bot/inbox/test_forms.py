"""An open form survives a restart, a refused step leaves it unchanged, an ended one leaves no row."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from models import OpenForm
from screens.screen import Screen
from services.refusals import NotFound
from services.stored import dump
from tests.bot.conftest import HandlerCall, Stage, WrittenTable
from tests.sqlite import create_tables


@dataclass(frozen=True, slots=True)
class AskingName:
    pages: tuple[int, ...] = ()
    until: datetime | None = None


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    made = Stage(tmp_path)
    create_tables(made.file)
    await made.starts(table=WrittenTable(made, [AskingName]))
    made.answers |= {"begin": begin, "tell": tell, "refuse": refuse, "end": end}
    yield made
    for app in made.apps:
        await app.close()


def begin(call: HandlerCall) -> Screen:
    call.visit.form = AskingName(pages=(1,))
    return Screen("name?")


def tell(call: HandlerCall) -> Screen:
    return Screen(str(call.visit.form))


def refuse(call: HandlerCall) -> Screen:
    assert isinstance(call.visit.form, AskingName)
    call.visit.form = replace(call.visit.form, pages=(1, 2))
    raise NotFound()


def end(call: HandlerCall) -> Screen:
    call.visit.form = None
    return Screen("done")


def rows(stage: Stage) -> list[OpenForm]:
    with stage.db() as db:
        return list(db.scalars(sa.select(OpenForm)))


async def test_a_form_outlives_a_restart(stage: Stage) -> None:
    nina = stage.person()
    await nina.types("begin")
    await stage.starts(table=WrittenTable(stage, [AskingName]))
    await nina.types("tell")

    assert nina.screen.text == str(AskingName(pages=(1,)))


async def test_a_refused_step_leaves_the_form_unchanged(stage: Stage) -> None:
    nina = stage.person()
    await nina.types("begin")
    await nina.types("refuse")
    await nina.types("tell")

    assert nina.screen.text == str(AskingName(pages=(1,)))


async def test_an_ended_form_leaves_no_row(stage: Stage) -> None:
    nina = stage.person()
    await nina.types("begin")
    assert [row.form for row in rows(stage)] == [dump(AskingName(pages=(1,)))]

    await nina.types("end")
    assert rows(stage) == []


async def test_a_form_is_gone_after_its_moment(stage: Stage) -> None:
    moment = stage.clock.now() + timedelta(hours=1)

    def ask(call: HandlerCall) -> Screen:
        call.visit.form = AskingName(until=moment)
        return Screen("name?")

    stage.answers["ask"] = ask
    nina = stage.person()
    await nina.types("ask")
    stage.clock.advance(hours=1)
    await nina.types("tell")
    assert nina.screen.text.startswith("AskingName")

    stage.clock.advance(seconds=1)
    await nina.types("tell")
    assert nina.screen.text == "None"
    assert rows(stage) == []


async def test_a_form_that_this_version_does_not_know_counts_as_closed(stage: Stage) -> None:
    nina = stage.person()
    await nina.types("begin")
    await stage.starts(table=WrittenTable(stage))
    await nina.types("tell")

    assert nina.screen.text == "None"


async def test_two_people_fill_their_own_forms(stage: Stage) -> None:
    nina, oleg = stage.person(), stage.person("Олег")
    await nina.types("begin")
    await oleg.types("tell")

    assert oleg.screen.text == "None"
