"""The methods by which a bot gets updates: long polling or a webhook, never both."""

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sandbox.calls import Call
from sandbox.errors import ApiError, bad_request
from sandbox.updates import WEBHOOK_ACTIVE, WEBHOOK_SET

if TYPE_CHECKING:
    from sandbox.core import Telegram

_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_BAD_ALLOWED = "can't parse allowed_updates JSON object"


async def get_updates(telegram: "Telegram", call: Call) -> Any:
    if telegram.webhook.url:
        raise ApiError(409, WEBHOOK_ACTIVE)
    telegram.updates.allow(call.value("allowed_updates", _BAD_ALLOWED))
    updates = await telegram.updates.read(call.integer("offset"), call.integer("limit", 100), call.integer("timeout"))
    return [update.as_json() for update in updates]


async def set_webhook(telegram: "Telegram", call: Call) -> Any:
    url = call.text("url")
    if not url:
        return await delete_webhook(telegram, call)
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = call.text("secret_token")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    telegram.updates.allow(call.value("allowed_updates", _BAD_ALLOWED))
    telegram.updates.interrupt(WEBHOOK_SET)
    await telegram.webhook.set(url, secret, min(max(call.integer("max_connections", 40), 1), 100))
    waiting = telegram.updates.take_all()
    for update in [] if call.flag("drop_pending_updates") else waiting:
        telegram.webhook.put(update)
    return True


async def delete_webhook(telegram: "Telegram", call: Call) -> Any:
    waiting = await telegram.webhook.remove()
    if call.flag("drop_pending_updates"):
        telegram.updates.take_all()
    else:
        for update in waiting:
            telegram.updates.put(update)
    return True


async def get_webhook_info(telegram: "Telegram", call: Call) -> Any:
    webhook = telegram.webhook
    info: dict[str, Any] = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": webhook.pending_count() + len(telegram.updates.pending()),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
    if webhook.last_error:
        info["last_error_date"] = int(webhook.last_error_at)
        info["last_error_message"] = webhook.last_error
    if telegram.updates.allowed is not None:
        info["allowed_updates"] = sorted(telegram.updates.allowed)
    return info
