"""Buttons found by their labels, the newest first, as a person looks for them on the screen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.telegram.chats import Chat

Button = dict[str, Any]


@dataclass(frozen=True)
class FoundButton:
    """A button; `message_id` is None for a key of the reply keyboard."""

    message_id: int | None
    button: Button


def visible_labels(chat: Chat) -> list[str]:
    """Return all labels on the screen: under messages from the oldest to the newest, then the reply keyboard."""
    inline = [str(button["text"]) for message in chat.visible for row in message.rows for button in row]
    return inline + [str(button["text"]) for row in chat.reply_rows for button in row]


def find_button(chat: Chat, label: str) -> FoundButton:
    """Return the newest button with exactly this label, else one whose label begins with it, else one that contains it.

    The reply keyboard comes after all messages. AssertionError lists the visible labels when there is no such button,
    or the candidates when several buttons of one message match.
    """
    tests: list[Callable[[str], bool]] = [
        lambda text: text == label,
        lambda text: text.startswith(label),
        lambda text: label in text,
    ]
    for matches in tests:
        for message_id, buttons in _groups(chat):
            hits = [button for button in buttons if matches(str(button["text"]))]
            if len({str(button["text"]) for button in hits}) > 1:
                names = ", ".join(f"«{button['text']}»" for button in hits)
                raise AssertionError(f"«{label}» may mean {names}")
            if hits:
                return FoundButton(message_id, hits[0])
    names = ", ".join(f"«{text}»" for text in visible_labels(chat)) or "none"
    raise AssertionError(f"no button «{label}»; visible labels: {names}")


def _groups(chat: Chat) -> list[tuple[int | None, list[Button]]]:
    inline: list[tuple[int | None, list[Button]]] = [
        (message.message_id, [button for row in message.rows for button in row]) for message in reversed(chat.visible)
    ]
    return [*inline, (None, [button for row in chat.reply_rows for button in row])]
