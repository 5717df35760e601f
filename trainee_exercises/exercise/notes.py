"""What an attempt notes beside the answers: pastes, absences, pace, and texts that did not become answers."""

from __future__ import annotations

from typing import NamedTuple


class Pasted(NamedTuple):
    """A long paste: when, where and how many characters."""

    at: int
    question: str
    length: int


class Gone(NamedTuple):
    """The page was out of view; until: None where it did not come back."""

    at: int
    until: int | None = None


class Visit(NamedTuple):
    """A question came into view."""

    at: int
    question: str


class Progress(NamedTuple):
    """How many words the reply to a question had at an instant."""

    at: int
    question: str
    words: int


class Kept(NamedTuple):
    """A text that did not become part of the answers. code: "over", "other_device", "closed" or "overtaken"."""

    at: int
    code: str
    question: str
    field: str
    revision: int
    text: str


class Wish(NamedTuple):
    """A request for more time or another format."""

    at: int
    text: str
