"""The answer without statistics: right in its direction and size, silent about luck, and the way to get it again."""

from __future__ import annotations

import shlex
from dataclasses import replace

import pytest
from builders import a_scenario, a_segment, a_team

from sim.experiments.compare import compare_results
from sim.experiments.estimate import Sample, sample
from sim.experiments.replicate import Options, replicate
from sim.experiments.results import Cell
from sim.reports.narrowing import narrowed
from sim.reports.origin import command
from sim.reports.plain_words import alone_in_plain_words, in_plain_words, plain_table, span, spans, warnings

P90 = "first_response_p90"


def _compared(plans=None, n=5, **changes):
    segments = {"paying": a_segment(contact_rate=1.0), "trial": a_segment(stage="trial", patience="1h")}
    two = {"few": {"teams": {"desk": a_team(1, rate=30)}}, "more": {"teams": {"desk": a_team(2, rate=30)}}}
    scenario = a_scenario(segments, plans=plans or two, **({"length": "4d"} | changes))
    return compare_results(replicate(scenario, options=Options(n, processes=1)))


@pytest.fixture(scope="module")
def comparison():
    """Return one agent against two."""
    return _compared()


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0.5, "30 seconds"), (0.99, "59 seconds"), (1, "1 minute"), (40.4, "40 minutes"), (59.4, "59 minutes"),
     (59.6, "1 hour"), (73, "1.2 hours"), (120, "2 hours"), (0.999, "1 minute"),
     (150, "2.5 hours"), (60 * 49, "2 days"), (1440 * 29.4, "29 days"), (0, "0 minutes")],
)  # fmt: skip
def test_spans_have_two_digits_and_a_unit_in_full(minutes, words):
    """As people say them."""
    assert words == span(minutes)


@pytest.mark.parametrize(
    ("hours", "told"),
    [((17.2, 17.42), ("17.2 hours", "17.4 hours")), ((15.5, 18.2), ("15.5 hours", "18.2 hours")),
     ((15.1, 18.1), ("15 hours", "18 hours")), ((2.0, 2.0), ("2 hours", "2 hours")),
     ((47.4, 48.6), ("47.4 hours", "2.02 days"))],
)  # fmt: skip
def test_two_spans_show_how_far_apart_they_are(hours, told):
    """Nobody reads "13 minutes less (17 hours, was 17 hours)"; where two digits say enough, there are two."""
    assert told == spans(*(60 * one for one in hours))


def test_the_answer_says_who_waits_how_much_less_and_what_it_costs(comparison):
    """With the figures of the comparison, and no sign of statistics."""
    told, results = in_plain_words(comparison)["more"], comparison.results
    found = comparison.difference("more", P90, "paid")
    now, was = spans(*(results.estimate(plan, P90, "paid").value for plan in ("more", "few")))
    assert f"paying customers wait {span(-found.value)} less ({now}, was {was}); " in told
    assert "it costs 5,040 USD more a week" in told
    assert not set("±") & set(told)
    assert "p90" not in told


def test_luck_is_no_difference():
    """The same plan twice, and one that is not clearly other: about the same."""
    plan = {"teams": {"desk": a_team(2, rate=30)}}
    told = in_plain_words(_compared({"a": plan, "b": plan}))["b"]
    assert told.startswith("paying customers wait about the same (")
    assert "it costs the same" in told


def test_where_too_little_was_played_nothing_is_said_of_luck(comparison):
    """After four replications what is not clear is too early to tell, and so is whatever an interval leaves as wide as
    the wait itself; both waits are named.
    """
    results = comparison.results
    few, other = (sample(numbers) for numbers in ([60.0, 90.0, 70.0, 80.0, 75.0], [90.0, 60.0, 85.0, 70.0, 72.0]))
    wide = sample([10.0, 400.0, 20.0, 5.0, 30.0])
    said = "it is too early to tell whether paying customers wait longer or less"

    def told(first, second, n):
        cells = {Cell("few", P90, "paid"): first, Cell("more", P90, "paid"): second}
        cut = {cell: Sample(one.top[:n], one.bottom[:n]) for cell, one in (results.samples | cells).items()}
        return in_plain_words(compare_results(replace(results, samples=cut, replications=n)))["more"]

    assert told(few, other, 4).startswith(f"{said} (1.3 hours, was 1.2 hours); ")
    assert told(few, other, 5).startswith("paying customers wait about the same (1.3 hours, was 1.2 hours); ")
    assert told(few, wide, 5).startswith(f"{said} (1.6 hours, was 1.2 hours); ")
    assert told(few, few, 1).startswith(f"{said} (1 hour, was 1 hour); ")


def test_nobody_who_answers_is_said():
    """Both ways round, and alone."""
    plans = {"nobody": {"teams": {"desk": a_team(0)}}, "one": {"teams": {"desk": a_team(1)}}}
    comparison = _compared(plans)
    assert in_plain_words(comparison)["one"].startswith("paying customers are answered within ")
    other = compare_results(comparison.results, "one")
    assert in_plain_words(other)["nobody"].startswith("paying customers get no answer; ")
    assert "nobody: nobody is answered." == alone_in_plain_words(narrowed(comparison, [], "nobody").results)


def test_the_table_has_the_same_spans(comparison):
    """A row per plan; columns without any value are left out."""
    table = plain_table(comparison)
    found = comparison.results.estimate("few", P90, "paid").value
    assert ["few", "more"] == table["plan"].tolist()
    assert span(found) == table["9 in 10 paying customers within"][0]
    assert "5,040 USD" == table["cost a week"][0]
    assert not [name for name in table.columns if name.startswith("turned away")]


def test_a_growing_backlog_is_told_beside_the_answer():
    """It is about a plan; what holds for every run is not."""
    busy = {"paying": a_segment(contact_rate=1.3)}
    scenario = a_scenario(busy, length="28d", plans={"few": {"teams": {"desk": a_team(1)}}})
    comparison = compare_results(replicate(scenario, options=Options(3, processes=1)))
    told = warnings(comparison)
    assert told[0].startswith("few: the backlog grows")
    assert not [one for one in told if "replications:" in one]


def test_fewer_plans_leave_the_figures_as_they_are(comparison):
    """Against another baseline the difference is the other way round; the whole is itself."""
    other = narrowed(comparison, ["few", "more"], "more")
    there, back = comparison.difference("more", P90), other.difference("few", P90)
    assert -there.value == pytest.approx(back.value)
    assert ("few",) == narrowed(comparison, [], "few").results.plans
    assert comparison is narrowed(comparison, ["few", "more"], "few")
    assert comparison.results.hash == narrowed(comparison, [], "few").results.hash


@pytest.mark.parametrize(
    ("plans", "baseline", "words"),
    [(["few", "more"], "few", "compare"), (["few", "more"], "more", "compare --baseline more"),
     ([], "more", "run --plan more")],
)  # fmt: skip
def test_the_command_names_what_differs_from_the_file(comparison, plans, baseline, words):
    """Nothing that is so anyway; a file with a space is quoted."""
    told = shlex.split(command(narrowed(comparison, plans, baseline), "my team.yaml"))
    first, *rest = words.split()
    assert ["support-sandbox", first, "my team.yaml", "--replications", "5", "--seed", "1", *rest] == told
