"""Forms that people are filling in."""

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class OpenForm(Base):
    """The form a person has open: one of the dataclasses of handlers/, with its name and version."""

    __tablename__ = "open_form"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    form: Mapped[dict[str, Any]]
