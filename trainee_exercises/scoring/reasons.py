"""Why a reply has its figure: every fact, claim and point, and what was seen on the surface, with the words for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from trainee_exercises.scoring import manner, surface
from trainee_exercises.scoring.promises import promise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trainee_exercises.packs import Question
    from trainee_exercises.scoring import evidence
    from trainee_exercises.scoring.signs import Found, Signs

_SAID = 0.5
_MUCH_TURNED = 0.3

_CONTRARY, _SURELY, _BOTH = 0.3, 0.8, 1.1
COPIED = 0.6
"""From which share on a reply is no answer of its own but text of the articles."""

Verdict = Literal["met", "missed", "contradicted", "claimed", "seen", "stopped", "note"]


class Reason(NamedTuple):
    """One reason. kind: fact, claim, point, surface, gate or basis; quote: the candidate's words, or ""."""

    kind: str
    item: str
    verdict: Verdict
    text: str
    quote: str


def takes_other_side(seen: Signs) -> bool:
    """Tell whether a clause surely says the opposite of what is known: by a vote of all that is, and by the facts."""
    return seen.contrary >= _SURELY or (seen.contrary >= _CONTRARY and seen.contrary + seen.opposed >= _BOTH)


def reasons_of(question: Question, text: str, found: Found, seen: Signs) -> Iterator[Reason]:
    """Yield what was seen on the surface, then every fact, claim and point."""
    yield from _on_the_surface(question, text, found, seen)
    yield from map(_of_item, found.evidence.found)


def _of_item(found: evidence.Found) -> Reason:
    item = found.item
    if item.kind == "claim":
        verdict: Verdict = "claimed" if found.credit >= _SAID else "note"
        told = item.text if verdict == "claimed" else f"not said: {item.text}"
        return Reason("claim", item.item_id, verdict, told, found.quote)
    if found.against >= _SAID and item.kind == "fact":
        return Reason("fact", item.item_id, "contradicted", item.text, found.quote)
    label = f"{item.value}: {item.text}" if item.value else item.text
    return Reason(item.kind, item.item_id, "met" if found.credit >= _SAID else "missed", label, found.quote)


def _on_the_surface(question: Question, text: str, found: Found, seen: Signs) -> Iterator[Reason]:
    """Yield scolding, promises on open questions, phrases of all kinds, acts on our side, and what is turned round."""
    for words in manner.scolding(question, text):
        yield Reason("surface", "scolding", "seen", "blames, mocks or brushes off the customer", words)
    if question.level == "open":
        for name, quote in promise(text)._asdict().items():
            yield Reason("surface", name, "met" if quote else "missed", _PROMISES[name], quote or "")
    done = surface.done_by_us(text)
    if done:
        yield Reason("surface", "done", "seen", "says that something was done on the company's side", done)
    if seen.no_denial:
        yield Reason("surface", "no denial", "seen", 'the answer holds a "no", and the reply denies nothing', "")
    strongest = found.direction.strongest
    if strongest is not None and seen.turned >= _MUCH_TURNED / 2:
        yield Reason(
            "surface", "turned round", "seen", f"may be the opposite of: {strongest.reference}", strongest.quote
        )
    against = found.stance
    if takes_other_side(seen):
        yield Reason(
            "surface", "other side", "contradicted", f"against what is known: {against.reference}", against.quote
        )
    if seen.copied >= COPIED:
        yield Reason("surface", "copied", "seen", "stands word for word in the articles", text.strip()[:80])
    yield from _phrases(text)


def _phrases(text: str) -> Iterator[Reason]:
    empty, sure, vague = surface.empty_phrases(text), manner.too_sure(text), manner.vague(text)
    if len(empty) >= 2:
        yield Reason("surface", "empty phrases", "seen", "phrases that would fit any customer", "; ".join(empty[:4]))
    if sure:
        yield Reason(
            "surface", "too sure", "seen", "promises or reassures: is there ground for it?", "; ".join(sure[:4])
        )
    if vague:
        yield Reason("surface", "vague", "seen", "leaves things in the air", "; ".join(vague[:4]))


_PROMISES = {
    "unknown": "owns up to what is not known",
    "back": "says that the customer will hear again",
    "when": "says by when",
    "who": "says who looks at it",
}
