"""A run as a table of agents' days: hours, answers, and how they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from sim.calendar import local_times, timeline
from sim.durations import HOUR
from sim.inputs import MILLION
from sim.measures.facts import desk_of, overtime_of, role_of_team, team_of_agent
from sim.measures.intervals import Spans, meetings, total_by
from sim.measures.workdays import desk_time, shifts_of
from sim.tables.columns import agent_names, dates, named

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.measures.facts import Desk
    from sim.measures.intervals import Ints, Meetings
    from sim.measures.workdays import Shifts
    from sim.runs import Run


class _Days(NamedTuple):
    """The rows of the table, and in which of them each shift stands."""

    agent: Ints
    date: Ints
    """As `date.toordinal` counts."""
    day: Ints
    """The day of the scenario whose entry of the record holds."""
    row_of_shift: Ints
    quits: NDArray[np.bool_]
    """Has left on the morning of that date, by the scenario's clock."""


def agent_day_table(run: Run) -> pd.DataFrame:
    """Return one row per agent and working day: every date on which a shift of theirs starts, by their team's clocks;
    and every day on which somebody quits.

    What follows from a shift (its night hours, its overtime) stands on its date. absent: away from all shifts of the
    day. Hours at work split into busy_hours inside duty and overtime_hours outside, to which comes duty after the end
    of a shift; answered counts first responses, replies later touches, closed what ended with a touch. How people are
    (present, sick, quits, tenure in days, exhaustion and disengagement from 0 to 1) is as the day begins; missing where
    nobody sits there.
    """
    shifts, desk = shifts_of(run), desk_of(run)
    days, there = _days(run, shifts), desk_time(shifts, desk)
    team, n_rows = team_of_agent(run)[days.agent], days.agent.size
    was_there = total_by(days.row_of_shift, (~shifts.absent).astype(np.int64), n_rows) > 0
    return pd.DataFrame(
        {
            "agent": named(agent_names(run), days.agent),
            "team": named(run.drawn.roster.teams, team),
            "role": named(role_of_team(run), team),
            "date": dates(days.date),
            "absent": ~was_there & (np.bincount(days.row_of_shift, minlength=n_rows) > 0),
            **_hours(days, shifts, desk, there),
            **_counts(days, desk, there),
            **_states(run, days),
        }
    )


def _days(run: Run, shifts: Shifts) -> _Days:
    """Return the rows: the days of shifts, and those on which somebody quits."""
    edges, n_days = run.drawn.inputs.days, len(run.drawn.inputs.days) - 1
    quits = np.flatnonzero(run.record.agent_days["quits"])
    quit_on = local_times(timeline(run.scenario), edges[quits % n_days], run.scenario.zone).day
    first_day = np.searchsorted(edges, shifts.span.starts_at, side="right") - 1
    agents = np.concatenate((shifts.agent, quits // n_days))
    keys = np.stack((agents, np.concatenate((shifts.day, quit_on))))
    rows, first, row = np.unique(keys, axis=1, return_index=True, return_inverse=True)
    day, row, n_shifts = np.concatenate((first_day, quits % n_days)), row.ravel(), shifts.agent.size
    has_quit = np.bincount(row[n_shifts:], minlength=rows.shape[1]) > 0
    return _Days(rows[0], rows[1], day[first], row[:n_shifts], has_quit)


def _hours(days: _Days, shifts: Shifts, desk: Desk, there: Meetings) -> dict[str, Any]:
    row, n_rows = days.row_of_shift, days.agent.size
    at_work = meetings(desk.busy.spans, there.spans)
    begun_in = row[there.first[_begun_in(desk, there.spans)]]
    stayed = np.flatnonzero(desk.stays.lengths())
    overtime = total_by(begun_in, overtime_of(desk), n_rows)
    after = there.spans.starts_at >= desk.stays.starts_at[there.second]
    overtime += total_by(row[there.first[after]], there.spans.lengths()[after], n_rows) if stayed.size else 0
    spells = {
        "rostered_hours": total_by(row, shifts.span.lengths(), n_rows),
        "paid_hours": total_by(row, shifts.paid_time, n_rows),
        "desk_hours": total_by(row[there.first], there.spans.lengths(), n_rows),
        "busy_hours": total_by(row[there.first[at_work.second]], at_work.spans.lengths(), n_rows),
        "overtime_hours": overtime,
    }
    return {name: ticks / HOUR for name, ticks in spells.items()}


def _counts(days: _Days, desk: Desk, there: Meetings) -> dict[str, Ints]:
    home, n_rows = days.row_of_shift[there.first[_begun_in(desk, there.spans)]], days.agent.size
    chosen = {"answered": desk.is_first, "replies": ~desk.is_first, "closed": desk.closes}
    return {name: np.bincount(home[which], minlength=n_rows) for name, which in chosen.items()}


def _states(run: Run, days: _Days) -> dict[str, Any]:
    n_days = len(run.drawn.inputs.days) - 1
    told = run.record.agent_days[days.agent * n_days + days.day]
    there = told["is_there"] == 1

    def of_them(numbers: NDArray[Any]) -> NDArray[np.float64]:
        return np.where(there, numbers, np.nan)

    return {
        "present": there,
        "sick": told["is_sick"] == 1,
        "quits": days.quits,
        "tenure": of_them(told["tenure"]),
        "exhaustion": of_them(told["exhaustion"] / MILLION),
        "disengagement": of_them(told["disengagement"] / MILLION),
    }


def _begun_in(desk: Desk, there: Spans) -> Ints:
    """Return for each touch the span at the desk in which it began; also one without length, at the very start."""
    first_ticks = Spans(desk.touches.owner, desk.touches.starts_at, desk.touches.starts_at + 1)
    return meetings(first_ticks, there).second
