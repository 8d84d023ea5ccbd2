"""How alike two words are. rapidfuzz is imported at the first comparison: it takes four megabytes."""

from collections.abc import Callable
from functools import cache


def likeness(one: str, other: str, least: float = 0.0) -> float:
    """Score two texts from 0 (nothing in common) to 100 (equal); a score below `least` is 0."""
    return _ratio()(one, other, score_cutoff=least)


def typing_errors(typed: str, known: str) -> int:
    """Count the letters that are wrong, missing, too many or exchanged with a neighbor; above 1 it is always 2."""
    return _distance()(typed, known, score_cutoff=1)


@cache
def _ratio() -> Callable[..., float]:
    from rapidfuzz import fuzz

    return fuzz.ratio


@cache
def _distance() -> Callable[..., int]:
    from rapidfuzz.distance import OSA

    return OSA.distance
