"""Other wordings of a text, so that two made-up candidates never write the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from random import Random

    from trainee_exercises.packs import Phrased, Question

_GREETING: Final = re.compile(r"^(?:hi|hey|hello|good morning|dear)\b", re.IGNORECASE)
_EITHER: Final = (
    ("do not", "don't"), ("does not", "doesn't"), ("cannot", "can't"), ("is not", "isn't"), ("are not", "aren't"),
    ("you are", "you're"), ("it is", "it's"), ("we will", "we'll"), ("I will", "I'll"), ("as well", "too"),
    ("for example", "for instance"), ("at once", "right away"), ("however", "but"), ("big", "large"),
)  # fmt: skip
_FORMAL: Final = ("Dear", "Good day")
_LIGHT: Final = ("Hi", "Hello", "Hey")
_CLOSINGS: Final = ("", " Let me know how it goes.", " Write again if anything is unclear.", " I hope this helps.")


def reworded(text: str, random: Random) -> str:
    """Return *text* with the same content in slightly other words."""
    for pair in _EITHER:
        one, other = random.sample(pair, 2)
        text = re.sub(rf"\b{re.escape(one)}\b", other, text)
    greeting = _GREETING.match(text)
    if greeting:
        kind = _FORMAL[:1] if greeting[0].lower() == "dear" else _LIGHT
        text = random.choice(kind) + text[greeting.end() :]
    return text.strip() + random.choice(_CLOSINGS)


def sentence(text: str) -> str:
    """Return *text* with a capital and a full stop."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def first_words(text: str, most: int) -> str:
    """Return the first *most* words of *text* at the longest, as a sentence that just stops."""
    return sentence(" ".join(text.split()[:most]).rstrip(",;:("))


def best_answer(question: Question) -> str:
    """Return the best model answer that the pack has."""
    return question.model_answers[max(question.model_answers)]


def weak_answer(question: Question, mark: int) -> str:
    """Return the model answer of *mark*, or the nearest that the pack has."""
    return question.model_answers[min(question.model_answers, key=lambda one: abs(one - mark))]


def all_phrasings(*groups: tuple[Phrased, ...]) -> list[str]:
    """Return every phrasing of facts, claims or points, as sentences."""
    return [sentence(one) for group in groups for item in group for one in item.phrasings]
