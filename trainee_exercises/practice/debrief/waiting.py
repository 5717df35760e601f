"""Who waited how long, and in which order the rep worked: against what was promised, and against the plan's rule.

Who was waiting already counts from the beginning of the shift: what was before is not the rep's.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trainee_exercises.practice.debrief.course import minutes
from trainee_exercises.practice.debrief.finding import CLASS_WEIGHT, Finding
from trainee_exercises.practice.scripts import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trainee_exercises.practice.debrief.course import Course, Setting
    from trainee_exercises.practice.scripts import CustomerClass

CLASS_WORDS: Final = {"vip": "VIP", "paying": "paying", "trial": "trial", "free": "free"}
_MUCH: Final = 60_000  # ticks too late that are worth a word


class Waits(NamedTuple):
    """First responses of a class of customers. target, middle, longest: ticks; within: of n, in time."""

    customer: CustomerClass
    target: int
    n: int
    within: int
    unanswered: int
    middle: int
    longest: int


class Order(NamedTuple):
    """In how many of the choices the rep took what the plan's rule would have taken, or something of no lower rank."""

    n: int
    in_order: int


def first_responses(found: Sequence[Course], setting: Setting) -> list[Waits]:
    """Return the first responses by class, of all customers of the shift, whoever answered; only classes that came."""
    rows = []
    for customer in reversed(CLASSES):
        ones = [(one.waited(setting.now), one.answered_at is not None) for one in found if one.customer == customer]
        if ones:
            rows.append(row_of(customer, ones, setting.pack.targets[customer]))
    return rows


def row_of(customer: CustomerClass, waits: Sequence[tuple[int, bool]], target: int) -> Waits:
    """Return the row of a class. waits: of each customer how long, in ticks, and whether they were answered then."""
    spans = [waited for waited, _ in waits]
    within = sum(answered and waited <= target for waited, answered in waits)
    unanswered = sum(not answered for _, answered in waits)
    return Waits(customer, target, len(waits), within, unanswered, round(median(spans)), max(spans))


def order_of_work(found: Sequence[Course]) -> Order:
    """Return how often the rep took what the rule would have."""
    taken = [entry for one in found for entry in one.of("took") if len(_waiting(entry)) > 1]
    ranks = {one.id: one.customer for one in found}
    first = [ranks.get(str(one.data["first_by_policy"]), ranks[one.case]) for one in taken]
    fits = sum(CLASS_WEIGHT[ranks[one.case]] >= CLASS_WEIGHT[rank] for one, rank in zip(taken, first, strict=True))
    return Order(len(taken), fits)


def findings(found: Sequence[Course], setting: Setting) -> Iterator[Finding]:
    """Yield who waited too long, and who was passed over."""
    for one in found:
        yield from _waited(one, setting)
    by_id = {one.id: one for one in found}
    for one in found:
        for entry in one.of("took"):
            yield from _passed_over(by_id, one, entry, setting)


def _waited(one: Course, setting: Setting) -> Iterator[Finding]:
    target, waited = setting.pack.targets[one.customer], one.waited(setting.now)
    late = waited - target
    if late < _MUCH or (one.answered_at is not None and not one.mine):
        return
    who, cites = CLASS_WORDS[one.customer], (one.entries[0].id, *((one.answered.id,) if one.answered else ()))
    weight = CLASS_WEIGHT[one.customer] * late / target
    if one.answered_at is None:
        says = f"{one.name} ({who}) waited {minutes(waited)} and had no answer; {minutes(target)} were promised."
        yield Finding("unanswered", says, _FIRST, weight * 1.5, cites, one.id)
        return
    says = f"{one.name} ({who}) waited {minutes(waited)} for a first answer; {minutes(target)} were promised."
    yield Finding("waiting", says, _FIRST, weight, cites, one.id)


_FIRST: Final = (
    "Look over the whole list every few minutes, and give a first answer to whoever is nearest to their promise: even"
    " two sentences with a time stop the waiting."
)


def _passed_over(by_id: dict[str, Course], one: Course, entry: Any, setting: Setting) -> Iterator[Finding]:
    """Yield a customer of a higher class who was past the promise when another one was taken."""
    first = by_id.get(str(entry.data["first_by_policy"]))
    if first is None or first.id == one.id or CLASS_WEIGHT[first.customer] <= CLASS_WEIGHT[one.customer]:
        return
    waited = first.waits_at(entry)
    if waited < setting.pack.targets[first.customer] // 2:
        return
    says = (
        f"You took {one.name} ({CLASS_WORDS[one.customer]}) while {first.name} ({CLASS_WORDS[first.customer]}) had"
        f" waited {minutes(waited)}."
    )
    weight = (CLASS_WEIGHT[first.customer] - CLASS_WEIGHT[one.customer]) * waited / setting.pack.targets[first.customer]
    yield Finding("order", says, _ORDER, weight / 2, (entry.id, first.entries[0].id), first.id)


_ORDER: Final = (
    "Before you take the next one, ask who is nearest to what they were promised; the list sorts by that. Choosing by"
    " what looks easy lets the important ones age."
)


def _waiting(entry: Any) -> list[str]:
    return list(entry.data["waiting"])
