"""Lists of numbers as tables: shown as they stand, changed cell by cell, and the rest of the text stays."""

from __future__ import annotations

import pytest

import scenarios
from sim.scenario.editing import Edit, edited, value_at
from sim.scenario.grids import (
    FATIGUE,
    LABEL,
    grid_rows,
    grids_of,
    hours_of,
    week_of,
    weekdays_of,
    with_grid,
    with_own_profile,
)
from sim.scenario.inheriting import whole
from sim.scenario.load import parse
from sim.scenario.profiles import profile_weights
from sim.scenario.sheets import RowEdits
from sim.scenario.spans import nodes_of, plain

QUICK = scenarios.text("quickstart")
OWN = with_own_profile(QUICK, "trial", "trial_hours")


def _data(text):
    return whole(plain(nodes_of(text)))


def test_an_own_profile_begins_as_the_one_that_it_was():
    """Only that segment has it; nothing else in the text changes, and the weights are the same."""
    before, after = parse(QUICK).world, parse(OWN).world
    assert ["office_hours", "trial_hours", "office_hours"] == [one.profile for one in after.segments.values()]
    assert profile_weights(before, "office_hours") == profile_weights(after, "trial_hours")
    assert (
        parse(edited(OWN, [Edit(("world", "segments", "trial", "profile"), "office_hours")])).plans
        == parse(QUICK).plans
    )


def test_hours_and_weekdays_are_rows_and_a_cell_changes_one_number():
    """09:00 and Sunday; an emptied cell is 0."""
    assert (hours_of("trial_hours"), weekdays_of("trial_hours")) == grids_of(_data(OWN), "trial_hours")
    hours = grid_rows(_data(OWN), hours_of("trial_hours"))
    assert {LABEL: "09:00", "weight": 10} == hours[9]
    text = with_grid(OWN, hours_of("trial_hours"), RowEdits({9: {"weight": 12.5}, 0: {"weight": None}}))
    text = with_grid(text, weekdays_of("trial_hours"), RowEdits({6: {"weight": 0.0}}))
    found = parse(text).world.profiles["trial_hours"]
    assert (0, 1, 12.5) == (found.hours[0], found.hours[1], found.hours[9])
    assert (1.12, 0.25, 0) == (found.weekdays[0], found.weekdays[5], found.weekdays[6])


def test_a_whole_week_has_a_column_for_each_day():
    """As a file of contacts gives it: Tuesday at two in the morning is the 27th hour."""
    text = edited(OWN, [Edit(("world", "profiles", "trial_hours"), {"hour_of_week": list(range(168))})])
    assert (week_of("trial_hours"),) == grids_of(_data(text), "trial_hours")
    row = grid_rows(_data(text), week_of("trial_hours"))[2]
    assert [2, 26, 50, 74, 98, 122, 146] == [row[day] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")]
    changed = with_grid(text, week_of("trial_hours"), RowEdits({2: {"tue": 7}}))
    assert [25, 7, 27] == list(parse(changed).world.profiles["trial_hours"].hour_of_week[25:28])


def test_fatigue_is_in_per_cent_for_each_hour_of_a_shift():
    """What is not there yet is not longer; what is no number is an empty cell, to be put right."""
    assert [0.0] * 24 == [row["longer"] for row in grid_rows(_data(QUICK), FATIGUE)]
    text = with_grid(QUICK, FATIGUE, RowEdits({5: {"longer": 8}, 6: {"longer": 12.5}}))
    assert (0, 0.08, 0.125, 0) == parse(text).world.fatigue[4:8]
    odd = edited(text, [Edit(("world", "fatigue"), ["much", *[0] * 23])])
    assert grid_rows(_data(odd), FATIGUE)[0]["longer"] is None
    assert 0 == value_at(with_grid(odd, FATIGUE, RowEdits({0: {"longer": None}})), ("world", "fatigue"))[0]


@pytest.mark.parametrize("name", ["office_hours", "evenings", "round_the_clock"])
def test_any_built_in_profile_can_be_copied(name):
    """From the profile that the segment has now."""
    text = edited(QUICK, [Edit(("world", "segments", "free", "profile"), name)])
    world = parse(with_own_profile(text, "free", "free_hours")).world
    assert profile_weights(world, name) == profile_weights(world, "free_hours")
