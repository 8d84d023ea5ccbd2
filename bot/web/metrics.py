"""`/metrics` for Prometheus: counts without personal data, for this machine only."""

from collections.abc import Callable
from datetime import datetime
from ipaddress import ip_address

import structlog
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.database.engine import Database
from bot.inbox.queue import Inbox
from bot.logs import describe_error
from bot.outbox.sender import Sender
from bot.pace import Pace
from services.delivery.health import delivery_report

log = structlog.get_logger()

PROXY_HEADERS = ("Forwarded", "X-Forwarded-For", "X-Real-IP")


class Metrics:
    """Rows are counted in the database, events since the start by the parts of the running bot."""

    def __init__(
        self, database: Database, inbox: Inbox, sender: Sender, pace: Pace, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._inbox = inbox
        self._sender = sender
        self._pace = pace
        self._now = now

    async def page(self, request: web.Request) -> web.Response:
        """Answer 404 to requests from another machine or through a proxy."""
        if not _is_local(request):
            return web.Response(status=404)
        now = self._now()
        try:
            found = await self._database.read(delivery_report, now)
        except SQLAlchemyError as error:
            log.error("metrics", error=describe_error(error))
            return web.Response(status=503)
        from bot.web.exposition import CONTENT_TYPE, exposition

        body = exposition(found, self._inbox, self._sender, self._pace, now)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE})


def _is_local(request: web.Request) -> bool:
    try:
        asks_from_here = ip_address(request.remote or "").is_loopback
    except ValueError:
        return False
    return asks_from_here and not any(name in request.headers for name in PROXY_HEADERS)
