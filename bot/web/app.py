"""The web application: Telegram's webhook, a health check, public pages."""

import hmac
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from aiohttp import web
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot import crash_points as crash
from bot.database.engine import Database
from bot.inbox.queue import Inbox
from bot.logs import describe_error
from bot.telegram.setup import WEBHOOK_PATH
from screens.recognition import verification as verification_screens
from screens.texts import Say
from services.network import network
from services.recognition import verification
from services.recognition.verification import Verified

if TYPE_CHECKING:
    import jinja2

log = structlog.get_logger()

MAX_BODY_BYTES = 1024 * 1024
RETRY_AFTER_SECONDS = 5
"""For Telegram while the queue is full; by then it is worked off."""
TEMPLATES_FOLDER = Path(__file__).parent / "pages"

DATABASE = web.AppKey("database", Database)
INBOX = web.AppKey("inbox", Inbox)
SECRET = web.AppKey("secret", str)
RETRY_AFTER = web.AppKey("retry_after", int)


def web_application(
    database: Database, inbox: Inbox, secret: str, retry_after_seconds: int = RETRY_AFTER_SECONDS
) -> web.Application:
    """Build the application. `secret` comes with every call of Telegram; empty if the bot polls and has no webhook."""
    application = web.Application(client_max_size=MAX_BODY_BYTES)
    application[DATABASE] = database
    application[INBOX] = inbox
    application[SECRET] = secret
    application[RETRY_AFTER] = retry_after_seconds
    application.router.add_get("/health", health)
    application.router.add_get("/v/{code}", verification_page)
    if secret:
        application.router.add_post(WEBHOOK_PATH, webhook)
    return application


async def health(request: web.Request) -> web.Response:
    """Answer 200 while the database answers."""
    try:
        await request.app[DATABASE].read(_answers)
    except SQLAlchemyError as error:
        log.error("health", error=describe_error(error))
        return web.json_response({"database": "unavailable"}, status=503)
    return web.json_response({"database": "ok", "waiting_updates": request.app[INBOX].depth})


def _answers(db: Session) -> None:
    db.execute(text("SELECT 1"))


async def verification_page(request: web.Request) -> web.Response:
    """Show whether a certificate is genuine, in the network's language; 404 for an unknown code. It is never cached."""
    language, found = await request.app[DATABASE].read(_verified, request.match_info["code"])
    words = verification_screens.page(Say(language), found)
    return web.Response(
        text=_templates().get_template("verification.html").render(words),
        status=200 if found else 404,
        content_type="text/html",
        headers={
            "Cache-Control": "no-store",
            "X-Robots-Tag": "noindex",
            "Referrer-Policy": "no-referrer",
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
        },
    )


@cache
def _templates() -> "jinja2.Environment":
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES_FOLDER), autoescape=True, undefined=jinja2.StrictUndefined
    )


def _verified(db: Session, code: str) -> tuple[str, Verified | None]:
    return network(db).language, verification.by_code(db, code)


async def webhook(request: web.Request) -> web.Response:
    """Answer 200 only once the update is safe on disk; Telegram repeats it otherwise."""
    given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
    if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), request.app[SECRET].encode()):
        return web.Response(status=401)
    try:
        raw = json.loads(await request.read())
    except (ValueError, RecursionError):
        return web.Response(status=400)
    if request.app[INBOX].is_full:
        return web.Response(status=503, headers={"Retry-After": str(request.app[RETRY_AFTER])})
    try:
        await request.app[INBOX].store([raw])
    except SQLAlchemyError as error:
        log.error("update not stored", error=describe_error(error))
        return web.Response(status=503)
    crash.passes("webhook-answering")
    return web.Response()
