"""The forms as wholes and side by side: levels, tones, plans, hidden goals, values, reading, length of answers."""

from __future__ import annotations

import statistics
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from sim.durations import MINUTE
from sim.scenario.problems import Problem, listed
from trainee_exercises.checks.likeness import words
from trainee_exercises.checks.structure import MARKS
from trainee_exercises.packs.folders import MANIFEST
from trainee_exercises.packs.models import LEVELS, TONES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trainee_exercises.packs import Form, Pack, Reading

_N_QUESTIONS: Final = 20
_PER_LEVEL: Final = 5
_N_FORMS: Final = 1
_WITH_VALUE: Final = 10
_DENIED: Final = 3
_MATCH: Final = 1
_LENGTH_IS_LEVEL: Final = 0.8
_READ: Final = 200
"""Words a minute that are read (assumption: with care, some not in their first language)."""
_TYPED: Final = 40
"""Words a minute that are typed (assumption)."""


def forms(reading: Reading) -> Iterator[Problem]:
    """Find what is wrong with whole forms, and where they do not match each other."""
    pack = reading.pack
    manifest = reading.sources[MANIFEST]
    if pack.exercise.questions != _N_QUESTIONS:
        message = f"{pack.exercise.questions} questions; write {_N_QUESTIONS}: 5 easy, 5 middle, 5 hard, 5 open"
        yield manifest.problem(("exercise", "questions"), message)
    for n, name in enumerate(reading.wanted_forms):
        if name not in pack.forms:
            yield manifest.problem(
                ("forms", n), f"form {name!r} is not written; write forms/{name}.yaml, or leave it out"
            )
    for n, name in enumerate(pack.variants):
        if name not in reading.wanted_forms:
            yield manifest.problem(
                ("variants", n), f"{name!r} is no form; the forms are {listed(reading.wanted_forms)}"
            )
    if len(pack.forms) < _N_FORMS:
        yield manifest.problem(("forms",), "no form is written; write at least one")
    for name, form in pack.forms.items():
        for path, message in _of_form(pack, form):
            yield reading.sources[f"forms/{name}.yaml"].problem(path, f"form {name}: {message}")
    yield from _matched(reading)


def _of_form(pack: Pack, form: Form) -> Iterator[tuple[tuple[str | int, ...], str]]:
    levels = [question.level for question in form.questions]
    wanted = [level for level in LEVELS for _ in range(_PER_LEVEL)]
    if len(levels) != _N_QUESTIONS:
        yield ("questions",), f"has {len(levels)} questions; write {_N_QUESTIONS}"
    elif levels != wanted:
        n = next(n for n, level in enumerate(levels) if level != wanted[n])
        message = f"{form.questions[n].id}: question {n + 1} is {levels[n]}; write {wanted[n]}: 5 of each, easy to open"
        yield ("questions", n, "level"), message
    for tone in TONES:
        if not any(question.tone == tone for question in form.questions):
            yield ("questions",), f"nobody writes in a tone that is {tone}; write about 8 casual, 6 formal, 6 urgent"
    if not any(question.has_hidden_goal for question in form.questions):
        yield ("questions",), "no goal differs from what is asked; write some as 'Asks ...; really wants ...'"
    for value, n in _with_value(pack, form).items():
        if n < _WITH_VALUE:
            yield ("questions",), f"{n} questions have a point for {value!r}; write it into at least {_WITH_VALUE}"
    denied = sum(fact.polarity == "deny" for question in form.questions for fact in question.must_say)
    if denied < _DENIED:
        yield (
            ("questions",),
            f"{denied} facts are a no (polarity deny); write at least {_DENIED}: a no is part of the work",
        )
    yield from ((("questions",), message) for message in _answers_and_reading(pack, form))


def _answers_and_reading(pack: Pack, form: Form) -> Iterator[str]:
    figures = figures_of(pack, form)
    minutes = pack.exercise.time / MINUTE
    if figures["length_and_level"] > _LENGTH_IS_LEVEL:
        yield (
            f"longer model answers are better ones (rank correlation {figures['length_and_level']:.2f}, at most "
            f"{_LENGTH_IS_LEVEL}); write long bad replies and short good ones"
        )
    if form.questions and figures["best_is_longest"] == len(form.questions):
        yield "model answer 4 is the longest everywhere; write some that are short"
    if figures["minutes_to_read"] > minutes / 2:
        yield f"reading the questions takes {figures['minutes_to_read']:.0f} of {minutes:.0f} minutes; shorten them"
    if len(form.questions) == _N_QUESTIONS and figures["minutes_of_work"] < minutes:
        yield (
            f"reading, looking up and answering takes {figures['minutes_of_work']:.0f} of {minutes:.0f} minutes; "
            "it should be more than anybody can do"
        )


def _with_value(pack: Pack, form: Form) -> dict[str, int]:
    """Return for each value how many questions have a point for it."""
    return {value: sum(bool(question.points.get(value)) for question in form.questions) for value in pack.values}


def figures_of(pack: Pack, form: Form) -> dict[str, Any]:
    """Return the figures by which forms compare; times in minutes."""
    read = sum(len(words(question.text)) + len(words(question.subject)) for question in form.questions)
    cited = {article for question in form.questions for article in question.articles} & pack.articles.keys()
    looked_up = sum(len(words(pack.articles[article].text)) for article in cited)
    typed = sum(len(words(question.model_answers.get(3, ""))) for question in form.questions)
    lengths = [{mark: len(words(text)) for mark, text in one.model_answers.items()} for one in form.questions]
    return {
        "questions": len(form.questions),
        "levels": _counted(Counter(question.level for question in form.questions), LEVELS),
        "tones": _counted(Counter(question.tone for question in form.questions), TONES),
        "plans": dict(sorted(Counter(question.customer.plan for question in form.questions).items())),
        "hidden_goals": sum(question.has_hidden_goal for question in form.questions),
        "facts": sum(len(question.must_say) for question in form.questions),
        "questions_with_value": _with_value(pack, form),
        "minutes_to_read": round(read / _READ, 1),
        "minutes_of_work": round((read + looked_up) / _READ + typed / _TYPED, 1),
        "length_and_level": round(_rank_correlation([(mark, n) for one in lengths for mark, n in one.items()]), 2),
        "best_is_longest": sum(bool(one) and one.get(MARKS[-1]) == max(one.values()) for one in lengths),
    }


def _counted(counts: Counter[Any], order: tuple[str, ...]) -> dict[str, int]:
    return {name: counts[name] for name in order}


def _rank_correlation(pairs: list[tuple[int, int]]) -> float:
    """Return Spearman's rank correlation; 0 where all are the same."""
    columns = [_ranks(column) for column in zip(*pairs, strict=True)]
    if len(pairs) < 2 or any(len(set(column)) < 2 for column in columns):
        return 0.0
    return statistics.correlation(*columns)


def _ranks(values: tuple[int, ...]) -> list[float]:
    """Return the rank of each value; equal ones share the mean of theirs."""
    places: dict[int, list[int]] = {}
    for place, value in enumerate(sorted(values)):
        places.setdefault(value, []).append(place)
    return [statistics.fmean(places[value]) for value in values]


def _matched(reading: Reading) -> Iterator[Problem]:
    """Find forms that differ by more than one in a tone, a plan or hidden goals."""
    pack = reading.pack
    by_form = {name: figures_of(pack, form) for name, form in pack.forms.items()}
    parallel = {name: figures for name, figures in by_form.items() if name not in pack.variants}
    columns = [("tone", by_form, "tones"), ("plan", parallel, "plans")]
    for word, table, key in columns:
        for value in sorted({value for figures in table.values() for value in figures[key]}):
            counts = {name: figures[key].get(value, 0) for name, figures in table.items()}
            yield from _unequal(reading, counts, f"questions have the {word} {value!r}")
    yield from _unequal(reading, {name: one["hidden_goals"] for name, one in by_form.items()}, "goals are hidden")


def _unequal(reading: Reading, counts: Mapping[str, int], what: str) -> Iterator[Problem]:
    if not counts or max(counts.values()) - min(counts.values()) <= _MATCH:
        return
    usual = statistics.median(counts.values())
    odd = max(counts, key=lambda name: abs(counts[name] - usual))
    said = listed(f"{n} in {name}" for name, n in counts.items())
    message = f"form {odd}: forms are not matched: {what}: {said}; let them differ by {_MATCH} at most"
    yield reading.sources[f"forms/{odd}.yaml"].problem(("questions",), message)
