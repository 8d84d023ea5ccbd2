"""Requests to a webhook from a process of its own: `python -m benchmarks.load` reads an Order as JSON, writes a Report.

Each connection sends its next update when the answer to the last has come.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from benchmarks import updates

CHATS = 200


@dataclass(frozen=True, slots=True)
class Order:
    """Where to and for how many seconds; `secret` is the one of Telegram's header."""

    port: int
    path: str
    secret: str
    connections: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """`refused`: answers other than 200. `p99` in milliseconds."""

    requests: int
    refused: int
    seconds: float
    p99: float


class Connection(asyncio.Protocol):
    """Sends requests until `until` (monotonic seconds)."""

    def __init__(self, requests: Iterator[bytes], until: float) -> None:
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.latencies: list[float] = []
        self.refused = 0
        self._requests = requests
        self._until = until
        self._received = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def data_received(self, data: bytes) -> None:
        self._received += data
        if b"\r\n\r\n" not in self._received:
            return
        now = time.monotonic()
        self.latencies.append(now - self._sent)
        self.refused += not self._received.startswith(b"HTTP/1.1 200")
        self._received = b""
        if now < self._until:
            self._send()
        elif self._transport is not None:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_result(None) if exc is None else self.ended.set_exception(exc)

    def _send(self) -> None:
        assert self._transport is not None
        self._sent = time.monotonic()
        self._transport.write(next(self._requests))


def requests(order: Order) -> Iterator[bytes]:
    """Yield presses of many people, each with a number of its own, in a later order, too."""
    marker = 987_654_321
    bodies = []
    for chat in range(1, CHATS + 1):
        raw = updates.press(chat, 1, "ev:3")
        raw["update_id"] = marker
        raw["callback_query"]["id"] = f"q{marker}"
        bodies.append(json.dumps(raw).encode())
    number = time.time_ns() // 1000
    while True:
        for body in bodies:
            number += 1
            content = body.replace(str(marker).encode(), str(number).encode())
            head = f"POST {order.path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            head += f"X-Telegram-Bot-Api-Secret-Token: {order.secret}\r\nContent-Length: {len(content)}\r\n\r\n"
            yield head.encode() + content


async def send(order: Order) -> Report:
    """Send until the time is over and return when the last answer has come."""
    loop, sent = asyncio.get_running_loop(), requests(order)
    began = time.monotonic()
    connections = []
    for _ in range(order.connections):
        until = began + order.seconds
        _, connection = await loop.create_connection(lambda: Connection(sent, until), "127.0.0.1", order.port)  # noqa: B023 - made at once
        connections.append(connection)
    await asyncio.gather(*(connection.ended for connection in connections))
    seconds = time.monotonic() - began
    latencies = sorted(latency for connection in connections for latency in connection.latencies)
    refused = sum(connection.refused for connection in connections)
    return Report(len(latencies), refused, seconds, latencies[int(len(latencies) * 0.99)] * 1e3)


async def send_from_another_process(order: Order) -> Report:
    """Run this file with the order."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.load", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate(json.dumps(asdict(order)).encode())
    return Report(**json.loads(said))


if __name__ == "__main__":
    json.dump(asdict(asyncio.run(send(Order(**json.load(sys.stdin))))), sys.stdout)
