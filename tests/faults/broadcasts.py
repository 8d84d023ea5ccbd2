"""A methodist writes to everybody in the chat while the process dies again and again: T3."""

import asyncio
import re
from collections import Counter
from datetime import timedelta

from bot.outbox.sender import IN_FLIGHT_LIMITS
from models import Lane, OutboxMessage, OutboxState
from sandbox.calls.faults import Fault
from tests.faults.ground import Ground
from tests.faults.plan import fault
from tests.faults.reckoning import Reckoning, arrivals, reckon

NOTICES = IN_FLIGHT_LIMITS[Lane.NOTICE]
TEXT = "Завтра в школах вводят новый журнал, инструкция у завуча."
ANSWER_SECONDS = 0.08
"""How far away Telegram is: whoever is killed meanwhile does not know that the message has arrived."""
STANDS_STILL = 2.0
NUMBERS = re.compile(r"^(?P<what>[^:\n]+): (?P<count>\d+)(?: из (?P<people>\d+))?$", re.MULTILINE)
GROUPED = re.compile(r"(?<=\d)\s(?=\d{3})")
"""The space within a thousand."""
OF_BROADCAST = OutboxMessage.broadcast_id.is_not(None)


class Story:
    """Who has got the broadcast, what its author reads of it and what the database holds."""

    def __init__(self, ground: Ground) -> None:
        assert ground.staff is not None
        self.ground, self.author = ground, ground.staff
        self.at_stop = 0

    async def begins(self) -> None:
        await self.author.types("/broadcast")
        await self.author.sees("Напишите текст")
        await self.author.types(TEXT)
        await self.author.sees("Кому")
        await self.author.presses("Все педагоги")
        await self.author.sees(TEXT)
        await self.author.presses("Отправить")
        await self.author.sees("Доставлено")
        await self.hurries()

    async def hurries(self) -> None:
        """A tick at once."""
        await self.ground.reaches(self.ground.now() + timedelta(seconds=1))

    async def dies(self) -> None:
        await asyncio.sleep(self.ground.luck.random() * 0.2)
        await self.ground.bot.killed()
        await self.ground.starts()

    async def reads(self, words: str) -> None:
        await self.ground.until(lambda: words in self.author.screen.text)

    def rows(self, state: OutboxState) -> int:
        return self.ground.count(OutboxMessage, OF_BROADCAST, OutboxMessage.state == state)

    @property
    def copies(self) -> Counter[int]:
        """How often each person has got it."""
        people = {person.id for person in self.ground.people}
        return Counter(
            entry.person for entry in arrivals(self.ground) if entry.person in people and TEXT in entry.params["text"]
        )

    async def paused(self) -> None:
        """Paused, killed, resumed: nothing leaves in between."""
        await self.author.presses("Пауза")
        await self.reads("Рассылка приостановлена")
        await self.ground.until(lambda: not self.rows(OutboxState.SENDING))
        before = self.copies
        await self.dies()
        await self.hurries()
        await asyncio.sleep(STANDS_STILL)
        assert self.copies == before
        await self.author.presses("Продолжить")
        await self.reads("Рассылка идёт")

    async def stopped(self) -> None:
        """Stopped, and killed in the same moment."""
        await self.author.presses("Остановить")
        await self.reads("Остановить рассылку?")
        await self.author.presses("Да, остановить")
        await self.dies()
        await self.reads("Рассылка остановлена")
        self.at_stop = len(self.copies)

    def is_told_truly(self) -> None:
        """The author's last numbers are those of the database and of Telegram."""
        text = GROUPED.sub("", self.author.screen.text)
        told = {found["what"]: int(found["count"]) for found in NUMBERS.finditer(text)}
        sent, unclear = self.rows(OutboxState.SENT), self.rows(OutboxState.UNCLEAR)
        assert told.pop("Доставлено") == sent
        assert told.pop("Неясно, дошло ли", 0) == unclear
        left = len(self.ground.people) - sent - unclear
        assert told.pop("Пропущено (отказались, выбыли или рассылка остановлена)", 0) == left
        assert told == {}, text
        assert sent <= len(self.copies) <= sent + unclear
        assert f"из {len(self.ground.people)}" in text


@fault(
    "T3",
    "kill -9 x 8 in a broadcast to 1,500; paused or stopped meanwhile",
    "all reached, at most C x 8 = 24 doubled, 2 copies; the author's numbers are true",
    runs=6,
    both=True,
)
async def killed_in_a_broadcast(ground: Ground) -> Reckoning:
    people, kills = (1500, 8) if ground.full else (30, 2)
    steered = ("", "paused", "stopped")[(ground.seed - 1) // 2 % 3]
    ground.gather(people, published_at=None)  # no announcement: what is sent is the broadcast
    ground.telegram.faults.add(Fault("slow_after", "sendMessage", times=None, seconds=ANSWER_SECONDS))
    await ground.starts()
    await ground.listens()
    story = Story(ground)
    await story.begins()
    for turn in range(1, kills + 1):
        goal = turn * people // (kills + 1) - ground.luck.randrange(people // (2 * kills + 2))
        await ground.until(lambda goal=goal: story.rows(OutboxState.SENT) >= goal)  # type: ignore[misc]  # mypy reads no default of a lambda
        if turn != kills // 2 or not steered:
            await story.dies()
        elif steered == "paused":
            await story.paused()
        else:
            await story.stopped()
            break
    else:
        await ground.until(lambda: story.rows(OutboxState.SENT) == people, 300)
        assert len(story.copies) == people
    await ground.settles()
    await story.hurries()
    await story.reads("Рассылка остановлена" if steered == "stopped" else "Рассылка закончена")
    await ground.settles()
    story.is_told_truly()
    unclear = 0
    if steered == "stopped":
        unclear = NOTICES * turn  # not tried again after the stop
        assert len(story.copies) <= story.at_stop + NOTICES < people
    return reckon(ground).holds(doubled=NOTICES * turn, unclear=unclear)
