"""A run as tables: conversations, intervals, agents' days. Facts to slice and export; figures are in `measures`.

Instants are UTC timestamps; spans are minutes where a customer waits, hours where an agent works; missing where there
is none. Every column is defined in `docs/measures.md`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from sim.calendar import local_times, timeline
from sim.durations import HOUR, MINUTE
from sim.inputs import NOBODY
from sim.measures.facts import (
    DONE,
    GAVE_UP,
    IN_HAND,
    LEFT_AWAY,
    STILL_WAITING,
    customers_of,
    desk_of,
    measured,
    overtime_of,
    role_of_team,
    team_of_agent,
)
from sim.measures.figures import inverted_cdf
from sim.measures.intervals import Spans, meetings, total_by
from sim.measures.workdays import desk_time, shifts_of
from sim.personas import conversation_id
from sim.personas import personas as personas_of
from sim.scenario import WEEKDAYS
from sim.tables.intervals import instants, interval_table, team_interval_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sim.measures.facts import Customers, Desk
    from sim.measures.intervals import Ints
    from sim.runs import Run

__all__ = ["agent_day_table", "conversation_table", "interval_table", "team_interval_table", "usual_response"]

_OUTCOMES: Final = {
    LEFT_AWAY: "turned_away", STILL_WAITING: "waiting", GAVE_UP: "abandoned", IN_HAND: "in_hand", DONE: "resolved",
}  # fmt: skip


def conversation_table(run: Run, *, personas: bool = False) -> pd.DataFrame:
    """Return one row per conversation that came before the horizon, in order of arrival.

    outcome is resolved, in_hand, waiting (both at the horizon), abandoned or turned_away. *personas*: with the
    customers' made-up names and companies.
    """
    seen, demand = customers_of(run), run.drawn.demand
    details, kinds = demand.details[seen.row], run.drawn.inputs.work_types
    kind = kinds[run.drawn.inputs.conversations["work_type"][seen.row]]
    names = demand.names
    columns: dict[str, Any] = {
        "conversation": _texts([conversation_id(int(key)) for key in details["key"]]),
        "arrived_at": instants(run, seen.wanted_at),
        **_local_columns(run, seen.wanted_at),
        "segment": _named(names.segments, seen.segment),
        "stage": _named([run.scenario.world.segments[name].stage for name in names.segments], seen.segment),
        "topic": _named(names.topics, details["topic"]),
        "skill": _named(names.skills, kind["skill"]),
        "zone": _named(names.zones, details["zone"]),
        "language": _named(names.languages, details["language"]),
        "surge": _named(names.surges, details["surge"]),
        "open_at_start": seen.was_open,
        "measured": measured(seen, run.scenario),
        "team": _named(run.drawn.roster.teams, seen.team),
        **_outcome_columns(run, seen),
    }
    if personas:
        zones, languages = columns["zone"].tolist(), columns["language"].tolist()
        people = personas_of(details["key"], zones, languages)
        columns["customer"] = _texts([person.name for person in people])
        columns["company"] = _texts([person.company for person in people])
    return pd.DataFrame(columns)


def agent_day_table(run: Run) -> pd.DataFrame:
    """Return one row per agent and working day: every date on which a shift of theirs starts, by their team's clocks.

    What follows from a shift (its night hours, its overtime) stands on its date. absent: away from all shifts of the
    day. Hours at work split into busy_hours inside duty and overtime_hours outside; answered counts first responses.
    """
    shifts, desk = shifts_of(run), desk_of(run)
    days, row = np.unique(np.stack((shifts.agent, shifts.day)), axis=1, return_inverse=True)
    row, n_rows = row.ravel(), days.shape[1]
    there = desk_time(shifts, desk)
    at_work = meetings(desk.busy.spans, there.spans)
    begun = _begun_in(desk, there.spans)
    home = row[there.first[begun]]
    spells = {
        "rostered_hours": (row, shifts.span.lengths()),
        "paid_hours": (row, shifts.paid_time),
        "desk_hours": (row[there.first], there.spans.lengths()),
        "busy_hours": (row[there.first[at_work.second]], at_work.spans.lengths()),
        "overtime_hours": (home, overtime_of(desk)),
    }
    agent = days[0]
    team = team_of_agent(run)[agent]
    return pd.DataFrame(
        {
            "agent": _named(_agent_names(run), agent),
            "team": _named(run.drawn.roster.teams, team),
            "role": _named(role_of_team(run), team),
            "date": _dates(days[1]),
            "absent": total_by(row, (~shifts.absent).astype(np.int64), n_rows) == 0,
            **{name: total_by(group, spans, n_rows) / HOUR for name, (group, spans) in spells.items()},
            "answered": np.bincount(home, minlength=n_rows),
        }
    )


def usual_response(conversations: pd.DataFrame) -> pd.DataFrame:
    """Return the median first response (minutes) of those answered, by the weekday and hour at which they wrote.

    *conversations* is a `conversation_table`, or several in one frame. Columns: weekday, hour, answered,
    first_response_median; hours in which nobody was answered are missing.
    """
    answered = conversations[conversations["measured"] & conversations["first_response_at"].notna()]
    groups = answered.groupby(["weekday", "hour"], sort=False)["wait_time"]
    rows = [
        (weekday, hour, waits.size, inverted_cdf(np.sort(waits.to_numpy(np.float64)), 0.5)[0])
        for (weekday, hour), waits in sorted(groups, key=lambda group: (WEEKDAYS.index(group[0][0]), group[0][1]))
    ]
    return pd.DataFrame(rows, columns=["weekday", "hour", "answered", "first_response_median"])


def _outcome_columns(run: Run, seen: Customers) -> dict[str, Any]:
    told = run.record.conversations[seen.row]
    queued = seen.answered | (seen.state == GAVE_UP)
    ends_at = np.where(seen.state == IN_HAND, run.drawn.inputs.horizon, told["ended_at"])
    return {
        "agent": _named(_agent_names(run), told["agent"]),
        "first_response_at": instants(run, told["started_at"], seen.answered),
        "ended_at": instants(run, told["ended_at"], told["ended_at"] != NOBODY),
        "outcome": _named([_OUTCOMES[state] for state in range(len(_OUTCOMES))], seen.state),
        "wait_time": _minutes(seen.wait_time, queued),
        "wait_so_far": _minutes(seen.wait_time, seen.state == STILL_WAITING),
        "wait_business": _minutes(seen.business_time, seen.answered),
        "handle_time": _minutes(ends_at - told["started_at"], seen.answered),
    }


def _local_columns(run: Run, at: Ints) -> dict[str, Any]:
    """Return what the clocks of the scenario's zone showed."""
    shown = local_times(timeline(run.scenario), at, run.scenario.zone)
    return {"date": _dates(shown.day), "weekday": _named(WEEKDAYS, shown.weekday), "hour": shown.hour}


def _begun_in(desk: Desk, there: Spans) -> Ints:
    """Return for each touch the span at the desk in which it began; also one without length, at the very start."""
    first_ticks = Spans(desk.touches.owner, desk.touches.starts_at, desk.touches.starts_at + 1)
    return meetings(first_ticks, there).second


def _agent_names(run: Run) -> list[str]:
    """Return the agents' names: the team and a number from 1, such as desk-3."""
    agents, teams = run.drawn.roster.agents, run.drawn.roster.teams
    first = np.searchsorted(agents["team"], np.arange(len(teams)))
    return [f"{teams[team]}-{number - first[team] + 1}" for number, team in enumerate(agents["team"])]


def _named(names: Sequence[str], numbers: NDArray[Any]) -> pd.Series[str]:
    """Return the name of each number; NOBODY: missing."""
    looked_up = np.array([*names, None], dtype=object)  # NOBODY is -1: the last
    return _texts(looked_up[numbers])


def _texts(values: Sequence[str] | NDArray[np.object_]) -> pd.Series[str]:
    return pd.Series(values, dtype="str")


def _dates(ordinals: Ints) -> pd.Series[str]:
    days, row = np.unique(ordinals, return_inverse=True)
    return _named([date.fromordinal(int(day)).isoformat() for day in days], row.ravel())


def _minutes(spans: Ints, known: NDArray[np.bool_]) -> NDArray[np.float64]:
    return np.where(known, spans / MINUTE, np.nan)
