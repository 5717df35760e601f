"""What a played candidate has seen the server acknowledge, and how long each request took."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Saved(NamedTuple):
    """A text that the server has said it has. what: "reply" or "note"."""

    question: str
    what: str
    revision: int
    text: str


class Failure(NamedTuple):
    """A request that was refused or not answered. says: the code of the refusal, or what broke."""

    kind: str
    says: str


@dataclass(slots=True)
class Played:
    """One candidate's exercise from the browser's side.

    took: milliseconds of each answered request by its kind; saved: in order, each acknowledged text once; done: how
    often each other action was acknowledged, by kind; failures: refused or lost for good; repeated: requests sent
    again because no answer came, or on purpose.
    """

    candidate_id: str
    took: dict[str, list[float]] = field(default_factory=dict)
    saved: list[Saved] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    repeated: int = 0

    def note_time(self, kind: str, ms: float) -> None:
        """Keep how long a request took."""
        self.took.setdefault(kind, []).append(ms)

    def note_done(self, kind: str) -> None:
        """Count an acknowledged action."""
        self.done[kind] = self.done.get(kind, 0) + 1
