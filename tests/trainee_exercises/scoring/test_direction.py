"""In which direction a reply speaks: the same as what is right, turned round, or the same as what is wrong."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from trainee_exercises.packs import load_pack
from trainee_exercises.scoring.direction import clause_of, direction, references, says_same
from trainee_exercises.scoring.match import Weights

PACK = Path(__file__).parent / "other_pack"
EVEN = Weights({}, 3.0)


@cache
def the_question(name="g04"):
    """Return a question of the small pack."""
    return load_pack(PACK).question(name)


def towards(text, name="g04"):
    """Return the direction of *text* as a reply to a question."""
    return direction(references(the_question(name), EVEN), text, EVEN)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("you can export bookings", "bookings can be exported", True),
        ("you can export bookings", "bookings cannot be exported", False),
        ("don't open the case", "never open the case", True),
        ("keep the old key", "delete the old key", False),
        ("set Do not disturb to off", "Do not disturb is off", True),
        ("post the old one at no cost", "post the old one", True),
        ("order the pump at no cost", "the pump has a cost", False),
        ("Instead post the old one", "post the old one", True),
        ("don't order it till the app says paid", "order it when the app says paid", True),
    ],
)
def test_two_clauses_say_the_same_or_the_opposite(left, right, same):
    """Denials and opposite words count; idioms with a "not" do not."""
    assert same == says_same(clause_of(left, EVEN), clause_of(right, EVEN))


def test_a_good_model_answer_is_not_turned_round():
    """What the pack itself calls right agrees with its facts."""
    found = towards(the_question().model_answers[4])

    assert (0.0, None) == (found.turned, found.strongest)
    assert found.agreeing > 0.2


def test_a_sentence_turned_round_is_found_and_quoted():
    """The quote is the candidate's clause, the reference what is right."""
    found = towards("Please open it and charge it tonight. Thank you for writing.")

    assert found.strongest is not None
    assert found.strongest.quote in "Please open it and charge it tonight."
    assert found.turned > towards("Please don't open it and don't charge it. Thank you for writing.").turned


def test_a_question_states_nothing():
    """Asking is no claim, in either direction."""
    assert (0.0, 0.0) == towards("Should I open it and charge it?")[2:4]


def test_false_claims_are_nearer_to_what_is_wrong():
    """A claim in its own words lies nearer to it than to anything right."""
    claim = the_question().must_not_say[0].phrasings[0]

    assert towards(claim.capitalize() + ".").wrong > 0.5


@pytest.mark.parametrize(
    ("text", "reference", "is_sure"),
    [
        ("PNG not.", "There is PNG", False),
        ("The 23 are not cancelled", "Then the 23: they are NOT cancelled by it.", False),
        ("You only write one more mail", "you need not write again", False),
        ("Dear Ms Arai, we do not know that", "Dear Ms Arai", False),
        ("The pump goes without your pressing Return", "press Return.", True),
        ("It has been decided and has a date.", "It is not decided, there is no date.", True),
    ],
)
def test_a_scrap_is_not_surely_turned_round(text, reference, is_sure):
    """Figures, greetings and one word in common are too little; all that the other says, under a "not", is enough."""
    question = the_question().model_copy(update={"must_say": (), "points": {}, "model_answers": {4: reference}})
    found = direction(references(question, EVEN), text, EVEN).strongest

    assert is_sure == (found is not None and found.is_sure)
