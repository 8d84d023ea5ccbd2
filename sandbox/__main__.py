"""`python -m sandbox`: the sandbox as a process, for a bot with BOT_API_URL=http://127.0.0.1:8081."""

import argparse
import asyncio
import signal
import sys

from sandbox.local import Telegram
from sandbox.web.server import SandboxServer


def main() -> int:
    parser = argparse.ArgumentParser(prog="sandbox", description="A local Bot API with a chat page.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free port")
    parser.add_argument("--token", default="42:TEST")
    parser.add_argument("--username", default="centrik_demo_bot")
    parser.add_argument("--name", default="Центрик", help="the bot's name on the page")
    parser.add_argument("--lenient", action="store_true", help="accept unknown parameters, as Telegram does")
    arguments = parser.parse_args()
    telegram = Telegram(arguments.token, username=arguments.username, name=arguments.name, strict=not arguments.lenient)
    try:
        asyncio.run(serve(SandboxServer(telegram, arguments.host, arguments.port)))
    except OSError as error:
        sys.stderr.write(f"The sandbox cannot listen on port {arguments.port}: {error.strerror}\n")
        return 1
    return 0


async def serve(server: SandboxServer) -> None:
    """Print the address and answer until SIGINT or SIGTERM."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with server:
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        await stopped.wait()


if __name__ == "__main__":
    sys.exit(main())
