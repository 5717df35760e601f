"""Parts of a scenario as rows of a table: cells as people type them, rows that come and go, who comes first."""

from __future__ import annotations

import pytest

import scenarios
from sim.scenario.editing import changes, value_at
from sim.scenario.headcounts import with_shift_rows
from sim.scenario.inheriting import REMOVED, whole
from sim.scenario.kinds import cell_of, how, kind_of, value_of
from sim.scenario.load import parse
from sim.scenario.problems import ScenarioError
from sim.scenario.sheets import (
    NAME,
    RANK,
    WEEK,
    Column,
    RowEdits,
    Sheet,
    cell_at,
    cell_edit,
    listed_rows,
    named_rows,
    order_rows,
    with_listed_rows,
    with_named_rows,
    with_order_rows,
)
from sim.scenario.spans import nodes_of, plain

QUICK = scenarios.text("quickstart")
SEGMENTS = Sheet(
    ("world", "segments"),
    (
        Column("customers", "Customers"),
        Column("growth_per_month", "Growth, %", 100),
        Column("patience", "Give up after"),
        Column("zones", "Where"),
        Column("busyness.day_cv", "Days differ"),
    ),
    {"stage": "paying", "customers": 100, "contact_rate": 0.1, "zones": {"UTC": 1}},
)
SHIFTS = (Column("days", "Days"), Column("start", "From"), Column("agents", "People"), Column("breaks", "Breaks"))


def _data(text):
    return whole(plain(nodes_of(text)))


@pytest.mark.parametrize(
    ("what", "value", "cell"),
    [
        ("weights", {"Europe/London": 0.5, "Asia/Tokyo": 2}, "Europe/London 0.5, Asia/Tokyo 2"),
        ("waits", {"traders": "0", "general": "1m"}, "traders, general 1m"),
        ("names", ["en", "pt_BR"], "en, pt_BR"),
        ("numbers", [1, 3], "1, 3"),
        ("breaks", [{"start": "12:00", "end": "12:30", "paid": False}, {"start": "15:00", "end": "15:15"}],
         "12:00-12:30 unpaid, 15:00-15:15"),
        ("span", "1h30m", "1h30m"),
        ("number", 2.5, 2.5),
        ("yes_no", False, False),
    ],
)  # fmt: skip
def test_values_and_cells(what, value, cell):
    """What is shown is read back as it was."""
    assert cell == cell_of(what, value)
    assert value == value_of(what, cell)


def test_typed_cells():
    """As people type them; what cannot be read stays, to be told at its place; nothing is nothing."""
    assert {"A": 1, "B": 2} == value_of("weights", "A, B: 2")
    assert [{"start": "09:00", "end": "09:15", "paid": False}] == value_of("breaks", "9:00 to 9:15 unpaid")
    assert "at noon" == value_of("breaks", "at noon")
    assert ["x", 2] == value_of("numbers", "x, 2")
    assert 3 == value_of("whole", 3.0)
    assert [REMOVED, REMOVED, REMOVED] == [value_of("text", cell) for cell in (None, "  ", float("nan"))]
    assert "mon-fri" == cell_of("days", ["mon", "tue", "wed", "thu", "fri"])
    assert cell_of("number", "many") is None


def test_what_kinds_settings_are():
    """With their choices, defaults as one would type them, and what they mean."""
    kind = kind_of(("world", "segments", "x", "channel"))
    assert ("choice", ("email", "ticket", "chat", "phone"), "email") == kind[:3]
    away = kind_of(("plans", "p", "routing", "owner_away"))
    assert ("span", "16h") == (away.what, away.default)
    assert "mean" == kind_of(("world", "topics", "x", "handle_time")).what
    assert "How many people" in kind_of(("plans", "p", "teams", "t", "headcount")).says
    assert ("such as 90s" in how("span"), "") == (True, how("number"))


def test_a_cell_of_a_mean_leaves_its_law():
    """And a share in per cent is written as a share."""
    data = _data(QUICK)
    path = ("world", "segments", "free", "patience")
    assert ("3d", (*path, "mean")) == (cell_at(data, path), cell_edit(data, path, "4d").path)
    growth = ("world", "segments", "free", "growth_per_month")
    assert (6.0, 0.07) == (cell_at(data, growth, 100), cell_edit(data, growth, 7, 100).value)


def test_rows_of_segments_change_are_named_come_and_go():
    """All at once, as a table tells it: cells, a name, a new row, a deleted one; a row without a name waits."""
    rows = named_rows(_data(QUICK), SEGMENTS)
    assert {NAME: "paying", "customers": 2400, "growth_per_month": 4.0} == {
        key: rows[0][key] for key in (NAME, "customers", "growth_per_month")
    }
    edits = RowEdits(
        {0: {"customers": 3000.0, NAME: "customers"}, 2: {"patience": "5d"}},
        [{NAME: "guests", "zones": "Asia/Tokyo 1", "busyness.day_cv": 0.1}, {"customers": 5}],
        [1],
    )
    after = parse(with_named_rows(QUICK, SEGMENTS, edits)).world.segments
    assert ["customers", "free", "guests"] == list(after)
    assert (3000, 5 * 86_400_000, {"Asia/Tokyo": 1}) == (
        after["customers"].customers, after["free"].patience.mean, after["guests"].zones,
    )  # fmt: skip
    with pytest.raises(ScenarioError, match="'free' is taken"):
        with_named_rows(QUICK, SEGMENTS, RowEdits({0: {NAME: "free"}}))


def test_rows_as_they_stand_change_no_letter():
    """Every cell written as it is shown, in every shipped scenario."""
    for name in scenarios.names():
        text = scenarios.text(name)
        rows = named_rows(_data(text), SEGMENTS)
        edits = RowEdits({n: {key: cell for key, cell in row.items() if key != NAME} for n, row in enumerate(rows)})
        assert [] == changes(text, with_named_rows(text, SEGMENTS, edits)), name


def test_rows_of_shifts():
    """Of a list, in the plan alone; people on every shift take the place of the headcount."""
    sheet = Sheet(("plans", "two_more", "teams", "new_york", "shifts"), SHIFTS, {"end": "17:00"})
    assert [{"days": "mon-fri", "start": "09:00", "agents": None, "breaks": "12:30-13:00 unpaid"}] == listed_rows(
        _data(QUICK), sheet
    )
    edits = RowEdits({0: {"start": "8:30", "agents": 7}}, [{"days": "sat", "start": "10:00", "agents": 2.0}])
    plans = parse(with_shift_rows(QUICK, sheet, edits)).plans
    assert [(510, 7), (600, 2)] == [(shift.start, shift.agents) for shift in plans["two_more"].teams["new_york"].shifts]
    assert (None, 9) == (plans["two_more"].teams["new_york"].headcount, plans["as_is"].teams["new_york"].headcount)


def test_rows_of_a_rota_have_their_week():
    """A shift goes to another week; a deleted one goes from its own."""
    text = scenarios.text("weekend-cover")
    sheet = Sheet(("plans", "rotation", "teams", "london", "rota"), SHIFTS)
    rows = listed_rows(_data(text), sheet)
    assert [1, 2, 3, 4, 4] == [row[WEEK] for row in rows]
    after = with_listed_rows(text, sheet, RowEdits({4: {WEEK: 3}}, (), [0]))
    assert [0, 1, 2, 1] == [len(week) for week in value_at(after, sheet.path)]


def test_an_empty_list_is_no_list():
    """The last row deleted takes the setting away."""
    sheet = Sheet(("assumptions",), (Column("what", "What"),))
    after = with_listed_rows(QUICK, sheet, RowEdits({}, (), range(6)))
    assert () == parse(after).assumptions


def test_ranks_are_strict_groups():
    """The same number is the same group; other rules stand beside; back to nothing is nothing."""
    rows = order_rows(_data(QUICK), "trials_last")
    assert {"paying": 1, "free": 2, "trial": 3} == {row[NAME]: row[RANK] for row in rows}
    text = with_order_rows(QUICK, "as_is", RowEdits({0: {RANK: 1.0, "base": "30m"}, 1: {RANK: 1.0}, 2: {RANK: 4.0}}))
    routing = parse(text).plans["as_is"].routing
    assert ((("paying", "trial"), ("free",)), 1_800_000) == (routing.strict, routing.segments["paying"].base)
    back = with_order_rows(text, "as_is", RowEdits({n: {RANK: None, "base": None} for n in range(3)}))
    assert parse(QUICK).plans["as_is"].routing == parse(back).plans["as_is"].routing
