"""Notes: a backlog that grows, percentiles that hide who waits, overtime that nobody pays."""

from __future__ import annotations

import pandas as pd
import pytest
from builders import a_scenario, a_segment, a_team

from sim.experiments.compare import compare_results
from sim.experiments.estimate import Sample, sample
from sim.experiments.notes import COMMAND_LINE, PAGE, notes
from sim.experiments.replicate import Options, replicate
from sim.experiments.results import Cell, Results

N = 2
"""Replications."""


def by_week(plan: str, backlog: list[float], arrived: float) -> pd.DataFrame:
    """Return breakdowns of a plan whose mean backlog is so, week by week, and so many arrivals in each."""
    rows = [
        (plan, "week", week, "all", measure, top, bottom)
        for week, mean in enumerate(backlog)
        for measure, top, bottom in (("backlog_mean", mean * 168 * N, 168.0 * N), ("arrived", arrived * N, 1.0 * N))
    ]
    return pd.DataFrame(rows, columns=["plan", "by", "slot", "scope", "measure", "top", "bottom"])


def told(figures: dict[tuple[str, str, str], Sample], *weeks: pd.DataFrame) -> str:
    """Return the notes on made-up results over eight weeks."""
    plans = tuple(dict.fromkeys(plan for plan, _, _ in figures))
    segments = {"paying": a_segment(), "trial": a_segment(stage="trial")}
    scenario = a_scenario(segments, plans={plan: {"teams": {"desk": a_team()}} for plan in plans}, length="8w")
    samples = {Cell(*cell): found for cell, found in figures.items()}
    breakdowns = pd.concat(weeks) if weeks else pd.DataFrame()
    return "\n".join(notes(Results(scenario, plans, 1, N, "compiled", samples, lambda: breakdowns)))


def a_queue(plan: str, end: float, answered: float = 560) -> dict[tuple[str, str, str], Sample]:
    """Return figures of a plan that ends with so many waiting; 560 answers in 56 days are ten a day."""
    return {
        (plan, measure, "all"): sample([value] * N)
        for measure, value in {"arrived": 700, "answered": answered, "backlog_end": end, "occupancy": 0.5}.items()
    }


def test_a_page_names_its_own_ways() -> None:
    """No option of the command line, and no number of differences that nobody asked for."""
    scenario = a_scenario(plans={name: {"teams": {"desk": a_team(n)}} for name, n in (("one", 1), ("two", 2))})
    comparison = compare_results(replicate(scenario, options=Options(3, processes=1)))
    on_page, on_line = (
        " ".join(notes(comparison.results, comparison, ways)) for ways in (PAGE, COMMAND_LINE)
    )  # fmt: skip
    assert "“Play more often” with 50 or more before you decide." in on_page
    assert "Use --replications 50 or more to decide." in on_line
    assert "differences were judged" in on_line
    assert "--" not in on_page
    assert "differences were judged" not in on_page


def test_a_growing_backlog_is_seen_though_occupancy_is_low() -> None:
    """Half a year's average occupancy of 50 % hides it; 30 days' answers that wait, and more every week, do not."""
    text = told(a_queue("a", 300), by_week("a", [0, 0, 1, 5, 30, 80, 160, 250], 70))
    assert (
        "a: the backlog grows: 300 wait at the end, as many as are answered in 30 days, and 250 on average in the last "
        "full week after 160 in the week before. More comes in than is answered; waits would be longer in a longer "
        "period."
    ) in text


@pytest.mark.parametrize(
    ("end", "weeks", "why"),
    [
        (9, [1, 2, 3, 4, 5, 6, 7, 9], "less than a day's answers"),
        (11, [5, 5, 5, 7, 5, 5, 6, 8], "a week of holidays, and a weekend at the end"),
        (300, [0, 300, 310, 290, 300, 310, 290, 305], "long and steady"),
        (150, [20, 20, 20, 270, 240, 125, 75, 74], "falling after a bad month"),
    ],
)
def test_a_queue_that_does_not_grow_is_not_said_to(end: float, weeks: list[float], why: str) -> None:
    """A weekend's queue, a long one that stays, and one that is being worked off do not grow."""
    assert "the backlog grows" not in told(a_queue("a", end), by_week("a", weeks, 70)), why


def test_growth_in_a_week_is_seen_by_a_busy_team() -> None:
    """Too short for weeks to be compared: twice the work that the team can do is seen all the same."""
    scenario = a_scenario({"paying": a_segment(contact_rate=2.0)}, plans={"one": {"teams": {"desk": a_team(1)}}})
    text = "\n".join(notes(replicate(scenario, options=Options(2, processes=1))))
    assert "one: the backlog grows" in text


def hidden(plan: str, scope: str, answered: float, at_least: float) -> dict[tuple[str, str, str], Sample]:
    """Return a 90th percentile, and that with those who still wait."""
    return {
        (plan, "answered", scope): sample([9] * N),
        (plan, "first_response_p90", scope): sample([answered] * N),
        (plan, "first_response_p90_at_least", scope): sample([at_least] * N),
    }


def test_a_percentile_that_hides_who_waits_is_said_in_words() -> None:
    """Where those who still wait would lift the 90th percentile by more than 5 %, the notes say to what."""
    text = told(hidden("a", "all", 60, 62) | hidden("a", "paid", 60, 90) | hidden("a", "free", 60, 62))
    lines = [line for line in text.splitlines() if "the 90th is at least" in line]
    assert len(lines) == 1
    assert lines[0].startswith("Paying customers: ")
    assert lines[0].endswith("at least 90 min (a).")


def test_the_worst_plan_is_among_those_named() -> None:
    """A plan whose backlog grows is named though its percentile is so long that the rest lifts it little."""
    figures = a_queue("bad", 2400) | a_queue("mild", 5)
    figures |= hidden("bad", "all", 51_774, 54_330) | hidden("mild", "all", 1000, 1100)
    weeks = [by_week("bad", [1, 2, 4, 8, 20, 70, 200, 900], 70), by_week("mild", [5] * 8, 70)]
    figures |= {("bad", "answered", "all"): sample([560] * N)}
    assert "the 90th is at least 37.7 days (bad), 18.3 h (mild)." in told(figures, *weeks)
    only_bad = {cell: found for cell, found in figures.items() if cell[0] == "bad"}
    assert "the 90th is at least 37.7 days (bad)." in told(only_bad, weeks[0])


def test_overtime_that_the_cost_leaves_out_is_told() -> None:
    """From 5 % of the paid hours overtime is named, plan by plan; below it is not."""
    figures = {
        ("a", "arrived", "all"): sample([9] * N), ("a", "answered", "all"): sample([9] * N),
        ("a", "overtime_hours", "all"): sample([12] * N), ("a", "paid_hours", "all"): sample([100] * N),
        ("b", "arrived", "all"): sample([9] * N), ("b", "answered", "all"): sample([9] * N),
        ("b", "overtime_hours", "all"): sample([4] * N), ("b", "paid_hours", "all"): sample([100] * N),
    }  # fmt: skip
    text = told(figures)
    assert "a: 12 h of overtime, 12 % of the paid hours; of it only the time" in text
    assert "b: " not in text
