"""What a call can end with instead of an answer."""

from typing import Any


class ApiError(Exception):
    """A refusal in Telegram's own words: `description` carries the prefix ("Bad Request: ...") of the real server."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class RawAnswer(Exception):
    """An answer that is not the Bot API's JSON, such as the HTML page of a gateway that has lost its server."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(f"raw answer {status}")
        self.status = status
        self.body = body


class Dropped(Exception):
    """The connection broke: `accepted` tells (to the journal, never to the bot) whether the call took effect."""

    def __init__(self, accepted: bool) -> None:
        super().__init__("connection dropped after acceptance" if accepted else "connection dropped before acceptance")
        self.accepted = accepted


def bad_request(reason: str) -> ApiError:
    return ApiError(400, f"Bad Request: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def moved(chat: int) -> ApiError:
    reason = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, reason, {"migrate_to_chat_id": chat})
