"""What the program proposes, in words: no keys, no zeros."""

from __future__ import annotations

import pytest

from dashboard.proposing import how, reason
from trainee_exercises.scoring.exercise_score import ValueSeen, Why


def a_value(mean=None, **more):
    """Return a value as the scorer sees it."""
    base = {"value": "empathy", "mean": mean, "n": 0, "n_human": 0, "n_unanswered": 0, "lowest": (), "says": "keys"}
    return ValueSeen(**base | more)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (a_value(2.61, n=5), "2.6 on average over 5 replies."),
        (
            a_value(1.0, n=1, n_human=2, lowest=("a02",)),
            "1.0 on average over 1 reply; 2 for a person to look at. Lowest: a02.",
        ),
        (a_value(n_unanswered=14), "No reply shows it; 14 of the questions that show it without a reply."),
    ],
)
def test_figure_of_a_value_comes_without_zeros(value, says):
    """What there is none of is not named."""
    assert says == how(value)


@pytest.mark.parametrize(
    ("kind", "verdict", "text", "says"),
    [
        ("fact", "met", "the buffer is 15 minutes", "There: the buffer is 15 minutes (“15”)"),
        ("point", "missed", "empathy: names the worry", "Missing: empathy: names the worry (“15”)"),
        ("fact", "contradicted", "it is free", "Seems to say the opposite of: it is free (“15”)"),
        ("fact", "contradicted", "may say the opposite of: it is free", "May say the opposite of: it is free (“15”)"),
        ("surface", "contradicted", "against what is known: it is free", "Against what is known: it is free (“15”)"),
        ("claim", "claimed", "it is free", "Says what is wrong: it is free (“15”)"),
        ("claim", "note", "not said: it is free", "Rightly not said: it is free (“15”)"),
        ("surface", "seen", "leaves things in the air", "Leaves things in the air (“15”)"),
        ("basis", "note", "compared by words alone", "Compared by words alone (“15”)"),
        ("gate", "stopped", "too short to judge", "Too short to judge (“15”)"),
    ],
)
def test_reason_reads_as_a_sentence(kind, verdict, text, says):
    """With the candidate's words behind it, where there are any."""
    one = Why(kind=kind, item="i1", verdict=verdict, text=text, quote="15")
    assert says == reason(one)
    assert says.removesuffix(" (“15”)") == reason(one.model_copy(update={"quote": ""}))
