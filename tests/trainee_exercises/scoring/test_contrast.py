"""What sets right replies apart from wrong ones: words of points, wrong pairs, and what stands under a "not"."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from trainee_exercises.packs import load_pack
from trainee_exercises.scoring.contrast import contrast_of, contrasted, right_of
from trainee_exercises.scoring.match import Weights

PACK = Path(__file__).parent / "other_pack"
EVEN = Weights({}, 3.0)
NAMES = ["g01", "g02", "g03", "g04", "g05"]


@cache
def the_question(name):
    """Return a question of the small pack."""
    return load_pack(PACK).question(name)


def seen(text, name="g04"):
    """Return what *text* has of what sets replies to a question apart."""
    return contrasted(contrast_of(the_question(name)), text, EVEN)


@pytest.mark.parametrize("name", NAMES)
def test_the_best_model_answer_has_more_of_what_is_right_than_the_poorest(name):
    """By words of points and of the best answer, and by pairs that stand only in what is wrong."""
    best, poor = (seen(the_question(name).model_answers[mark], name) for mark in (4, 1))

    assert best.points + best.best > poor.points + poor.best
    assert best.poor_pairs == 0.0
    assert poor.poor_pairs > 0.0


@pytest.mark.parametrize("name", NAMES)
def test_what_is_right_denies_what_is_to_be_denied(name):
    """A word that is always under a "not" may be so in the reply as well."""
    assert seen(the_question(name).model_answers[4], name).misdenied < 0.15


def test_a_not_that_is_lost_is_seen_and_quoted():
    """The same words, the other way round."""
    right = seen("Do not open it, do not charge it.")
    wrong = seen("Please open it and charge it.")

    assert wrong.misdenied > right.misdenied + 0.1
    assert wrong.quote in "Please open it and charge it."


def test_words_in_addition_do_not_hide_pairs_of_wrong_ones():
    """A wrong reply with a friendly tail keeps all its wrong pairs."""
    poor = the_question("g04").model_answers[1]

    assert seen(f"{poor} Have a nice day.").poor_pairs == pytest.approx(seen(poor).poor_pairs)


def test_a_text_without_words_has_nothing():
    """No figure is made of nothing."""
    assert (0.0, 0.0, 0.0, 0.0, "") == tuple(seen(""))


def test_false_claims_are_not_among_what_is_right():
    """Facts, points and good answers only."""
    claims = {claim.claim for claim in the_question("g04").must_not_say}

    assert claims
    assert not claims & set(right_of(the_question("g04")))
