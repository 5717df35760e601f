"""The figures of a load test, for people and for programs."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trainee_exercises.load_test.losses import Losses
    from trainee_exercises.load_test.records import Failure, Played

BAR_MS: Final = 300.0
"""An autosave takes less than this in 95 of 100 cases."""
_SHOWN: Final = 5
_KINDS: Final = {
    "save": "autosave",
    "poll": "poll",
    "send": "send",
    "search": "search",
    "read": "article",
    "ask": "colleague",
    "view": "whole view",
    "join": "join",
    "page": "page",
    "page part": "page's parts",
}


class Times(NamedTuple):
    """How long requests of one kind took, in milliseconds. n: how many were answered."""

    n: int
    p50: float
    p95: float
    p99: float
    worst: float


class Machine(NamedTuple):
    """What it ran on. load: of the whole machine over the last minute; the rest is the server's; None: not known."""

    cpus: int
    load: float | None
    server_cpu_seconds: float | None
    server_memory_mb: float | None
    seconds: float


class Report(NamedTuple):
    """What came out. saved: acknowledged texts; database: "sqlite" or "postgresql"."""

    candidates: int
    minutes: float
    database: str
    times: dict[str, Times]
    saved: int
    repeated: int
    failures: tuple[Failure, ...]
    losses: Losses
    machine: Machine

    @property
    def is_lossless(self) -> bool:
        """Was everything done, and is everything that was acknowledged there, once?"""
        return not self.failures and self.losses.n == 0 and self.saved > 0

    @property
    def is_quick(self) -> bool:
        """Is the 95th percentile of the autosaves under the bar?"""
        return "save" in self.times and self.times["save"].p95 < BAR_MS


def times_of(everyone: Sequence[Played]) -> dict[str, Times]:
    """Return the times of all candidates together, by kind."""
    took: dict[str, list[float]] = {}
    for played in everyone:
        for kind, ms in played.took.items():
            took.setdefault(kind, []).extend(ms)
    return {kind: _times(sorted(ms)) for kind, ms in took.items()}


def rounded(times: Mapping[str, Times]) -> dict[str, dict[str, float]]:
    """Return times for a program: milliseconds with one decimal."""
    return {kind: {name: round(ms, 1) for name, ms in one._asdict().items()} for kind, one in times.items()}


def as_dict(report: Report) -> dict[str, Any]:
    """Return the report for a program; times in milliseconds with one decimal."""
    return report._asdict() | {
        "lossless": report.is_lossless,
        "quick": report.is_quick,
        "times": rounded(report.times),
        "failures": [failure._asdict() for failure in report.failures],
        "losses": report.losses._asdict(),
        "machine": report.machine._asdict(),
    }


def as_text(report: Report) -> str:
    """Return the report for people."""
    kinds = [kind for kind in _KINDS if kind in report.times]
    lines = [f"{report.candidates} candidates at once, {report.minutes:g} minutes, {report.database}"]
    lines.append(f"  {'ms':14}{'n':>8}{'p50':>8}{'p95':>8}{'p99':>8}{'worst':>8}")
    lines += [_line(report, kind) for kind in kinds]
    lines.append(machine_line(report.machine))
    lines += _problems(report)
    return "\n".join(lines)


def _line(report: Report, kind: str) -> str:
    n, *ms = report.times[kind]
    return f"  {_KINDS[kind]:14}{n:>8}" + "".join(f"{one:>8.1f}" for one in ms)


def machine_line(machine: Machine) -> str:
    """Return a line on what it ran on, for people."""
    parts = [f"{machine.cpus} processors"]
    if machine.server_cpu_seconds is not None:
        parts.append(f"the server used {machine.server_cpu_seconds / machine.seconds:.2f} of one")
    if machine.server_memory_mb is not None:
        parts.append(f"{machine.server_memory_mb:.0f} MB")
    if machine.load is not None:
        parts.append(f"the whole machine's load was {machine.load:.1f}")
    return "  " + ", ".join(parts)


def _problems(report: Report) -> list[str]:
    found = [*report.losses.lost, *report.losses.doubled, *report.losses.out_of_order]
    failed = [f"{one.kind}: {one.says} ({n} times)" for one, n in Counter(report.failures).most_common()]
    if report.is_lossless:
        lines = [f"  all {report.saved:,} acknowledged texts are in the database, each once, and every action too"]
    else:
        lines = [f"  wrong: {len(found)} lost, doubled or out of order, {len(report.failures)} requests failed"]
        lines += [f"    {line[:200]}" for line in (*found[:_SHOWN], *failed[:_SHOWN])]
    if not report.is_quick:
        lines.append(f"  too slow: 95 of 100 autosaves have to take less than {BAR_MS:.0f} ms")
    return lines


def _times(ms: Sequence[float]) -> Times:
    return Times(len(ms), _quantile(ms, 0.5), _quantile(ms, 0.95), _quantile(ms, 0.99), ms[-1])


def _quantile(ms: Sequence[float], share: float) -> float:
    """Return the smallest of the sorted times that at least this share does not exceed."""
    return ms[max(0, math.ceil(share * len(ms)) - 1)]
