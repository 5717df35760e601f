"""A run as tables: conversations, touches, intervals, agents' days. Facts to slice and export, no statistics.

Instants are UTC timestamps; spans are minutes where a customer waits, hours where an agent works; missing where there
is none. Every column is defined in `docs/measures.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from sim.inputs import NOBODY
from sim.measures.facts import (
    DONE,
    ELSEWHERE,
    GAVE_UP,
    GAVE_UP_LATER,
    IN_HAND,
    LEFT_AWAY,
    LEFT_FORM,
    N_STATES,
    NEVER_CAME,
    PASSED_ON,
    REPLY_DUE,
    STILL_WAITING,
    TOLD,
    TOLD_LATER,
    WITH_CUSTOMER,
    customers_of,
    measured,
)
from sim.measures.first_responses import PERCENTILES
from sim.measures.fractions import inverted_cdf
from sim.measures.intervals import total_by
from sim.measures.satisfaction import WORDS, words_of
from sim.measures.touches import touches_of
from sim.personas import conversation_id
from sim.personas import personas as personas_of
from sim.record import CAUSES, REOPENED
from sim.scenario import WEEKDAYS
from sim.tables.agent_days import agent_day_table
from sim.tables.columns import agent_names, instants, local_columns, minutes, named, texts
from sim.tables.intervals import interval_table, team_interval_table
from sim.tables.touches import touch_table

if TYPE_CHECKING:
    from sim.measures.facts import Customers
    from sim.measures.intervals import Ints
    from sim.measures.touches import Touches
    from sim.runs import Run

__all__ = [
    "agent_day_table", "conversation_table", "interval_table", "promises", "team_interval_table", "touch_table",
    "usual_response",
]  # fmt: skip

_OUTCOMES: Final = {
    LEFT_AWAY: "turned_away", STILL_WAITING: "waiting", GAVE_UP: "abandoned", ELSEWHERE: "deflected", TOLD: "fixed",
    LEFT_FORM: "gave_up_form", NEVER_CAME: "avoided",
    IN_HAND: "in_hand", REPLY_DUE: "reply_due", WITH_CUSTOMER: "with_customer", GAVE_UP_LATER: "abandoned",
    TOLD_LATER: "fixed", PASSED_ON: "passed", DONE: "resolved",
}  # fmt: skip


def conversation_table(run: Run, *, personas: bool = False) -> pd.DataFrame:
    """Return one row per conversation that came before the horizon, in order of arrival; follow-ups are rows too.

    outcome is resolved, passed, deflected, gave_up_form, avoided, fixed, abandoned or turned_away; or, at the horizon,
    waiting (for a first response), in_hand, reply_due or with_customer. A reopening has no first response of its own.
    *personas*: with the customers' made-up names and companies.
    """
    touches, demand = touches_of(run), run.drawn.demand
    seen = customers_of(run, touches)
    details, kinds = demand.details[seen.row], run.drawn.inputs.work_types
    kind, names = kinds[run.drawn.inputs.conversations["work_type"][seen.row]], demand.names
    columns: dict[str, Any] = {
        "conversation": texts([conversation_id(int(key)) for key in details["key"]]),
        "arrived_at": instants(run, seen.wanted_at),
        **local_columns(run, seen.wanted_at),
        "segment": named(names.segments, seen.segment),
        "stage": named([run.scenario.world.segments[name].stage for name in names.segments], seen.segment),
        "topic": named(names.topics, details["topic"]),
        "skill": named(names.skills, kind["skill"]),
        "zone": named(names.zones, details["zone"]),
        "language": named(names.languages, details["language"]),
        "surge": named(names.surges, details["surge"]),
        "open_at_start": seen.was_open,
        "measured": measured(seen, run.scenario),
        "team": named(run.drawn.roster.teams, seen.team),
        **_outcome_columns(run, seen, touches),
        **_course_columns(run, seen),
    }
    if personas:
        zones, languages = columns["zone"].tolist(), columns["language"].tolist()
        people = personas_of(details["key"], zones, languages)
        columns["customer"] = texts([person.name for person in people])
        columns["company"] = texts([person.company for person in people])
    return pd.DataFrame(columns)


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


def promises(breakdowns: pd.DataFrame) -> pd.DataFrame:
    """Return what customers may be told, by the weekday and hour at which they write: the usual first response, and
    what nine in ten of those answered stay within (minutes).

    *breakdowns*: those of `Results`. Columns: plan, scope, weekday, hour, answered (a number over all replications),
    first_response_median, first_response_p90: of all of those answered together. Hours in which nobody was answered
    are missing; first_response_p90 is missing also where fewer than `ENOUGH_TO_PROMISE` were.
    """
    rows = breakdowns[breakdowns["by"] == "hour_of_week"]
    keys = ["plan", "scope", "slot"]
    found = rows[rows["measure"] == "first_response_mean"][[*keys, "bottom"]].rename(columns={"bottom": "answered"})
    found = found[found["answered"] > 0]
    for name in PERCENTILES:
        of_it = rows[rows["measure"] == name]
        found = found.merge(of_it[keys].assign(**{name: of_it["top"].where(of_it["bottom"] > 0)}), on=keys, how="left")
    slot = found.pop("slot").to_numpy(np.int64)
    found.insert(2, "weekday", named(WEEKDAYS, slot // 24))
    found.insert(3, "hour", slot % 24)
    return found.assign(answered=found["answered"].astype(np.int64)).reset_index(drop=True)


def _outcome_columns(run: Run, seen: Customers, touches: Touches) -> dict[str, Any]:
    told, reopened = run.record.conversations[seen.row], seen.cause == REOPENED
    answered = (told["started_at"] != NOBODY) & ~reopened
    queued = answered | (seen.state == GAVE_UP) | (seen.state == TOLD)
    first_by = np.full(len(run.record.conversations), NOBODY, np.int64)
    is_first = touches.number == 1
    first_by[touches.conversation[is_first]] = touches.agent[is_first]
    return {
        "agent": named(agent_names(run), first_by[seen.row]),
        "first_response_at": instants(run, told["started_at"], answered),
        "ended_at": instants(run, seen.ended_at, seen.ended_at != NOBODY),
        "outcome": named([_OUTCOMES[state] for state in range(N_STATES)], seen.state),
        "wait_time": minutes(seen.wait_time, queued),
        "wait_so_far": minutes(seen.wait_time, seen.state == STILL_WAITING),
        "wait_business": minutes(seen.business_time, answered),
        "handle_time": minutes(_work(run, touches)[seen.row], seen.n_touches > 0),
    }


def _course_columns(run: Run, seen: Customers) -> dict[str, Any]:
    """Return how each conversation went on."""
    last_by = run.record.conversations["agent"][seen.row]
    return {
        "cause": named(CAUSES, seen.cause),
        "touches": seen.n_touches,
        "hand_offs": seen.n_hand_offs,
        "last_agent": named(agent_names(run), last_by),
        "time_to_resolution": minutes(seen.ended_at - seen.wanted_at, seen.state == DONE),
        "is_escalated": seen.is_escalated,
        "is_wrong": seen.is_wrong,
        "satisfaction": named(WORDS, words_of(run, seen)),
    }


def _work(run: Run, touches: Touches) -> Ints:
    """Return how long (ticks) agents have worked on each conversation, until the horizon for what is in hand."""
    begun = touches.of(touches.is_started)
    ends_at = np.where(begun.ended_at == NOBODY, run.drawn.inputs.horizon, begun.ended_at)
    return total_by(begun.conversation, ends_at - begun.started_at, len(run.record.conversations))
