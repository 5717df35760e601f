"""Who waited how long, and in which order the rep worked: against what was promised, and against the plan's rule.

Who was waiting already counts from the beginning of the shift: what was before is not the rep's. In the tour, which has
no clock, nobody's wait counts.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from trainee_exercises.practice.debrief.course import minutes
from trainee_exercises.practice.debrief.finding import CLASS_WEIGHT, Finding
from trainee_exercises.practice.levels import TOUR
from trainee_exercises.practice.scripts import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from trainee_exercises.practice.cases import Entry
    from trainee_exercises.practice.debrief.course import Course, Setting
    from trainee_exercises.practice.scripts import CustomerClass

CLASS_WORDS: Final = {"vip": "VIP", "paying": "paying", "trial": "trial", "free": "free"}
_MUCH: Final = 60_000  # ticks too late that are worth a word
_SEEN_AFTER: Final = 20_000
"""ms of the rep's own time after which they have seen who came during the shift (assumption)."""


class Wait(NamedTuple):
    """A customer's wait for a first answer, in ticks, and how it ended.

    given_up: they left, or were closed without an answer; open: they waited still, or were told by the system alone
    that the disturbance is over, and nobody could answer any more.
    """

    waited: int
    ended: Literal["answered", "given_up", "open"]


class Waits(NamedTuple):
    """First responses of a class of customers. target, middle, longest: ticks; within: of n, in time.

    unanswered: without an answer, and the promise is broken; not_due: without an answer, and it may still be kept,
    which is neither in time nor late.
    """

    customer: CustomerClass
    target: int
    n: int
    within: int
    unanswered: int
    middle: int
    longest: int
    not_due: int

    @property
    def due(self) -> int:
        """Return of how many it is known whether they had an answer in time."""
        return self.n - self.not_due


class Order(NamedTuple):
    """In how many of the choices the rep took what the plan's rule would have taken, or something of no lower rank."""

    n: int
    in_order: int


def first_responses(found: Sequence[Course], setting: Setting) -> list[Waits]:
    """Return the first responses by class, of all customers of the shift, whoever answered; only classes that came."""
    if setting.level.number == TOUR:
        return []
    rows = []
    for customer in reversed(CLASSES):
        ones = [_wait(one, setting.now) for one in found if one.customer == customer]
        if ones:
            rows.append(row_of(customer, ones, setting.pack.targets[customer]))
    return rows


def _wait(one: Course, now: int) -> Wait:
    waited = one.waited(now)
    if one.answered is not None:
        return Wait(waited, "answered")
    return Wait(waited, "given_up" if one.left or one.closed_unanswered else "open")


def row_of(customer: CustomerClass, waits: Sequence[Wait], target: int) -> Waits:
    """Return the row of a class."""
    in_time = [one.ended for one in waits if one.waited <= target]
    not_due = in_time.count("open")
    unanswered = sum(one.ended != "answered" for one in waits) - not_due
    spans = [one.waited for one in waits]
    within = in_time.count("answered")
    return Waits(customer, target, len(waits), within, unanswered, round(median(spans)), max(spans), not_due)


# ---- the order of work ----


class Choice(NamedTuple):
    """The rep took one of several who waited. first: whom the plan's rule would have taken."""

    entry: Entry
    took: Course
    first: Course

    @property
    def is_in_order(self) -> bool:
        """Tell whether nobody of a higher class was passed over."""
        return CLASS_WEIGHT[self.took.customer] >= CLASS_WEIGHT[self.first.customer]


def chosen(found: Sequence[Course], not_yours: AbstractSet[str] = frozenset(), speed: float = 1.0) -> list[Choice]:
    """Return where the rep took one of several who waited, in the order of the log. not_yours: whom they may not take;
    speed: ticks for a ms of the rep's time.

    What was merged is no choice: it is taken together with the other one, so that one answer goes to both. Nor is who
    came a moment before: the rep may not have seen them yet.
    """
    by_id = {one.id: one for one in found}
    taken = sorted((entry for one in found for entry in _taken(one)), key=lambda one: one.id)
    rows = []
    for entry in taken:
        waited = [by_id[one] for one in _waiting(entry) if one in by_id and one not in not_yours]
        waited = [one for one in waited if one.is_waiting_at(entry)]
        waited = [one for one in waited if one.id == entry.case or _is_seen(one, entry, speed)]
        if len(waited) > 1:
            took, first = by_id[entry.case], str(entry.data["first_by_policy"])
            rows.append(Choice(entry, took, next((one for one in waited if one.id == first), took)))
    return rows


def _is_seen(one: Course, entry: Entry, speed: float) -> bool:
    return one.since <= 0 or one.waits_at(entry) >= _SEEN_AFTER * speed


def _taken(one: Course) -> list[Entry]:
    """Return when the rep took a conversation for its own sake, not to merge it with another one."""
    merged = {entry.at for entry in one.of("merged")}
    return [entry for entry in one.of("took") if "into" not in entry.data and entry.at not in merged]


def order_of_work(found: Sequence[Course], not_yours: AbstractSet[str] = frozenset(), speed: float = 1.0) -> Order:
    """Return how often the rep took what the rule would have, of the choices that `chosen` finds."""
    ones = chosen(found, not_yours, speed)
    return Order(len(ones), sum(one.is_in_order for one in ones))


def _waiting(entry: Any) -> list[str]:
    return list(entry.data["waiting"])


# ---- findings ----


def findings(found: Sequence[Course], setting: Setting) -> Iterator[Finding]:
    """Yield who waited too long, and who was passed over."""
    if setting.level.number == TOUR:
        return
    for one in found:
        yield from _waited(one, setting)
    for choice in chosen(found, setting.not_yours, setting.speed):
        if not choice.is_in_order:
            yield from _passed_over(choice, setting)


def _waited(one: Course, setting: Setting) -> Iterator[Finding]:
    target, waited = setting.pack.targets[one.customer], one.waited(setting.now)
    late = waited - target
    if late < _MUCH or not _is_yours(one, setting):
        return
    who, cites = CLASS_WORDS[one.customer], (one.entries[0].id, *((one.answered.id,) if one.answered else ()))
    weight = CLASS_WEIGHT[one.customer] * late / target
    promised = f"{minutes(target)} {'was' if minutes(target).startswith('1 ') else 'were'} promised."
    begins = f"{one.name} ({who}) waited {minutes(waited)}{since_start(one)}"
    if one.answered is not None:
        yield Finding("waiting", f"{begins} for a first answer; {promised}", _FIRST, weight, cites, one.id)
        return
    ends = "left without an answer" if one.left else "had no answer"
    words = last_words(one) if one.left else None
    gone = (*([words.id] if words else []), *(entry.id for entry in one.of("left", "told_fixed")[:1]))
    quote = str(words.data["text"]) if words else ""
    says = f"{begins} and {ends}; {promised}"
    yield Finding("unanswered", says, _FIRST, weight * 1.5, (*cites, *gone), one.id, quote)


def last_words(one: Course) -> Entry | None:
    """Return what the customer wrote last, after their first message."""
    return next(reversed(one.of("customer_wrote", "nudged")), None)


def _is_yours(one: Course, setting: Setting) -> bool:
    """Tell whether a late answer was the rep's to give: not where colleagues answered, have it or alone may."""
    if one.mine or one.answered is not None:
        return one.mine
    return one.holder != "colleague" and one.id not in setting.not_yours


def since_start(one: Course) -> str:
    """Return what to say of a wait that began before the shift: only what came after its start is counted."""
    return " from the start of the shift" if one.since < 0 else ""


_FIRST: Final = (
    "Look over the whole list every few minutes, and give a first answer to whoever is nearest to their promise: even"
    " two sentences with a time stop the waiting."
)


def _passed_over(choice: Choice, setting: Setting) -> Iterator[Finding]:
    """Yield a customer of a higher class who was past half of the promise when another one was taken."""
    entry, one, first = choice
    waited = first.waits_at(entry)
    if waited < setting.pack.targets[first.customer] // 2:
        return
    from_start = since_start(first) if waited == entry.at else ""
    says = (
        f"You took {one.name} ({CLASS_WORDS[one.customer]}) while {first.name} ({CLASS_WORDS[first.customer]}) had"
        f" waited {minutes(waited)}{from_start}."
    )
    weight = (CLASS_WEIGHT[first.customer] - CLASS_WEIGHT[one.customer]) * waited / setting.pack.targets[first.customer]
    yield Finding("order", says, _ORDER, weight / 2, (entry.id, first.entries[0].id), first.id)


_ORDER: Final = (
    "Before you take the next one, ask who is nearest to what they were promised; the list sorts by that. Choosing by"
    " what looks easy lets the important ones age."
)
