"""The scores of whole exercises rank the made-up candidates as they are named."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from trainee_exercises.bots import BOTS
from trainee_exercises.scoring import Scorer
from trainee_exercises.scoring.embeddings import load_encoder
from trainee_exercises.scoring.whole import whole

LEAST = 1.0
"""What the anchors give a question without a reply."""


class Standing(NamedTuple):
    """The mean mark over all questions, and over the replies alone; those left to a person count in n_human alone."""

    overall: float
    replies: float
    n_human: int


def _standing(attempt, scorer):
    seen = whole(attempt.terms.pack, attempt.terms.form, attempt, scorer)
    marks = [one.overall for one in seen.answers if one.overall is not None]
    everything = marks + [LEAST] * (seen.n_questions - seen.n_answered)
    return Standing(_mean(everything), _mean(marks), seen.n_human)


def _mean(marks):
    return round(sum(marks) / len(marks), 2) if marks else LEAST


@pytest.mark.parametrize("form", ["a", "engineer"])
def test_they_rank_as_named(play, form):
    """Careful first. Who says little or little of it, but true, comes before who piles up, pastes or claims.

    The quitter's few replies are good ones: over all questions they cannot make up for fifteen without any, so against
    the copier, who pastes true things at every customer, only the replies themselves are compared.
    """
    played = {name: play(name, seed=7, form=form) for name in BOTS}
    scorer = Scorer(played["careful"].terms.pack, load_encoder())
    stands = {name: _standing(attempt, scorer) for name, attempt in played.items()}
    print(form, {name: tuple(one) for name, one in stands.items()})  # noqa: T201
    for middle in ("rusher", "quitter"):
        assert stands["careful"].overall > stands[middle].overall + 0.3
        for last in ("stuffer", "confident_wrong"):
            assert stands[middle].overall > stands[last].overall + 0.3
        assert stands[middle].replies > stands["copy_paste"].replies
    assert stands["quitter"].replies > stands["rusher"].replies
    assert stands["copy_paste"].overall > stands["confident_wrong"].overall


def test_piled_up_rubric_text_is_left_to_a_person(play):
    """The stuffer's replies get no figure."""
    attempt = play("stuffer")
    scorer = Scorer(attempt.terms.pack, load_encoder())
    seen = whole(attempt.terms.pack, attempt.terms.form, attempt, scorer)
    assert seen.n_human >= 0.9 * seen.n_answered
