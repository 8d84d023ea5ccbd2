"""aiogram's session to the sandbox in this process, with the serialization and exceptions of the one over HTTP."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import ClientResponseError, RequestInfo
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from sandbox.calls.call import UploadedFile
from sandbox.calls.errors import ConnectionDropped
from sandbox.local import Telegram


class SandboxSession(BaseSession):
    """A session without sockets: `Bot(telegram.token, session=SandboxSession(telegram))`."""

    def __init__(self, telegram: Telegram, **base: Any) -> None:
        super().__init__(**base)
        self._telegram = telegram
        self._tasks: set[asyncio.Task[tuple[int, str]]] = set()

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's signature
    ) -> TelegramType:
        params, files = await self._serialized(bot, method)
        name = method.__api_method__
        task = asyncio.create_task(self._telegram.answer(bot.token, name, params, files))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        # A client's timeout does not stop the server; only a long poll ends with its reader.
        waiting = task if name == "getUpdates" else asyncio.shield(task)
        try:
            status, body = await asyncio.wait_for(waiting, self.timeout if timeout is None else timeout)
        except TimeoutError as error:
            raise TelegramNetworkError(method=method, message="Request timeout error") from error
        except ConnectionDropped as error:
            message = "ServerDisconnectedError: Server disconnected"
            raise TelegramNetworkError(method=method, message=message) from error
        response = self.check_response(bot=bot, method=method, status_code=status, content=body)
        return cast(TelegramType, response.result)

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109 - aiogram's signature
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        del headers, timeout, raise_for_status  # of use on a network only
        path = url.partition(f"/bot{self._telegram.token}/")[2]
        stored = self._telegram.files.by_path(path)
        if stored is None:
            none: CIMultiDictProxy[str] = CIMultiDictProxy(CIMultiDict())
            raise ClientResponseError(
                RequestInfo(URL(url), "GET", none, URL(url)),
                (),
                status=404,
                message="Not Found",
                headers=none,
            )
        for start in range(0, len(stored.data), chunk_size):
            yield stored.data[start : start + chunk_size]

    async def _serialized(
        self, bot: Bot, method: TelegramMethod[Any]
    ) -> tuple[dict[str, Any], dict[str, UploadedFile]]:
        """Return parameters as strings of the form that aiogram would post, and files with their bytes."""
        attached: dict[str, Any] = {}
        params: dict[str, Any] = {}
        for name, value in method.model_dump(warnings=False).items():
            value_to_send = self.prepare_value(value, bot=bot, files=attached)
            if value_to_send:
                params[name] = value_to_send
        files = {}
        for key, file in attached.items():
            data = b"".join([chunk async for chunk in file.read(bot)])
            files[key] = UploadedFile(file.filename or key, data)
        return params, files
