"""A finding: what was seen, in which entries of the log, and what to try next time."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Kind = Literal[
    "waiting", "order", "tag", "owner", "sales", "route", "unsafe", "procedure", "wrong", "rude", "closed_early",
    "promise", "incident", "asked_again", "left", "name", "unanswered", "idle", "merge", "good",
]  # fmt: skip

CLASS_WEIGHT: Final = {"vip": 4.0, "paying": 2.0, "trial": 1.5, "free": 1.0}
"""How much more a wait or a mistake costs with each class of customers: an order, not a price (assumption)."""


class Finding(NamedTuple):
    """One thing that was seen. weight: how much it cost customers, against other findings; entries: of the log.

    also: other customers than *case* whom it is about.
    """

    kind: Kind
    says: str
    advice: str
    weight: float
    entries: tuple[int, ...]
    case: str = ""
    quote: str = ""
    also: tuple[str, ...] = ()
