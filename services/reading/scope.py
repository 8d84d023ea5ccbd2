"""How far an event reaches: a code with words of its own, or the network's own word."""

SCOPES = ("school", "district", "region", "country")
"""Codes of scopes that have words in every language."""
_BEGINNINGS = {
    "школьн": "school", "район": "district", "окруж": "district", "муниципальн": "district", "городск": "district",
    "регион": "region", "област": "region", "краев": "region", "республикан": "region", "всеросс": "country",
    "федеральн": "country",
}  # fmt: skip


def scope_of(text: str) -> str:
    """Return the code of a typed scope, else the words themselves on one line."""
    words = " ".join(text.split()).lower()
    return next((code for beginning, code in _BEGINNINGS.items() if words.startswith(beginning)), words)
