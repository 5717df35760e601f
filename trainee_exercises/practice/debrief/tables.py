"""The debrief as rows of words: tags with their root causes, the order of work, what customers say, what went well."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trainee_exercises.practice.debrief.course import clock, minutes
from trainee_exercises.practice.debrief.finding import CLASS_WEIGHT
from trainee_exercises.practice.debrief.waiting import CLASS_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trainee_exercises.practice.debrief.course import Course
    from trainee_exercises.practice.debrief.report import Debrief

_FEW = 3


class TagRow(NamedTuple):
    """How a customer's message was tagged. chosen, owner: "" for nothing."""

    case: str
    who: str
    chosen: str
    right: str
    owner: str
    right_owner: str
    cause: str


class Choice(NamedTuple):
    """A conversation that the rep took where the policy would have taken one of a higher class first."""

    entry: int
    clock: str
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
    rows = [_tag_row(one) for one in found if one.told or one.of("passed")]
    return sorted(rows, key=lambda one: (one.chosen == one.right) + (one.owner == one.right_owner))


def _tag_row(one: Course) -> TagRow:
    tagged = one.of("tagged")
    data = tagged[-1].data if tagged else {}
    cause = one.script.root_cause
    chosen, owner = _word(data.get("category")), _word(data.get("owner"))
    return TagRow(one.id, one.name, chosen, _word(one.script.category), owner, cause.owner, cause.cause)


def _word(name: object) -> str:
    return str(name).replace("_", " ") if name else ""


def choices(found: Sequence[Course]) -> list[Choice]:
    """Return where the rep left the order of the policy, in the order in which it happened."""
    by_id = {one.id: one for one in found}
    taken = sorted((entry for one in found for entry in one.of("took")), key=lambda one: one.id)
    rows = []
    for entry in taken:
        took, first = by_id[entry.case], by_id.get(str(entry.data["first_by_policy"]))
        if first is not None and CLASS_WEIGHT[first.customer] > CLASS_WEIGHT[took.customer]:
            waited = minutes(first.waits_at(entry))
            rows.append(Choice(entry.id, clock(entry.at), _who(took), _who(first), waited))
    return rows


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
        return "Nobody had written yet when this shift ended; let it run next time."
    silent = sum(one.answered is None for one in found.courses)
    if silent:
        n = len(found.courses)
        return f"Play on to the end next time: {silent} of {n} customers had no answer yet when this shift ended."
    return "Nothing stood out. Try the next level, or the same with a faster clock."


def went_well(found: Debrief) -> Iterator[str]:
    """Yield what went well, in sentences; what was found several times in one."""
    for one in found.waits:
        if one.n == one.within:
            who = CLASS_WORDS[one.customer]
            all_of_them = f"All {one.n} {who} customers were" if one.n > 1 else f"The one {who} customer was"
            yield f"{all_of_them} answered within {minutes(one.target)}."
    if found.tagged.n >= _FEW and found.tagged.right == found.tagged.n:
        yield f"All {found.tagged.n} categories are right."
    if found.signals.caught:
        n = len(found.signals.caught)
        yield f"{n} sales signal{'s' if n > 1 else ''} reached sales."
    content = found.figures["good"]
    if content:
        yield f"{content} customer{'s' if content > 1 else ''} went away content."
    if found.replies and not found.figures["wrong"]:
        yield "Nothing wrong was said."
    if found.well_done:
        rest = len(found.well_done) - 1
        others = f" So had {rest} other{'s' if rest > 1 else ''}." if rest else ""
        yield f"{found.well_done[0].says}{others}"
