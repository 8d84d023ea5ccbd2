"""Output of the story in the terminal: steps, actions and screens."""

import sys
import time
from collections.abc import Callable
from typing import TextIO

from sandbox.person import Person
from sandbox.seen import SeenMessage

Texts = Callable[..., str]
LINE_WIDTH = 110
ANSWER_SECONDS = 20


class Narrator:
    """Prints steps and the conversation; `texts` gives the texts of the demo by key."""

    def __init__(self, texts: Texts, steps: int, out: TextIO = sys.stdout) -> None:
        self.texts = texts
        self._steps = steps
        self._step = 0
        self._out = out
        self._started = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._started

    def step(self, key: str) -> None:
        self._step += 1
        self.line("")
        self.line(f"[{self._step}/{self._steps}] {self.texts(key)} · {self.seconds:.0f} s")

    def line(self, text: str) -> None:
        self._out.write(f"{text}\n")
        self._out.flush()

    def print_action(self, name: str, text: str) -> None:
        self.line(f"  {name} › {text}")

    def print_screen(self, name: str, seen: SeenMessage) -> None:
        """Print a message of the bot, cut to the width of a terminal."""
        for number, text in enumerate(line for line in seen.text.splitlines() if line.strip()):
            lead = f"  {' ' * len(name)} ‹ " if number else f"  {name} ‹ "
            self.line((lead + text)[:LINE_WIDTH])
        if seen.file is not None:
            self.line(f"  {' ' * len(name)} ‹ 📎 {seen.file.name} · {seen.file.size // 1024 + 1} KB")
        if seen.buttons:
            self.line(f"  {' ' * len(name)}   {' '.join(f'[{label}]' for label in seen.labels)}"[:LINE_WIDTH])


class Player:
    """A person of the story; each action is printed with the screen that answers it."""

    def __init__(self, person: Person, narrator: Narrator) -> None:
        self.person = person
        self._narrator = narrator

    async def opens(self, link: str, sees: str) -> SeenMessage:
        self._narrator.print_action(self.person.name, link)
        await self.person.opens(link)
        return await self.sees(sees)

    async def types(self, text: str, sees: str) -> SeenMessage:
        self._narrator.print_action(self.person.name, text)
        await self.person.types(text)
        return await self.sees(sees)

    async def presses(self, label: str, sees: str) -> SeenMessage:
        self._narrator.print_action(self.person.name, f"[{label}]")
        await self.person.presses(label)
        return await self.sees(sees)

    async def sees(self, fragment: str) -> SeenMessage:
        """Wait for a message with `fragment` and print it; AssertionError when it does not come."""
        seen = await self.person.sees(fragment, seconds=ANSWER_SECONDS)
        self._narrator.print_screen(self.person.name, seen)
        return seen
