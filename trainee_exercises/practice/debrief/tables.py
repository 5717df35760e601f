"""The debrief as rows of words: tags with their root causes, the order of work, what customers say, what went well."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trainee_exercises.practice.debrief.course import counted, minutes
from trainee_exercises.practice.debrief.tagging import given, word
from trainee_exercises.practice.debrief.waiting import CLASS_WORDS, chosen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from trainee_exercises.practice.debrief.course import Course
    from trainee_exercises.practice.debrief.report import Debrief
    from trainee_exercises.practice.debrief.tagging import Given

_FEW, _BOTH = 3, 2


class TagRow(NamedTuple):
    """How a message was tagged. chosen, owner, modifiers: "" for nothing; is_right: category and modifiers."""

    case: str
    who: str
    chosen: str
    right: str
    modifiers: str
    right_modifiers: str
    is_right: bool
    owner: str
    right_owner: str
    cause: str


class Passed(NamedTuple):
    """A conversation that the rep took where the policy would have taken one of a higher class first."""

    entry: int
    took: str
    first: str
    waited: str


class Said(NamedTuple):
    """What a customer would say, and why."""

    case: str
    who: str
    verdict: str
    reasons: str


def tag_rows(found: Sequence[Course]) -> list[TagRow]:
    """Return the tags of all whom the rep answered or passed on: what is wrong first, then in the order of arrival."""
    rows = [_tag_row(one) for one in given(found)]
    return sorted(rows, key=lambda one: one.is_right + (one.owner == one.right_owner))


def _tag_row(one: Given) -> TagRow:
    script = one.course.script
    right = sorted({*script.modifiers, *(set(one.modifiers) - set(one.extra))})
    return TagRow(
        one.course.id, one.course.name, word(one.category), word(script.category), ", ".join(one.modifiers),
        ", ".join(right), one.is_whole, one.owner, script.root_cause.owner, script.root_cause.cause,
    )  # fmt: skip


def choices(found: Sequence[Course], not_yours: AbstractSet[str] = frozenset(), speed: float = 1.0) -> list[Passed]:
    """Return where the rep left the order of the policy, in the order in which it happened. not_yours, speed: of a
    Setting.
    """
    return [
        Passed(entry.id, _who(took), _who(first), minutes(first.waits_at(entry)))
        for entry, took, first in (one for one in chosen(found, not_yours, speed) if not one.is_in_order)
    ]


def _who(one: Course) -> str:
    return f"{one.name} ({CLASS_WORDS[one.customer]})"


def said(found: Debrief) -> list[Said]:
    """Return what customers would say, the least content first."""
    rank = {"Bad": 0, "OK": 1, "Good": 2}
    names = {one.id: _who(one) for one in found.courses}
    rows = [Said(one.case, names[one.case], one.verdict, _reasons(one.reasons)) for one in found.asked]
    return sorted(rows, key=lambda one: rank[one.verdict])


def _reasons(reasons: Sequence[tuple[str, int]]) -> str:
    return "; ".join(f"{what} ({points:+d})" for what, points in reasons) or "nothing to complain about"


def nothing_found(found: Debrief) -> str:
    """Return a sentence for a shift in which nothing to do differently was found."""
    if not found.courses:
        return "Nobody wrote in this shift. A longer one, or another seed, brings customers."
    silent = sum(one.answered is None and not one.of("told_fixed") for one in found.courses)
    waits = f" {counted(silent, 'customer')} had no answer yet when it ended." if silent else ""
    if not found.replies:
        return f"You answered nobody in this shift, so there is nothing to look back at.{waits} Take whoever waits."
    return f"Nothing stood out.{waits} Try a higher level or a faster clock next, where there is one."


# ---- what went well ----


def went_well(found: Debrief) -> Iterator[str]:
    """Yield what went well, in sentences; what was found several times in one."""
    yield from _in_time(found)
    yield from _tags_right(found)
    if found.signals.caught:
        yield f"{counted(len(found.signals.caught), 'sales signal')} reached sales."
    if found.figures["good"]:
        yield f"{counted(found.figures['good'], 'customer')} would say Good."
    if found.replies and not found.figures["wrong"]:
        yield "Nothing wrong was said."
    if found.well_done:
        rest = len({one.case for one in found.well_done}) - 1
        others = f" So had {counted(rest, 'other')}." if rest else ""
        yield f"{found.well_done[0].says}{others}"


def _in_time(found: Debrief) -> Iterator[str]:
    """Yield the classes in which nobody waited too long, where the rep answered one of them."""
    mine = {one.customer for one in found.courses if one.answered is not None and one.answered.kind == "replied"}
    for one in found.waits:
        if one.customer not in mine or one.within < one.due:
            continue
        span, who = minutes(one.target), CLASS_WORDS[one.customer]
        tail = _counted_from([each.since < 0 for each in found.courses if each.customer == one.customer])
        if one.not_due:
            yield f"No {who} customer waited longer than {span} for a first answer{tail}"
        elif one.n == 1:
            yield f"The one {who} customer was answered within {span}{tail}"
        else:
            everybody = "Both" if one.n == _BOTH else f"All {one.n}"
            yield f"{everybody} {who} customers were answered within {span}{tail}"


def _counted_from(earlier: Sequence[bool]) -> str:
    """Return how such a sentence ends. earlier: of each customer whether they wrote before the shift."""
    if not any(earlier):
        return "."
    return f", counted from the start of the shift{'' if all(earlier) else ' for those who wrote before it'}."


def _tags_right(found: Debrief) -> Iterator[str]:
    tagged = found.tagged
    if tagged.n >= _FEW and tagged.right == tagged.n:
        yield f"All {tagged.n} {'categories and modifiers' if tagged.whole == tagged.n else 'categories'} are right."
