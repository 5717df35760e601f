"""The answer in a sentence says what a good figure hides: a segment left behind, wrong answers, who is not asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from builders import a_scenario, a_segment, a_team

from sim.experiments.answer import headline
from sim.experiments.compare import compare_results
from sim.experiments.estimate import Sample, sample
from sim.experiments.notes import notes
from sim.experiments.results import Cell, Results

if TYPE_CHECKING:
    Figures = dict[tuple[str, str], Sample]

N = 4
"""Replications."""
PAYING = {"new": a_segment(), "backlog": a_segment()}
TWO_GROUPS = PAYING | {"trial": a_segment(stage="trial")}


def steady(value: float, of: float = 1.0) -> Sample:
    """Return a figure that differs a little between replications."""
    return sample([of * value * factor for factor in (0.99, 1.01, 1.0, 1.0)], [of] * N)


def figures(**changes: float) -> Figures:
    """Return what plans have where nothing is odd, by measure and scope; *changes* of `measure__scope`."""
    found: Figures = {("answered", "all"): sample([90] * N), ("people_cost", "all"): sample([1000] * N)}
    usual = {"first_response_p90": 60.0, "first_response_p90_at_least": 60.0, "abandonment": 0.02}
    scopes = ("all", "segment:new", "segment:backlog")
    values = {(measure, scope): value for measure, value in usual.items() for scope in scopes}
    values |= {tuple(name.replace("of_", "segment:").split("__")): value for name, value in changes.items()}
    return found | {cell: steady(value, 100) for cell, value in values.items()}


def results_of(base: Figures, other: Figures, segments: dict[str, object] = PAYING) -> Results:
    """Return two plans with these figures."""
    scenario = a_scenario(segments, plans={plan: {"teams": {"desk": a_team()}} for plan in "AB"}, length="14d")
    samples = {Cell("A", *cell): found for cell, found in base.items()}
    samples |= {Cell("B", *cell): found for cell, found in other.items()}
    return Results(scenario, ("A", "B"), 1, N, "compiled", samples, pd.DataFrame)


def the_headline(base: Figures, other: Figures, segments: dict[str, object] = PAYING) -> str:
    """Return the sentence on plan "B" against plan "A"."""
    return headline(compare_results(results_of(base, other, segments)))["B"]


GOES_ON = {"wrong_answers__all": 0.05, "csat_good__all": 0.82, "hand_offs__all": 0.1}


def test_a_segment_that_waits_much_longer_is_named_where_the_whole_does_not_show_it() -> None:
    """As fast for everybody, and for one segment from an hour to ten days."""
    other = figures(first_response_p90_at_least__of_backlog=14_400)
    assert "segment backlog waits much longer (p90 at least 10 days, was 60 min)" in the_headline(figures(), other)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"first_response_p90_at_least__of_backlog": 100.0}, "not even twice as long"),
        ({f"first_response_p90_at_least__{scope}": 600.0 for scope in ("all", "of_backlog", "of_new")}, "all do"),
        ({"first_response_p90_at_least__of_backlog": 10.0}, "sooner"),
    ],
)
def test_a_segment_that_fares_as_the_others_is_not_named(changes: dict[str, float], why: str) -> None:
    """What everybody's figure shows, and what is not much, is left to the tables."""
    assert "segment" not in the_headline(figures(), figures(**changes)), why


def test_a_segment_of_which_many_give_up_is_named_where_the_whole_hides_it() -> None:
    """Half of three hundred, of thousands; where all give up more often, nobody is named."""
    lost = figures(abandonment__of_backlog=0.5, abandonment__all=0.05)
    assert "48.0 ± 0.6 points more of segment backlog give up" in the_headline(figures(), lost)
    everybody = figures(abandonment__of_backlog=0.2, abandonment__all=0.2)
    assert "segment" not in the_headline(figures(), everybody)


def test_a_segment_is_seen_against_its_own_group() -> None:
    """Trials wait ten times as long, and so does the group of who does not pay: no word of it."""
    scopes = ("paid", "free")
    base = figures() | {(name, scope): steady(60) for name in ("first_response_p90", "first_response_p90_at_least")
                        for scope in (*scopes, "segment:trial")}  # fmt: skip
    base |= {("answered", scope): sample([9] * N) for scope in scopes}
    base |= {("abandonment", scope): steady(0.02) for scope in (*scopes, "segment:trial")}
    later = dict.fromkeys([("first_response_p90_at_least", scope) for scope in ("free", "segment:trial")], steady(600))
    assert "segment" not in the_headline(base, base | later, TWO_GROUPS)
    del later["first_response_p90_at_least", "free"]
    assert "segment trial waits much longer" in the_headline(base, base | later, TWO_GROUPS)


def test_wrong_answers_and_satisfaction_are_in_the_answer() -> None:
    """Cheaper and faster is not the whole of it."""
    other = figures(**GOES_ON | {"wrong_answers__all": 0.12, "csat_good__all": 0.79})
    found = the_headline(figures(**GOES_ON), other)
    assert "7.00 ± 0.09 points more of the answers are wrong" in found
    assert found.endswith("points fewer of those asked say Good.")
    same = figures(**GOES_ON | {"wrong_answers__all": 0.051, "csat_good__all": 0.823})
    assert "Good" not in the_headline(figures(**GOES_ON), same)
    assert "wrong" not in the_headline(figures(**GOES_ON), same)


def test_satisfaction_is_not_in_the_answer_where_conversations_do_not_go_on() -> None:
    """Of one touch each, nothing is shown of it elsewhere either."""
    base, other = figures(csat_good__all=0.82), figures(csat_good__all=0.7)
    assert "Good" not in the_headline(base, other)


def test_contacts_that_follow_from_a_bot_are_in_the_answer() -> None:
    """Who was not helped comes back."""
    base, other = figures(**GOES_ON), figures(**GOES_ON)
    base[("next_contacts", "all")] = sample([0] * N)
    other[("next_contacts", "all")] = sample([950, 970, 960, 960])
    assert "960 ± 13 more contacts follow from earlier ones in 2 weeks" in the_headline(base, other)


def test_what_is_deflected_is_in_the_answer_and_how_much_of_it_wrongly() -> None:
    """The figure for which a bot is bought stands beside what it is worth."""
    base, other = figures(**GOES_ON), figures(**GOES_ON)
    base |= {("deflected", "all"): sample([0] * N), ("false_resolutions", "all"): sample([0] * N, [0] * N)}
    other |= {
        ("deflected", "all"): sample([990, 1010, 1000, 1000]),
        ("false_resolutions", "all"): sample([420] * N, [1000] * N),
    }
    told = "1,000 ± 13 more contacts are deflected in 2 weeks (42 % of all that are with a wrong answer)"
    assert told in the_headline(base, other)
    right = other | {("false_resolutions", "all"): sample([0] * N, [1000] * N)}
    assert the_headline(base, right).endswith("1,000 ± 13 more contacts are deflected in 2 weeks.")


def test_people_who_leave_and_tire_are_in_the_answer() -> None:
    """By head, for fewer people have fewer who leave."""
    base = figures(turnover__all=0.5, exhaustion_mean__all=0.23, quits__all=4.0)
    other = figures(turnover__all=0.65, exhaustion_mean__all=0.52, quits__all=3.6)
    found = the_headline(base, other)
    assert "points more of the people leave in a year, and exhaustion is 52 % (was 23 %)." in found
    assert "leave" not in the_headline(base, base)


# ---- the note on satisfaction ----


def test_the_notes_say_whom_surveys_do_not_reach() -> None:
    """In per cent of all who wrote, also of those who left at the form; only where satisfaction is shown."""
    base = figures(**GOES_ON) | {("arrived", "all"): sample([80] * N), ("open_at_start", "all"): sample([0] * N)}
    base |= {(name, "all"): sample([0] * N) for name in ("turned_away", "gave_up_form")}
    other = base | {("gave_up_form", "all"): sample([20] * N)}
    told = "\n".join(notes(results_of(base, other)))
    assert "who gave up, left at the form or was turned away, of all who wrote 2.0 % (A), 21.6 % (B)." in told
    plain = {cell: found for cell, found in other.items() if cell[0] not in {"wrong_answers", "hand_offs"}}
    plain[("gave_up_form", "all")] = sample([0] * N)
    assert "Satisfaction is of those" not in "\n".join(notes(results_of(plain, plain)))


def test_the_notes_do_not_speak_of_surveys_that_leave_out_next_to_nobody() -> None:
    """Less than one in a hundred."""
    base = figures(**GOES_ON, abandonment__all=0.005) | {("arrived", "all"): sample([80] * N)}
    base |= {(name, "all"): sample([0] * N) for name in ("open_at_start", "turned_away", "gave_up_form")}
    assert "Satisfaction is of those" not in "\n".join(notes(results_of(base, base)))
