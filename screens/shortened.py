"""Texts cut to fit a button or a message."""

BUTTON_LABEL_LIMIT = 58


def shortened(text: str, limit: int) -> str:
    """Return `text` in at most `limit` characters, cut between words if possible, with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    words = cut.rsplit(" ", 1)[0]
    return (words if len(words) > limit * 2 // 3 else cut).rstrip(" ,.;:–-«(") + "…"
