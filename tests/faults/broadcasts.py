"""A methodist sends a broadcast from the chat while the process is killed again and again: T3."""

import asyncio
import re
from collections import Counter
from datetime import timedelta

from bot.outbox.in_flight import IN_FLIGHT_LIMITS
from models import Broadcast, Lane, OutboxMessage, OutboxState
from sandbox.calls.faults import Fault
from tests.faults.environment import Environment
from tests.faults.plan import fault
from tests.faults.verification import Findings, deliveries, verify

NOTICES_IN_FLIGHT = IN_FLIGHT_LIMITS[Lane.NOTICE]
TEXT = "Завтра в школах вводят новый журнал, инструкция у завуча."
ANSWER_SECONDS = 0.08
"""Time from the effect to its answer: a process killed meanwhile does not know that the message has arrived."""
PAUSE_SECONDS = 2.0
"""Time in which a paused broadcast must send nothing."""
COUNT_LINE = re.compile(r"^(?P<what>[^:\n]+): (?P<count>\d+)(?: из (?P<people>\d+))?$", re.MULTILINE)
THOUSANDS_SPACE = re.compile(r"(?<=\d)\s(?=\d{3})")
OF_BROADCAST = OutboxMessage.broadcast_id.is_not(None)


class BroadcastScenario:
    """Steps of a broadcast's author, and the broadcast as its receivers, its author and the database see it."""

    def __init__(self, env: Environment) -> None:
        assert env.organizer is not None
        self.env, self.author = env, env.organizer
        self.reached_at_stop = 0

    async def start(self) -> None:
        await self.author.types("/broadcast")
        await self.author.sees("Напишите текст")
        await self.author.types(TEXT)
        await self.author.sees("Кому")
        await self.author.presses("Все педагоги")
        await self.author.sees(TEXT)
        await self.author.presses("Отправить")
        await self.author.sees("Доставлено")
        await self.tick()

    async def tick(self) -> None:
        """Let the bot tick at once."""
        await self.env.tick_at(self.env.now() + timedelta(seconds=1))

    async def restart(self) -> None:
        await asyncio.sleep(self.env.random.random() * 0.2)
        await self.env.bot.kill()
        await self.env.start_bot()

    async def wait_for_text(self, words: str) -> None:
        await self.env.wait_until(lambda: words in self.author.screen.text)

    def rows(self, state: OutboxState) -> int:
        return self.env.count(OutboxMessage, OF_BROADCAST, OutboxMessage.state == state)

    @property
    def copies(self) -> Counter[int]:
        """The number of copies that each person has got."""
        people = {person.id for person in self.env.people}
        return Counter(
            entry.person for entry in deliveries(self.env) if entry.person in people and TEXT in entry.params["text"]
        )

    async def pause_and_resume(self) -> None:
        """Pause, restart, resume; nothing is sent in between."""
        await self.author.presses("Пауза")
        await self.wait_for_text("Рассылка приостановлена")
        await self.env.wait_until(lambda: not self.rows(OutboxState.SENDING))
        before = self.copies
        await self.restart()
        await self.tick()
        await asyncio.sleep(PAUSE_SECONDS)
        assert self.copies == before
        await self.author.presses("Продолжить")
        await self.wait_for_text("Рассылка идёт")

    async def stop(self) -> None:
        """Stop the broadcast and kill the bot in the same moment."""
        await self.author.presses("Остановить")
        await self.wait_for_text("Остановить рассылку?")
        await self.author.presses("Да, остановить")
        await self.restart()
        await self.wait_for_text("Рассылка остановлена")
        self.reached_at_stop = len(self.copies)

    def assert_counts(self) -> None:
        """The numbers on the author's last screen are those of the database and of Telegram."""
        text = THOUSANDS_SPACE.sub("", self.author.screen.text)
        counts = {found["what"]: int(found["count"]) for found in COUNT_LINE.finditer(text)}
        sent, unclear = self.rows(OutboxState.SENT), self.rows(OutboxState.UNCLEAR)
        assert counts.pop("Доставлено") == sent
        assert counts.pop("Неясно, дошло ли", 0) == unclear
        left = len(self.env.people) - sent - unclear
        assert counts.pop("Пропущено (отказались, выбыли или рассылка остановлена)", 0) == left
        assert counts == {}, text
        assert sent <= len(self.copies) <= sent + unclear
        assert f"из {len(self.env.people)}" in text


@fault(
    "T3 kill -9 x 8 in a broadcast to 1,500; paused or stopped meanwhile",
    "all reached, at most C x 8 = 24 doubled, 2 copies; the author's numbers are true",
    runs=6,
    both=True,
)
async def killed_during_a_broadcast(env: Environment) -> Findings:
    people, kills = (1500, 8) if env.is_full_size else (30, 2)
    action = ("", "pause", "stop")[(env.seed - 1) // 2 % 3]
    env.set_up_event(people, published_at=None)  # no announcement: what is sent is the broadcast
    env.telegram.faults.add(Fault("slow_after", "sendMessage", times=None, seconds=ANSWER_SECONDS))
    await env.start_bot()
    await env.wait_until_listening()
    scenario = BroadcastScenario(env)
    await scenario.start()
    for turn in range(1, kills + 1):
        goal = turn * people // (kills + 1) - env.random.randrange(people // (2 * kills + 2))
        await env.wait_until(lambda goal=goal: scenario.rows(OutboxState.SENT) >= goal)  # type: ignore[misc]  # mypy reads no default of a lambda
        if turn != kills // 2 or not action:
            await scenario.restart()
        elif action == "pause":
            await scenario.pause_and_resume()
        else:
            await scenario.stop()
            break
    else:
        await env.wait_until(lambda: scenario.rows(OutboxState.SENT) == people, 300)
        assert len(scenario.copies) == people
    await env.wait_until_idle()
    await scenario.tick()
    await scenario.wait_for_text("Рассылка остановлена" if action == "stop" else "Рассылка закончена")
    await env.wait_until(lambda: not env.count(Broadcast, Broadcast.told_at.is_(None)))
    await env.wait_until_idle()
    scenario.assert_counts()
    unclear = 0
    if action == "stop":
        unclear = NOTICES_IN_FLIGHT * turn  # not tried again after the stop
        assert len(scenario.copies) <= scenario.reached_at_stop + NOTICES_IN_FLIGHT < people
    return verify(env).assert_holds(doubled=NOTICES_IN_FLIGHT * turn, unclear=unclear)
