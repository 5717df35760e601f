"""Comparisons: what differs, whether that is clear, and the answer in one sentence."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from builders import a_scenario, a_segment, a_team

from sim.experiments.answer import headline, lead
from sim.experiments.compare import Comparison, compare_results, is_certain, verdict
from sim.experiments.estimate import Estimate, Sample, sample
from sim.experiments.notes import notes
from sim.experiments.replicate import Options, replicate
from sim.experiments.results import Cell, Results
from sim.experiments.words import in_words, scope_in_words, scope_title
from sim.measures.figures import MEASURES


def a_result(figures: dict[tuple[str, str, str], Sample], replications: int = 4, length: str = "14d") -> Results:
    """Return results of made-up figures for the plans that they name, of paying customers and trials."""
    plans = tuple(dict.fromkeys(plan for plan, _, _ in figures))
    segments = {"paying": a_segment(), "trial": a_segment(stage="trial")}
    scenario = a_scenario(segments, plans={plan: {"teams": {"desk": a_team()}} for plan in plans}, length=length)
    samples = {Cell(*cell): found for cell, found in figures.items()}
    return Results(scenario, plans, 1, replications, "compiled", samples, pd.DataFrame)


def the_words(measure: str, base: list[float], other: list[float]) -> str:
    """Return what is said of two plans with these values."""
    n = 1000.0 if MEASURES[measure].counted == "share" else 1.0
    tops = ([n * each for each in values] for values in (base, other))
    pairs = zip("ab", tops, strict=True)
    results = a_result({(plan, measure, "all"): sample(top, [n] * len(top)) for plan, top in pairs})
    return compare_results(results).differences[Cell("b", measure, "all")].words


def test_clear_and_faster() -> None:
    """Waits that fall by about 41 minutes in every replication: clear, with the interval, in minutes."""
    assert (
        the_words("first_response_p90", [100, 140, 90, 120], [60, 97, 51, 78]) == "41.0 ± 2.9 min faster; clear"
    )  # 3.182 x 1.826 / 2


def test_not_clear() -> None:
    """An interval with zero in it is no answer, and says so, without calling it better or worse."""
    words = the_words("people_cost", [100, 140, 90, 120], [110, 130, 95, 118])
    assert words == "1 ± 14 USD more; not clear: the interval includes no difference"


def of_two_teams(measure: str, base: Sample, other: Sample) -> Comparison:
    """Return the comparison of two plans that are not the same: one person more."""
    results = a_result({("a", measure, "all"): base, ("b", measure, "all"): other}, len(base.top))
    plans = {plan: {"teams": {"desk": a_team(n)}} for plan, n in (("a", 1), ("b", 2))}
    scenario = a_scenario({"paying": a_segment(), "trial": a_segment(stage="trial")}, plans=plans, length="14d")
    return compare_results(replace(results, scenario=scenario))


def test_no_difference_at_all() -> None:
    """Equal in every replication of one plan under two names: exactly nothing, not a small something."""
    assert the_words("first_response_p90", [5, 8, 2, 9], [5, 8, 2, 9]) == "no difference at all"


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (2, "the same in both replications, too few to rule out a difference"),
        (4, "the same in all 4 replications, too few to rule out a difference"),
        (30, "the same in all 30 replications; what happens in fewer than 1 of 10 may be missed"),
    ],
)
def test_what_no_replication_showed_may_be_rare(n: int, words: str) -> None:
    """Two plans that differ, and no outage in any replication: that is no proof, and the words say what it is worth."""
    one = sample([5.0] * n)
    found = of_two_teams("abandonment", one, one).difference("b", "abandonment")
    assert ("no difference", words, False) == (found.verdict, found.words, found.is_certain)
    certain = of_two_teams("people_cost", one, one).difference("b", "people_cost")
    assert ("no difference", "no difference at all", True) == (certain.verdict, certain.words, certain.is_certain)


def test_the_answer_calls_nothing_exact_that_chance_has_a_part_in() -> None:
    """As fast in all four replications; exactly as fast is a plan under another name."""
    one = sample([50.0] * 4)
    assert (
        "answers customers as fast (p90, the same in all 4 replications)"
        in headline(of_two_teams("first_response_p90", one, one))["b"]
    )


def test_few_conversations_are_not_clear_and_the_words_say_why() -> None:
    """Half a dozen more are answered well in every second replication: the wrong one in twenty has not come yet."""
    base = Sample(np.full(30, 5.0), np.full(30, 100.0))
    other = Sample(base.top, base.bottom + np.resize([1, 0], 30))
    found = of_two_teams("wrong_answers", base, other).difference("b", "wrong_answers")
    assert ("not clear", True) == (found.verdict, found.low < 0 < found.high)
    assert found.words.endswith("lower; not clear: it rests on few conversations")


def test_few_replications_are_not_clear_and_the_words_say_why() -> None:
    """Five of thirty weeks in which the oldest waits an hour less: not clear, and the interval reaches to 0."""
    base = sample([600.0] * 30)
    other = sample([540.0] * 5 + [600.0] * 25)
    found = of_two_teams("oldest_max", base, other).difference("b", "oldest_max")
    assert ("not clear", 0.0) == (found.verdict, found.high)
    assert found.words.endswith("shorter; not clear: it rests on fewer than 6 replications")
    more = sample([540.0] * 6 + [600.0] * 24)
    assert of_two_teams("oldest_max", base, more).difference("b", "oldest_max").verdict == "clear"


def test_better_and_worse_follow_the_measure() -> None:
    """Fewer who give up is better, a lower service level is worse, occupancy is neither."""
    bases = [0.30, 0.32, 0.31, 0.33]
    lower = [0.20, 0.23, 0.21, 0.22]
    assert "points lower (better); clear" in the_words("abandonment", bases, lower)
    assert "points lower (worse); clear" in the_words("service_level", bases, lower)
    assert "points lower; clear" in the_words("occupancy", bases, lower)


def test_no_value_in_one_plan() -> None:
    """A plan that answers nobody has no wait to compare, and no number is made up."""
    figures = {
        ("a", "first_response_p90", "all"): sample([4, 5]),
        ("b", "first_response_p90", "all"): sample([0, 0], [0, 0]),
    }
    found = compare_results(a_result(figures, 2)).differences[Cell("b", "first_response_p90", "all")]
    assert (found.verdict, found.words) == ("unknown", "no value in one of the plans")


def test_one_replication_is_never_clear() -> None:
    """With one replication the difference is shown and its verdict is unknown."""
    found = the_words("first_response_p90", [50], [20])
    assert found == "30 min faster; not known: an interval needs two replications"


def test_verdict_at_the_edge() -> None:
    """An interval that just touches zero is not clear."""
    assert verdict(Estimate(2.0, 2.0, 5)) == "not clear"
    assert verdict(Estimate(2.0, 1.9, 5)) == "clear"
    assert verdict(Estimate(-2.0, 1.9, 5)) == "clear"
    assert verdict(Estimate(0.0, 0.0, 5)) == "no difference"
    assert verdict(Estimate(0.0, math.nan, 1)) == "unknown"


def test_replications_that_happen_to_agree_prove_nothing_unless_chance_has_no_part_in_it() -> None:
    """Two replications with the same difference have an interval of no width: clear only for a figure of the roster."""
    assert verdict(Estimate(1.0, 0.0, 2)) == "not clear"
    assert verdict(Estimate(1.0, 0.0, 2), is_certain=True) == "clear"


def test_three_equal_numbers_whose_mean_is_rounded_have_an_interval_of_no_width_too() -> None:
    """0.3 less 0.1 in each of three replications: the mean of the three is not 0.1 to the last digit."""
    assert verdict(Estimate(0.2, 3e-17, 3)) == "not clear"
    assert verdict(Estimate(0.2, 3e-17, 3), is_certain=True) == "clear"


UNPAID = {"absences": [{"agents": [1], "start": "2026-03-04", "end": "2026-03-04", "paid": False}]}
LEAVE = {"vacation": {"days_per_year": 25}}
ROSTER = ("headcount_mean", "headcount_end", "tenure_mean", "paid_hours", "people_cost", "on_duty_mean")
HOURS = {"paid_hours", "people_cost", "on_duty_mean"}


@pytest.mark.parametrize(
    ("team", "uncertain"),
    [
        ({}, set()),
        (UNPAID, set()),
        ({"people": {"ramp": {}, "exhaustion": {}}, "speed_cv": 0.2}, set()),
        ({"people": {"quits": {"per_year": 0}, "sickness": {"per_day": 0}}}, set()),
        ({"overtime": {"from_waiting": 0, "time": "0"}, "vacation": {"days_per_year": 0}}, set()),
        ({"hires": [{"agents": [1], "start": "2026-03-04"}]}, set()),
        ({"people": {"quits": {"per_year": 0.3}}}, set(ROSTER)),
        ({"people": {"sickness": {"per_day": 0.04}}}, {"on_duty_mean"}),
        ({"overtime": {"from_waiting": 5, "time": "1h"}}, HOURS),
        ({"shrinkage": 0.3}, {"on_duty_mean"}),
        (LEAVE, {"on_duty_mean"}),
        (LEAVE | UNPAID, HOURS),
    ],
)
def test_which_settings_of_a_team_bring_chance_into_which_measures(team: dict, uncertain: set[str]) -> None:
    """In every scope that the team is in, and in no other."""
    teams = {"desk": a_team(**team), "late": a_team(role="night")}
    scenario = a_scenario(plans={"as_is": {"teams": teams}})
    for scope, has_desk in {"all": True, "team:desk": True, "role:agent": True, "team:late": False}.items():
        found = {measure for measure in MEASURES if is_certain(scenario, Cell("as_is", measure, scope))}
        assert set(ROSTER) - (uncertain if has_desk else set()) == found, scope
    assert not is_certain(scenario, Cell("as_is", "arrived", "all"))


@pytest.mark.parametrize(("warm_up", "leave", "expected"), [("0", {}, True), ("1d", {}, False), ("0", LEAVE, False)])
def test_proactive_work_ties_teams_together(warm_up: str, leave: dict, expected: bool) -> None:  # noqa: FBT001 -- a case
    """One team's drawn vacation leaves more of it to the other; and a warm-up may cut it, whose hour is drawn."""
    support = {"paying": {"proactive": {"avoids": 0.1, "time": "1m"}}}
    plan = {"teams": {"desk": a_team(**leave), "late": a_team()}, "support": support}
    scenario = a_scenario(plans={"as_is": plan}, warm_up=warm_up)
    assert is_certain(scenario, Cell("as_is", "on_duty_mean", "team:late")) == expected
    assert is_certain(scenario, Cell("as_is", "paid_hours", "team:late"))


def test_two_replications_that_agree_by_luck_are_not_clear_where_somebody_may_be_ill_or_leave() -> None:
    """Two days on which, as it happens, nobody is ill and nobody leaves: the third desk looks the same in both
    replications, and only without such people does that say anything.
    """
    people = {"sickness": {"per_day": 0.001}, "quits": {"per_year": 0.01}}
    found = {}
    for kind, changes in {"calm": {}, "people": {"people": people}}.items():
        plans = {f"n{n}": {"teams": {"desk": a_team(n, rate=10, **changes)}} for n in (2, 3)}
        results = replicate(a_scenario(plans=plans, length="2d"), options=Options(2, processes=1))
        assert results.estimate("n3", "on_duty_mean")[:2] == (3, 0)
        found[kind] = compare_results(results)
    for measure in ("paid_hours", "people_cost", "on_duty_mean", "headcount_end"):
        assert found["calm"].difference("n3", measure).verdict == "clear"
        assert found["people"].difference("n3", measure).verdict == "not clear"
    words = found["people"].difference("n3", "paid_hours").words
    assert words == "48 h more; not clear: the replications agree, which may be luck"


def test_chance_in_the_baseline_alone_is_chance_in_the_difference() -> None:
    """The plan that grants overtime is the baseline or the other one: not clear either way."""
    staying = a_team(overtime={"from_waiting": 1_000_000, "time": "1h"})
    plans = {"a": {"teams": {"desk": staying}}, "b": {"teams": {"desk": a_team(3)}}}
    results = replicate(a_scenario(plans=plans, length="1d"), options=Options(2, processes=1))
    verdicts = {
        compare_results(results, base).difference(other, "paid_hours").verdict
        for base, other in (("a", "b"), ("b", "a"))
    }
    assert verdicts == {"not clear"}


@pytest.mark.parametrize(
    ("found", "unit", "expected"),
    [
        (Estimate(41.3, 6.2, 9), "minutes", "41 ± 6 min"),
        (Estimate(41.3, 1.24, 9), "minutes", "41.3 ± 1.2 min"),
        (Estimate(0.5, 0.1, 9), "minutes", "30 ± 6 s"),
        (Estimate(300, 60, 9), "minutes", "5.0 ± 1.0 h"),
        (Estimate(7200, 1440, 9), "minutes", "5.0 ± 1.0 days"),
        (Estimate(0, 0, 9), "minutes", "0 min"),
        (Estimate(0.123, 0.004, 9), "share", "12.3 ± 0.4 %"),
        (Estimate(1400, 0, 9), "money", "1,400 EUR"),
        (Estimate(-0.0001, 2.0, 9), "conversations", "0.0 ± 2.0"),
        (Estimate(math.nan, math.nan, 0), "minutes", "-"),
        (Estimate(12.0, math.nan, 1), "minutes", "12 min"),
    ],
)
def test_amounts_in_words(found: Estimate, unit: str, expected: str) -> None:
    """Units follow the size, decimals the interval; no interval, no ±; no value, a dash."""
    assert in_words(found, unit, "EUR") == expected


def test_equal_plans_have_no_difference_anywhere() -> None:
    """The same plan under two names, simulated: every difference is exactly 0 with the interval [0, 0]."""
    plan = {"teams": {"desk": a_team(1)}}
    scenario = a_scenario({"paying": a_segment(contact_rate=0.7)}, plans={"a": plan, "b": plan}, length="2d")
    found = compare_results(replicate(scenario, options=Options(3, processes=1))).differences
    assert len(found) > 50
    odd = {cell: each for cell, each in found.items() if each.verdict != "no difference" and not math.isnan(each.value)}
    assert odd == {}
    assert {(each.low, each.high) for each in found.values() if each.verdict == "no difference"} == {(0.0, 0.0)}


def test_more_agents_are_clearly_faster() -> None:
    """Under a load of 1.2 a second agent is clearly faster, and common random numbers narrow the answer."""
    plans = {"one": {"teams": {"desk": a_team(1)}}, "two": {"teams": {"desk": a_team(2)}}}
    scenario = a_scenario({"paying": a_segment(contact_rate=1.2)}, plans=plans, length="3d")
    comparison = compare_results(replicate(scenario, options=Options(6, processes=1)))
    found = comparison.difference("two", "first_response_p90")
    assert (found.verdict, found.value < 0) == ("clear", True)
    assert comparison.difference("two", "answered").variance_ratio < 1


def test_another_baseline_turns_the_sign() -> None:
    """Seen from the other plan, a difference has the other sign and the same width."""
    figures = {("a", "arrived", "all"): sample([4, 5, 7]), ("b", "arrived", "all"): sample([6, 6, 9])}
    there, back = (compare_results(a_result(figures, 3), base) for base in ("a", "b"))
    one, two = there.difference("b", "arrived"), back.difference("a", "arrived")
    assert (one.value, one.low, one.high) == (-two.value, -two.high, -two.low)


def test_an_unknown_baseline_is_refused() -> None:
    """A baseline that did not run is an error that names what did."""
    figures = {("a", "arrived", "all"): sample([4, 5]), ("b", "arrived", "all"): sample([4, 5])}
    with pytest.raises(ValueError, match="baseline: 'c' is not among the plans that run: a, b"):
        compare_results(a_result(figures, 2), "c")


def free_and_paid(paid: list[float], free: list[float], cost: float) -> dict[str, Sample]:
    """Return the figures that a headline speaks of, by measure and scope."""
    return {
        ("answered", "paid"): sample([9, 9, 9, 9]),
        ("answered", "free"): sample([9, 9, 9, 9]),
        ("first_response_p90", "paid"): sample(paid),
        ("first_response_p90", "free"): sample(free),
        ("abandonment", "all"): sample([100] * 4, [1000] * 4),
        ("people_cost", "all"): sample([cost] * 4),
    }


def the_headline(base: dict[str, Sample], other: dict[str, Sample]) -> str:
    """Return the sentence on plan "B" against plan "A"."""
    figures = {("A", *cell): found for cell, found in base.items()} | {
        ("B", *cell): found for cell, found in other.items()
    }
    return headline(compare_results(a_result(figures)))["B"]


def test_headline() -> None:
    """The answer in a sentence: paid waits, cost a week (two weeks: half of the difference), others' waits."""
    base = free_and_paid([100, 140, 90, 120], [20, 30, 25, 22], 10_000)
    other = free_and_paid([60, 97, 51, 78], [32, 41, 38, 35], 12_800)
    assert the_headline(base, other) == (
        "Against A, B answers paying customers 41.0 ± 2.9 min faster (p90 71.5 min, was 112 min), costs 1,400 USD more "
        "a week, and trials wait 12.2 ± 1.5 min longer (p90 36.5 min, was 24.2 min)."
    )


def test_headline_without_a_clear_answer() -> None:
    """What is not clear is not sold as an answer; what is equal is called that."""
    base = free_and_paid([100, 140, 90, 120], [20, 30, 25, 22], 10_000)
    other = free_and_paid([110, 130, 95, 118], [20, 30, 25, 22], 10_000)
    assert the_headline(base, other) == (
        "Against A, B makes no clear difference to how fast paying customers are answered (1 ± 14 min slower; p90), "
        "costs the same, and trials wait exactly as long."
    )


def test_headline_where_nobody_is_answered() -> None:
    """A plan that answers no trial says that instead of a wait."""
    base = free_and_paid([100, 140, 90, 120], [20, 30, 25, 22], 10_000)
    other = base | {("first_response_p90", "free"): sample([0] * 4, [0] * 4)}
    assert the_headline(base, other).endswith("and trials get no answer.")


def test_headline_tells_who_is_turned_away() -> None:
    """Fewer who give up because they are refused is no gain: the headline says how many, and who, in which time."""
    base = free_and_paid([100, 140, 90, 120], [20, 30, 25, 22], 10_000)
    base |= {("turned_away", scope): sample([0] * 4) for scope in ("all", "paid", "free")}
    refused = [830, 850, 810, 840]
    other = base | {("turned_away", "all"): sample(refused), ("turned_away", "free"): sample(refused)}
    other[("abandonment", "all")] = sample([50, 60, 40, 50], [1000] * 4)
    assert the_headline(base, other).endswith(
        "5.0 ± 1.3 points fewer customers give up, and 832 ± 27 more trials are turned away in 2 weeks."
    )
    other |= {("turned_away", scope): sample([each / 2 for each in refused]) for scope in ("paid", "free")}
    assert the_headline(base, other).endswith("more customers are turned away in 2 weeks.")
    unclear = base | {("turned_away", "all"): sample([0, 9, 0, 0])}
    assert "turned away" not in the_headline(base, unclear)


def test_headline_says_what_a_plan_does() -> None:
    """A plan is named with what it is about, as the words go on in a sentence; a name keeps its capital."""
    about = {
        "base": "New York alone.", "late": "The same nine people, three of them late. No hire.", "plain": "",
    }  # fmt: skip
    plans = {plan: {"about": text, "teams": {"desk": a_team()}} for plan, text in about.items()}
    comparison = compare_results(replicate(a_scenario(plans=plans, length="1d"), options=Options(2, processes=1)))
    assert lead(comparison) == "Against base (New York alone):"
    found = headline(comparison)
    assert found["late"].startswith("Against base, late (the same nine people, three of them late; no hire) answers ")
    assert found["plain"].startswith("Against base, plain answers ")


@pytest.mark.parametrize(
    ("stages", "words", "title"),
    [
        (["paying", "trial"], "trials", "Trials"),
        (["paying", "short_term_free", "long_term_free"], "free customers", "Free customers"),
        (["vip", "trial", "long_term_free"], "customers who do not pay", "Customers who do not pay (trial, free)"),
        (["lapsed"], "lapsed customers", "Lapsed customers"),
    ],
)
def test_who_does_not_pay_is_named_by_stage(stages: list[str], words: str, title: str) -> None:
    """Trials are not called free customers: the words name the stages that the scenario has."""
    scenario = a_scenario({f"s{number}": a_segment(stage=stage) for number, stage in enumerate(stages)})
    assert (scope_in_words("free", scenario), scope_title("free", scenario)) == (words, title)


def test_a_difference_that_rounds_to_nothing_is_called_that() -> None:
    """Less than a thousandth of the value, interval included: no "0.000 ± 0.000 more", whatever the verdict."""
    bases = [3790.0, 3800.0, 3810.0, 3780.0]
    assert the_words("answered", bases, [base + 1.0 * (n % 2) for n, base in enumerate(bases)]) == "practically none"
    assert the_words("first_response_p90", [900.0, 905.0], [900.1, 905.1]) == "practically none"
    assert the_words("occupancy", [0.5, 0.5], [0.500001, 0.500002]) == "practically none"
    assert the_words("first_response_p90", [900.0], [900.1]).startswith("practically none; not known")


def test_a_small_difference_that_could_be_large_is_not_called_nothing() -> None:
    """A value that rounds to 0 with a wide interval has no direction, and stays unclear."""
    words = the_words("backlog_end", [10, 12, 9, 11], [10.4, 11.6, 9.4, 10.604])
    assert words == "0.0 ± 0.7; not clear: the interval includes no difference"


def test_the_headline_does_not_name_what_is_practically_nothing() -> None:
    """Clear and practically none: as fast, as long, the same cost, and nothing about who gives up."""
    base = free_and_paid([1000, 1000, 1000, 1000], [1000, 1000, 1000, 1000], 10_000)
    other = free_and_paid([1000.1] * 4, [1000.1] * 4, 10_001)
    other[("abandonment", "all")] = sample([1.0001] * 4, [10] * 4)
    assert the_headline(base, other) == (
        "Against A, B answers paying customers practically as fast (p90), costs practically the same, and trials wait "
        "practically as long."
    )


def test_notes_warn_of_few_replications_and_many_comparisons() -> None:
    """Below 50 replications, and with many judged differences, the reader is told."""
    figures = {("a", "arrived", "all"): sample([40, 50, 70, 30]), ("b", "arrived", "all"): sample([60, 60, 90, 40])}
    figures |= {("a", "answered", "all"): sample([4, 5, 7, 3]), ("b", "answered", "all"): sample([6, 4, 9, 1])}
    results = a_result(figures)
    text = "\n".join(notes(results, compare_results(results)))
    assert "not doubt about the inputs" in text
    assert "4 replications" in text
    assert "2 differences were judged and 1 are clear" in text


def test_no_warning_with_enough_replications() -> None:
    """From 50 replications on there is no warning that intervals cover less."""
    results = a_result({("a", "arrived", "all"): sample([4.0] * 50)}, 50)
    assert not any("replications" in note for note in notes(results))


def test_one_replication_is_noted() -> None:
    """One replication: the reader is told that chance can't be told from a difference."""
    assert "no intervals" in notes(a_result({("a", "arrived", "all"): sample([4])}, 1))[0]


def test_no_customers_is_said_in_words() -> None:
    """A period without customers is told, not shown as perfect service."""
    scenario = a_scenario({"paying": a_segment(customers=0)}, length="1d")
    assert any("no customer writes" in note for note in notes(replicate(scenario, options=Options(2, processes=1))))


def test_nobody_answered_is_said_in_words() -> None:
    """A team without people answers nobody, and the notes say where to look."""
    scenario = a_scenario(plans={"none": {"teams": {"desk": a_team(0)}}}, length="1d")
    assert any(
        "none: nobody is answered" in note for note in notes(replicate(scenario, options=Options(2, processes=1)))
    )
