"""Every refusal has words and a next step."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import services
from screens.refusals import NEXT
from screens.texts import LANGUAGES, has_text
from services.refusals import Refusal

WORDED_WHEN_RAISED = {"AdminsOnly", "TextLength"}
"""Refusals that are given the key of their text; the checks of the locales find a key without a text."""


def descendants(base: type[Refusal]) -> Iterator[type[Refusal]]:
    for refusal in base.__subclasses__():
        yield refusal
        yield from descendants(refusal)


def every_refusal() -> list[type[Refusal]]:
    for module in pkgutil.walk_packages(services.__path__, "services."):
        importlib.import_module(module.name)
    found = [refusal for refusal in descendants(Refusal) if refusal.__module__.startswith("services.")]
    return sorted((refusal for refusal in found if not refusal.__subclasses__()), key=lambda refusal: refusal.__name__)


def lacking(refusal: type[Refusal]) -> list[str]:
    """Return what the refusal lacks to be shown."""
    lacks = [] if refusal in NEXT else ["next step"]
    if refusal.__name__ not in WORDED_WHEN_RAISED:
        key = getattr(refusal, "key", "")
        lacks += [f"words ({language})" for language in LANGUAGES if not has_text(language, key)]
    return lacks


@pytest.mark.parametrize("refusal", every_refusal())
def test_every_refusal_has_words_and_a_next_step(refusal: type[Refusal]) -> None:
    assert lacking(refusal) == []


def test_a_refusal_without_words_and_next_step_is_found() -> None:
    class Unregistered(Refusal):
        key = "refused-without-a-text"

    assert lacking(Unregistered) == ["next step", "words (ru)", "words (en)"]


def test_the_registry_lists_no_refusal_that_is_gone() -> None:
    assert set(NEXT) == set(every_refusal())
