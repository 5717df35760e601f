"""Does a reply meet the customer in their tone? A few signs that can be shown, not a judgement of style."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from trainee_exercises.scoring.text import sentences

if TYPE_CHECKING:
    from trainee_exercises.practice.scripts import Tone

_SLANG: Final = re.compile(
    r"\b(?:hey|yo|lol|gonna|wanna|yep|nope|cheers|dude|mate|no worries)\b|:-?\)|;-?\)", re.IGNORECASE
)
_STIFF: Final = re.compile(
    r"\b(?:dear (?:sir|madam|customer|valued)|we regret to inform|kindly be advised|please be informed|hereby"
    r"|with reference to|at your earliest convenience|do not hesitate)\b",
    re.IGNORECASE,
)
_HEARD: Final = re.compile(
    r"\b(?:sorry|apologi[sz]e|apologies|understand|you(?:'re| are) right|that (?:is|was) (?:frustrating|annoying|not ok"
    r"|our (?:mistake|fault))|annoying|frustrating|no wonder|I(?:'d| would) be (?:angry|annoyed|upset) too"
    r"|thank you for telling|can (?:see|imagine) (?:why|how)|I hear you|(?:that|this|it) must (?:be|have been|feel)"
    r"|not what you (?:expected|pay for)|let you down|should(?: not|n't) have happened)\b",
    re.IGNORECASE,
)
_LONG: Final = 130
"""Words from which somebody in a hurry has to search for the answer (assumption)."""
_SHORT: Final = 60
"""Words up to which a reply is called short (assumption)."""
_FIRST: Final = 2  # sentences in which somebody who is angry wants to be heard


class Met(NamedTuple):
    """Whether the tone is met ("good") or could be ("try"), in a sentence, with the words that show it."""

    verdict: Literal["good", "try"]
    says: str
    quote: str


def tone(of: Tone, text: str) -> Met:
    """Return whether *text* meets a customer of that tone."""
    return {"casual": _casual, "formal": _formal, "urgent": _urgent, "angry": _angry}[of](text)


def _casual(text: str) -> Met:
    stiff = _STIFF.search(text)
    if stiff:
        return Met("try", "They write lightly; this sounds like a form letter.", stiff[0])
    return Met("good", "Your tone fits: nothing stiff for somebody who writes lightly.", "")


def _formal(text: str) -> Met:
    slang = _SLANG.search(text)
    if slang:
        return Met("try", "They write formally; this word is too casual for them.", slang[0])
    return Met("good", "Your tone fits: polite and plain.", "")


def _urgent(text: str) -> Met:
    n = len(text.split())
    if n > _LONG:
        return Met("try", f"They are in a hurry, and this has {n} words: begin with what to do now.", "")
    says = "Short and to the point, as somebody in a hurry needs it." if n <= _SHORT else "Your tone fits: no panic."
    return Met("good", says, "")


def _angry(text: str) -> Met:
    begins = " ".join(one.text for one in sentences(text)[: _FIRST + 1])
    heard = _HEARD.search(begins)
    if heard is None:
        return Met("try", "They are angry, and nothing at the beginning says that you have heard why.", "")
    return Met("good", "You show first that you have heard them.", heard[0])
