"""What the auditor found: violations, the first of each rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

MOST_PER_RULE: Final = 20


class Violation(NamedTuple):
    """One place where a record breaks a rule."""

    rule: str
    """Number(s) of the invariant and its short name, such as "25 FIFO"."""
    conversation: int
    """NOBODY (-1) where it is about no single conversation."""
    at: int
    """Instant, in ticks."""
    message: str


class Findings:
    """Collects violations: of each rule the first 20, each conversation once."""

    def __init__(self) -> None:
        """Start with none."""
        self._by_rule: dict[str, dict[int, Violation]] = {}

    def note(self, rule: str, conversation: int, at: int, message: str) -> None:
        """Keep a violation, unless enough of its rule are known or this conversation is."""
        known = self._by_rule.setdefault(rule, {})
        if len(known) < MOST_PER_RULE:
            key = conversation if conversation >= 0 else -1 - len(known)
            known.setdefault(key, Violation(rule, conversation, at, message))

    def note_rows(self, rule: str, wrong: NDArray[np.bool_], at: NDArray[np.int64], say: Callable[[int], str]) -> None:
        """Keep a violation for each conversation that is *wrong*; *say* words the message for one of them."""
        for row in np.flatnonzero(wrong)[:MOST_PER_RULE].tolist():
            self.note(rule, row, int(at[row]), say(row))

    def violations(self) -> list[Violation]:
        """Return what was kept, rule by rule."""
        return [violation for known in self._by_rule.values() for violation in known.values()]
