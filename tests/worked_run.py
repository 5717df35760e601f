"""A day of ten conversations and three agents, small enough to work every figure out by hand; and builders of its like.

Monday 2026-03-02, UTC; business hours 09:00 to 17:00. Times are minutes after midnight.

  nr  who     wrote   answered  by      done    wait
  0   paying   -120   540       desk-1   550    660   open at the start, since Sunday 22:00
  1   free      480   -         -        510     30   gives up
  2   paying    530   540       desk-2   560     10
  3   free      545   550       desk-1   610      5
  4   paying    600   600       desk-2   615      0
  5   free      605   -         -        605      -   turned away
  6   paying    900   930       desk-2  1040     30   20 minutes of overtime
  7   free     1000  1045       late-1  1100     45   20 of them in business hours
  8   paying   1300  1300       late-1     -      0   in hand at midnight
  9   free     1400   -         -          -     40   still waits at midnight

desk (agents, 30 an hour, paid 8 hours): desk-1 540 to 1020; desk-2 540 to 720 and 750 to 1020.
late (specialist, 40 an hour, factor 1.5, paid 8 hours): late-1 960 to 1440.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from builders import a_scenario, a_segment, a_team

from sim.durations import MINUTE
from sim.inputs import (
    AGENT,
    CHANGE,
    CONVERSATION,
    DETAIL,
    DUTY,
    FAR,
    NOBODY,
    SCORING,
    SHIFT_WORKED,
    WORK_TYPE,
    Demand,
    Drawn,
    Inputs,
    Names,
    Roster,
)  # fmt: skip
from sim.record import ABANDONED, CONVERSATION_RECORD, OPEN, RESOLVED, TURNED_AWAY, Record
from sim.runs import Run, run_once

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.scenario import Scenario

FREE, PAYING = 0, 1
DESK_1, DESK_2, LATE_1 = 0, 1, 2
NONE: Final = None
_SPREAD: Final = 0x9E3779B97F4A7C15
"""Makes keys that look like hashes (2^64 over the golden ratio)."""

#        segment, wrote, answered, agent, ended, outcome
Row = tuple[int, int, int | None, int | None, int | None, int]
TEN: Final[tuple[Row, ...]] = (
    (PAYING, -120, 540, DESK_1, 550, RESOLVED),
    (FREE, 480, NONE, NONE, 510, ABANDONED),
    (PAYING, 530, 540, DESK_2, 560, RESOLVED),
    (FREE, 545, 550, DESK_1, 610, RESOLVED),
    (PAYING, 600, 600, DESK_2, 615, RESOLVED),
    (FREE, 605, NONE, NONE, 605, TURNED_AWAY),
    (PAYING, 900, 930, DESK_2, 1040, RESOLVED),
    (FREE, 1000, 1045, LATE_1, 1100, RESOLVED),
    (PAYING, 1300, 1300, LATE_1, NONE, OPEN),
    (FREE, 1400, NONE, NONE, NONE, OPEN),
)
#        agent, start, end, shift
DUTIES: Final = ((DESK_1, 540, 1020, 0), (DESK_2, 540, 720, 1), (DESK_2, 750, 1020, 1), (LATE_1, 960, 1440, 2))
#        agent, start, end, paid minutes, pay per mille, absent
SHIFTS: Final = (
    (DESK_1, 540, 1020, 480, 1000, 0), (DESK_2, 540, 1020, 480, 1000, 0), (LATE_1, 960, 1440, 480, 1500, 0),
)  # fmt: skip


def worked_scenario(**changes: Any) -> Scenario:
    """Return the scenario of the worked day."""
    written: dict[str, Any] = {
        "segments": {"free": a_segment(stage="trial"), "paying": a_segment()},
        "plans": {
            "as_is": {
                "teams": {"desk": a_team(2, rate=30), "late": a_team(1, rate=40, role="specialist")},
            }
        },
        "length": "1d",
        "service_level": {"within": "30m", "of": "all"},
    }
    return a_scenario(**(written | changes))


def worked_run(
    rows: Sequence[Row] = TEN,
    duties: Sequence[tuple[int, ...]] = DUTIES,
    shifts: Sequence[tuple[int, ...]] = SHIFTS,
    teams: Sequence[int] = (0, 0, 1),
    scenario: Scenario | None = None,
) -> Run:
    """Return the worked day, or another with the same two segments and two teams; *teams*: of each agent."""
    scenario = scenario or worked_scenario()
    inputs, demand, roster = _inputs(rows, duties, shifts, teams, scenario)
    told = [(_ticks(row[2]), _ticks(row[4]), NOBODY if row[3] is None else row[3], row[5]) for row in rows]
    record = Record(np.array(told, CONVERSATION_RECORD), n_events=0)
    return Run(scenario, "as_is", 1, 0, Drawn(inputs, demand, roster), record)


def _ticks(minutes: int | None) -> int:
    return NOBODY if minutes is None else minutes * MINUTE


def _inputs(rows, duties, shifts, teams, scenario):
    asked = [(max(row[1], 0) * MINUTE, max(-row[1], 0) * MINUTE, FAR, 10 * MINUTE, row[0]) for row in rows]
    details = [((number + 1) * _SPREAD % (1 << 64), row[0], 0, 0, 0, NOBODY) for number, row in enumerate(rows)]
    kinds = np.array([(FREE, NOBODY, 0, 1), (PAYING, NOBODY, 0, 1)], WORK_TYPE)
    names = Names(("free", "paying"), ("question",), (), ("en",), ("UTC",), ())
    n_open = sum(row[1] < 0 for row in rows)
    horizon = int(scenario.length)
    conversations = np.array(asked, CONVERSATION)
    agents = np.array([(team, 1000, 0, 0) for team in teams], AGENT)
    on_duty = [(start * MINUTE, end * MINUTE, agent, shift, 1) for agent, start, end, shift in duties]
    worked = [
        (agent, start * MINUTE, end * MINUTE, paid * MINUTE, pay, absent)
        for agent, start, end, paid, pay, absent in shifts
    ]
    roster = Roster(
        ("desk", "late"), agents, np.array(on_duty, DUTY), np.zeros(0, CHANGE), np.array(worked, SHIFT_WORKED)
    )
    demand = Demand(conversations, np.array(details, DETAIL), kinds, names, n_open, horizon)
    inputs = Inputs(
        conversations=conversations,
        work_types=kinds,
        scoring=np.zeros(2, SCORING),
        access=np.zeros(0, SCORING),
        agents=agents,
        duties=roster.duties,
        changes=roster.changes,
        team_order=np.zeros((2, 2), np.int32),
        n_teams=2,
        n_open_at_start=n_open,
        horizon=horizon,
        queue_limit=FAR,
        longest_idle_first=1,
    )
    return inputs, demand, roster


def busy_run(**changes: Any) -> Run:
    """Return a busy fortnight over a clock change, played by the reference engine."""
    scenario = a_scenario(
        segments={
            "paying": a_segment(zones={"America/New_York": 1, "Asia/Kolkata": 1}, profile="office_hours"),
            "trial": a_segment(stage="trial", patience="30m", customers=1500),
            "vip": a_segment(stage="vip", customers=200),
        },
        plans={
            "as_is": {
                "teams": {
                    "desk": a_team(2, zone="America/New_York", rate=30, shifts=[_shift("08:00", "17:00")]),
                    "night": a_team(1, zone="America/New_York", role="night", shifts=[_shift("22:00", "06:00")]),
                },
                "routing": {"queue_limit": 12},
            }
        },
        world={"open_at_start": [{"segment": "paying", "ages": ["30m", "3d"]}]},
        start="2026-03-02",
        length="14d",
        zone="America/New_York",
        **changes,
    )
    return run_once(scenario, "as_is", engine="reference")


def _shift(start: str, end: str) -> dict[str, object]:
    return {"days": "mon-fri", "start": start, "end": end, "breaks": [{"start": "23:30", "end": "23:45"}]}
