"""When a person must look: much is right and yet something seems wrong; and how that is learned."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from trainee_exercises.packs import load_pack
from trainee_exercises.scoring import Scorer
from trainee_exercises.scoring.doubt import GOOD_FROM, WEIGHED, doubt, doubt_of
from trainee_exercises.scoring.fit import both, fitted, predicted, samples
from trainee_exercises.scoring.fit_doubt import fitted_doubt
from trainee_exercises.scoring.signs import signs
from trainee_exercises.scoring.weights import WORDS_ONLY

PACK = Path(__file__).parent / "other_pack"
POOR = "Please open it and charge it."


@cache
def seen(text):
    """Return what is found in *text* and its signs."""
    pack = load_pack(PACK)
    question = pack.question("g04")
    found = Scorer(pack, None).look(question, text)
    return found, signs(question, text, found)


@cache
def known():
    """Return the labelled replies of the small pack with their signs."""
    return tuple(samples([str(PACK)], words_only=True))


def test_a_low_figure_needs_no_doubt():
    """It says already that something is wrong."""
    found, signs_of = seen(POOR)

    assert doubt_of(found, signs_of, GOOD_FROM - 0.1, {"base": 9.0, "limit": 0.0}) is None


def test_a_good_figure_with_much_doubt_goes_to_a_person_with_the_words_for_it():
    """The reason quotes the reply."""
    found, signs_of = seen(POOR)
    reason = doubt_of(found, signs_of, 3.5, {"base": 0.0, "misdenied": 9.0, "limit": 0.0})

    assert "contradicted" == reason.verdict
    assert reason.quote
    assert reason.quote in POOR


@pytest.mark.parametrize("name", WEIGHED)
def test_no_sign_lays_a_doubt_to_rest(name):
    """More of what seems wrong never makes a reply surer."""
    _, signs_of = seen(POOR)
    more = signs_of._replace(**{name: getattr(signs_of, name) + 0.5})

    assert doubt(more, WORDS_ONLY.doubt) >= doubt(signs_of, WORDS_ONLY.doubt)


def test_what_is_wrong_raises_more_doubt_than_what_is_right():
    """Learned from the replies themselves."""
    learned = both(known())
    kinds = {"wrong", "negated"}
    wrong = [doubt(one.signs, learned.doubt) for one in known() if one.label.kind in kinds]
    right = [doubt(one.signs, learned.doubt) for one in known() if one.label.overall >= 3]

    assert sum(wrong) / len(wrong) > sum(right) / len(right) + 0.2


def test_without_wrong_replies_nothing_is_learned():
    """There is no doubt then, rather than one that is made up."""
    right = [one for one in known() if one.label.overall >= 3]
    figures = [predicted(fitted(known()), one) for one in right]

    assert {"base": 0.0, "limit": 1.0} == fitted_doubt(
        [one.label for one in right], [one.signs for one in right], figures
    )
