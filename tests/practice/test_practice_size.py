"""A scenario that is too large for a shift is refused by what is to be expected of it, before anything is drawn."""

from __future__ import annotations

import pytest

import scenarios
from sim.durations import DAY
from sim.scenario.load import parse
from trainee_exercises.practice import day, size
from trainee_exercises.practice.day import PracticeError, Scene, up_to
from trainee_exercises.practice.size import MOST_CONVERSATIONS, require_small
from trainee_exercises.practice.wish import Wish, settled

OWN = """
title: Ours
start: 2026-03-02
length: 2d
world:
  segments:
    paying: {{stage: paying, customers: {customers}, contact_rate: 0.5, zones: {{UTC: 1}}, profile: {profile}}}
  topics: {{question: {{handle_time: 10m, touches: {{mean: {touches}}}{returns}}}}}
{more}
plans:
  ours:
    teams: {{desk: {{zone: UTC, headcount: {heads}, shifts: [{{days: mon-tue, start: "09:00", end: "17:00"}}]}}}}
"""
USUAL = {
    "customers": 500, "profile": "round_the_clock", "touches": 1, "returns": "", "more": "", "heads": 2,
}  # fmt: skip
PEAK = f"  profiles: {{peak: {{hour_of_week: [{', '.join(['0'] * 9 + ['1'] + ['0'] * 158)}]}}}}"


def own(**changes):
    """Return the text of a scenario of one's own."""
    return OWN.format(**USUAL | changes)


def surge(at="2026-03-02T09:10", factor=1000, **more):
    """Return a surge of ten minutes."""
    words = "".join(f", {name}: {value}" for name, value in more.items())
    return f'  surges: {{down: {{at: ["{at}"], shape: [{{time: 10m, factor: {factor}}}]{words}}}}}'


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"customers": 300_000}, "conversations"),
        ({"customers": 40_000_000}, "conversations"),
        ({"customers": 900, "profile": "peak", "more": f"{PEAK}\n{surge()}"}, "conversations"),
        ({"more": "  open_at_start: [{segment: paying, count: 1000000, age: 1h}]"}, "conversations"),
        ({"customers": 20_000, "touches": 50}, "touches"),
        ({"customers": 40_000, "touches": 3, "returns": ", reopen: {chance: 0.9}"}, "touches"),
        ({"heads": 90_000}, "stretches of work"),
        ({"more": "  surges: {down: {per_week: 1000, shape: [" + "{time: 1m, factor: 2}, " * 900 + "]}}"}, "steps of"),
    ],
)
def test_what_is_too_large_is_refused_before_it_is_drawn(changes, what, monkeypatch):
    """Each by what there is too much of, with the limit, and what would be right."""
    monkeypatch.setattr(day, "draw", lambda *_: pytest.fail("it was drawn"))
    with pytest.raises(PracticeError, match=rf"about [\d,]+ {what}.*more than [\d,]+ that a shift can have; choose an"):
        settled(Wish(1, 1, scenario=own(**changes), day=0))


def test_what_comes_after_the_day_does_not_count():
    """A surge of the second day is no matter of the first."""
    text = own(customers=40_000, more=surge(at="2026-03-03T09:10"))
    assert "ours" == settled(Wish(1, 1, scenario=text, day=0)).plan
    with pytest.raises(PracticeError, match="conversations up to that day"):
        settled(Wish(1, 1, scenario=text, day=1))


@pytest.mark.parametrize("changes", [{"customers": 60_000}, {"customers": 900, "profile": "peak", "more": PEAK}])
def test_what_is_expected_is_what_is_drawn(changes):
    """Within what chance allows, with surges that meet the busiest hour."""
    changes = changes | {"more": "\n".join([changes.get("more", ""), surge(factor=30)])}
    scenario, scene = parse(own(**changes), "own"), Scene("ours", 1, 1, 0)
    expected = sum(one.come for one in size.expected_contacts(up_to(scenario, scene), 1).values())
    drawn = day._drawn(up_to(scenario, scene), scene).inputs.n_first
    assert abs(drawn - expected) < 5 * expected**0.5


def test_the_last_days_of_nearly_all_shipped_scenarios_can_be_had():
    """The others up to a day: a shift plays all that was before it."""
    refused = {}
    for name in scenarios.names():
        scenario = parse(scenarios.text(name), name)
        plan = next(iter(scenario.plans))
        for last in (scenario.length // DAY - 1, scenario.length // DAY // 2):
            try:
                require_small(scenario, Scene(plan, 1, last, 0))
            except PracticeError as error:
                refused.setdefault(name, []).append(str(error))
    assert {"bank-1999", "burn-out", "one-million-users", "overload-year"} == refused.keys()
    assert all(len(one) == 1 and f"more than {MOST_CONVERSATIONS:,}" in one[0] for one in refused.values())
