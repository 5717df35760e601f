"""The debrief tells the same time as the desk: in threads, findings, tables and on the timeline's axis and hover."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from planning_pages import fine, plain

from dashboard.practising.times import _ticks, by_the_desk, instant, time_of
from sim.durations import HOUR, MINUTE
from trainee_exercises.practice import charts
from trainee_exercises.practice.bots import IGNORES_VIP


def begun_at(time):
    """Return of a debrief what tells the time: when the shift began, in ms after midnight."""
    return SimpleNamespace(setting=SimpleNamespace(begins=time))


@pytest.mark.parametrize(
    ("begins", "at", "says"),
    [
        (9 * HOUR, 0, "09:00"),
        (9 * HOUR, 3 * MINUTE + 59_999, "09:03"),
        (9 * HOUR, -1, "08:59"),
        (23 * HOUR, 61 * MINUTE, "00:01"),
        (HOUR, -2 * HOUR, "yesterday 23:00"),
        (HOUR, -26 * HOUR, "2 days ago 23:00"),
    ],
)
def test_an_instant_reads_as_on_the_desk(begins, at, says):
    """Hours and minutes of the shift's day; what was written on an earlier day says so."""
    assert says == time_of(begun_at(begins), at)


@pytest.mark.parametrize(
    ("begins", "length", "ticks"),
    [(540, 15, [0, 2, 4, 6, 8, 10, 12, 14]), (543, 30, [2, 7, 12, 17, 22, 27]), (540, 480, list(range(0, 481, 60)))],
)
def test_the_axis_has_few_ticks_at_round_times(begins, length, ticks):
    """Minutes since the start at which the clock stands at a multiple of the step."""
    assert ticks == _ticks(begins, length)


def test_threads_tables_and_the_timeline_tell_the_desks_time(desk):
    """The hover has the minutes from the start as well; the chart that was handed in stays as it was."""
    shift = desk.worked(desk.ana, IGNORES_VIP, level=3)
    back = desk.looked(shift)
    case = next(one for one in back.debrief.courses if one.mine)
    test = desk.page("debrief", shift=shift)
    test.session_state["debrief-part"], test.session_state["debrief-case"] = "Conversations", case.id
    words = plain("\n".join(one.proto.body for one in fine(test.run()).get("html")))
    assert f"{instant(back, case.entries[0].id)} {case.name}" in words
    test.session_state["debrief-part"] = "Timeline"
    (one,) = [json.loads(each.proto.spec) for each in fine(test.run()).get("plotly_chart")]
    axis = one["layout"]["xaxis"]
    assert "time on the desk" == axis["title"]["text"]
    assert [time_of(back, minute * MINUTE) for minute in axis["tickvals"]] == axis["ticktext"]
    told = [each for trace in one["data"] for each in trace["customdata"]]
    assert all(" from the start)" in each for each in told)


def test_the_chart_that_is_handed_in_stays_as_it_was(desk):
    """It may be drawn again."""
    back = desk.looked(desk.worked(desk.ana, IGNORES_VIP, level=3))
    drawn = charts.timeline(charts.timeline_table(back.debrief.courses, back.setting.now), back.setting.now)
    before = drawn.figure.to_json()
    assert by_the_desk(drawn, back).figure.to_json() != before
    assert before == drawn.figure.to_json()
