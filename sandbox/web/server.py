"""The sandbox over HTTP: the Bot API at /bot<token>/<method>, files at /file/bot<token>/<path>, the chat page at /."""

import json
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.calls.call import UploadedFile
from sandbox.calls.errors import ConnectionDropped
from sandbox.local import Telegram
from sandbox.telegram.files import UPLOAD_LIMIT_BYTES
from sandbox.web.bot_clock import BotClock
from sandbox.web.control import add_control
from sandbox.web.downloads import file_response

PAGE = Path(__file__).parent / "page"
TELEGRAM = web.AppKey("telegram", Telegram)
FORM_OVERHEAD_BYTES = 1 << 20


def build(telegram: Telegram, bot_clock: BotClock | None = None) -> web.Application:
    """Return the web application over one sandbox; with a `bot_clock` the page can move the time of the bot."""
    app = web.Application(client_max_size=UPLOAD_LIMIT_BYTES + FORM_OVERHEAD_BYTES)
    app[TELEGRAM] = telegram
    app.router.add_route("*", "/bot{token:[^/]+}/{method}", bot_call)
    app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", bot_file)
    app.router.add_get("/", page)
    app.router.add_static("/page/", PAGE)
    add_control(app, telegram, bot_clock)
    app.on_shutdown.append(close)
    return app


async def close(app: web.Application) -> None:
    await app[TELEGRAM].close()


class SandboxServer:
    """Answers on a port until `stop`; port 0 takes a free one, see `url`."""

    def __init__(
        self, telegram: Telegram, host: str = "127.0.0.1", port: int = 0, *, bot_clock: BotClock | None = None
    ) -> None:
        self._runner = web.AppRunner(build(telegram, bot_clock), access_log=None, shutdown_timeout=1.0)
        self._host = host
        self._port = port
        self.url = ""

    async def start(self) -> None:
        """Listen; OSError when the port is taken."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://{self._host}:{port}"

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def __aenter__(self) -> "SandboxServer":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()


async def page(_request: web.Request) -> web.StreamResponse:
    return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-store"})


async def bot_call(request: web.Request) -> web.StreamResponse:
    telegram = request.app[TELEGRAM]
    try:
        params, files = await _arguments(request)
    except ValueError:
        return _refusal(400, "Bad Request: can't parse JSON object")
    except web.HTTPRequestEntityTooLarge:
        return _refusal(413, "Request Entity Too Large")
    try:
        status, body = await telegram.answer(request.match_info["token"], request.match_info["method"], params, files)
    except ConnectionDropped:
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)
    kind = "application/json" if body.startswith("{") else "text/html"
    return web.Response(status=status, text=body, content_type=kind)


async def bot_file(request: web.Request) -> web.StreamResponse:
    telegram = request.app[TELEGRAM]
    stored = telegram.files.by_path(request.match_info["path"])
    if request.match_info["token"] != telegram.token:
        return _refusal(401, "Unauthorized")
    if stored is None:
        return _refusal(404, "Not Found")
    return file_response(stored, inline=False)


def _refusal(status: int, description: str) -> web.Response:
    return web.json_response({"ok": False, "error_code": status, "description": description}, status=status)


async def _arguments(request: web.Request) -> tuple[dict[str, Any], dict[str, UploadedFile]]:
    """Return parameters of the query string, JSON, form or multipart body; ValueError for malformed JSON."""
    params: dict[str, Any] = dict(request.query)
    files: dict[str, UploadedFile] = {}
    if request.content_type == "application/json":
        given = json.loads(await request.read() or b"{}")
        if not isinstance(given, dict):
            raise ValueError("an object is expected")
        return {**params, **given}, files
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = UploadedFile(value.filename, value.file.read())
        else:
            params[name] = value if isinstance(value, str) else bytes(value).decode()
    return params, files
