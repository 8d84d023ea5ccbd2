"""Every shape of stored JSON that was ever released can be read; notices and jobs have the keys that they had.

tests/data/stored_shapes.json holds them. An entry is never edited: a changed dataclass gets another `VERSION`, a
migration that translates the stored rows, and a new entry in place of the translated one.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.jobs.worker import JOBS
from bot.outbox.notices import NOTICES
from bot.outbox.rows import PAYLOADS
from handlers.table import ROUTES, Table
from services.desk.unfinished import SHAPES as ANNOUNCEMENTS
from services.stored import dump, name_of, version_of

FORMS = Table().forms
FILE = Path(__file__).parents[1] / "data" / "stored_shapes.json"
SHAPES: dict[str, list[dict[str, Any]]] = json.loads(FILE.read_text(encoding="utf-8"))


def shapes(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("shape", SHAPES[kind], ids=lambda shape: shape["stored"]["name"])


CHANGED = "the shape has changed: VERSION, a migration, an entry of stored_shapes.json"


@shapes("notices")
def test_a_released_notice_is_read_with_its_key(shape: dict[str, Any]) -> None:
    notice = NOTICES.stored(shape["stored"])
    assert notice.key == shape["key"]
    assert dump(notice) == shape["stored"], CHANGED


@shapes("jobs")
def test_a_released_job_is_read_with_its_key(shape: dict[str, Any]) -> None:
    request = JOBS.stored(shape["stored"])
    assert request.key == shape["key"]
    assert dump(request) == shape["stored"], CHANGED


@shapes("answers")
def test_a_released_answer_is_read(shape: dict[str, Any]) -> None:
    assert dump(PAYLOADS.load(shape["stored"])) == shape["stored"], CHANGED


@shapes("forms")
def test_a_released_form_is_read(shape: dict[str, Any]) -> None:
    assert dump(FORMS.load(shape["stored"])) == shape["stored"], CHANGED


@shapes("announcements")
def test_a_released_unfinished_announcement_is_read(shape: dict[str, Any]) -> None:
    assert dump(ANNOUNCEMENTS.load(shape["stored"])) == shape["stored"], CHANGED


def test_every_form_is_among_the_released_shapes() -> None:
    listed = {(one["stored"]["name"], one["stored"]["version"]) for one in SHAPES["forms"]}
    assert listed == {(name_of(route.form), version_of(route.form)) for route in ROUTES if route.form is not None}


def test_every_notice_and_job_is_among_the_released_shapes() -> None:
    listed = {kind: {(one["stored"]["name"], one["stored"]["version"]) for one in SHAPES[kind]} for kind in SHAPES}
    notices = [template.notice for template in NOTICES.templates.values()]
    jobs = [steps.request for steps in JOBS.steps.values()]
    assert listed["notices"] == {(name_of(notice), version_of(notice)) for notice in notices}
    assert listed["jobs"] == {(name_of(request), version_of(request)) for request in jobs}
