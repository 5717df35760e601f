"""Shifts of an earlier version: other customers, rules or levels would make another shift of the same acts."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.keeping import REPLACED
from trainee_exercises.practice.levels import level
from trainee_exercises.practice.load import pack_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trainee_exercises.practice.wish import Kept
    from trainee_exercises.storage.events import Event

RULES: Final = 2
"""Raise it with every change by which the same acts give another log: of the engine, the customers or the rules."""
SAYS: Final = "This shift was begun with an earlier version of the practice pack, or of this program."
CANT_GO_ON: Final = "It can't go on, and nothing of it is judged."
_DESK: Final = f"{SAYS} {CANT_GO_ON} What you typed can be read and copied on its debrief page."
_SENT: Final = {"reply": "Reply", "note": "Note", "pass": "Passed on"}


class EarlierError(PracticeError):
    """A shift can't be replayed: it was begun with an earlier version."""

    def __init__(self) -> None:
        """Say so to its rep."""
        super().__init__(_DESK)


class Typed(NamedTuple):
    """Something that a rep typed. about: what it was; conversation: its number, from 1, in the order of the acts."""

    about: str
    conversation: int
    text: str


def fingerprint(kept: Kept) -> str:
    """Return what has to be the same for a shift's acts to give the same shift: files of its pack, level, rules.

    The text of a scenario of one's own is kept with the shift. Its pack was read before.
    """
    one = level(kept.level)
    numbers = [one.number, one.waiting, one.scripts_up_to, one.hints, one.pauses, one.patience]
    return hashlib.sha256(json.dumps([RULES, pack_digest(kept.pack), numbers]).encode()).hexdigest()


def require_same(begun_with: str | None, kept: Kept) -> None:
    """Refuse a shift of an earlier version. begun_with: its fingerprint; None: it was begun before there were any.

    Raises:
        EarlierError: it is one.

    """
    if begun_with is not None and begun_with != fingerprint(kept):
        raise EarlierError


def require_all_done(begun_with: str | None, told: Iterable[Mapping[str, Any] | None]) -> None:
    """Refuse a shift without a fingerprint of which acts are refused now. told: what the page got for each.

    Raises:
        EarlierError: some are.

    """
    if begun_with is None and any(one is None for one in told):
        raise EarlierError


def typed(found: Iterable[Event]) -> list[Typed]:
    """Return all words that stand in a shift's events, in the order of the acts; a draft that was sent stands once."""
    acts = [one.data["action"] for one in found]
    sent = {(one["case"], one["text"].strip()) for one in acts if one["kind"] in _SENT}
    numbers: dict[str, int] = {}
    words = []
    for one in acts:
        text, is_draft = str(one.get("text") or "").strip(), one["kind"] == "draft"
        if not text or (is_draft and (text == REPLACED or (one["case"], text) in sent)):
            continue
        number = numbers.setdefault(one["case"], len(numbers) + 1)
        words.append(Typed(_SENT.get(one["kind"], "Not sent"), number, text))
    return words
