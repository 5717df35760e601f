"""How long the rep was on each customer: which conversation was in view, from the log, by the rep's own clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trainee_exercises.practice.cases import Entry
    from trainee_exercises.practice.debrief.course import Setting

_MOST: Final = 10 * 60_000
"""Ticks at most that one look counts: whoever looks longer at one conversation has done something else."""
_LOOKS: Final = frozenset({"looked", "took"})


class Handled(NamedTuple):
    """How long the rep was on a customer, in real ms, and in how many replies."""

    case: str
    time: int
    n_replies: int


def handled(log: Sequence[Entry], setting: Setting) -> list[Handled]:
    """Return the time on each customer whom the rep answered."""
    times: dict[str, int] = {}
    replies: dict[str, int] = {}
    current, since = "", 0
    for entry in log:
        if entry.kind in _LOOKS and entry.case != current:
            times[current] = times.get(current, 0) + min(_MOST, entry.at - since)
            current, since = entry.case, entry.at
        if entry.kind == "replied":
            replies[entry.case] = replies.get(entry.case, 0) + 1
            times[entry.case] = times.get(entry.case, 0) + (
                min(_MOST, entry.at - since) if entry.case == current else 0
            )
            since = entry.at if entry.case == current else since
    return [Handled(case, round(times.get(case, 0) / setting.speed), n) for case, n in replies.items()]
