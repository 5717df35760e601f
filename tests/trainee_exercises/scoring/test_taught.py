"""The direction of a clause by sentence vectors: texts turned round by rule, and a rule learned for each question."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from trainee_exercises.packs import load_pack
from trainee_exercises.scoring.taught import against, taught, turned

PACK = Path(__file__).parent / "other_pack"


class ByLetters:
    """An encoder for tests: words that are in a text, one place each."""

    def __init__(self):
        self.places = {}

    def encode(self, texts):
        """Return a row of length 1 for each text."""
        rows = np.zeros((len(texts), 4000))
        for row, text in zip(rows, texts, strict=True):
            for word in ["", *text.lower().replace(".", "").replace(",", "").split()]:
                row[self.places.setdefault(word, len(self.places))] = 1.0
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("You can't undo it.", "You can undo it."),
        ("It does not change.", "It change."),
        ("Nobody is told.", "everybody is told."),
        ("There is no need to pay.", "There is you need to pay."),
        ("It is kept.", "It is not kept."),
        ("Open the lid.", "do not open the lid."),
        ("Two days later.", "it is not true that Two days later."),
    ],
)
def test_a_text_is_turned_round_by_rule(text, other):
    """A denial goes, or one comes; it need not be fine English."""
    assert other == turned(text)


def test_without_vectors_nothing_is_learned_or_said():
    """By words only the sign is 0."""
    question = load_pack(PACK).question("g04")

    assert taught(question, None) is None
    assert (0.0, "") == tuple(against(None, "Please open it.", None))


def test_what_is_wrong_is_more_against_than_what_is_right():
    """Judged beside the facts, the false claims, and both of them turned round."""
    question, encoder = load_pack(PACK).question("g04"), ByLetters()
    rule = taught(question, encoder)
    right = against(rule, question.must_say[0].fact, encoder)
    wrong = against(rule, question.must_not_say[0].claim, encoder)

    assert wrong.amount > right.amount
    assert question.must_not_say[0].claim == wrong.quote
    assert "" == right.quote


def test_a_question_is_not_against_anything():
    """Who asks states nothing."""
    question, encoder = load_pack(PACK).question("g04"), ByLetters()

    assert (0.0, "") == tuple(against(taught(question, encoder), "Did you open it?", encoder))
