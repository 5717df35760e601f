"""The agreement report: which replies each figure is about, and what counts as fine."""

from __future__ import annotations

import math
from typing import NamedTuple

from trainee_exercises.packs import Labelled
from trainee_exercises.scoring import Score
from trainee_exercises.scoring.agreement import agreement_on


class AnyPack:
    """A pack whose questions are their ids."""

    def question(self, question_id):
        """Return the id."""
        return question_id


class Fixed(NamedTuple):
    """A scorer that says what the text says; "?" goes to a person."""

    def score(self, _question, text):
        """Return the figure at the start of the text."""
        first = text.split()[0]
        figure = None if first == "?" else float(first)
        return Score(figure, {}, needs_human=figure is None, reasons=())


def reply(reply_id, said, overall, kind="good", *, question="q1", pair=None):
    """Return a labelled reply of which the scorer says *said*."""
    text = f"{said} text"
    return Labelled(
        question_id=question, reply_id=reply_id, text=text, overall=overall, kind=kind, pair_of=pair, why="because"
    )


def checks(*replies):
    """Return the figures by the first word of their names."""
    found = agreement_on("set", AnyPack(), list(replies), Fixed())
    return {check.name.split()[0]: check for check in found.checks}


def test_gamed_replies_are_fine_when_low_or_with_a_person():
    """At most 2 after rounding, or no figure."""
    found = checks(
        reply("r1", "2.4", 1, "stuffing"),
        reply("r2", "?", 1, "injection"),
        reply("r3", "2.5", 1, "echo"),
        reply("r4", "4", 4),
    )["gamed"]

    assert (2 / 3, 3, False) == (found.value, found.n, found.passed)


def test_both_words_for_confident_and_wrong_count():
    """Packs use the one or the other."""
    found = checks(
        reply("r1", "2", 1, "wrong"),
        reply("r2", "3", 1, "confident_wrong"),
        reply("r3", "1", 1, "confident_wrong"),
        reply("r4", "4", 4),
    )["confident"]

    assert (2 / 3, 3, True) == (found.value, found.n, found.passed)


def test_honest_replies_count_where_a_person_gave_3_or_more():
    """An "I don't know" that people rated low need not come out high; one without a figure has no credit."""
    found = checks(
        reply("r1", "3", 4, "honest_unknown"),
        reply("r2", "1", 2, "honest_unknown"),
        reply("r3", "?", 3, "honest_unknown"),
    )["honest"]

    assert (0.5, 2, False) == (found.value, found.n, found.passed)


def test_turned_round_replies_are_compared_with_their_originals():
    """Lower is fine, a person is fine, the same is not."""
    found = checks(
        reply("r1", "3", 4),
        reply("r2", "2.9", 1, "negated", pair="r1"),
        reply("r3", "?", 1, "negated", pair="r1"),
        reply("r4", "3", 1, "negated", pair="r1"),
    )["turned"]

    assert (2 / 3, 3, True) == (found.value, found.n, found.passed)


def test_paraphrases_are_compared_with_weak_replies_to_the_same_question():
    """Other questions and equal labels do not count."""
    found = checks(
        reply("r1", "3", 3, "paraphrase"),
        reply("r2", "2", 2, "weak"),
        reply("r3", "3", 2, "empty"),
        reply("r4", "1", 2, "weak", question="q2"),
    )["right"]

    assert (0.5, 2, False) == (found.value, found.n, found.passed)


def test_replies_without_a_figure_are_left_out_of_kappa_and_counted():
    """The report says how many there are, and how many of them nobody had gamed."""
    found = agreement_on(
        "set",
        AnyPack(),
        [reply("r1", "1", 1), reply("r2", "4", 4), reply("r3", "?", 1, "stuffing"), reply("r4", "?", 4)],
        Fixed(),
    )

    assert (1.0, 2) == (found.checks[0].value, found.checks[0].n)
    assert (4, 2, 1) == (found.n, found.n_human, found.n_human_fair)


def test_a_figure_without_replies_is_neither_reached_nor_missed():
    """No rude replies, no verdict on them."""
    found = checks(reply("r1", "1", 1), reply("r2", "4", 4))["rude"]

    assert math.isnan(found.value)
    assert found.passed is None
