"""Numbers written with words, as in «двадцать пять мест» or «в два часа»."""

from services.reading.text import Tokens
from services.reading.words.date import CARDINALS, ORDINALS


def read_cardinal(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """Return the number that starts at this token, in digits or words, and the index after it."""
    if tokens[at].is_number:
        return tokens[at].value, at + 1
    first = CARDINALS.get(tokens[at].text)
    if first is None:
        return None
    second = CARDINALS.get(tokens[at + 1].text, 0)
    if first >= 20 and 0 < second < 10:
        return first + second, at + 2
    return first, at + 1


def read_ordinal(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """Return the day of a month in words («двадцать девятого») and the index after it."""
    tens = CARDINALS.get(tokens[at].text)
    ones = ORDINALS.get(tokens[at + 1].text)
    if tens in (20, 30) and ones is not None and ones < 10:
        return tens + ones, at + 2
    alone = ORDINALS.get(tokens[at].text)
    return None if alone is None else (alone, at + 1)
