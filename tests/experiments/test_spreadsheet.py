"""The spreadsheet beside the simulation: Erlang's columns are those of theory, and it is said where they err."""

from __future__ import annotations

import math

import numpy as np
import pytest
from builders import a_scenario, a_segment, a_team
from spreadsheet_week import a_table

from sim.closed_forms import ErlangA, ErlangC
from sim.durations import MINUTE
from sim.experiments.replicate import Options, replicate
from sim.experiments.spreadsheet import COLUMNS, Hour, answer, mean_work, spreadsheet, week
from sim.reports.spreadsheet_words import where_it_errs, without_answer

OFFICE = [{"days": "mon-fri", "start": "09:00", "end": "17:00"}]


# ---- the formulas ----


def test_a_published_example_of_erlang_c():
    """100 calls in half an hour, 3 minutes each, 14 people: 88.8 % within 20 s, wait 7.8 s (callcentrehelper.com)."""
    found = answer(Hour(200, 3 / 60, 14, 0), 20 / 3600)
    assert (7.8, 88.8) == (round(60 * found.erlang_c_wait, 1), round(100 * found.erlang_c_in_time, 1))


def test_one_server_is_the_textbook_queue():
    """M/M/1 at 80 %: the mean wait is 0.8 / (1 - 0.8) handle times, here 10 minutes each."""
    assert pytest.approx(40) == answer(Hour(4.8, 1 / 6, 1, 0), 1).erlang_c_wait


def test_erlang_a_is_the_closed_form_and_stays_finite_where_erlang_c_has_no_answer():
    """Half as much again as four people can do, patience 30 minutes."""
    found = answer(Hour(36, 1 / 6, 4, 2), 1)
    assert math.isnan(found.erlang_c_wait)
    assert pytest.approx(60 * ErlangA(36, 6, 2, 4).mean_wait) == found.erlang_a_wait


@pytest.mark.parametrize(
    "hour", [Hour(0, 1 / 6, 4, 0), Hour(6, 1 / 6, 0, 2), Hour(6, math.nan, 4, 0), Hour(24, 1 / 6, 4, 0)]
)
def test_hours_without_an_answer(hour):
    """Nobody comes, nobody is there, nothing is known of the work, exactly as much comes as can be done."""
    assert [True, True] == [math.isnan(each) for each in answer(hour, 1)[:2]]


def test_endless_patience_is_left_out_of_erlang_a():
    """Patience of months at a busy desk would need millions of states: no answer rather than a late one."""
    assert math.isnan(answer(Hour(500, 0.01, 6, 1e-3), 1).erlang_a_wait)


# ---- the table ----


@pytest.fixture(scope="module")
def steady():
    """Return eight weeks round the clock: 12 an hour, exponential work of 10 minutes, three people, no feature on."""
    segment = a_segment(customers=12_000)
    scenario = a_scenario({"paying": segment}, plans={"as_is": {"teams": {"desk": a_team(3)}}}, length="8w")
    return replicate(scenario, options=Options(6, 1, processes=1))


def test_the_columns_are_those_of_the_closed_form(steady):
    """Hour by hour Erlang C of what came in that hour, with three people and 10 minutes, within the promised hour."""
    table = spreadsheet(steady, "as_is")

    assert list(COLUMNS) == list(table.columns)
    assert list(range(168)) == table["slot"].tolist()
    assert pytest.approx(np.full(168, 10.0)) == table["handle_time"]
    assert pytest.approx(np.full(168, 3.0)) == table["agents"]
    for row in table.itertuples():
        theory = ErlangC(row.arrivals, 6, 3)
        assert pytest.approx((60 * theory.mean_wait, theory.served_within(1))) == (
            row.erlang_c_wait, row.erlang_c_in_time
        )  # fmt: skip


@pytest.mark.many_conversations
def test_where_nothing_is_special_they_agree(steady):
    """In a steady week the simulation has Erlang's mean wait, within a band of 99.9 % (3.3 of its standard errors)."""
    found = steady.estimate("as_is", "wait_mean")
    theory = 60 * ErlangC(12, 6, 3).mean_wait
    assert abs(found.value - theory) < found.half / 2.57 * 6.87, (found, theory)  # t with 5 degrees of freedom
    assert pytest.approx(1) == week(spreadsheet(steady, "as_is")).share_there


def test_the_mix_of_an_hour_sets_its_handle_time():
    """Who pays writes by day about 10 minutes of work, who does not by night about 30; a quick team halves both."""
    segments = {
        "paying": a_segment(profile="day", topics={"short": 1}, customers=3000),
        "free": a_segment(stage="long_term_free", profile="night", topics={"long": 1}, patience="2h", customers=3000),
    }
    day, night = [[int((n >= 12) == is_late) for n in range(24)] for is_late in (False, True)]
    scenario = a_scenario(
        segments, {"short": {"handle_time": "10m"}, "long": {"handle_time": "30m"}},
        {"as_is": {"teams": {"desk": a_team(2, speed=2)}}},
        {"profiles": {"day": {"hours": day}, "night": {"hours": night}}},
    )  # fmt: skip
    table = spreadsheet(replicate(scenario, options=Options(2, 1, processes=1)), "as_is")

    assert pytest.approx([5.0, 15.0]) == table["handle_time"][[3, 20]].tolist()
    assert [True, False] == table["erlang_a_wait"][[3, 20]].isna().tolist()


def test_work_is_that_of_all_touches():
    """A conversation of three touches of ten minutes is thirty minutes of work, a form saves a fifth."""
    scenario = a_scenario(
        topics={"question": {"handle_time": "10m", "touches": 3}},
        plans={"as_is": {"teams": {"desk": a_team()},
                         "support": {"paying": {"level": "contact_form", "form": {"work_factor": 0.8}}}}},
    )  # fmt: skip
    assert pytest.approx(24 * MINUTE) == mean_work(scenario, scenario.plans["as_is"], "paying")


@pytest.mark.many_conversations
@pytest.mark.parametrize("comes_back", ["next_contact", "reopen"])
def test_the_load_is_that_of_the_simulation_where_customers_come_back(comes_back):
    """Two of five come back, as a contact of its own or as a reopening: its work is counted once either way."""
    topic = {"handle_time": {"mean": "10m", "law": "exponential"}, comes_back: {"chance": 0.4, "after": "1h"}}
    scenario = a_scenario(
        {"paying": a_segment(customers=10_000)}, {"question": topic}, {"as_is": {"teams": {"desk": a_team(5)}}},
        length="4w", warm_up="1w",
    )  # fmt: skip
    found = replicate(scenario, options=Options(6, 1, processes=1))
    busy = found.estimate("as_is", "occupancy")
    assert abs(spreadsheet(found, "as_is")["load"].mean() - 5 * busy.value) < 5 * busy.half
    assert 5 * busy.half < 0.2


def test_nobody_at_night_and_a_line_in_the_morning():
    """An office by day, customers day and night: no answer at night; on Tuesday at nine it does not see the night."""
    scenario = a_scenario(
        {"paying": a_segment(customers=4000)}, plans={"as_is": {"teams": {"desk": a_team(3, shifts=OFFICE)}}},
        length="2w",
    )  # fmt: skip
    table = spreadsheet(replicate(scenario, options=Options(3, 1, processes=1)), "as_is")
    empty, full = without_answer(table)

    assert (128, 0) == (int(empty.sum()), int(full.sum()))
    assert table["erlang_c_wait"][33] < 10
    assert table["simulated_wait"][33] > 60
    said = where_it_errs(table, scenario, "as_is")
    assert any("In 128 hours of the week somebody writes and nobody is at the desk" in each for each in said)
    assert any("does not see who still waits from the hours before" in each for each in said)


def test_a_plan_that_was_not_run_is_named(steady):
    """With those that were."""
    with pytest.raises(ValueError, match="plan: 'two' was not run; there are as_is"):
        spreadsheet(steady, "two")


# ---- the whole week ----


def test_the_week_counts_customers_not_hours():
    """All hours alike but one, in which twice as many come, the formula has no answer and customers wait an hour."""
    found = week(a_table(arrivals={5: 12.0}, erlang_c_wait={5: math.nan}, simulated_wait={5: 60.0}))

    assert pytest.approx((1.0, 1.0)) == (found.erlang_c, found.simulated_there)
    assert pytest.approx(167 / 169) == found.share_there
    assert pytest.approx((167 + 2 * 60) / 169) == found.simulated
