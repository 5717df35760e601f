"""Texts of scenarios, changed at places: what nobody touched stays to the letter, and what is wrong is told there."""

from __future__ import annotations

import datetime as dt
import random
from functools import cache

import pytest

import scenarios
from sim.scenario.editing import (
    MISSING,
    REMOVED,
    Draft,
    Edit,
    changes,
    edited,
    problems_at,
    problems_of,
    said_in,
    value_at,
    written_at,
)
from sim.scenario.headcounts import settled
from sim.scenario.load import parse
from sim.scenario.named import copied, free_name, removed, renamed
from sim.scenario.problems import ScenarioError
from sim.scenario.spans import nodes_of, plain

QUICK = scenarios.text("quickstart")
NEW_YORK = ("plans", "as_is", "teams", "new_york")
SAMPLE = 6
"""Places of each shipped scenario that are tried; all of them take minutes."""


def _differing(before, after):
    """Return the lines that are only in one of two texts."""
    one, other = before.splitlines(), after.splitlines()
    return [line for line in one if line not in other], [line for line in other if line not in one]


def _leaves(data, path=()):
    if isinstance(data, dict):
        for key, child in data.items():
            yield from _leaves(child, (*path, key))
    elif isinstance(data, list):
        for key, child in enumerate(data):
            yield from _leaves(child, (*path, key))
    else:
        yield path, data


@cache
def _data(name):
    return plain(nodes_of(scenarios.text(name)))


# ---- every shipped scenario ----


@pytest.mark.parametrize("name", scenarios.names()[::3])
def test_any_single_value_can_be_changed_and_changed_back(name):
    """Written as it stands it changes no letter; changed, only its line differs; changed back the text is as before."""
    text, chance = scenarios.text(name), random.Random(name)
    leaves = [(path, value) for path, value in _leaves(_data(name)) if not isinstance(value, str) or len(value) < 40]
    for path, value in chance.sample(leaves, SAMPLE):
        assert text == edited(text, [Edit(path, value)]), path
        other = f"x{value}" if isinstance(value, str) else (not value if isinstance(value, bool) else (value or 0) + 1)
        after = edited(text, [Edit(path, other)])
        assert other == written_at(after, path) or pytest.approx(other) == written_at(after, path), path
        gone, come = _differing(text, after)
        assert len(gone) <= 1, path
        assert len(come) <= 1, path
        back = edited(after, [Edit(path, value)])
        assert _data(name) == plain(nodes_of(back)), path


FIELDS = (
    (("title",), "Another title: with a colon"),
    (("length",), "5w"),
    (("zone",), "Asia/Tokyo"),
    (("currency",), "EUR"),
    (("business_hours", "days"), "all"),
    (("service_level", "within"), "2h"),
    (("world", "segments", "*", "customers"), 77),
    (("world", "segments", "*", "contact_rate"), 0.25),
    (("world", "segments", "*", "growth_per_month"), 0.013),
    (("world", "segments", "*", "zones"), {"Europe/Berlin": 2, "Asia/Tokyo": 1}),
    (("world", "segments", "*", "busyness", "day_cv"), 0.2),
    (("world", "segments", "*", "patience"), {"mean": "3d", "law": "lognormal"}),
    (("world", "topics", "*", "handle_time", "mean"), "11m"),
    (("world", "topics", "*", "share"), 2.5),
    (("world", "surges", "new", "per_week"), 0.5),
    (("plans", "*", "about"), "One sentence, with a comma."),
    (("plans", "*", "teams", "*", "rate"), 41.5),
    (("plans", "*", "teams", "*", "speed"), 1.5),
    (("plans", "*", "teams", "*", "vacation"), {"days_per_year": 25}),
    (("plans", "*", "teams", "*", "people"), {"sickness": {"per_day": 0.04}}),
    (("plans", "*", "routing", "prefer"), "listed"),
    (("plans", "*", "routing", "queue_limit"), 100),
    (("plans", "*", "support", "new", "promise"), "8h"),
    (("plans", "*", "incidents", "status_page"), False),
)


def _places(data, pattern, plan):
    """Return the path that *pattern* stands for: its stars are the first of each sort, its new ones a segment."""
    path = []
    for key in pattern:
        if key == "*" and path == ["plans"]:
            path.append(plan)
        elif key == "*":
            here = data
            for part in path:
                here = here[part]
            path.append(next(iter(here)))
        elif key == "new" and path[-1] == "support":
            path.append(next(iter(data["world"]["segments"])))
        else:
            path.append(key)
    return tuple(path)


@pytest.mark.parametrize("name", scenarios.names()[::3])
def test_every_setting_of_the_editor_can_be_written_and_read_again(name):
    """In the last plan, which often extends others: the scenario parses, and the others stay as they were."""
    text = scenarios.text(name)
    draft, plan = Draft(text), list(_data(name)["plans"])[-1]
    whole = draft.value(("plans",))
    for pattern, value in FIELDS:
        path = _places({"world": _data(name)["world"], "plans": whole}, pattern, plan)
        draft.edit(Edit(path, value))
    after = draft.text
    parsed = parse(after)
    others = [one for one in parsed.plans if one != plan]
    before = parse(text)
    assert [before.plans[one].teams for one in others] == [parsed.plans[one].teams for one in others]
    assert [before.plans[one].routing for one in others] == [parsed.plans[one].routing for one in others]
    assert ("One sentence, with a comma.", 100) == (parsed.plans[plan].about, parsed.plans[plan].routing.queue_limit)
    comments = [line for line in text.splitlines() if line.startswith("#")]
    assert comments == [line for line in after.splitlines() if line.startswith("#")]


@pytest.mark.parametrize("name", scenarios.names())
def test_no_edit_changes_no_letter(name):
    """Nothing to do is nothing done, also for a whole part written as it stands."""
    text = scenarios.text(name)
    assert text == edited(text, [])
    assert text == edited(text, [Edit(("world",), _data(name)["world"])])
    assert [] == changes(text, text)


# ---- one text ----


def test_only_the_line_of_a_value_changes():
    """Comments, order, quotes and line breaks of all others stay."""
    after = edited(QUICK, [Edit((*NEW_YORK, "headcount"), 10)])
    assert (["        headcount: 9"], ["        headcount: 10"]) == _differing(QUICK, after)


def test_values_are_written_as_the_house_writes_them():
    """Clocks with two digits and quotes, spans and weekdays bare, sentences bare where they can be, sets in braces."""
    after = edited(
        QUICK,
        [
            Edit((*NEW_YORK, "shifts"), [{"days": "mon-thu", "start": "8:00", "end": dt.time(16, 30)}]),
            Edit(("world", "segments", "free", "patience"), "4m30s"),
            Edit(("start",), dt.date(2026, 4, 6)),
            Edit(("plans", "two_more", "about"), "Two more, in the same office."),
        ],
    )
    lines = after.splitlines()
    assert '          - {days: mon-thu, start: "08:00", end: "16:30"}' in lines
    assert "      patience: 4m30s" in lines
    assert "start: 2026-04-06" in lines
    assert "    about: Two more, in the same office." in lines


def test_a_plan_that_extends_another_says_only_what_differs():
    """The whole team as it is inherited, with one other value: one setting is written, in that plan alone."""
    team = value_at(QUICK, ("plans", "trials_last", "teams", "new_york"))
    after = edited(QUICK, [Edit(("plans", "trials_last", "teams", "new_york"), {**team, "rate": 35})])
    assert {"new_york": {"rate": 35}} == written_at(after, ("plans", "trials_last", "teams"))
    assert 32 == value_at(after, (*NEW_YORK, "rate"))


def test_one_entry_of_an_inherited_list_takes_the_list_along():
    """Lists are replaced, not merged; so the plan gets a list of its own with that entry changed."""
    after = edited(QUICK, [Edit(("plans", "two_more", "teams", "new_york", "shifts", 0, "start"), "8:00")])
    assert ("08:00", "09:00") == (
        value_at(after, ("plans", "two_more", "teams", "new_york", "shifts", 0, "start")),
        value_at(after, (*NEW_YORK, "shifts", 0, "start")),
    )
    assert parse(QUICK).plans["staggered"] == parse(after).plans["staggered"]


def test_what_is_inherited_is_taken_away_by_null_and_can_come_back():
    """A removed setting does not come back through the plan that is extended."""
    path = ("plans", "two_more", "teams", "new_york", "holidays")
    after = edited(QUICK, [Edit(path, REMOVED)])
    assert (MISSING, None) == (value_at(after, path), written_at(after, path))
    assert "IE" == value_at(edited(after, [Edit(path, "IE")]), path)


def test_a_mean_alone_gives_way_to_a_law():
    """10m becomes {mean: 10m, cv: 1} when a setting beside it is wanted."""
    text = QUICK.replace("{mean: 9m, cv: 1.2}", "9m")
    after = edited(text, [Edit(("world", "topics", "how_to", "handle_time", "cv"), 1)])
    assert {"mean": "9m", "cv": 1} == value_at(after, ("world", "topics", "how_to", "handle_time"))


def test_lists_change_entry_by_entry():
    """What is alike at the start and the end stays as it is written; entries come, change and go between."""
    path = ("assumptions",)
    whole = value_at(QUICK, path)
    new = {"what": "New", "grade": "D"}
    for wanted in ([new, *whole], [*whole[:2], new, *whole[3:]], whole[1:], whole[:-2], [*whole, new, new]):
        after = edited(QUICK, [Edit(path, wanted)])
        assert wanted == value_at(after, path)
        kept = [line for line in QUICK.splitlines() if line in after.splitlines()]
        assert len(QUICK.splitlines()) - 3 <= len(kept)


def test_comments_beside_what_changes_stay():
    """Behind the value, behind the key, above and below."""
    text = "a: 1  # one\n# above\nb:  # of b\n  c: [1, 2]  # of c\n  # below\nd: x\n"
    after = edited(text, [Edit(("a",), 2), Edit(("b", "c"), {"e": 1}), Edit(("d",), REMOVED), Edit(("b", "f"), 3)])
    assert "a: 2  # one\n# above\nb:  # of b\n  c: {e: 1}  # of c\n  f: 3\n  # below\n" == after


def test_line_ends_of_windows_stay():
    """A text of one kind does not become a mixture."""
    text = QUICK.replace("\n", "\r\n")
    after = edited(text, [Edit(("plans", "new"), {"extends": "as_is", "about": "x " * 80})])
    assert after.count("\n") == after.count("\r\n")
    assert "new" in parse(after).plans


def test_what_cannot_be_written_is_refused_with_its_place():
    """A control character would reach terminals; a text that is no YAML can't be edited part by part."""
    with pytest.raises(ScenarioError, match="title: cannot be written there"):
        edited(QUICK, [Edit(("title",), "bell \x07")])
    with pytest.raises(ScenarioError, match="not YAML"):
        edited("a: [1\nb: 2", [Edit(("a",), 1)])
    with pytest.raises(ScenarioError, match="name a part"):
        edited(QUICK, [Edit((), {})])


def test_problems_can_be_looked_up_by_place():
    """All of a part, none of its neighbours."""
    text = edited(QUICK, [Edit((*NEW_YORK, "shifts", 0, "start"), "late"), Edit(("currency",), "Euro")])
    found = problems_of(text)
    assert ["currency", "plans.as_is.teams.new_york.shifts[0].start"] == sorted(one.path for one in found)
    assert ["plans.as_is.teams.new_york.shifts[0].start"] == [one.path for one in problems_at(found, NEW_YORK)]
    assert [] == problems_at(found, ("plans", "as_is", "teams", "new"))
    assert [] == problems_of(QUICK)


def test_where_a_value_is_said():
    """By the plan itself, by the one it extends, or by nobody."""
    rest = ("teams", "new_york")
    assert "two_more" == said_in(QUICK, "two_more", (*rest, "headcount"))
    assert "as_is" == said_in(QUICK, "two_more", (*rest, "rate"))
    assert said_in(QUICK, "two_more", (*rest, "role")) is None


# ---- what differs ----


def test_changes_in_words():
    """A changed, a new and a removed setting, each with its place."""
    after = edited(
        QUICK,
        [
            Edit(("plans", "two_more", "teams", "new_york", "headcount"), 12),
            Edit(("world", "segments", "free", "holiday_factor"), REMOVED),
            Edit(("currency",), "EUR"),
        ],
    )
    assert [
        "currency: added EUR",
        "world.segments.free.holiday_factor: removed (was 0.6)",
        "plans.two_more.teams.new_york.headcount: 11 -> 12",
    ] == [str(one) for one in changes(QUICK, after)]


def test_order_and_spelling_are_no_change():
    """Settings in another order, a span in other units, days as a list, comments."""
    one = "a: {b: 1, c: 2}\nd: 90m  # x\ne: mon-fri\nf: [{days: mon, time: 1h}]\n"
    other = "e: [mon, tue, wed, thu, fri]\nd: 1h30m\na: {c: 2.0, b: 1}\nf: [{time: 60m, days: [mon]}]\n"
    assert [] == changes(one, other)
    assert ["d: 1h30m -> 2h"] == [str(change) for change in changes(other, other.replace("1h30m", "2h"))]


def test_entries_of_lists_are_compared_one_by_one():
    """One more shift is one change; a changed break is told with its place."""
    shifts = value_at(QUICK, (*NEW_YORK, "shifts"))
    more = edited(QUICK, [Edit((*NEW_YORK, "shifts"), [*shifts, {"days": "sat", "start": "9:00", "end": "12:00"}])])
    assert [(*NEW_YORK, "shifts", 1)] == [one.path for one in changes(QUICK, more)]
    paid = edited(QUICK, [Edit((*NEW_YORK, "shifts", 0, "breaks", 0, "paid"), value=True)])
    assert ["plans.as_is.teams.new_york.shifts[0].breaks[0].paid: false -> true"] == [
        str(one) for one in changes(QUICK, paid)
    ]


# ---- parts that have names ----


def test_a_renamed_segment_is_renamed_wherever_it_is_named_and_keeps_its_customers():
    """In strict groups, in routing, support, surges and what is open at the start."""
    text = scenarios.text("quickstart").replace(
        "plans:\n",
        "  surges: {big: {per_week: 1, segments: [free, trial]}}\n"
        "  open_at_start: [{segment: free, count: 3, age: 1d}]\nplans:\n",
        1,
    )
    text = edited(text, [Edit(("plans", "two_more", "support", "free"), {"promise": "1d"})])
    after = parse(renamed(text, ("world", "segments", "free"), "visitors"))
    assert "free" == after.world.segments["visitors"].draws_as
    assert (("paying", "trial"), ("visitors",)) == after.plans["paid_and_trials_first"].routing.strict
    assert ("visitors", "trial") == after.world.surges["big"].segments
    assert "visitors" == after.world.open_at_start[0].segment
    assert ["visitors"] == list(after.plans["two_more"].support)


def test_a_removed_segment_is_named_nowhere():
    """What only named it goes with it."""
    text = QUICK.replace("plans:\n", "  open_at_start: [{segment: free, count: 3, age: 1d}]\nplans:\n", 1)
    after = parse(removed(text, ("world", "segments", "free")))
    assert ["paying", "trial"] == list(after.world.segments)
    assert (("paying", "trial"),) == after.plans["paid_and_trials_first"].routing.strict
    assert () == after.world.open_at_start


def test_topics_are_renamed_and_removed_with_their_shares():
    """Segments that write about them follow."""
    assert {"how_to": 8, "fault": 2} == parse(renamed(QUICK, ("world", "topics", "bug"), "fault")).world.segments[
        "free"
    ].topics
    assert {"how_to": 8} == parse(removed(QUICK, ("world", "topics", "bug"))).world.segments["free"].topics


def test_a_renamed_team_is_renamed_in_all_plans_that_share_it():
    """And draws as before, so that its people stay the same."""
    after = parse(renamed(QUICK, ("plans", "staggered", "teams", "new_york"), "office"))
    assert {"office"} == {name for plan in after.plans.values() for name in plan.teams}
    assert {"new_york"} == {plan.teams["office"].draws_as for plan in after.plans.values()}


def test_a_team_goes_from_a_plan_and_from_those_that_extend_it():
    """Where it is inherited it is taken away; a plan that extends nothing of it keeps its own."""
    stage = scenarios.text("stage-4")
    after = plain(nodes_of(removed(stage, ("plans", "follow_the_sun", "teams", "new_york"))))
    assert after["plans"]["follow_the_sun"]["teams"]["new_york"] is None
    assert "new_york" in after["plans"]["one_office"]["teams"]
    text = removed(stage, ("plans", "one_office", "teams", "new_york"))
    assert {"experts_new_york"} == set(value_at(text, ("plans", "staggered", "teams")))


def test_plans_that_extend_a_removed_plan_keep_what_they_have():
    """What they inherited stands in them now."""
    before = parse(QUICK).plans
    after = parse(removed(QUICK, ("plans", "as_is"))).plans
    assert [name for name in before if name != "as_is"] == list(after)
    for name, plan in after.items():
        assert (before[name].teams, before[name].routing) == (plan.teams, plan.routing)


def test_plans_are_renamed_with_those_that_extend_them():
    """`extends` follows."""
    after = parse(renamed(QUICK, ("plans", "as_is"), "today")).plans
    assert {"today"} == {plan.extends for plan in after.values() if plan.extends}


def test_a_copy_of_a_plan_extends_it_and_one_of_a_team_is_whole():
    """Under a name that is free."""
    text = copied(QUICK, ("plans", "two_more"), "three_more")
    assert "two_more" == parse(text).plans["three_more"].extends
    assert "two_more_2" == free_name(QUICK, ("plans",), "two_more")
    twice = parse(copied(QUICK, ("plans", "two_more", "teams", "new_york"), "boston")).plans["two_more"].teams
    assert twice["new_york"] == twice["boston"]


@pytest.mark.parametrize(("name", "message"), [("two words", "is no name"), ("as_is", "is taken")])
def test_names_that_cannot_be_are_refused(name, message):
    """With the place and what would be right."""
    with pytest.raises(ScenarioError, match=f"plans.two_more: '{name}' {message}"):
        renamed(QUICK, ("plans", "two_more"), name)


def test_a_headcount_does_not_contradict_the_shifts_that_say_it():
    """More people in the first plan: the plan whose shifts say their people keeps them."""
    after = settled(edited(QUICK, [Edit((*NEW_YORK, "headcount"), 12)]))
    plans = parse(after).plans
    assert (12, None) == tuple(plans[name].teams["new_york"].headcount for name in ("as_is", "staggered"))
    assert QUICK == settled(QUICK)
