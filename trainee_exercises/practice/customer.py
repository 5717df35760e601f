"""What a customer says next, by what they were told: pure, from one state of mind to the next.

In this order: a reply that is rude is answered as such; something wrong is tried, and comes back; a special branch of
the script; what they are asked for is given; with a promise, or passed on, they agree to wait; what is unclear is asked
about, without blame; then the first thing left out, the next question last; and thanks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from sim.durations import MINUTE, SECOND
from trainee_exercises.practice.luck import between, pick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trainee_exercises.practice.scripts import Branch, Fact, Lines, Route, Script, Tone
    from trainee_exercises.practice.understanding import Understood

Then = Literal["waits", "thanks", "leaves", "cancels", "comes_back", "promised"]
Why = Literal["rude", "claim", "branch", "unclear", "missing", "next", "need", "promise", "bare_no", "settled", "quiet"]

_THINKS: Final[dict[Tone, tuple[int, int]]] = {
    "casual": (60, 150), "formal": (80, 180), "urgent": (25, 70), "angry": (30, 90),
}  # fmt: skip
"""Seconds until a customer writes again. An assumption: real ones take hours, in which nobody would learn."""
_TRIES: Final = (150, 300)
"""Seconds until somebody who tried something wrong is back."""
_MOST_UNCLEAR: Final = 2
_MOST_ASKED: Final = 3
"""So often a customer asks for the same thing before giving up."""


class Mind(NamedTuple):
    """What a customer knows and has been through.

    told: facts; heard: claims that they tried; given: needs they have answered; asked: facts they asked for, one for
    each time; used: branches; unclear: times that nobody understood them; hurt: rude replies.
    """

    told: frozenset[str] = frozenset()
    heard: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    asked: tuple[str, ...] = ()
    used: frozenset[str] = frozenset()
    unclear: int = 0
    hurt: int = 0


class Says(NamedTuple):
    """What the customer does. text "": says nothing; after: ticks until then; about: the id of what it is about."""

    text: str
    then: Then
    why: Why
    after: int
    about: str = ""


class Heard(NamedTuple):
    """A reply as it reaches the customer. passed_to: the way they were passed on with it; seed: names their luck."""

    understood: Understood
    passed_to: Route | None
    seed: str


def answer(script: Script, lines: Lines, mind: Mind, heard: Heard) -> tuple[Mind, Says]:
    """Return the customer's state of mind after a reply, and what they say to it."""
    known = mind._replace(told=mind.told | heard.understood.said)
    for part in (_rude, _claim, _branch, _need, _promise, _unclear, _missing):
        found = part(script, lines, known, heard)
        if found is not None:
            return found
    return known, _says(script, heard, script.thanks, "thanks", "settled")


def objects(script: Script, says: Says | None) -> Says | None:
    """Return what of an answer to a reply the customer still writes when passed on with it: who goes, goes anyway;
    others only write what the script has for being passed on.
    """
    if says is None or says.then in {"leaves", "cancels"}:
        return says
    branch = next((one for one in script.branches if one.id == says.about), None)
    is_about_it = branch is not None and branch.when.passed_to is not None
    return says if is_about_it and says.why in {"branch", "rude"} else None


def covers_all(script: Script, mind: Mind, *, later: bool) -> bool:
    """Tell whether the customer knows all that the script needs; later: with the next questions."""
    return all(fact.id in mind.told for fact in script.facts if later or not fact.later)


def _rude(script: Script, lines: Lines, mind: Mind, heard: Heard) -> tuple[Mind, Says] | None:
    if "rude" not in heard.understood.manner:
        return None
    hurt = mind._replace(hurt=mind.hurt + 1)
    own = next((one for one in script.branches if one.when.manner == "rude" and _comes(one, hurt, heard)), None)
    if own is not None:
        return hurt._replace(used=hurt.used | {own.id}), _says(script, heard, own.says, own.then, "rude", own.id)
    if hurt.hurt > 1:
        return hurt, _says(script, heard, _line(lines.cancels, heard), "cancels", "rude")
    return hurt, _says(script, heard, _line(lines.rude, heard), "waits", "rude")


def _claim(script: Script, _: Lines, mind: Mind, heard: Heard) -> tuple[Mind, Says] | None:
    new = next((one for one in script.claims if one.id in heard.understood.claimed - mind.heard), None)
    if new is None:
        return None
    after = between(*_TRIES, heard.seed, "tries") * SECOND
    return mind._replace(heard=mind.heard | {new.id}), Says(new.reacts, "waits", "claim", after, new.id)


def _branch(script: Script, _: Lines, mind: Mind, heard: Heard) -> tuple[Mind, Says] | None:
    found = next((one for one in script.branches if _comes(one, mind, heard)), None)
    if found is None:
        return None
    says = _says(script, heard, found.says, found.then, "branch", found.id)
    return mind._replace(used=mind.used | {found.id}), says


def _comes(branch: Branch, mind: Mind, heard: Heard) -> bool:
    """Tell whether a branch, which comes but once, comes now."""
    when, manner = branch.when, heard.understood.manner
    return (
        branch.id not in mind.used
        and mind.told.issuperset(when.said)
        and mind.told.isdisjoint(when.not_said)
        and (mind.heard | heard.understood.claimed).issuperset(when.claimed)
        and when.passed_to in {None, heard.passed_to}
        and (when.manner is None or when.manner in manner or (when.manner == "bare_no" and _is_bare_no(branch, heard)))
    )


def _is_bare_no(branch: Branch, heard: Heard) -> bool:
    """Tell whether the reply says no and nothing that helps: what the branch waits for is not there."""
    return bool(heard.understood.said) and heard.understood.said.isdisjoint(branch.when.not_said)


def _need(script: Script, _: Lines, mind: Mind, heard: Heard) -> tuple[Mind, Says] | None:
    new = [one for one in script.needs if one.id in heard.understood.asked - mind.given]
    if not new:
        return None
    given = mind._replace(given=mind.given | {one.id for one in new})
    return given, _says(script, heard, " ".join(one.gives for one in new), "waits", "need", new[0].id)


def _promise(script: Script, lines: Lines, mind: Mind, heard: Heard) -> tuple[Mind, Says] | None:
    """Somebody will find out, or has been asked to: the customer waits, without impatience."""
    is_passed = heard.passed_to is not None
    if covers_all(script, mind, later=False) or not ("promise" in heard.understood.manner or is_passed):
        return None
    return mind, _says(script, heard, _line(lines.promised, heard), "promised", "promise")


def _unclear(script: Script, lines: Lines, mind: Mind, heard: Heard) -> tuple[Mind, Says] | None:
    told = heard.understood
    if told.said or not told.unsure - mind.told or mind.unclear >= _MOST_UNCLEAR:
        return None
    says = _says(script, heard, _line(lines.neutral, heard), "waits", "unclear", min(told.unsure - mind.told))
    return mind._replace(unclear=mind.unclear + 1), says


def _missing(script: Script, lines: Lines, mind: Mind, heard: Heard) -> tuple[Mind, Says] | None:
    fact = next(_left(script, mind), None)
    if fact is None:
        return None
    asked = mind._replace(asked=(*mind.asked, fact.id))
    times = asked.asked.count(fact.id)
    if times > _MOST_ASKED:
        return asked, _says(script, heard, _line(lines.leaves, heard), "leaves", "missing", fact.id)
    text = fact.asks if times == 1 else f"{_line(lines.again, heard)} {fact.asks}"
    if times == 1 and _says_no_more_than_no(script, heard):
        text, why = f"{_line(lines.bare_no, heard)} {fact.asks}", "bare_no"
        return asked, _says(script, heard, text, "waits", why, fact.id)  # type: ignore[arg-type]
    return asked, _says(script, heard, text, "waits", "next" if fact.later else "missing", fact.id)


def _left(script: Script, mind: Mind) -> Iterator[Fact]:
    """Give what the customer has not been told, what they asked for first, the next questions last."""
    for later in (False, True):
        yield from (fact for fact in script.facts if fact.later is later and fact.id not in mind.told)


def _says_no_more_than_no(script: Script, heard: Heard) -> bool:
    said = [fact for fact in script.facts if fact.id in heard.understood.said]
    return bool(said) and all(fact.polarity == "deny" for fact in said)


def _line(lines: tuple[str, ...], heard: Heard) -> str:
    return pick(lines, heard.seed, "line")


def _says(  # noqa: PLR0913, PLR0917 -- the parts of one sentence
    script: Script, heard: Heard, text: str, then: Then, why: Why, about: str = ""
) -> Says:
    after = between(*_THINKS[script.tone], heard.seed, "thinks") * SECOND
    return Says(text, then, why, after, about)


def gives_up_after(patience: int) -> int:
    """Return after how long a wait a customer with that patience leaves, in ticks: three times as long (assumption)."""
    return 3 * max(patience, MINUTE)
