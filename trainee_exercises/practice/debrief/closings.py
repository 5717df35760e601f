"""What the rep closed too early: before the customer had what they needed then, and with nobody else on it.

It makes no difference whether the shift goes on long enough for the customer to come back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trainee_exercises.practice.debrief.complete import is_still_asked
from trainee_exercises.practice.debrief.craft import not_passed_on

if TYPE_CHECKING:
    from trainee_exercises.practice.cases import Entry
    from trainee_exercises.practice.debrief.course import Course
    from trainee_exercises.practice.scripts import Fact, PracticePack


_AFTER: Final = ("came_back", "reopened", "left", "told_fixed")


class Early(NamedTuple):
    """A conversation that was closed too early. replied: the last answer before it, None: there was none.

    back: with which entry the customer came back; None: not in this shift; lacks: what they did not know and needed.
    """

    closed: Entry
    replied: Entry | None
    back: Entry | None
    lacks: tuple[Fact, ...]


def early(one: Course) -> list[Early]:
    """Return what of a conversation was closed too early, in order: not what the rep opened again by themselves.

    A customer needs what the script needs at once, and each next question that they had asked. It is not too early for
    whoever has said thanks, whom somebody else has answered or a right engineer will, and who agrees to wait, or gives
    what they were asked for, when they come back. Who left is told as that.
    """
    found = []
    for closed in one.of("closed"):
        after = next((each for each in one.of(*_AFTER) if each.id > closed.id), None)
        if after is None or after.kind == "came_back":
            then = one.until(closed)
            lacks = _lacks(then)
            is_open = (lacks or not then.told) and not _has_a_reason(then, closed)
            if is_open and not is_with_somebody(one if after is None else one.until(after)):
                found.append(Early(closed, then.told[-1].entry if then.told else None, after, lacks))
    return found


def told_as_early(one: Course, pack: PracticePack) -> list[Early]:
    """Return what is told as closed too early: not whom the rep should have passed on, which is told as that."""
    return early(one) if one.mine and not_passed_on(one, pack) is None else []


def is_with_somebody(one: Course) -> bool:
    """Tell whether somebody else has answered, has it rightly, or has told the customer that it is over."""
    return (
        any(each.data["right"] for each in one.of("passed"))
        or bool(one.of("told_fixed", "colleague_answered", "mate_answered"))
        or _is_with_engineers(one)
    )


def _is_with_engineers(one: Course) -> bool:
    """Tell whether an engineer was rightly asked, and has not answered, or the rep has written since the answer."""
    asked = [each for each in one.of("asked_engineering") if each.data["right"]]
    if one.script.route != "engineering" or not asked:
        return False
    *_, last = [asked[0], *(each for each in one.of("engineering_said", "replied") if each.id > asked[0].id)]
    return last.kind != "engineering_said"


def _lacks(then: Course) -> tuple[Fact, ...]:
    said = frozenset[str]().union(*(told.understood.said for told in then.told))
    asked = {str(each.data["about"]) for each in then.of("customer_wrote")}
    return tuple(one for one in then.script.facts if one.id not in said and (not one.later or one.id in asked))


def _has_a_reason(then: Course, closed: Entry) -> bool:
    """Tell whether the customer is content, or will only agree to wait or give what they were asked for."""
    wrote = then.of("customer_wrote")[-1:]
    if closed.data.get("settled") or any(each.data["then"] == "thanks" for each in wrote):
        return True
    if not then.told or any(each.id > then.told[-1].entry.id for each in wrote):
        return False
    return "promise" in then.told[-1].understood.manner or is_still_asked(then, then.told)
