"""Texts that are too much alike: phrasings of one fact, echoes of the customer, facts and questions of two forms."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from sim.scenario.problems import shown
from trainee_exercises.checks.likeness import content, longest_run, overlap, words
from trainee_exercises.checks.questions import Asked, asked, phrased

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.problems import Problem
    from trainee_exercises.packs import Fact, Reading

NEAR_COPY: Final = 0.7
"""Overlap of all words from which two phrasings are one, shuffled or with a word changed."""
_ECHO: Final = 0.75
_ECHO_WORDS: Final = 4
"""A phrasing echoes the customer where this share of it, and so many words, stand in their text as one piece."""
_SAME_FACT: Final = 0.6
_SAME_QUESTION: Final = 0.4


def alike(reading: Reading) -> Iterator[Problem]:
    """Find texts that are too much alike."""
    everything = asked(reading)
    for one in everything:
        yield from _copies(one)
        yield from _echoes(one)
    yield from _same_questions(everything)
    yield from _same_facts(everything)


def _copies(one: Asked) -> Iterator[Problem]:
    for path, _, part in phrased(one.question):
        for (m, first), (n, second) in combinations(enumerate(part.phrasings), 2):
            if overlap(frozenset(words(first)), frozenset(words(second))) > NEAR_COPY:
                message = f"{part.id}: {shown(second)} is nearly phrasing {m + 1}; say it in other words"
                yield one.problem((*path, "phrasings", n), message)


def _echoes(one: Asked) -> Iterator[Problem]:
    """Find phrasings that a reply would meet by repeating the customer's words."""
    for path, kind, part in phrased(one.question):
        if kind == "must_not_say":
            continue
        for n, phrasing in enumerate(part.phrasings):
            said = words(phrasing)
            run = max(longest_run(said, words(text)) for text in (one.question.text, one.question.subject))
            if run >= _ECHO_WORDS and run >= _ECHO * len(said):
                message = (
                    f"{part.id}: {shown(phrasing)} stands in the customer's own text; an echo would score: reword it"
                )
                yield one.problem((*path, "phrasings", n), message)


def _same_questions(everything: list[Asked]) -> Iterator[Problem]:
    for first, second in combinations(everything, 2):
        likeness = overlap(content(first.question.text), content(second.question.text))
        if likeness >= _SAME_QUESTION:
            message = f"has {likeness:.0%} of its words in common with {first.question.id}; ask something else"
            yield second.problem(("text",), message)


def _same_facts(everything: list[Asked]) -> Iterator[Problem]:
    """Find facts that two forms share: who took one would know answers of the other.

    Two open questions may: that something is undecided, or not ours to say, is said alike everywhere.
    """
    facts = [(one, n, fact) for one in everything for n, fact in enumerate(one.question.must_say)]
    for (first, _, known), (second, n, fact) in combinations(facts, 2):
        both_open = first.question.level == second.question.level == "open"
        if first.form != second.form and not both_open and _same(known, fact):
            message = f"{fact.id} says the same as {known.id} of {first.question.id}, in another form; ask another fact"
            yield second.problem(("must_say", n), message)


def _same(one: Fact, other: Fact) -> bool:
    if overlap(content(one.fact), content(other.fact)) >= _SAME_FACT:
        return True
    pairs = [(content(a), content(b)) for a in one.phrasings for b in other.phrasings]
    return sum(min(len(a), len(b)) > 2 and overlap(a, b) >= _SAME_FACT for a, b in pairs) > 1
