"""An open form survives a restart, a refused step leaves it unchanged, an ended one leaves no row."""

import sqlalchemy as sa
from aiogram.fsm.state import State, StatesGroup

from models import Conversation
from screens.screen import Screen
from services.refusals import NotFound
from tests.bot.conftest import HandlerCall, Stage


class Asking(StatesGroup):
    name = State()
    school = State()


async def begin(call: HandlerCall) -> Screen:
    await call.state.set_state(Asking.name)
    await call.state.update_data(pages=[1])
    return Screen("name?")


async def tell(call: HandlerCall) -> Screen:
    return Screen(f"{await call.state.get_state()} {await call.state.get_data()}")


async def refuse(call: HandlerCall) -> Screen:
    await call.state.set_state(Asking.school)
    await call.state.update_data(name="wrong")
    raise NotFound()


async def end(call: HandlerCall) -> Screen:
    await call.state.clear()
    return Screen("done")


def rows(stage: Stage) -> list[Conversation]:
    with stage.db() as db:
        return list(db.scalars(sa.select(Conversation)))


async def test_a_form_outlives_a_restart(stage: Stage) -> None:
    stage.answers |= {"begin": begin, "tell": tell}
    nina = stage.person()
    await nina.types("begin")
    await stage.starts()
    await nina.types("tell")

    assert nina.screen.text == "Asking:name {'pages': [1]}"


async def test_a_refused_step_leaves_the_form_unchanged(stage: Stage) -> None:
    stage.answers |= {"begin": begin, "refuse": refuse, "tell": tell}
    nina = stage.person()
    await nina.types("begin")
    await nina.types("refuse")
    await nina.types("tell")

    assert nina.screen.text == "Asking:name {'pages': [1]}"


async def test_an_ended_form_leaves_no_row(stage: Stage) -> None:
    stage.answers |= {"begin": begin, "end": end}
    nina = stage.person()
    await nina.types("begin")
    assert [row.data for row in rows(stage)] == [{"pages": [1]}]

    await nina.types("end")
    assert rows(stage) == []


async def test_two_people_fill_their_own_forms(stage: Stage) -> None:
    stage.answers |= {"begin": begin, "tell": tell}
    nina, oleg = stage.person(), stage.person("Олег")
    await nina.types("begin")
    await oleg.types("tell")

    assert oleg.screen.text == "None {}"
