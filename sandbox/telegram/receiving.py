"""Methods that receive updates, by long polling or a webhook, never both."""

import re
from typing import Any
from urllib.parse import urlsplit

from sandbox.calls.call import Call
from sandbox.calls.errors import ApiError, bad_request
from sandbox.telegram.state import State
from sandbox.telegram.updates import WEBHOOK_ACTIVE, WEBHOOK_SET

_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_BAD_ALLOWED_UPDATES = "can't parse allowed_updates JSON object"


async def get_updates(state: State, call: Call) -> Any:
    if state.webhook.url:
        raise ApiError(409, WEBHOOK_ACTIVE)
    state.updates.allow(call.json_value("allowed_updates", _BAD_ALLOWED_UPDATES))
    updates = await state.updates.read(call.integer("offset"), call.integer("limit", 100), call.integer("timeout"))
    return [update.as_json() for update in updates]


async def set_webhook(state: State, call: Call) -> Any:
    url = call.text("url")
    if not url:
        return await delete_webhook(state, call)
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = call.text("secret_token")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    state.updates.allow(call.json_value("allowed_updates", _BAD_ALLOWED_UPDATES))
    state.updates.interrupt(WEBHOOK_SET)
    await state.webhook.set(url, secret, min(max(call.integer("max_connections", 40), 1), 100))
    waiting = state.updates.take_all()
    for update in [] if call.flag("drop_pending_updates") else waiting:
        state.webhook.put(update)
    return True


async def delete_webhook(state: State, call: Call) -> Any:
    waiting = await state.webhook.remove()
    if call.flag("drop_pending_updates"):
        state.updates.take_all()
    else:
        for update in waiting:
            state.updates.put(update)
    return True


async def get_webhook_info(state: State, _call: Call) -> Any:
    webhook = state.webhook
    info: dict[str, Any] = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": webhook.pending_count() + len(state.updates.pending()),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
    if webhook.last_error:
        info["last_error_date"] = int(webhook.last_error_at)
        info["last_error_message"] = webhook.last_error
    if state.updates.allowed is not None:
        info["allowed_updates"] = sorted(state.updates.allowed)
    return info
