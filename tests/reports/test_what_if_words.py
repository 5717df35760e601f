"""A what-if in words: what was changed, what comes of it, the figures now and then."""

from __future__ import annotations

import pytest
from builders import a_scenario, a_segment, a_team

from sim.experiments.side_by_side import Piece, beside, gathered, play_figures
from sim.experiments.what_if import WHAT_IF, Sliders, changed
from sim.reports.what_if_words import answer, changes_in_words, rows


def a_world():
    """Return four busy days: those who pay and those who do not, a desk of two and a second team of one."""
    return a_scenario(
        {"paying": a_segment(customers=6000), "free": a_segment(stage="long_term_free", customers=4000, patience="5h")},
        plans={"busy": {"teams": {"desk": a_team(1, rate=30), "second": a_team(1, rate=20)}}}, length="4d",
    )  # fmt: skip


def compared(sliders, n=12):
    """Return what a page shows."""
    scenario = a_world()
    then = changed(scenario, "busy", sliders)
    pair = ((scenario, "busy"), (then, WHAT_IF))
    return beside(*(gathered(play_figures(Piece(*one, 7, 0, n)), *one, 7) for one in pair), "busy")


@pytest.mark.parametrize(
    ("sliders", "words"),
    [
        (Sliders(), ""),
        (Sliders({"desk": 1}), "1 person more in desk"),
        (Sliders({"desk": 2, "second": -1}), "2 people more in desk and 1 person fewer in second"),
        (Sliders(arrivals=1.1), "10 % more conversations"),
        (Sliders({"desk": -2}, 0.8, 1.25),
         "2 people fewer in desk, 20 % fewer conversations and 25 % more work on each conversation"),
        (Sliders(handle_time=0.9, free_priority="last"),
         "10 % less work on each conversation and free customers served only when nobody waits who pays"),
    ],
)  # fmt: skip
def test_changes_in_words(sliders, words):
    """What was moved, and nothing else."""
    assert words == changes_in_words(sliders, a_world(), "busy")


def test_the_answer_comes_first_and_plain():
    """Two people more: who waits how much less, and what it costs: 2 x 24 h x 7 days x 30 USD is 10,080."""
    said = answer(compared(Sliders({"desk": 2})), Sliders({"desk": 2}))

    assert said[0].startswith("With 2 people more in desk, paying customers wait ")
    assert "costs 10,080 USD more a week" in said[0]
    assert not any("±" in sentence for sentence in said)


def test_an_overload_says_who_still_waits():
    """Three times the conversations: longer waits are not the whole truth, and the answer says so."""
    sliders = Sliders(arrivals=3.0)
    said = answer(compared(sliders), sliders)

    assert "longer (" in said[0]
    assert "customers still wait for a first answer: their waits come on top." in said[-1]


def test_neutral_sliders_ask_to_be_moved():
    """Nothing is compared with nothing."""
    assert ("Nothing is changed yet: move a slider.",) == answer(compared(Sliders()), Sliders())


def test_the_rows_of_figures():
    """Waits of each group first; without intervals to read, with them to judge; what is the same has no difference."""
    found = rows(compared(Sliders(free_priority="last")))
    by_title = {row.title: row for row in found}

    assert "9 in 10 paying customers answered within" == found[0].title
    assert "First response, 90th percentile, paying customers" == found[0].measure
    assert "±" not in found[0].now + found[0].then + found[0].difference
    assert "±" in found[0].now_sure
    assert "±" in found[0].sure
    assert ("", "no difference at all") == (by_title["People"].difference, by_title["People"].sure)
