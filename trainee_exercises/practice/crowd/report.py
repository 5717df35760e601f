"""The figures of the reps' load test, for people and for programs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trainee_exercises.load_test.report import machine_line, rounded

if TYPE_CHECKING:
    from trainee_exercises.load_test.records import Failure
    from trainee_exercises.load_test.report import Machine, Times

BAR_MS: Final = 300.0
"""Half of all acts take less than this."""
_KINDS: Final = {"act": "act", "poll": "poll", "view": "whole view", "page": "page", "page part": "page's parts"}
_SHOWN: Final = 5


class Report(NamedTuple):
    """What came out. acts: acknowledged; kept: in the database; refused: with a reason, such as a quicker colleague."""

    reps: int
    minutes: float
    database: str
    times: dict[str, Times]
    acts: int
    kept: int
    refused: int
    repeated: int
    failures: tuple[Failure, ...]
    machine: Machine

    @property
    def is_quick(self) -> bool:
        """Is the median of the acts under the bar?"""
        return "act" in self.times and self.times["act"].p50 < BAR_MS

    @property
    def is_lossless(self) -> bool:
        """Did no request fail, and is every act that was acknowledged there? One that was sent again may be twice."""
        return not self.failures and self.acts > 0 and self.acts <= self.kept <= self.acts + self.repeated


def as_dict(report: Report) -> dict[str, Any]:
    """Return the report for a program; times in milliseconds with one decimal."""
    return report._asdict() | {
        "quick": report.is_quick,
        "lossless": report.is_lossless,
        "times": rounded(report.times),
        "failures": [failure._asdict() for failure in report.failures],
        "machine": report.machine._asdict(),
    }


def as_text(report: Report) -> str:
    """Return the report for people."""
    lines = [f"{report.reps} reps at once, {report.minutes:g} minutes, {report.database}"]
    lines.append(f"  {'ms':14}{'n':>8}{'median':>8}{'p95':>8}{'max':>8}")
    lines += [_line(says, report.times[kind]) for kind, says in _KINDS.items() if kind in report.times]
    lines += [machine_line(report.machine), *_problems(report)]
    return "\n".join(lines)


def _line(says: str, times: Times) -> str:
    return f"  {says:14}{times.n:>8}" + "".join(f"{one:>8.1f}" for one in (times.p50, times.p95, times.worst))


def _problems(report: Report) -> list[str]:
    if report.is_lossless:
        lines = [f"  all {report.acts:,} acts are in the database; {report.refused} more were refused with a reason"]
    else:
        failed = [f"{one.kind}: {one.says} ({n} times)" for one, n in Counter(report.failures).most_common(_SHOWN)]
        lines = [f"  wrong: {report.acts:,} acts acknowledged, {report.kept:,} kept, {len(report.failures)} failed"]
        lines += [f"    {line[:200]}" for line in failed]
    if not report.is_quick:
        lines.append(f"  too slow: half of all acts have to take less than {BAR_MS:.0f} ms")
    return lines
