"""Signs of a reply: synonyms, words of good answers, phrases, promises, and that each may only raise or only lower."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from trainee_exercises.packs import load_pack
from trainee_exercises.scoring import Scorer, manner
from trainee_exercises.scoring.doubt import WEIGHED
from trainee_exercises.scoring.promises import promise
from trainee_exercises.scoring.signs import LIMITS, RAISES, Signs, signs
from trainee_exercises.scoring.text import stem
from trainee_exercises.scoring.thesaurus import groups, near
from trainee_exercises.scoring.weights import WITH_MEANING, WORDS_ONLY

PACK = Path(__file__).parent / "other_pack"


@cache
def the_scorer():
    """Return a scorer that needs no embeddings."""
    return Scorer(load_pack(PACK), None)


def seen(text, name="g03"):
    """Return the signs of *text* as a reply to a question."""
    question = load_pack(PACK).question(name)
    return signs(question, text, the_scorer().look(question, text))


def test_words_of_one_group_are_near_to_each_other_and_others_are_not():
    """Refund and reimburse; not refund and calendar."""
    assert stem("money") in near(frozenset({stem("refund")})) or stem("compensate") in near(frozenset({stem("refund")}))
    assert stem("calendar") not in near(frozenset({stem("refund")}))
    assert all(key in groups()[other] for key, others in groups().items() for other in others)


@pytest.mark.parametrize("weights", [WORDS_ONLY, WITH_MEANING])
def test_each_weight_has_the_direction_of_its_sign(weights):
    """No weight rewards what is wrong or punishes what is right."""
    figure, raises_doubt = dict(weights.figure), dict(weights.doubt)

    assert set(figure) <= {"base", *Signs._fields}
    assert all((weight > 0) == (name in RAISES) for name, weight in figure.items() if name != "base")
    assert set(raises_doubt) <= {"base", "limit", *WEIGHED}
    assert all(weight > 0 for name, weight in raises_doubt.items() if name != "base")


@pytest.mark.parametrize("weights", [WORDS_ONLY, WITH_MEANING])
def test_signs_that_only_set_limits_have_no_weight(weights):
    """They were no help on packs that were left out."""
    assert set() == LIMITS & set(weights.figure)


def test_facts_are_measured_by_model_answer_4():
    """How broad the wordings of a pack are makes no difference: the model answer reaches 1, whatever its credit."""
    best = load_pack(PACK).question("g03").model_answers[4]

    assert 1.0 == pytest.approx(seen(best).facts_by_best)
    assert seen("Something else.").facts_by_best < 0.3


def test_text_taken_from_an_article_is_seen():
    """Six words in a row that stand there; short phrases that everybody uses do not count."""
    pack = load_pack(PACK)
    article = next(iter(pack.articles.values())).text

    assert seen(article).copied > 0.9
    assert 0.0 == seen("Please press the button until it blinks.").copied


def test_another_answer_of_the_same_pack_is_seen_as_being_about_something_else():
    """A good answer to one question is no answer to another."""
    pack = load_pack(PACK)
    foreign = pack.question("g02").model_answers[4]

    assert seen(foreign).elsewhere > 0.1
    assert seen(pack.question("g03").model_answers[4]).elsewhere < 0
    assert the_scorer().score(pack.question("g03"), foreign).overall <= 2


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("I don't know yet, and I write to you on 20 March. Nils Ferreira decides.", "unknown back when who"),
        ("No one could tell us when; I'll be back with you tomorrow.", "unknown back when"),
        ("It may also be a refusal. You will have my colleague's verdict within two working days.",
         "unknown back when who"),
        ("That is not for me to decide.", "unknown"),
        ("It comes in spring, trust me.", ""),
        ("We have passed it on.", ""),
    ],
)  # fmt: skip
def test_parts_of_an_honest_not_known_are_found(text, parts):
    """Owned up, coming back, by when, who: each by itself."""
    assert parts.split() == [name for name, words in promise(text)._asdict().items() if words]


def test_phrases_are_quoted_as_they_were_written():
    """Too sure, vague, by the template."""
    assert ["guaranteed"] == manner.too_sure("No problem, that is guaranteed.")
    assert ["maybe", "should work"] == manner.vague("That maybe should work.")
    assert manner.by_template("Thank you for contacting our support team.") > 0.5
    assert 0.0 == manner.by_template("Press Buffer, then 15.")


def test_orders_are_seen():
    """What a customer can do next."""
    assert manner.instructions("Open the app, press Test, and send us the hour.") > manner.instructions("It is known.")
