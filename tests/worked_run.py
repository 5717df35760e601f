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

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from builders import a_scenario, a_segment, a_team
from plain_inputs import PLAIN_ROUTING, calm_people, one_touch

from sim.durations import MINUTE
from sim.engine.desk import filled
from sim.inputs import (
    ACCESS,
    AGENT,
    CHANGE,
    CONVERSATION,
    DAY_LUCK,
    DETAIL,
    DUTY,
    FAR,
    FOLLOW_UP,
    NOBODY,
    SCORING,
    SHIFT_WORKED,
    TOUCH,
    WORK_TYPE,
    Demand,
    Drawn,
    Inputs,
    Names,
    Roster,
)
from sim.record import (
    ABANDONED,
    AGENT_DAY_RECORD,
    CONVERSATION_RECORD,
    DUTY_RECORD,
    FIRST,
    OPEN,
    RESOLVED,
    TOUCH_RECORD,
    TURNED_AWAY,
    Record,
)
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
    return Run(scenario, "as_is", 1, 0, Drawn(inputs, demand, roster), _record(rows, inputs))


def _record(rows, inputs):
    """Return what became of *rows*, each of one touch."""
    has_come = inputs.conversations["arrival_at"] < inputs.horizon
    asked, touches = inputs.conversations, filled(len(rows), TOUCH_RECORD)
    conversations = filled(len(rows), CONVERSATION_RECORD, cause=FIRST, is_wrong=0, is_escalated=0)
    for number, (_, wrote, started, agent, ended, outcome) in enumerate(rows):
        told, touch = conversations[number], touches[number]
        told["outcome"], told["started_at"], told["ended_at"] = outcome, _ticks(started), _ticks(ended)
        if has_come[number]:
            told["arrived_at"], touch["ready_at"] = asked["arrival_at"][number], wrote * MINUTE
        if agent is not None:
            told["agent"], touch["agent"], touch["started_at"] = agent, agent, _ticks(started)
            touch["ended_at"] = _ticks(ended)
    return Record(conversations, touches, *as_rostered(inputs), n_events=0)


def as_rostered(inputs):
    """Return agents' days on which everybody is there and well, and duties as on the roster."""
    n_days, agents = len(inputs.days) - 1, len(inputs.agents)
    days = np.zeros(agents * n_days, AGENT_DAY_RECORD)
    days["is_there"], days["tenure"] = 1, np.tile(np.arange(n_days), agents)
    duties = np.zeros(len(inputs.duties), DUTY_RECORD)
    ends_at = inputs.duties["ends_at"]
    duties["ended_at"] = np.where(ends_at < inputs.horizon, ends_at, NOBODY)
    return days, duties


def _ticks(minutes: int | None) -> int:
    return NOBODY if minutes is None else minutes * MINUTE


def _inputs(rows, duties, shifts, teams, scenario):
    asked = np.zeros(len(rows), CONVERSATION)
    columns = {
        "arrival_at": [max(row[1], 0) * MINUTE for row in rows],
        "waited_time": [max(-row[1], 0) * MINUTE for row in rows],
        "patience_time": FAR,
        "work_type": [row[0] for row in rows],
    }
    for name, values in (columns | one_touch(len(rows))).items():
        asked[name] = values
    n_open = sum(row[1] < 0 for row in rows)
    touches = np.zeros(len(rows), TOUCH)
    touches["handle_time"] = 10 * MINUTE
    return drawn_parts(Asked(asked, touches, np.zeros(0, FOLLOW_UP), n_open), duties, shifts, teams, scenario)


class Asked(NamedTuple):
    """What customers want, first contacts before follow-ups."""

    conversations: np.ndarray
    touches: np.ndarray
    follow_ups: np.ndarray
    n_open: int


def drawn_parts(asked, duties, shifts, teams, scenario):
    """Return inputs, demand and roster of a run by hand; conversations of work type 0 are free, of 1 paying."""
    segments, n_first = asked.conversations["work_type"], len(asked.conversations) - len(asked.follow_ups)
    keys = [(number + 1) * _SPREAD % (1 << 64) for number in range(len(segments))]
    details = [(key, segment, 0, 0, 0, NOBODY) for key, segment in zip(keys, segments, strict=True)]
    kinds = np.array([(FREE, NOBODY, 0, 1, 0), (PAYING, NOBODY, 0, 1, 0)], WORK_TYPE)
    names = Names(("free", "paying"), ("question",), (), ("en",), ("UTC",), ())
    horizon = int(scenario.length)
    days = np.append(np.arange(0, horizon, 1440 * MINUTE), horizon)
    agents = np.zeros(len(teams), AGENT)
    agents["team"] = teams
    on_duty = [(start * MINUTE, end * MINUTE, agent, shift, 1) for agent, start, end, shift in duties]
    worked = [
        (agent, start * MINUTE, end * MINUTE, paid * MINUTE, pay, absent)
        for agent, start, end, paid, pay, absent in shifts
    ]
    people = calm_people([1000] * len(teams), 2, horizon)
    people |= {"days": days, "day_luck": np.zeros(len(teams) * (len(days) - 1), DAY_LUCK)}
    access = np.zeros(4, ACCESS)
    inputs = Inputs(
        conversations=asked.conversations,
        touches=asked.touches,
        follow_ups=asked.follow_ups,
        work_types=kinds,
        scoring=np.zeros(6, SCORING),
        access=access,
        agents=agents,
        duties=np.array(on_duty, DUTY),
        changes=np.zeros(0, CHANGE),
        team_order=np.zeros((2, 2), np.int32),
        n_first=n_first,
        n_open_at_start=asked.n_open,
        horizon=horizon,
        queue_limit=FAR,
        longest_idle_first=1,
        **people,
        **PLAIN_ROUTING,
    )
    demand = Demand(
        inputs.conversations, inputs.touches, inputs.follow_ups, np.array(details, DETAIL), kinds, names, n_first,
        asked.n_open, days, horizon,
    )  # fmt: skip
    roster = Roster(
        ("desk", "late"), inputs.teams, agents, inputs.paces, inputs.ramps, inputs.fatigue, inputs.day_luck,
        inputs.duties, inputs.changes, np.array(worked, SHIFT_WORKED),
    )  # fmt: skip
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
