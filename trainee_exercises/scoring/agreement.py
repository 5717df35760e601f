"""How well the scorer agrees with labelled replies: every figure with its n, its bar, and length alone beside it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, Protocol

from trainee_exercises.scoring.figures import Interval, by_length, kappa_with_interval, weighted_kappa, within_groups

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from trainee_exercises.packs import Labelled, Pack, Question
    from trainee_exercises.scoring.score import Score

GAMED = frozenset({"stuffing", "off_topic", "injection", "echo", "other_language", "empty"})
"""Kinds of reply that must not come out well."""
WRONG = frozenset({"wrong", "confident_wrong"})
"""The two words that authors of packs use for what is said with confidence and is wrong."""


class Scores(Protocol):
    """Whatever gives a reply its score."""

    def score(self, question: Question, text: str) -> Score:
        """Return the score of *text* as a reply to *question*."""


class Judged(NamedTuple):
    """A labelled reply and what two scorers say. overall None: a person must look."""

    label: Labelled
    overall: float | None
    by_length: float


class Check(NamedTuple):
    """One figure. bar: what it should reach; length: the same figure for length alone; passed None: no such replies."""

    name: str
    value: float
    length: float
    n: int
    bar: float
    low: float = math.nan
    high: float = math.nan

    @property
    def passed(self) -> bool | None:
        """Does it reach the bar? None where there is nothing to judge."""
        return None if math.isnan(self.value) else self.value >= self.bar - 1e-9


class Agreement(NamedTuple):
    """The figures of one labelled set. n_human: replies without a figure, left out of kappa and rank correlation."""

    name: str
    n: int
    n_human: int
    n_human_fair: int
    checks: tuple[Check, ...]
    judged: tuple[Judged, ...]


def agreement_on(name: str, pack: Pack, labels: Sequence[Labelled], scorer: Scores) -> Agreement:
    """Return how well *scorer* agrees with *labels*."""
    lengths = by_length([len(one.text.split()) for one in labels], [one.overall for one in labels])
    judged = tuple(
        Judged(one, scorer.score(pack.question(one.question_id), one.text).overall, length)
        for one, length in zip(labels, lengths, strict=True)
    )
    human = [one for one in judged if one.overall is None]
    fair = sum(one.label.kind not in GAMED for one in human)
    return Agreement(name, len(judged), len(human), fair, tuple(_checks(judged)), judged)


def _checks(judged: Sequence[Judged]) -> Iterable[Check]:
    scored = [one for one in judged if one.overall is not None]
    labels = [float(one.label.overall) for one in scored]
    groups = [one.label.question_id for one in scored]
    given, lengths = [one.overall or 0.0 for one in scored], [one.by_length for one in scored]
    kappa: Interval = kappa_with_interval(given, labels, groups)
    yield Check(
        "quadratic weighted kappa", kappa.value, weighted_kappa(lengths, labels), kappa.n, 0.70, kappa.low, kappa.high
    )
    yield Check(
        "rank correlation within a question",
        within_groups(given, labels, groups),
        within_groups(lengths, labels, groups),
        len(labels),
        0.75,
    )
    yield _share("gamed replies at most 2 or to a person", judged, lambda one: one.kind in GAMED, _is_low, 1.0)
    yield _share("confident but wrong at most 2 or to a person", judged, lambda one: one.kind in WRONG, _is_low, 4 / 6)
    yield _share("rude at most 2 or to a person", judged, lambda one: one.kind == "rude", _is_low, 4 / 6)
    yield _share(
        "honest 'not known, here is how' at 3 or more",
        judged,
        lambda one: one.kind == "honest_unknown" and one.overall >= 3,
        _is_high,
        5 / 7,
    )
    yield _pairs(judged)
    yield _flipped(judged)


def _is_low(mark: float | None) -> bool:
    return mark is None or mark < 2.5


def _is_high(mark: float | None) -> bool:
    return mark is not None and mark >= 2.5


def _share(
    name: str,
    judged: Sequence[Judged],
    is_meant: Callable[[Labelled], bool],
    is_fine: Callable[[float | None], bool],
    bar: float,
) -> Check:
    """Return the share of the replies that are meant for which the mark is fine; marks are rounded as for kappa."""
    meant = [one for one in judged if is_meant(one.label)]
    n = len(meant)
    if not n:
        return Check(name, math.nan, math.nan, 0, bar)
    fine, by_chance = (
        sum(map(is_fine, marks)) / n for marks in zip(*((o.overall, o.by_length) for o in meant), strict=True)
    )
    return Check(name, fine, by_chance, n, bar)


def _pairs(judged: Sequence[Judged]) -> Check:
    """Return in how many pairs (right in other words, weak; same question) the first stands above."""
    pairs = [
        (good, weak)
        for good in judged
        for weak in judged
        if good.label.kind == "paraphrase"
        and weak.label.kind in {"weak", "empty"}
        and good.label.question_id == weak.label.question_id
        and good.label.overall > weak.label.overall
    ]
    scored = [(good, weak) for good, weak in pairs if good.overall is not None and weak.overall is not None]
    return _ratio(
        "right answers in other words above weak ones",
        [(good.overall or 0.0) > (weak.overall or 0.0) for good, weak in scored],
        [good.by_length > weak.by_length for good, weak in scored],
        0.70,
    )


def _flipped(judged: Sequence[Judged]) -> Check:
    """Return how many replies that were turned round come out lower than the original, or go to a person."""
    by_id = {one.label.reply_id: one for one in judged}
    pairs = [(one, by_id[one.label.pair_of]) for one in judged if one.label.pair_of in by_id and one.label.pair_of]
    lowered = [one.overall is None or (before.overall or 4.0) > one.overall for one, before in pairs]
    return _ratio(
        "turned round: lower than the original or to a person",
        lowered,
        [one.by_length < before.by_length for one, before in pairs],
        0.60,
    )


def _ratio(name: str, hits: Sequence[bool], by_length_hits: Sequence[bool], bar: float) -> Check:
    if not hits:
        return Check(name, math.nan, math.nan, 0, bar)
    return Check(name, sum(hits) / len(hits), sum(by_length_hits) / len(hits), len(hits), bar)
