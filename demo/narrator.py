"""Tells the story in the terminal while it is played: who says what, and how far it has come."""

import sys
import time
from collections.abc import Callable
from typing import TextIO

from sandbox.person import Person
from sandbox.seen import SeenMessage

Words = Callable[..., str]
LONGEST_LINE = 110


class Narrator:
    """Prints steps and the conversation; `words` gives the texts of the demo by key."""

    def __init__(self, words: Words, steps: int, out: TextIO = sys.stdout) -> None:
        self.words = words
        self._steps = steps
        self._step = 0
        self._out = out
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def step(self, key: str) -> None:
        self._step += 1
        self.line("")
        self.line(f"[{self._step}/{self._steps}] {self.words(key)} · {self.seconds:.0f} s")

    def line(self, text: str) -> None:
        self._out.write(f"{text}\n")
        self._out.flush()

    def told(self, who: str, text: str) -> None:
        self.line(f"  {who} › {text}")

    def shown(self, who: str, seen: SeenMessage) -> None:
        """What the bot showed, shortened to the width of a terminal."""
        for number, text in enumerate(line for line in seen.text.splitlines() if line.strip()):
            lead = f"  {' ' * len(who)} ‹ " if number else f"  {who} ‹ "
            self.line((lead + text)[:LONGEST_LINE])
        if seen.file is not None:
            self.line(f"  {' ' * len(who)} ‹ 📎 {seen.file.name} · {seen.file.size // 1024 + 1} KB")
        if seen.buttons:
            self.line(f"  {' ' * len(who)}   {' '.join(f'[{label}]' for label in seen.labels)}"[:LONGEST_LINE])


class Player:
    """A person of the story; every action and every screen waited for is told."""

    def __init__(self, person: Person, narrator: Narrator) -> None:
        self.person = person
        self._narrator = narrator

    async def opens(self, link: str, sees: str) -> SeenMessage:
        self._narrator.told(self.person.name, link)
        await self.person.opens(link)
        return await self.sees(sees)

    async def types(self, text: str, sees: str) -> SeenMessage:
        self._narrator.told(self.person.name, text)
        await self.person.types(text)
        return await self.sees(sees)

    async def presses(self, label: str, sees: str) -> SeenMessage:
        self._narrator.told(self.person.name, f"[{label}]")
        await self.person.presses(label)
        return await self.sees(sees)

    async def sees(self, fragment: str) -> SeenMessage:
        """Wait for a message that holds `fragment`. Raises AssertionError with what was in sight."""
        seen = await self.person.sees(fragment, seconds=20)
        self._narrator.shown(self.person.name, seen)
        return seen
