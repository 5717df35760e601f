"""Who was let down after a first answer: promises to come back that were not kept, and customers who left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trainee_exercises.practice.debrief.course import minutes, time_of
from trainee_exercises.practice.debrief.finding import CLASS_WEIGHT, Finding
from trainee_exercises.practice.debrief.waiting import CLASS_WORDS, last_words, since_start
from trainee_exercises.practice.levels import TOUR

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from trainee_exercises.practice.cases import Entry
    from trainee_exercises.practice.debrief.course import Course, Setting

_TIME_TO_KEEP: Final = 5 * 60_000
"""Of the rep's own ms from a promise, or from the engineer's note that it waited for, to the end of the shift: before
that nobody can be said to have been forgotten (assumption)."""
_KEPT: Final = frozenset({
    "replied", "colleague_answered", "mate_answered", "passed", "closed", "taken_by_colleague", "told_fixed", "left",
    "customer_wrote",
})  # fmt: skip
"""After these a promise is kept, or somebody else's, or told of by another finding."""


class Broken(NamedTuple):
    """A promise that was not kept. agreed: when the customer agreed to wait; asked: their question where it is."""

    agreed: Entry
    asked: Entry | None


def findings(found: Sequence[Course], setting: Setting, told: AbstractSet[str]) -> Iterator[Finding]:
    """Yield promises that were not kept, and who left. told: ids of whom another finding says that nobody answered.

    Of a customer who left with a promise, that they left. The tour has no clock: nobody waits too long in it.
    """
    if setting.level.number == TOUR:
        return
    for one in found:
        if one.left:
            yield from () if one.id in told else _left(one, setting)
        elif (broken := _broken(one, setting)) is not None:
            yield _promise(one, broken, setting)


# ---- promises ----


def _broken(one: Course, setting: Setting) -> Broken | None:
    """Return the first promise that was not kept until the customer asked again, or by the end.

    What a disturbance is promised about is told among the findings about it.
    """
    agreed: Entry | None = None
    before: Entry | None = None
    since, waits_for_note = 0, False
    for entry in () if one.script.incident else one.entries:
        waits_for_note = entry.kind == "asked_engineering" or (waits_for_note and entry.kind != "engineering_said")
        if agreed is not None and entry.kind == "nudged":
            return Broken(agreed, entry)
        if entry.kind == "customer_wrote" and entry.data.get("then") == "promised":
            agreed, since = entry, entry.at
        elif entry.kind == "reopened":
            agreed = before  # it was closed, and is open after all
        elif entry.kind in _KEPT:
            before, agreed = agreed, None
        elif entry.kind == "engineering_said":
            since = entry.at
    is_due = not waits_for_note and setting.now - since >= _TIME_TO_KEEP * setting.speed
    return Broken(agreed, None) if agreed is not None and is_due else None


def _promise(one: Course, broken: Broken, setting: Setting) -> Finding:
    reply = next((each for each in reversed(one.of("replied")) if each.id < broken.agreed.id), broken.agreed)
    until = broken.asked.at if broken.asked else setting.now
    ends = "had to ask where you are" if broken.asked else "had heard nothing when the shift ended"
    span = minutes(until - reply.at)
    says = f"{one.name} was promised at {time_of(reply.at, setting.begins)} to hear from you, and {ends}, {span} later."
    asked = (broken.asked.id,) if broken.asked else ()
    cites = tuple(dict.fromkeys((reply.id, broken.agreed.id, *asked)))
    return Finding("promise", says, _KEEP, CLASS_WEIGHT[one.customer], cites, one.id)


_KEEP: Final = (
    "Say by when they hear from you, and snooze it until then. Write at that time also if there is nothing new; if you"
    " have to go, pass it on."
)


# ---- who left ----


def _left(one: Course, setting: Setting) -> Iterator[Finding]:
    """Yield a customer who left while the rep or nobody had them, or because the rep passed them on."""
    *_, left = one.of("left")
    passed = [entry for entry in one.of("passed", "taken_by_colleague", "bounced") if entry.id < left.id][-1:]
    is_passed_on = bool(passed) and passed[0].kind == "passed"
    if one.id in setting.not_yours or (one.holder == "colleague" and not is_passed_on):
        return
    words, answer = last_words(one), one.of("replied", "colleague_answered")[-1:]
    cancels = ", and cancels" if one.left == "cancels" else ""
    why, advice = _why(one, left, is_passed_on=is_passed_on)
    says = f"{one.name} ({CLASS_WORDS[one.customer]}) left {why}{cancels}."
    cites = sorted({one.entries[0].id, left.id, *(each.id for each in (*answer, *passed, *([words] if words else [])))})
    quote = str(words.data["text"]) if words else ""
    yield Finding("left", says, advice, 2.0 * CLASS_WEIGHT[one.customer], tuple(cites), one.id, quote)


def _why(one: Course, left: Entry, *, is_passed_on: bool) -> tuple[str, str]:
    """Return after what they left, and what to try; who waited no time at all left over what was written."""
    waited = one.waits_at(left)
    if is_passed_on:
        return "when you passed them on", _TELLS_WHY
    if not waited:
        return "after what you wrote to them", _HEARS
    if one.answered is None or one.answered.id > left.id:
        return f"after waiting {minutes(waited)}{since_start(one)} for a first answer", _STAY
    return f"after waiting {minutes(waited)} for the next answer", _STAY


_STAY: Final = (
    "Look over the whole list every few minutes. Whoever has written back waits for you alone: answer them before you"
    " take somebody new, if only with what you know and when they hear more."
)
_HEARS: Final = (
    "Their last words say what was missing: say that first, in your own words, and then what they can do now."
)
_TELLS_WHY: Final = "Before you pass somebody on, say to whom and why, and answer what you can answer yourself."
