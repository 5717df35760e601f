"""One question at a time: its sizes, what it refers to, facts, claims, points and model answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sim.scenario.problems import did_you_mean, listed, nearest, shown
from trainee_exercises.checks.likeness import content, covered, words
from trainee_exercises.checks.structure import MARKS
from trainee_exercises.packs.folders import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.problems import Path, Problem
    from trainee_exercises.packs import Phrased, Question, Reading
    from trainee_exercises.packs.text import Source

_TEXT_WORDS: Final = (30, 140)
_ANSWER_WORDS: Final = {1: (3, 140), 2: (3, 140), 3: (12, 140), 4: (12, 140)}
"""Bad replies may be a scrap; good ones are whole, and nobody writes more in the time."""
_PHRASINGS: Final = {"must_say": 3, "must_not_say": 2, "points": 3}
_LONGEST_PHRASING: Final = 30
_POINTS: Final = (2, 6)
_ALL_OF_IT: Final = 0.8
"""Share of a fact's words in a colleague's answer from which the answer says the fact."""


class Asked(NamedTuple):
    """A question and where it stands. form "": the practice question."""

    question: Question
    source: Source
    path: Path
    form: str

    def problem(self, path: Path, message: str) -> Problem:
        """Return a problem in the question; the message begins with its id."""
        return self.source.problem((*self.path, *path), f"{self.question.id}: {message}")


def asked(reading: Reading) -> list[Asked]:
    """Return all questions, form by form, the practice question last."""
    found = [
        Asked(question, reading.sources[f"forms/{name}.yaml"], ("questions", n), name)
        for name, form in reading.pack.forms.items()
        for n, question in enumerate(form.questions)
    ]
    practice = Asked(reading.pack.practice_question, reading.sources[MANIFEST], ("practice_question",), "")
    return [*found, practice]


def phrased(question: Question) -> list[tuple[Path, str, Phrased]]:
    """Return everything with phrasings: its place in the question, its kind and itself."""
    found: list[tuple[Path, str, Phrased]] = [
        (("must_say", n), "must_say", one) for n, one in enumerate(question.must_say)
    ]
    found += [(("must_not_say", n), "must_not_say", one) for n, one in enumerate(question.must_not_say)]
    for value, points in question.points.items():
        found += [(("points", value, n), "points", one) for n, one in enumerate(points)]
    return found


def questions(reading: Reading) -> Iterator[Problem]:
    """Find what is wrong with single questions."""
    for one in asked(reading):
        for part in (_sizes, _phrased, _answers):
            yield from part(one)
        yield from _references(reading, one)
        yield from _told(reading, one)


def _sizes(one: Asked) -> Iterator[Problem]:
    question, (least, most) = one.question, _TEXT_WORDS
    n = len(words(question.text))
    if not least <= n <= most:
        yield one.problem(("text",), f"the text has {n} words; write {least} to {most}")
    if not question.must_say:
        yield one.problem(("must_say",), "has no fact; write what a right reply has to say")
    if not question.must_not_say:
        yield one.problem(("must_not_say",), "has no claim; write what a wrong or harmful reply would say")
    n_points = sum(map(len, question.points.values()))
    if not _POINTS[0] <= n_points <= _POINTS[1]:
        yield one.problem(("points",), f"has {n_points} points; write {_POINTS[0]} to {_POINTS[1]} in all")


def _phrased(one: Asked) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, kind, part in phrased(one.question):
        if part.id in seen:
            yield one.problem((*path, "id"), f"{part.id!r} is there already in this question; write another id")
        seen.add(part.id)
        n, least = len(part.phrasings), _PHRASINGS[kind]
        if n < least:
            yield one.problem(
                (*path, "phrasings"), f"{part.id} has {n} phrasings; write at least {least} different ones"
            )
        for k, phrasing in enumerate(part.phrasings):
            n_words = len(words(phrasing))
            if not 2 <= n_words <= _LONGEST_PHRASING:
                message = (
                    f"{part.id}: {shown(phrasing)} has {n_words} words; write a clause of 2 to {_LONGEST_PHRASING}"
                )
                yield one.problem((*path, "phrasings", k), message)


def _answers(one: Asked) -> Iterator[Problem]:
    for mark in MARKS:
        answer = one.question.model_answers.get(mark)
        path: Path = ("model_answers", str(mark))
        if answer is None:
            yield one.problem(path, f"has no model answer {mark}; write a reply that deserves it")
            continue
        n, (least, most) = len(words(answer)), _ANSWER_WORDS[mark]
        if not least <= n <= most:
            yield one.problem(path, f"model answer {mark} has {n} words; write {least} to {most}")


def _references(reading: Reading, one: Asked) -> Iterator[Problem]:
    pack, question = reading.pack, one.question
    for n, article in enumerate(question.articles):
        if article not in pack.articles:
            near = nearest(article, pack.articles)
            remedy = f"did you mean {near!r}?" if near else "write its id as in its front matter, or write the article"
            yield one.problem(("articles", n), f"{shown(article)} is no article; {remedy}")
    if question.level == "open" and question.articles:
        message = f"an open question has no article with its answer, but names {listed(question.articles)}; write []"
        yield one.problem(("articles",), message)
    if question.level != "open" and not question.articles:
        message = "names no article; name those with the answer, or make it an open question"
        yield one.problem(("articles",), message)
    for value in question.points:
        if value not in pack.values:
            message = f"{shown(value)} is no value of this pack; {did_you_mean(value, pack.values)}"
            yield one.problem(("points", value), message)


def _told(reading: Reading, one: Asked) -> Iterator[Problem]:
    """Find colleagues who know the whole answer to an open question."""
    if one.question.level != "open":
        return
    source = reading.sources[reading.pack.files.colleagues]
    for n, colleague in enumerate(reading.pack.colleagues):
        for k, topic in enumerate(colleague.knows):
            if topic.form in (None, one.form) and _says_all(topic.answer, one.question):
                message = (
                    f"{colleague.name} answers the open question {one.question.id} fully; leave something that only "
                    "somebody else can decide or find out"
                )
                yield source.problem((n, "knows", k, "answer"), message)


def _says_all(answer: str, question: Question) -> bool:
    said = content(answer)
    return bool(question.must_say) and all(
        any(covered(content(phrasing), said) >= _ALL_OF_IT for phrasing in (fact.fact, *fact.phrasings))
        for fact in question.must_say
    )
