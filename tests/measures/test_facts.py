"""What the record says of customers and agents, column by column, before any statistics."""

from __future__ import annotations

import numpy as np
from worked_run import DESK_1, DUTIES, LATE_1, NONE, PAYING, worked_run

from sim.durations import MINUTE
from sim.measures.facts import customers_of, desk_of
from sim.record import ABANDONED, OPEN, TURNED_AWAY


def test_instants_and_spans_are_whole_ticks():
    """Customers, work, duties and where those meet: 64-bit integers, so that sums are exact."""
    run = worked_run()
    seen, desk = customers_of(run), desk_of(run)
    times = [seen.wanted_at, seen.arrival_at, seen.left_at, seen.wait_time, seen.business_time]
    times += [*desk.touches, *desk.duties, *desk.busy.spans]
    assert {np.dtype(np.int64)} == {column.dtype for column in times}


def test_only_those_answered_have_business_time():
    """Of the worked day; of one still in hand, written at 16:00 and answered at 16:40; of one who gave up at 10:30."""
    expected = np.array([0, 0, 0, 5, 0, 0, 30, 20, 0, 0]) * MINUTE
    assert expected.tolist() == customers_of(worked_run()).business_time.tolist()
    afternoon = worked_run([(PAYING, 600, NONE, NONE, 630, ABANDONED), (PAYING, 960, 1000, LATE_1, NONE, OPEN)])
    assert [0, 40 * MINUTE] == customers_of(afternoon).business_time.tolist()


def test_who_is_turned_away_has_not_waited():
    """Open at the start for two hours, and refused at midnight because nobody answers its kind."""
    run = worked_run([(PAYING, -120, NONE, NONE, 0, TURNED_AWAY)])
    assert [0] == customers_of(run).wait_time.tolist()


def test_duties_are_cut_to_the_run_at_both_ends():
    """From an hour before the start, and until two hours after the end."""
    duties = [(DESK_1, -60, 1020, 0), *DUTIES[1:3], (LATE_1, 960, 1560, 2)]
    found = desk_of(worked_run(duties=duties)).duties
    assert [0, 540, 750, 960] == (found.starts_at // MINUTE).tolist()
    assert [1020, 720, 1020, 1440] == (found.ends_at // MINUTE).tolist()
