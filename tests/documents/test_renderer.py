import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from documents.card import card_pdf
from documents.certificate import certificate_pdf
from documents.renderer import PdfRenderer, RenderingFailed
from documents.typst_child import Typesetter
from tests.documents.pages import card_bytes, certificate_bytes, page_texts, solid
from tests.documents.papers import CARD, CERTIFICATE

DATED = datetime(2026, 10, 8, tzinfo=UTC)
TEMPLATES = {
    "plain": '#set text(font: "Golos Text")\n#json(bytes(sys.inputs.data)).words',
    "endless": "#for a in range(100000) { for b in range(100000) { } }",
    "greedy": '#let long = "x" * 1000000000\n#(long + long).len()',
    "broken": '#panic("the page is wrong")',
    "fontless": '#set text(font: "No Such Font")\nwords',
}


@pytest.fixture
async def renderer(tmp_path: Path) -> AsyncIterator[PdfRenderer]:
    for name, source in TEMPLATES.items():
        (tmp_path / f"{name}.typ").write_text(source)
    async with PdfRenderer(tmp_path) as renderer:
        yield renderer


async def render_text(renderer: PdfRenderer, words: str) -> list[str]:
    return page_texts(await renderer.render("plain", {"words": words}, DATED))


def child_id(renderer: PdfRenderer) -> int:
    assert renderer._child is not None
    return renderer._child.pid


def is_running(process: int) -> bool:
    return Path(f"/proc/{process}").exists()


def environment_of(process: int) -> bytes:
    return Path(f"/proc/{process}/environ").read_bytes()


async def test_the_renderer_makes_the_same_documents_as_the_typesetter(typesetter: Typesetter) -> None:
    async with PdfRenderer() as renderer:
        assert await certificate_pdf(renderer, CERTIFICATE) == certificate_bytes(typesetter, CERTIFICATE)
        assert await card_pdf(renderer, CARD) == card_bytes(typesetter, CARD)


async def test_documents_share_one_child(renderer: PdfRenderer) -> None:
    assert await render_text(renderer, "Первая") == ["Первая"]
    first = child_id(renderer)
    assert await asyncio.gather(*(render_text(renderer, f"Лист{n}") for n in range(8))) == [
        [f"Лист{n}"] for n in range(8)
    ]
    assert child_id(renderer) == first


async def test_a_hung_rendering_is_killed_and_the_next_one_succeeds(renderer: PdfRenderer) -> None:
    await render_text(renderer, "Первая")
    hung = child_id(renderer)
    with pytest.raises(RenderingFailed, match="endless: no answer in time"):
        await renderer.render("endless", {}, DATED, timeout=0.05)
    assert not is_running(hung)
    assert await render_text(renderer, "Вторая") == ["Вторая"]


async def test_a_rendering_out_of_memory_does_not_affect_the_next(renderer: PdfRenderer) -> None:
    with pytest.raises(RenderingFailed):
        await renderer.render("greedy", {}, DATED)
    assert await render_text(renderer, "Вторая") == ["Вторая"]


async def test_a_child_killed_from_outside_is_replaced(renderer: PdfRenderer) -> None:
    await render_text(renderer, "Первая")
    os.kill(child_id(renderer), signal.SIGKILL)
    with pytest.raises(RenderingFailed, match="plain: the typesetting process died"):
        await render_text(renderer, "Вторая")
    assert await render_text(renderer, "Третья") == ["Третья"]


async def test_a_cancelled_rendering_does_not_answer_for_the_next(renderer: PdfRenderer) -> None:
    await render_text(renderer, "Первая")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(renderer.render("endless", {}, DATED), 0.05)
    assert await render_text(renderer, "Вторая") == ["Вторая"]


async def test_a_failing_template_gives_its_reason_and_keeps_the_child(renderer: PdfRenderer) -> None:
    await render_text(renderer, "Первая")
    child = child_id(renderer)
    with pytest.raises(RenderingFailed, match="the page is wrong"):
        await renderer.render("broken", {}, DATED)
    assert child_id(renderer) == child


async def test_an_unknown_font_is_an_error(renderer: PdfRenderer) -> None:
    with pytest.raises(RenderingFailed, match="no such font"):
        await renderer.render("fontless", {}, DATED)


@pytest.mark.parametrize("name", ["missing", "../secret", "/etc/passwd", "plain.typ", ""])
async def test_only_templates_can_be_rendered(renderer: PdfRenderer, name: str) -> None:
    with pytest.raises(RenderingFailed, match="no template"):
        await renderer.render(name, {}, DATED)


async def test_close_leaves_no_process_and_can_be_repeated(renderer: PdfRenderer) -> None:
    await render_text(renderer, "Первая")
    child = child_id(renderer)
    await renderer.close()
    await renderer.close()
    assert not is_running(child)


async def test_the_child_gets_no_secret_of_the_bot(renderer: PdfRenderer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "secret-of-the-bot")
    await render_text(renderer, "Первая")
    assert b"secret-of-the-bot" not in environment_of(child_id(renderer))


async def test_a_megabyte_of_data_is_passed_whole(renderer: PdfRenderer) -> None:
    words = "слово " * 40_000
    assert len(json.dumps(words)) > 1_000_000
    assert "".join(await render_text(renderer, words)) == solid(words)
