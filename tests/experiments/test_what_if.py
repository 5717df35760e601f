"""What if: sliders make a scenario whose figures are those of the command line, paired with what is now."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import numpy as np
import pytest
from builders import a_scenario, a_segment, a_team
from typer.testing import CliRunner

import scenarios
from sim.drawing.arrivals import draw_demand
from sim.durations import DAY, HOUR, MINUTE
from sim.experiments.replicate import Options, RunError, replicate
from sim.experiments.results import Cell
from sim.experiments.side_by_side import Asked, Piece, beside, gathered, play_figures, replications_for
from sim.experiments.standing import StandingCrew
from sim.experiments.what_if import (
    FREE_PRIORITIES,
    NOW,
    WHAT_IF,
    Sliders,
    changed,
    exports,
    has_both,
    plan_now,
    routing_for,
    spread_people,
)  # fmt: skip
from sim.scenario import Routing
from sim.scenario.load import parse
from sim.scenario.problems import ScenarioError
from support_sandbox import app

TWO_SHIFTS = [
    {"agents": 1, "days": "all", "start": "00:00", "end": "12:00"},
    {"agents": 1, "days": "all", "start": "12:00", "end": "24:00"},
]


def a_world(**changes):
    """Return two busy days: those who pay and those who do not, a desk in shifts of its own, and a second team."""
    return a_scenario(
        {"paying": a_segment(customers=6000), "free": a_segment(stage="long_term_free", customers=4000, patience="5h")},
        plans={
            "calm": {"teams": {"desk": a_team(9)}},
            "busy": {"teams": {"desk": {"zone": "UTC", "shifts": TWO_SHIFTS, "rate": 30, "speed_cv": 0.2},
                               "second": a_team(1, rate=20)}, "extends": "calm"},
        }, length="4d", warm_up="1d",
    ).model_copy(update=changes)  # fmt: skip


def played(scenario, plan, n=3, seed=7):
    """Return the figures of some replications, as a page gets them."""
    return gathered(play_figures(Piece(scenario, plan, seed, 0, n)), scenario, plan, seed)


def compared(scenario, plan, sliders, n=3, seed=7):
    """Return what a page shows."""
    return beside(played(scenario, plan, n, seed), played(changed(scenario, plan, sliders), WHAT_IF, n, seed), plan)


def alike(one, other):
    """Are two numbers, or two missing ones, the same to the last bit?"""
    return one == other or (not np.isfinite(other) and (one is None or not np.isfinite(one)))


# ---- the numbers ----


def test_figures_without_breakdowns_are_those_of_replicate():
    """Every top and bottom of every figure."""
    scenario = a_world()
    whole, quick = replicate(scenario, ["busy"], Options(3, 7, processes=1)), played(scenario, "busy")

    assert list(whole.samples) == list(quick.samples)
    for cell, found in whole.samples.items():
        assert found.top.tolist() == quick.samples[cell].top.tolist(), cell
        assert found.bottom.tolist() == quick.samples[cell].bottom.tolist(), cell


@pytest.mark.parametrize("name", ["quickstart", "stage-2", "burn-out"])
def test_neutral_sliders_change_nothing(name):
    """On scenarios with every feature each figure of each replication is the same, and each difference nothing."""
    scenario = parse(scenarios.text(name), name)
    plan = next(iter(scenario.plans))
    found = compared(scenario, plan, Sliders(), n=1)

    assert found.differences
    for cell, sample in found.results.samples.items():
        other = found.results.samples[cell._replace(plan=NOW)]
        assert sample.top.tobytes() == other.top.tobytes(), cell
        assert sample.bottom.tobytes() == other.bottom.tobytes(), cell


def drawn_sliders(seed):
    """Return some random slider values; every fourth leaves the world as it is."""
    draw = random.Random(seed)
    people = {"desk": draw.randint(-1, 3), "second": draw.randint(-1, 2)}
    if seed % 4 == 0:
        return Sliders(people, free_priority=draw.choice(FREE_PRIORITIES))
    return Sliders(people, draw.uniform(0.5, 1.6), draw.choice([1, draw.uniform(0.6, 1.5)]),
                   draw.choice(FREE_PRIORITIES))  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_the_command_line_gives_the_very_same_numbers(seed, tmp_path, monkeypatch):
    """For random slider values the exported files, played by the exact commands, give every figure of the page."""
    monkeypatch.chdir(tmp_path)
    sliders = drawn_sliders(seed)
    page = compared(a_world(), "busy", sliders)
    files = exports(a_world(), "busy", sliders, 3, 7)
    said = {"plans": {}, "differences": {}}
    for one in files:
        Path(one.name).write_text(one.text, encoding="utf-8")
        line = one.command.split()[1:]
        ran = CliRunner().invoke(app, [*line, "--processes", "1", "--json"], catch_exceptions=False)
        assert 0 == ran.exit_code, (sliders, ran.output)
        summary = json.loads(ran.stdout)
        said = {part: found | summary[part] for part, found in said.items()}

    assert {NOW, WHAT_IF} == set(said["plans"]), sliders
    assert_same(page, said, files, sliders)


def assert_same(page, said, files, sliders):
    """Assert that what the command line says is what the page has."""
    n_compared = 0
    for cell in page.results.samples:
        found = page.results.estimate(*cell)
        printed = said["plans"][cell.plan][cell.measure][cell.scope]
        for name in ("value", "low", "high"):
            assert alike(printed[name], getattr(found, name)), (sliders, cell, name)
        n_compared += 1
    assert n_compared > 200
    if len(files) == 1:
        for cell, change in page.differences.items():
            printed = said["differences"][WHAT_IF][cell.measure][cell.scope]
            assert (change.words, change.verdict) == (printed["words"], printed["verdict"]), (sliders, cell)


def test_more_arrivals_only_add_customers():
    """Whoever writes at the usual demand writes at 30 % more, at the same instant: they pair the two worlds."""
    scenario = a_world()
    more = changed(scenario, "busy", Sliders(arrivals=1.3))
    few, many = (draw_demand(one, 7, 0).conversations["arrival_at"] for one in (scenario, more))

    assert len(few) < len(many)
    assert set(few.tolist()) <= set(many.tolist())


def test_pairing_two_worlds_narrows_the_interval():
    """Ten per cent more work against the same world: the difference varies less than two runs of their own would."""
    found = compared(a_world(), "busy", Sliders(handle_time=1.1), n=8).difference(WHAT_IF, "occupancy")
    assert found.variance_ratio < 0.5
    assert found.verdict == "clear"


# ---- the scenario ----


def test_a_world_that_stays_has_both_plans_and_one_that_changes_has_one():
    """Without a change of the world `compare` works on the file alone; otherwise now is in a file of its own."""
    scenario = a_world()
    assert (NOW, WHAT_IF) == tuple(changed(scenario, "busy", Sliders({"desk": 1})).plans)
    assert (WHAT_IF,) == tuple(changed(scenario, "busy", Sliders(arrivals=1.1)).plans)
    assert ["what-if.yaml"] == [one.name for one in exports(scenario, "busy", Sliders({"desk": 1}), 9, 2)]
    assert ["now.yaml", "what-if.yaml"] == [one.name for one in exports(scenario, "busy", Sliders(arrivals=2), 9, 2)]
    assert "support-sandbox run now.yaml --replications 9 --seed 2" in exports(
        scenario, "busy", Sliders(arrivals=2), 9, 2
    )[0].text  # fmt: skip


def test_handle_time_stretches_all_work_and_nothing_else():
    """First and later touches, the next tier, updates and fixes, ready answers; not what others take."""
    topic = {
        "handle_time": "10m",
        "later_handle_time": "4m",
        "escalation": {"chance": 0.1, "to": "tier_2", "handle_time": "20m"},
        "engineering": {"chance": 0.1, "time": "2d", "update_every": "1d", "update_time": "2m", "fix_time": "6m"},
    }
    surge = {"at": ["2026-03-03T09:00"], "macro_time": "1m"}
    scenario = a_scenario(
        topics={"question": topic}, world={"surges": {"outage": surge}},
        plans={"as_is": {"teams": {"desk": a_team(skills=["tier_2"])}}},
    )  # fmt: skip
    made = changed(scenario, "as_is", Sliders(handle_time=1.5)).world
    after = made.topics["question"]

    assert [15, 6, 30, 3, 9] == [spread.mean / MINUTE for spread in (
        after.handle_time, after.later_handle_time, after.escalation.handle_time, after.engineering.update_time,
        after.engineering.fix_time,
    )]  # fmt: skip
    assert (1.5, 2) == (made.surges["outage"].macro_time / MINUTE, after.engineering.time.mean / DAY)


def test_the_places_of_customers_who_do_not_pay():
    """In turn: nobody has a head start. A head start goes to all who pay. Last: strict groups, each as it stood."""
    scenario = a_scenario({"vip": a_segment(stage="vip"), "trial": a_segment(stage="trial"), "paying": a_segment(),
                           "free": a_segment(stage="long_term_free")})  # fmt: skip
    routing = Routing.model_validate({"strict": [["vip"], ["trial", "paying"]], "segments": {
        "paying": {"slope": 3}, "free": {"base": "-2h", "reserve": 1, "served": False}}})  # fmt: skip
    turns, ahead, last = (routing_for(scenario, routing, how) for how in ("in_turn", "after_4h", "last"))

    assert ((), (), (("vip",), ("paying",), ("trial",), ("free",))) == (turns.strict, ahead.strict, last.strict)
    assert {"vip": 0, "trial": 0, "paying": 0, "free": 0} == {name: rule.base for name, rule in turns.segments.items()}
    assert {4 * HOUR} == {ahead.segments[name].base for name in ("vip", "paying")}
    assert {1} == {rule.slope for rule in ahead.segments.values()}
    assert (1, False) == (ahead.segments["free"].reserve, ahead.segments["free"].served)
    assert routing.segments == last.segments
    assert routing is routing_for(scenario, routing, "as_is")


def test_a_total_is_spread_by_the_sizes_of_the_teams():
    """Two at the desk and one in the second team: of three more two go to the desk; of one fewer the desk gives it."""
    scenario = a_world()
    assert {"desk": 2, "second": 1} == spread_people(scenario, "busy", 3)
    assert {"desk": -1} == spread_people(scenario, "busy", -1)
    assert {} == spread_people(scenario, "busy", 0)


def test_the_order_matters_only_where_there_are_both():
    """With one kind of customers there is no slider for the other."""
    assert has_both(a_world())
    assert not has_both(a_scenario())


@pytest.mark.parametrize(
    ("plan", "sliders", "message"),
    [
        ("none", Sliders(), "plan: 'none' is not in the scenario, which has calm, busy"),
        ("busy", Sliders({"third": 1}), "people: 'third' is no team of the plan, which has desk, second"),
        ("busy", Sliders(arrivals=0), "arrivals: 0 is no factor; write one above 0, such as 1.1"),
        ("busy", Sliders(handle_time=-1), "handle_time: -1 is no factor; write one above 0, such as 1.1"),
    ],
)
def test_wrong_sliders_are_named(plan, sliders, message):
    """What is wrong, its value, and what would be right."""
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        changed(a_world(), plan, sliders)


def test_what_cannot_be_run_says_why():
    """More conversations than a run can hold: the loader's own sentence says so."""
    with pytest.raises(ScenarioError, match="conversations are expected"):
        changed(a_world(), "busy", Sliders(arrivals=1e6))


# ---- asking a crew ----


@pytest.fixture(scope="module")
def crew():
    """Give two warm workers."""
    made = StandingCrew(2)
    assert made.wait_until_warm(300)
    yield made
    made.close()


def test_a_crew_gives_the_same_figures(crew):
    """In two pieces, in two workers: bit by bit what one process gives."""
    scenario = changed(a_world(), "busy", Sliders({"desk": 1}))
    asked = Asked(crew, scenario, WHAT_IF, 5, 7)
    assert asked.wait(120)
    here, there = played(scenario, WHAT_IF, 5), asked.results()

    assert list(here.samples) == list(there.samples)
    assert all(found.top.tobytes() == there.samples[cell].top.tobytes() for cell, found in here.samples.items())


def test_what_is_cancelled_or_fails_says_so(crew):
    """Cancelled: what to do. Failed: the reason of the worker."""
    asked = Asked(crew, a_world(), "busy", 4, 7)
    asked.cancel()
    with pytest.raises(RunError, match="cancelled; move a slider"):
        asked.results()
    wrong = Asked(crew, a_world(), "none", 1, 7)
    assert wrong.wait(120)
    with pytest.raises(RunError, match="none"):
        wrong.results()


def test_replications_fit_the_budget():
    """Twenty for a small team, fewer for a large one, never more than wanted and never fewer than five (if wanted)."""
    small, large = (parse(scenarios.text(name), name) for name in ("quickstart", "one-million-users"))
    assert [20, 12, 3] == [replications_for(small, wanted) for wanted in (99, 12, 3)]
    assert 5 <= replications_for(large) < 20


# ---- pairs ----


def test_the_first_replications_of_a_longer_run_are_the_pairs():
    """A run of five that is there already serves a what-if of three: the same as three that were run for it."""
    scenario, sliders = a_world(), Sliders({"desk": 1})
    then = played(changed(scenario, "busy", sliders), WHAT_IF)
    long = replicate(scenario, ["calm", "busy"], Options(5, 7, processes=1))

    expected, found = compared(scenario, "busy", sliders), beside(long, then, "busy")
    assert list(expected.differences) == list(found.differences)
    assert all(
        change == found.differences[cell] or change.value != change.value
        for cell, change in expected.differences.items()
    )


def test_what_does_not_belong_together_is_not_paired():
    """Another seed, or too few replications."""
    scenario = a_world()
    then = played(changed(scenario, "busy", Sliders()), WHAT_IF)
    with pytest.raises(ValueError, match="seed: 7 is not that of the other run, 8"):
        beside(played(scenario, "busy", seed=8), then, "busy")
    with pytest.raises(ValueError, match="replications: 2 is too few to pair with 3"):
        beside(played(scenario, "busy", n=2), then, "busy")


def test_now_alone_is_the_plan():
    """Its file has one plan, and its figures are those of the plan in the scenario."""
    alone = played(plan_now(a_world(), "busy"), NOW)
    whole = played(a_world(), "busy")
    assert all(found.top.tobytes() == alone.samples[Cell(NOW, *cell[1:])].top.tobytes()
               for cell, found in whole.samples.items())  # fmt: skip
