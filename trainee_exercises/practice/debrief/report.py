"""The debrief: all that a rep and their trainer read after a shift, from its log alone."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trainee_exercises.practice.debrief import craft, idle, lost, replies, tagging, waiting
from trainee_exercises.practice.debrief.complete import facts
from trainee_exercises.practice.debrief.course import courses
from trainee_exercises.practice.debrief.effort import handled
from trainee_exercises.practice.debrief.finding import CLASS_WEIGHT
from trainee_exercises.practice.debrief.satisfaction import is_counted, satisfaction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trainee_exercises.practice.cases import Entry
    from trainee_exercises.practice.debrief.course import Course, Setting
    from trainee_exercises.practice.debrief.craft import Signals
    from trainee_exercises.practice.debrief.finding import Finding
    from trainee_exercises.practice.debrief.replies import Judged
    from trainee_exercises.practice.debrief.satisfaction import Asked
    from trainee_exercises.practice.debrief.tagging import Tagged
    from trainee_exercises.practice.debrief.waiting import Order, Waits

THINGS: Final = 3
"""To try next time: more are not remembered."""


class Debrief(NamedTuple):
    """What came of a shift. findings: what cost customers the most first; try_next: the first ones, one of a kind."""

    courses: tuple[Course, ...]
    waits: tuple[Waits, ...]
    order: Order
    tagged: Tagged
    signals: Signals
    replies: tuple[Judged, ...]
    best: Judged | None
    worst: Judged | None
    asked: tuple[Asked, ...]
    findings: tuple[Finding, ...]
    try_next: tuple[Finding, ...]
    well_done: tuple[Finding, ...]
    figures: dict[str, Any]


def debrief(log: Sequence[Entry], setting: Setting) -> Debrief:
    """Return the debrief of a shift; every finding cites the entries of *log* that it was seen in."""
    found = courses(log, setting.pack)
    every = replies.judged(found)
    waits = list(waiting.findings(found, setting))
    seen = [
        *waits,
        *lost.findings(found, setting, {one.case for one in waits if one.kind == "unanswered"}),
        *idle.findings(found, log, setting),
        *tagging.findings(found, setting.pack),
        *craft.findings(found, log, setting),
        *replies.findings(found, every, setting.pack),
    ]
    ranked = sorted(seen, key=lambda one: (-one.weight, one.entries))
    bad = [one for one in ranked if one.kind != "good"]
    asked = satisfaction(found, setting)
    order = waiting.order_of_work(found, setting.not_yours, setting.speed)
    parts = (waiting.first_responses(found, setting), order, tagging.tagging(found))
    return Debrief(
        tuple(found),
        tuple(parts[0]),
        parts[1],
        parts[2],
        craft.signals(found),
        tuple(every),
        replies.best(every),
        replies.worst(every),
        tuple(asked),
        tuple(bad),
        tuple(_one_of_a_kind(bad)),
        tuple(one for one in ranked if one.kind == "good"),
        _figures(parts, (found, every, asked, ranked), log, setting),
    )


_SAME: Final = {"unanswered": "waiting", "order": "waiting", "owner": "tag", "name": "route", "procedure": "unsafe"}


_TELLS: Final = {
    "idle": {"waiting", "unanswered", "promise", "left"},
    "left": {"waiting", "unanswered", "promise", "asked_again", "rude", "wrong"},
}


def _one_of_a_kind(found: Sequence[Finding]) -> list[Finding]:
    """Return the three that cost most, of different kinds as far as there are: who waited is one thing to try."""
    chosen: dict[str, Finding] = {}
    for kind_of in (lambda one: _SAME.get(one.kind, one.kind), lambda one: one.kind, lambda one: str(one.entries)):
        for one in found:
            if len(chosen) < THINGS and not any(one is each or _tells_the_same(one, each) for each in chosen.values()):
                chosen.setdefault(kind_of(one), one)
    return sorted(chosen.values(), key=lambda one: (-one.weight, one.entries))


def _tells_the_same(one: Finding, other: Finding) -> bool:
    """Tell whether two are about the same customer, alike or one of them of what the other came of, such as a wait."""
    shared = {one.case, *one.also} & {other.case, *other.also}
    return bool(shared) and any(
        first.kind == second.kind or (first.kind in _TELLS and second.kind in _TELLS[first.kind])
        for first, second in ((one, other), (other, one))
    )


def _figures(parts: Any, seen: Any, log: Sequence[Entry], setting: Setting) -> dict[str, Any]:
    """Return the figures that are kept for progress; a share is None where there is nothing to share."""
    waits, order, tagged = parts
    found, every, asked, findings = seen
    times = handled(log, setting)
    content = {one.case for one in asked if one.verdict == "Good"}
    ignored = {case for one in findings if one.kind == "idle" for case in (one.case, *one.also)}
    wanted = [one for one in found if is_counted(one, setting, ignored)]
    verdicts = Counter(one.verdict for one in asked)
    figures = {
        "customers": len(found),
        "mine": sum(one.mine for one in found),
        "replies": len(every),
        "within": _share(sum(one.within for one in waits), sum(one.due for one in waits)),
        "not_due": sum(one.not_due for one in waits),
        "longest_vip": max((one.longest for one in waits if one.customer == "vip"), default=None),
        "within_weighted": _share(
            sum(CLASS_WEIGHT[one.customer] * one.within for one in waits),
            sum(CLASS_WEIGHT[one.customer] * one.due for one in waits),
        ),
        "in_order": _share(order.in_order, order.n),
        "tags": tagged.share,
        "owners": _share(tagged.owners_right, tagged.n),
        "facts": facts(found).share,
        "wrong": sum(len(one.wrong) for one in every),
        "unsafe": sum(bool(one.kind == "carried" and one.data["do"] and not one.data["right"]) for one in log),
        "good": verdicts["Good"], "ok": verdicts["OK"], "bad": verdicts["Bad"],
        "left": sum(bool(one.left) for one in found if one.mine or one.left),
        "handle_times": [one.time for one in times],
        "handle_time": round(median(one.time for one in times)) if times else None,
        "hints": sum(entry.kind == "hinted" for entry in log),
        "categories": _by_category(found, asked),
        "disagreed": sum(entry.kind == "disagreed" for entry in log),
        "helped": _share(len(content), len(wanted)),
        "helped_weighted": _share(
            sum(CLASS_WEIGHT[one.customer] for one in wanted if one.id in content),
            sum(CLASS_WEIGHT[one.customer] for one in wanted),
        ),
    }  # fmt: skip
    return figures | {"overall": overall(figures)}


SHARES: Final = ("within", "in_order", "facts", "tags", "helped")
"""The five shares that stand for a shift: in time, in order, complete, tagged, and customers who went away content."""
_DEALT, _CRAFT = 0.35, 0.3
_WRONG, _UNSAFE, _MOST_LOST = 0.02, 0.1, 0.3


def overall(figures: dict[str, Any]) -> float:
    """Return one number from 0 to 1, to compare one's own shifts of a level with, not people.

    35 % for customers answered in time and 35 % for those who went away content, VIP customers counting four times,
    paying ones twice, trials one and a half times; 30 % for the mean of order, completeness and tags; less 2 points for
    each wrong statement and 10 for each unsafe procedure, 30 at most. Where nobody's wait counts, as in the tour, the
    content ones stand for both. A choice of ours, without a source.
    """
    craft = [figures[one] for one in ("in_order", "facts", "tags") if figures[one] is not None]
    helped: float = figures["helped_weighted"] or 0.0
    within: float = helped if figures["within_weighted"] is None else figures["within_weighted"]
    dealt = _DEALT * (within + helped)
    lost = min(_MOST_LOST, _WRONG * figures["wrong"] + _UNSAFE * figures["unsafe"])
    made: float = sum(craft) / len(craft) if craft else 0.0
    return float(max(0.0, dealt + _CRAFT * made - lost))


def _by_category(found: Sequence[Course], asked: Sequence[Asked]) -> dict[str, list[int]]:
    """Return for each category of the customers who were asked: how many, and of them not Good."""
    verdicts = {one.case: one.verdict for one in asked}
    rows: dict[str, list[int]] = {}
    for one in found:
        if one.id in verdicts:
            row = rows.setdefault(one.script.category, [0, 0])
            row[0] += 1
            row[1] += verdicts[one.id] != "Good"
    return rows


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
