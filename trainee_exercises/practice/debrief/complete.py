"""Did customers hear what they needed from the rep? Counted by customer over all replies, not reply by reply."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from trainee_exercises.practice.debrief.course import Course, Told


class Facts(NamedTuple):
    """Of what customers needed from the rep: how many facts were said or rightly handed on, and how many there were."""

    said: int
    needed: int

    @property
    def share(self) -> float | None:
        """Return the share that was said; None: nobody needed anything."""
        return self.said / self.needed if self.needed else None


def facts(found: Iterable[Course], along: AbstractSet[int] = frozenset()) -> Facts:
    """Return the facts of all customers to whom the rep wrote. along: ids of replies that do not count.

    A customer needs what the script needs at once, and each next question once they asked it before the rep's last
    reply or had it answered ahead. Who was rightly handed on needs no more from the rep. Who was asked for something
    that must be asked, and had not written back by the end, counts neither way.
    """
    ones = [_facts(one, [told for told in one.told if told.entry.id not in along]) for one in found]
    return Facts(sum(one.said for one in ones), sum(one.needed for one in ones))


def _facts(one: Course, told: Sequence[Told]) -> Facts:
    if not told:
        return Facts(0, 0)
    said = frozenset[str]().union(*(each.understood.said for each in told))
    last = told[-1].entry.id
    asked = {str(entry.data["about"]) for entry in one.of("customer_wrote") if entry.id < last}
    needed = {fact.id for fact in one.script.facts if not fact.later or fact.id in asked | said}
    if any(entry.data["right"] for entry in one.of("passed")):
        return Facts(len(needed), len(needed))
    if is_still_asked(one, told):
        return Facts(0, 0)
    return Facts(len(needed & said), len(needed))


def is_still_asked(one: Course, told: Sequence[Told]) -> bool:
    """Tell whether the last reply asked for something new that must be asked, and the customer has not written."""
    *before, last = told
    new = last.understood.asked - frozenset[str]().union(*(each.understood.asked for each in before))
    wanted = new & {need.id for need in one.script.needs}
    return bool(wanted) and not any(entry.id > last.entry.id for entry in one.of("customer_wrote"))
