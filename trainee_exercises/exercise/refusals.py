"""Why something that a candidate asked for is not done, in a word for programs and a sentence for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Code = Literal[
    "already_started",
    "closed",
    "empty",
    "not_acknowledged",
    "not_invited_yet",
    "not_started",
    "other_device",
    "over",
    "too_long",
    "too_many",
    "unknown_article",
    "unknown_colleague",
    "wrong_question",
    "wrong_rule",
]


class ToWrite(NamedTuple):
    """An event to be written: its kind and particulars."""

    kind: str
    data: Mapping[str, Any]


class NotAnAction(ValueError):  # noqa: N818 - reads as what it says
    """A message that the candidate's page does not send; the text says what is wrong with it."""


class Refused(Exception):  # noqa: N818 - reads as what it says
    """It is not done. says: for the candidate; keep: what is written all the same, so that no text is lost."""

    def __init__(self, code: Code, says: str, keep: Sequence[ToWrite] = ()) -> None:
        """Keep all of it; `reply` is the answer to the browser once the attempt is known."""
        super().__init__(says)
        self.code: Code = code
        self.says = says
        self.keep = tuple(keep)
        self.reply: dict[str, Any] = {"ok": False, "code": code, "says": says}
