"""What a colleague answers: the topic that the question is about, or that they do not know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trainee_exercises.exercise.words import stems

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trainee_exercises.packs import Colleague, Topic

_ENOUGH: Final = 1.0
_ENOUGH_LONG: Final = 1.3  # in a long text some keyword stands by chance
_LONG: Final = 25  # stems
_PART: Final = 0.6  # of a phrasing's words that a question must share where no keyword stands in it
_FAR: Final = 6  # stems between the first and the last word of a keyword that still belong together


class Told(NamedTuple):
    """An answer; knows: is it about the question, or that they do not know?"""

    text: str
    knows: bool


def told(colleague: Colleague, form: str, question: str) -> Told:
    """Return what *colleague* answers to *question*; only what serves *form* or every form is known to them."""
    said = stems(question)
    topics = [one for one in colleague.knows if one.form in {None, form}]
    rated = [(_fit(one, said), -place) for place, one in enumerate(topics)]
    fit, place = max(rated, default=(0.0, 0))
    is_it = fit >= (_ENOUGH_LONG if len(said) > _LONG else _ENOUGH)
    return Told(topics[-place].answer, knows=True) if is_it else Told(colleague.dont_know, knows=False)


def _fit(topic: Topic, said: list[str]) -> float:
    """Return how well a question fits a topic: 1 for each whole keyword, and the best shared part of a phrasing."""
    keywords = [set(stems(one)) for one in topic.keywords]
    whole = sum(_weight(one) for one in keywords if one and _together(one, said))
    shared = max((_shared(set(stems(one)), set(said)) for one in (*topic.phrasings, topic.topic)), default=0.0)
    return whole + shared / _PART


def _weight(keyword: Iterable[str]) -> float:
    """Return what a keyword counts: one of several words says more than a single one."""
    return 1.0 + 0.5 * (len(list(keyword)) - 1)


def _together(keyword: set[str], said: list[str]) -> bool:
    """Do the words of a keyword stand near each other?"""
    return any(keyword <= set(said[at : at + len(keyword) + _FAR]) for at in range(len(said)))


def _shared(phrasing: set[str], said: set[str]) -> float:
    """Return the part of a phrasing's words that were said; a single word in common is chance."""
    common = phrasing & said
    return len(common) / len(phrasing) if len(common) > 1 else 0.0
