"""The ways a call can fail."""

from typing import Any


class ApiError(Exception):
    """A refusal in the words of the real server; `description` includes the prefix ("Bad Request: ...")."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class RawAnswer(Exception):
    """An answer that is not JSON, such as the HTML page of a gateway that has lost its server."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(f"raw answer {status}")
        self.status = status
        self.body = body


class ConnectionDropped(Exception):
    """A broken connection; `accepted` tells whether the call took effect, which the bot cannot know."""

    def __init__(self, accepted: bool) -> None:
        super().__init__("connection dropped after acceptance" if accepted else "connection dropped before acceptance")
        self.accepted = accepted


def bad_request(reason: str) -> ApiError:
    return ApiError(400, f"Bad Request: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def chat_migrated(to: int) -> ApiError:
    reason = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, reason, {"migrate_to_chat_id": to})
