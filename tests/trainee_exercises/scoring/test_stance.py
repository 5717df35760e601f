"""Which side a reply takes: one clause against all that is known about the same thing."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from trainee_exercises.packs import load_pack
from trainee_exercises.scoring import Scorer
from trainee_exercises.scoring.match import Weights
from trainee_exercises.scoring.stance import sides_of, stance, without_greeting

PACK = Path(__file__).parent / "other_pack"
EVEN = Weights({}, 3.0)


@cache
def the_question(name):
    """Return a question of the small pack."""
    return load_pack(PACK).question(name)


def side(text, name="g04"):
    """Return the side that *text* takes as a reply to a question."""
    return stance(sides_of(the_question(name), EVEN), text, EVEN)


@pytest.mark.parametrize("name", ["g01", "g02", "g03", "g04", "g05"])
def test_model_answers_take_no_other_side(name):
    """What is right is not against what is right."""
    assert side(the_question(name).model_answers[4], name).contrary < 0.3
    assert side(the_question(name).model_answers[3], name).contrary < 0.3


def test_one_clause_that_is_turned_round_is_found_and_quoted():
    """The rest of the reply may be as right as it likes."""
    found = side("Put on gloves and set it down outside on stone. The old one goes in the post.")

    assert found.contrary > 0.6
    assert "The old one goes in the post." == found.quote
    assert "post" in found.reference


@pytest.mark.parametrize(
    "text",
    [
        "Should the old one go in the post?",
        "If the old one goes in the post, it may burn.",
        "Otherwise the old one goes in the post.",
        "The post.",
        "Thank you for writing.",
        "",
    ],
)
def test_what_is_asked_supposed_or_a_scrap_takes_no_side(text):
    """Only statements of two words with meaning or more are asked about."""
    assert 0.0 == side(text).contrary


def test_a_greeting_says_nothing():
    """Two letters to the same person agree in nothing by that."""
    assert "the cell is shut." == without_greeting("Dear Ms Arai, the cell is shut.")
    assert "Open it." == without_greeting("Open it.")


def test_the_other_side_sends_a_reply_that_is_right_in_all_else_to_a_person():
    """One wrong step of many is enough to look, since the customer follows it; no figure is made of it."""
    scorer = Scorer(load_pack(PACK), None)
    right = the_question("g04").model_answers[4]
    wrong = right.replace("Please do not post the old one.", "Please post the old one.")

    before, after = (scorer.score(the_question("g04"), text) for text in (right, wrong))

    assert before.overall >= 3.5
    assert after.needs_human
    assert after.overall is None
    assert ["Please post the old one."] == [one.quote for one in after.reasons if one.item == "other side"]
