"""The settings of a deployment, from the environment or `.env`; a wrong one ends the program with one sentence."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

TELEGRAM_API_URL = "https://api.telegram.org"

INVALID_VALUE_KEYS = {
    "bot_token": "setting-bot-token",
    "web_port": "setting-web-port",
    "clock_start": "setting-clock-start",
}
"""The texts for a value that is absent or of the wrong type."""


class WrongSetting(Exception):
    """`key` names a text in locales/*/cli.ftl; `values` hold no secret."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


def _wrong(key: str, **values: str) -> PydanticCustomError:
    return PydanticCustomError(key, key, values)


class Settings(BaseSettings):
    """README's table of settings explains them by the same names."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", hide_input_in_errors=True, frozen=True
    )

    bot_token: SecretStr
    bot_api_url: str = TELEGRAM_API_URL
    database_url: str = "sqlite+aiosqlite:///var/centrik.db"
    admin_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    timezone: str = "Europe/Moscow"
    web_host: str = "127.0.0.1"
    web_port: int = Field(default=8080, ge=0, le=65535)
    public_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    network_file: str = ""
    clock_start: datetime | None = None

    @property
    def is_telegram(self) -> bool:
        """Whether the Bot API is Telegram's own and not a rehearsal's."""
        host = urlsplit(self.bot_api_url).hostname or ""
        return host == "telegram.org" or host.endswith(".telegram.org")

    @field_validator("bot_token")
    @classmethod
    def _token(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", value.get_secret_value().strip()):
            raise _wrong("setting-bot-token")
        return SecretStr(value.get_secret_value().strip())

    @field_validator("bot_api_url", "public_url")
    @classmethod
    def _address(cls, value: str, info: ValidationInfo) -> str:
        address = value.strip().rstrip("/")
        if address and (urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).hostname):
            raise _wrong("setting-address", name=(info.field_name or "").upper(), value=address)
        return address

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        scheme, separator, rest = value.strip().partition("://")
        driver = {
            "sqlite": "sqlite+aiosqlite",
            "postgres": "postgresql+asyncpg",
            "postgresql": "postgresql+asyncpg",
        }.get(scheme, scheme)
        has_name = bool(rest.strip("/")) and not rest.endswith(":memory:")
        if not separator or driver not in {"sqlite+aiosqlite", "postgresql+asyncpg"} or not has_name:
            raise _wrong("setting-database-url")
        return f"{driver}://{rest}"

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _admins(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split(",") if part.strip()]
        for part in parts:
            if not re.fullmatch(r"\d{1,18}", part, re.ASCII):
                raise _wrong("setting-admin-ids", value=part)
        return frozenset(int(part) for part in parts)

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise _wrong("setting-timezone", value=value)
        return value

    @field_validator("clock_start")
    @classmethod
    def _instant(cls, value: datetime | None) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise _wrong("setting-clock-start")
        return value.astimezone(UTC)

    @model_validator(mode="after")
    def _together(self) -> "Settings":
        if self.public_url:
            if self.is_telegram and not self.public_url.startswith("https://"):
                raise _wrong("setting-public-url", value=self.public_url)
            if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", self.webhook_secret.get_secret_value()):
                raise _wrong("setting-webhook-secret")
        if self.clock_start is not None and self.is_telegram:
            raise _wrong("setting-clock-telegram")
        return self


def read_settings() -> Settings:
    """Read the settings of this process. Raises WrongSetting for the first wrong one."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        if first["type"].startswith("setting-"):
            raise WrongSetting(first["type"], **first.get("ctx", {})) from None
        raise WrongSetting(INVALID_VALUE_KEYS[str(first["loc"][0])]) from None
