"""What all models of a pack share: frozen, no unknown keys, and the small types that a user writes."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field


def _not_empty(text: str) -> str:
    if not text.strip():
        message = f"{text!r} says nothing; write the text, or leave the key out if it need not be there"
        raise ValueError(message)
    return text.strip()


def _known_id(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,59}", text):
        message = f"{text!r} is no id; write small letters, digits, _ or - (60 at most, no spaces)"
        raise ValueError(message)
    return text


def _instant(value: Any) -> Any:
    """Return the instant of text with its offset from UTC; anything but text is left to pydantic."""
    if not isinstance(value, str):
        return value
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        message = f"{value!r} is no instant; write date, time and Z for UTC, such as 2026-02-10T07:40:00Z"
        raise ValueError(message)
    return instant


Instant = Annotated[AwareDatetime, BeforeValidator(_instant)]
"""A date and time with its offset from UTC."""
Text = Annotated[str, AfterValidator(_not_empty)]
"""Text with something in it, without space around it."""
Id = Annotated[str, AfterValidator(_known_id)]
"""What others refer to: small letters, digits, _ and -."""
Mark = Annotated[int, Field(ge=1, le=4)]
"""1 definitely not, 2 rather not, 3 rather yes, 4 definitely yes."""
Anchors = dict[Mark, Text]


class Piece(BaseModel):
    """A part of a pack."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)
