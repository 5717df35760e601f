"""The rep's replies: what each said, what it left out or got wrong; the best and the worst of the shift."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trainee_exercises.practice.debrief.closings import told_as_early
from trainee_exercises.practice.debrief.finding import CLASS_WEIGHT, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from trainee_exercises.practice.debrief.closings import Early
    from trainee_exercises.practice.debrief.course import Course, Told
    from trainee_exercises.practice.scripts import PracticePack

_AHEAD, _WRONG, _RUDE, _NOTHING = 0.3, 1.0, 1.5, 0.3


class Judged(NamedTuple):
    """A reply with its worth: about 1 where it said all that was needed then, above where it went ahead of the
    customer, below 0 where it did harm. model: what a good reply says.
    """

    course: Course
    told: Told
    worth: float
    missing: tuple[str, ...]
    """The facts that were needed then and not said, in words."""
    wrong: tuple[tuple[str, str], ...]
    """What was wrong, and why, in words."""
    model: str


def judged(found: Sequence[Course]) -> list[Judged]:
    """Return every reply of the rep with its worth, in the order in which they were sent."""
    every = [one for course in found for one in _judged(course)]
    return sorted(every, key=lambda one: one.told.entry.id)


def _judged(course: Course) -> Iterator[Judged]:
    known: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    for told in course.told:
        needed = [fact for fact in course.script.facts if not fact.later and fact.id not in known]
        said = [fact for fact in needed if fact.id in told.new]
        claims = [one for one in course.script.claims if one.id in told.understood.claimed]
        share = len(said) / len(needed) if needed else float(bool(told.new) or not _left(course, known))
        share = max(share, 0.5 * bool(told.understood.asked - given), 0.6 * ("promise" in told.understood.manner))
        worth = share + _AHEAD * len(told.ahead) - _WRONG * len(claims) - _RUDE * ("rude" in told.understood.manner)
        yield Judged(
            course, told, worth, tuple(fact.fact for fact in needed if fact.id not in told.new),
            tuple((one.claim, one.why) for one in claims), course.script.model_reply,
        )  # fmt: skip
        known |= told.new
        given |= told.understood.asked


def _left(course: Course, known: frozenset[str]) -> bool:
    return any(fact.id not in known for fact in course.script.facts)


def best(ones: Sequence[Judged]) -> Judged | None:
    """Return the best reply, of equals the first; None: none was good."""
    found = max(ones, key=lambda one: (one.worth, -one.told.entry.id), default=None)
    return found if found is not None and found.worth > _NOTHING else None


def worst(ones: Sequence[Judged]) -> Judged | None:
    """Return the worst reply, of equals the first; None: none was bad."""
    answers = [one for one in ones if not _hands_over(one)]
    found = min(answers, key=lambda one: (one.worth, one.told.entry.id), default=None)
    return found if found is not None and found.worth < 1 - _NOTHING else None


def _hands_over(one: Judged) -> bool:
    """Tell whether this reply only says who will answer: what that is worth is a finding of its own."""
    return any(entry.at == one.told.entry.at and entry.id > one.told.entry.id for entry in one.course.of("passed"))


def findings(found: Sequence[Course], ones: Sequence[Judged], pack: PracticePack) -> Iterator[Finding]:
    """Yield what was wrong, rude, asked in vain, and closed too early. ones: the replies of these courses."""
    for one in ones:
        weight = CLASS_WEIGHT[one.course.customer]
        entry = one.told.entry.id
        for claim in one.course.script.claims:
            if claim.id in one.told.understood.claimed:
                quote = dict(one.told.understood.quotes).get(claim.id, "")
                says = f"{one.course.name} was told something wrong: {claim.claim} {claim.why}"
                yield Finding("wrong", says, _LOOK_UP, 1.5 * weight, (entry,), one.course.id, quote)
        if "rude" in one.told.understood.manner:
            says = f"{one.course.name} heard a reproach."
            yield Finding("rude", says, _KIND, 2.0 * weight, (entry,), one.course.id)
        if one.told.ahead:
            says = f"{one.course.name} had the next question answered before asking it."
            yield Finding("good", says, "", 0.5 * weight * len(one.told.ahead), (entry,), one.course.id)
    for course in found:
        if course.mine:
            closed = told_as_early(course, pack)
            yield from _asked_again(course, {fact.id for one in closed for fact in one.lacks})
            yield from (_closed_early(course, one) for one in closed)


_LOOK_UP: Final = "Look it up before you say how it is; where nothing says so, say that you will find out, and by when."
_KIND: Final = "Leave out whose fault it is. What happened, what you do now, when they hear again: that calms."


def _asked_again(course: Course, closed: AbstractSet[str]) -> Iterator[Finding]:
    """Yield what the customer had to ask again. closed: without these facts, which is told as that."""
    again: dict[str, list[int]] = {}
    for entry in course.of("customer_wrote"):
        if entry.data["why"] in {"missing", "bare_no"}:
            again.setdefault(str(entry.data["about"]), []).append(entry.id)
    for about, entries in again.items():
        if len(entries) > 1 and about not in closed:
            fact = next((f": {one.fact}" for one in course.script.facts if one.id == about), ".")
            times = "twice" if len(entries) == _TWICE else f"{len(entries)} times"
            says = f"{course.name} asked the same thing {times}{fact}"
            yield Finding("asked_again", says, _ANSWER, 0.6 * CLASS_WEIGHT[course.customer], tuple(entries), course.id)


def _closed_early(course: Course, one: Early) -> Finding:
    """Return that it was closed too early; who could not come back before the end counts as who did."""
    share, cites = 0.8, [each.id for each in (one.replied, one.closed, one.back) if each is not None]
    if one.back is not None:
        says = f"{course.name} came back after you had closed the conversation."
    elif one.replied is None:
        says, share = f"{course.name} was closed without an answer.", 1.5
    else:
        says = f"{course.name} was closed without what they needed: {one.lacks[0].fact}"
    return Finding("closed_early", says, _CLOSE, share * CLASS_WEIGHT[course.customer], tuple(cites), course.id)


_TWICE: Final = 2
_ANSWER: Final = "Answer the question that was asked first, in one sentence; then the rest."
_CLOSE: Final = (
    "Before you close, read their message once more: is each question in it answered? Then ask yourself what they will"
    " want to know next, and say it."
)
