"""Stretches in which the rep did nothing but look, while customers waited whom no colleague had."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from trainee_exercises.practice.debrief.course import counted, holder_after, minutes, time_of
from trainee_exercises.practice.debrief.finding import CLASS_WEIGHT, Finding
from trainee_exercises.practice.debrief.waiting import CLASS_WORDS
from trainee_exercises.practice.levels import TOUR

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trainee_exercises.practice.cases import Entry
    from trainee_exercises.practice.debrief.course import Course, Setting

READS_AND_WRITES: Final = 4 * 60_000
"""The rep's own ms without an act that are never held against them (assumption): a minute to read a thread, and three
for 120 words at 40 words a minute. What ends in words that were sent or noted is given twice as long."""
_WORDS: Final = frozenset({"replied", "noted", "passed"})
_ACTS: Final = _WORDS | {
    "took", "released", "tagged", "carried", "copied", "asked_engineering", "merged", "snoozed", "closed",
    "reopened", "hinted", "disagreed", "searched", "read", "status",
}  # fmt: skip
_DRAFTS: Final = frozenset({"draft", "emptied"})
_SOON: Final = 60_000
_NAMED: Final = 3


class Stretch(NamedTuple):
    """Between two acts of the rep: ticks since the start; after: the act before it, None at the beginning."""

    start: int
    end: int
    after: Entry | None
    ends_in_words: bool


class Waiting(NamedTuple):
    """A customer who waited for the team or for the rep, in ticks; began: the entry with which that began."""

    course: Course
    began: Entry
    start: int
    end: int


def findings(found: Sequence[Course], log: Sequence[Entry], setting: Setting) -> Iterator[Finding]:
    """Yield each stretch without an act that was longer than reading and writing take, and in which somebody waited.

    The tour has no clock, and no stretch.
    """
    if setting.level.number == TOUR:
        return
    waits = [wait for one in found if one.id not in setting.not_yours for wait in _waits(one, setting.now)]
    for stretch in _stretches(log, setting):
        during = [_within(one, stretch) for one in waits if one.start < stretch.end and one.end > stretch.start]
        least = READS_AND_WRITES * setting.speed * (2 if stretch.ends_in_words else 1)
        if (span := _covered(during)) >= least:
            yield _finding(stretch, during, span, setting)


def _within(one: Waiting, stretch: Stretch) -> Waiting:
    return one._replace(start=max(one.start, stretch.start), end=min(one.end, stretch.end))


def _covered(waits: Sequence[Waiting]) -> int:
    """Return for how many ticks at least one of them waited."""
    total, until = 0, 0
    for one in sorted(waits, key=lambda each: each.start):
        total += max(0, one.end - max(one.start, until))
        until = max(until, one.end)
    return total


def _stretches(log: Sequence[Entry], setting: Setting) -> Iterator[Stretch]:
    """Yield the time before, between and after the acts of the rep, as far as it is long; writing a draft is an act."""
    acts = [one for one in log if one.kind in _ACTS]
    drafts = {one.tick for one in setting.acts if one.kind in _DRAFTS}
    bounds = sorted({0, setting.now, *(one.at for one in acts), *drafts})
    for start, end in pairwise(bounds):
        if end - start >= READS_AND_WRITES * setting.speed:
            before = [one for one in acts if one.at <= start]
            after = [one for one in acts if end <= one.at <= end + _SOON * setting.speed]
            yield Stretch(start, end, before[-1] if before else None, _leads_to_words(after))


def _leads_to_words(acts: Sequence[Entry]) -> bool:
    """Tell whether words were sent or noted where the next act was: many take or tag just before they send."""
    return any(one.kind in _WORDS and one.case == acts[0].case for one in acts)


# ---- who waited for the team or the rep ----

_DUE: Final = frozenset({"arrived", "nudged", "bounced", "returned", "engineering_said"})
_NOT_DUE: Final = frozenset({
    "replied", "colleague_answered", "mate_answered", "passed", "closed", "colleague_closed", "told_fixed", "left",
})  # fmt: skip
_GOES_ON: Final = frozenset({"thanks", "promised", "leaves", "cancels"})
"""After these a customer waits for nothing, or has agreed to wait."""


def _waits(one: Course, now: int) -> Iterator[Waiting]:
    """Yield when a customer waited and no colleague had them; who agreed to wait for what was promised does not."""
    began: Entry | None = None
    due = was_due = False
    for n, entry in enumerate(one.entries, 1):
        was_due = due if entry.kind == "closed" else was_due
        due = was_due if entry.kind == "reopened" else _is_due(entry, due=due)
        waits = due and holder_after(one.entries[:n]) != "colleague"
        if began is not None and not waits:
            yield Waiting(one, began, began.at, entry.at)
            began = None
        elif began is None and waits:
            began = entry
    if began is not None:
        yield Waiting(one, began, began.at, now)


def _is_due(entry: Entry, *, due: bool) -> bool:
    if entry.kind == "customer_wrote":
        return entry.data.get("then") not in _GOES_ON
    return entry.kind in _DUE or (due and entry.kind not in _NOT_DUE)


# ---- in words ----


def _finding(stretch: Stretch, waits: Sequence[Waiting], span: int, setting: Setting) -> Finding:
    def cost(one: Waiting) -> float:
        customer = one.course.customer
        return CLASS_WEIGHT[customer] * (one.end - one.start) / setting.pack.targets[customer]

    ranked = sorted(waits, key=lambda one: (-cost(one), one.began.id))
    courses = list({one.course.id: one.course for one in ranked}.values())
    says = (
        f"From {time_of(stretch.start, setting.begins)} to {time_of(stretch.end, setting.begins)} you took, wrote,"
        " tagged and looked up nothing."
        f" For {minutes(span)} of that somebody waited whom no colleague had: {_names(courses)}."
    )
    cites = (*((stretch.after.id,) if stretch.after else ()), *(one.began.id for one in ranked))
    first, *others = [one.id for one in courses]
    advice = f"{_LOOK} {_STOP if setting.level.pauses else _NO_STOP}"
    weight = sum(cost(one) for one in ranked)  # as much as the waits of these customers would together
    return Finding("idle", says, advice, weight, tuple(sorted(set(cites))), first, also=tuple(others))


def _names(courses: Sequence[Course]) -> str:
    names = [f"{one.name} ({CLASS_WORDS[one.customer]})" for one in courses[:_NAMED]]
    if more := len(courses) - len(names):
        names.append(counted(more, "other"))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


_LOOK: Final = "Look at the list every minute or two: who has written back to you waits for you alone."
_STOP: Final = "If you have to go, stop the clock."
_NO_STOP: Final = "If you have to go, give back what you hold, so that a colleague can take it."
