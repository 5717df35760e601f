"""How people change, drawn and run: every field moves the measure that it is for."""

from __future__ import annotations

import numpy as np
import pytest
from builders import a_segment
from staffed_runs import CALM, OFFICE, a_run, with_people

from sim.inputs import NOBODY

CHAT = a_segment(channel="chat", think_time="10m", contact_rate=0.5)
ILL, LEAVING = {"per_day": 0.2}, {"per_year": 4}
STEEP = {"above": 0.2, "full": 0.9, "time": "1w"}
FROM_TUESDAY = {"days": "tue-fri", "start": "09:00", "end": "17:00"}
LEARNING = {"start_speed": 0.5, "time": "4w"}


# ---- measures ----


def missed(run):
    """Return the share of duties that nobody came to."""
    return run.record.duties["is_missed"].mean()


def n_quits(run):
    """Return how often anybody left."""
    return run.record.agent_days["quits"].sum()


def presence(run):
    """Return the share of days on which the seats are taken."""
    return run.record.agent_days["is_there"].mean()


def touch_time(run):
    """Return how long a touch takes against its handle time."""
    done = run.record.touches["ended_at"] != NOBODY
    took = run.record.touches["ended_at"][done] - run.record.touches["started_at"][done]
    return took.sum() / run.drawn.inputs.touches["handle_time"][done].sum()


def wrong_share(run):
    """Return the share of wrong answers."""
    told = run.record.conversations
    return told["is_wrong"][told["ended_at"] != NOBODY].mean()


def n_started(run):
    """Return how many conversations were begun."""
    return (run.record.conversations["started_at"] != NOBODY).sum()


def wait(run):
    """Return the mean wait of those who were answered."""
    told = run.record.conversations
    answered = told["started_at"] != NOBODY
    return (told["started_at"] - told["arrived_at"])[answered].mean()


def stayed_on(run):
    """Return the time worked at the desk after the end of shifts."""
    ended_at = run.record.duties["ended_at"]
    over = np.where(ended_at == NOBODY, 0, ended_at - run.drawn.inputs.duties["ends_at"])
    return over.sum()


def exhaustion(run):
    """Return the mean exhaustion of all days."""
    return run.record.agent_days["exhaustion"].mean()


def disengagement(run):
    """Return the mean disengagement of all days."""
    return run.record.agent_days["disengagement"].mean()


def quit_chance(run):
    """Return the highest chance of leaving on a day."""
    return run.record.agent_days["quit_chance"].max()


def illness(run):
    """Return on how many days somebody is ill."""
    return run.record.agent_days["is_sick"].sum()


def spread_of_errors(run):
    """Return how far the shares of wrong answers of those who ended anything lie apart."""
    told = run.record.conversations
    ended = told[(told["ended_at"] != NOBODY) & (told["agent"] != NOBODY)]
    shares = [ended["is_wrong"][ended["agent"] == agent].mean() for agent in np.unique(ended["agent"])]
    return max(shares) - min(shares)


def length_of_illness(run):
    """Return how many days in a row people are ill on average."""
    days = run.record.agent_days["is_sick"].reshape(len(run.drawn.inputs.agents), -1)
    begins = np.diff(days, axis=1, prepend=0) == 1
    return days.sum() / begins.sum()


def absence(run):
    """Return the share of days on which seats are empty."""
    return 1 - presence(run)


TIRED = {"sickness": ILL, "exhaustion": STEEP}
SOUR = {"quits": LEAVING, "disengagement": STEEP}
NEW = {"tenure": "0", "ramp": LEARNING}
LATER = {"topics": CALM, "length": "7d"}
LIGHT = {"question": {"handle_time": "1m", "wrong": 0.2}}
MOVES = {
    "live_limit": (
        n_started, {"segment": CHAT, "topics": {"question": {"handle_time": "5m", "touches": 6}}}, {"live_limit": 4},
    ),
    "errors": (wrong_share, {}, {"errors": 2}),
    "errors_cv": (spread_of_errors, {"topics": LIGHT, "headcount": 6}, {"errors_cv": 1}),
    "overtime": (stayed_on, {}, {"overtime": {"from_waiting": 1, "time": "1h"}}),
    "overtime.from_waiting": (
        stayed_on, {"overtime": {"from_waiting": 10_000, "time": "1h"}},
        {"overtime": {"from_waiting": 3, "time": "1h"}},
    ),
    "overtime.time": (
        stayed_on, {"overtime": {"from_waiting": 3, "time": "30m"}}, {"overtime": {"from_waiting": 3, "time": "2h"}},
    ),
    "meetings": (wait, LATER, {"meetings": [{"days": "all", "start": "10:00", "end": "12:00"}]}),
    "meetings.agents": (
        wait, LATER | {"meetings": [{"days": "all", "start": "10:00", "end": "12:00", "agents": [1]}]},
        {"meetings": [{"days": "all", "start": "10:00", "end": "12:00", "agents": [1, 2]}]},
    ),
    "shrinkage": (wait, {"topics": CALM, "headcount": 1}, {"shrinkage": 0.4}),
    "vacation": (wait, {"headcount": 3}, {"vacation": {"days_per_year": 60}}),
    "vacation.at_once": (
        wait, {"topics": CALM, "vacation": {"days_per_year": 100, "at_once": 0.01}, "length": "364d"},
        {"vacation": {"days_per_year": 100, "at_once": 1}},
    ),
    "people.sickness.per_day": (missed, with_people(sickness={"per_day": 0.05}), with_people(sickness=ILL)),
    "people.sickness.spell": (
        length_of_illness, {"headcount": 9} | with_people(sickness=ILL), with_people(sickness=ILL | {"spell": "4d"}),
    ),
    "people.sickness.at_full_exhaustion": (
        illness, with_people(**TIRED), with_people(**TIRED | {"sickness": ILL | {"at_full_exhaustion": 4}}),
    ),
    "people.quits.per_year": (n_quits, with_people(quits={"per_year": 1}), with_people(quits={"per_year": 20})),
    "people.quits.at_full_disengagement": (
        quit_chance, with_people(**SOUR), with_people(**SOUR | {"quits": LEAVING | {"at_full_disengagement": 4}}),
    ),
    "people.lead_time": (
        presence, with_people(quits=LEAVING, lead_time=None), with_people(quits=LEAVING, lead_time="1w"),
    ),
    "people.ramp": (touch_time, with_people(tenure="0"), with_people(**NEW)),
    "people.ramp.start_speed": (
        touch_time, with_people(tenure="0", ramp={"start_speed": 0.9}),
        with_people(tenure="0", ramp={"start_speed": 0.3}),
    ),
    "people.ramp.time": (
        touch_time, with_people(tenure="0", ramp={"time": "1w"}), with_people(tenure="0", ramp={"time": "12w"}),
    ),
    "people.ramp.start_errors": (
        wrong_share, with_people(tenure="0", ramp={"start_errors": 1}),
        with_people(tenure="0", ramp={"start_errors": 4}),
    ),
    "people.ramp.mentor_share": (
        touch_time, with_people(ramp={}) | {"hires": [{"agents": [2], "start": "2026-03-03"}]},
        with_people(ramp={"mentor_share": 0.5}),
    ),
    "people.ramp.new_for": (
        touch_time, with_people(ramp={"mentor_share": 0.5, "new_for": "1w"})
        | {"hires": [{"agents": [2], "start": "2026-03-03"}]},
        with_people(ramp={"mentor_share": 0.5, "new_for": "6w"}),
    ),
    "people.tenure": (touch_time, with_people(ramp=LEARNING, tenure="8w"), with_people(**NEW)),
    "people.exhaustion": (exhaustion, with_people(), with_people(exhaustion=STEEP)),
    "people.exhaustion.above": (
        exhaustion, with_people(exhaustion=STEEP | {"above": 0.95, "full": 2}),
        with_people(exhaustion=STEEP | {"full": 2}),
    ),
    "people.exhaustion.full": (
        exhaustion, with_people(exhaustion=STEEP | {"full": 2}), with_people(exhaustion=STEEP),
    ),
    "people.exhaustion.time": (
        exhaustion, with_people(exhaustion=STEEP | {"time": "12w"}), with_people(exhaustion=STEEP),
    ),
    "people.slower_at_full": (
        touch_time, with_people(exhaustion=STEEP, slower_at_full=0), with_people(exhaustion=STEEP, slower_at_full=0.3),
    ),
    "people.disengagement": (disengagement, with_people(), with_people(disengagement=STEEP)),
    "people.disengagement.above": (
        disengagement, with_people(disengagement=STEEP | {"above": 0.95, "full": 2}),
        with_people(disengagement=STEEP | {"full": 2}),
    ),
    "people.disengagement.full": (
        disengagement, with_people(disengagement=STEEP | {"full": 2}), with_people(disengagement=STEEP),
    ),
    "people.disengagement.time": (
        disengagement, with_people(disengagement=STEEP | {"time": "12w"}), with_people(disengagement=STEEP),
    ),
    "hires.start": (
        presence, {"hires": [{"agents": [2], "start": "2026-04-20"}]},
        {"hires": [{"agents": [2], "start": "2026-03-10"}]},
    ),
    "hires.end": (
        absence, {"hires": [{"agents": [2], "start": "2026-03-02", "end": "2026-04-10"}]},
        {"hires": [{"agents": [2], "start": "2026-03-02", "end": "2026-03-20"}]},
    ),
    "hires.tenure": (
        touch_time,
        with_people(ramp=LEARNING) | {"hires": [{"agents": [1, 2], "start": "2026-03-03", "tenure": "12w"}]},
        {"hires": [{"agents": [1, 2], "start": "2026-03-03"}]},
    ),
    "shifts.dates": (
        n_started, LATER | {"shifts": [OFFICE]},
        {"shifts": [OFFICE, {"dates": ["2026-03-08"], "start": "09:00", "end": "17:00"}]},
    ),
    "world.fatigue": (touch_time, {}, {"world": {"fatigue": "measured"}}),
}  # fmt: skip
"""Field -> the measure that it raises, the settings without it, and what is changed."""


@pytest.mark.parametrize("field", MOVES)
def test_every_field_moves_what_it_is_for(field):
    """With more of it the measure is higher."""
    measure, before, change = MOVES[field]
    assert measure(a_run(**before)) < measure(a_run(**before | change))


@pytest.mark.parametrize(
    "settings",
    [
        with_people(sickness={"per_day": 1}),
        with_people(quits={"per_year": 366}, lead_time=None, sickness={"per_day": 1}) | {"length": "28d"},
        {"hires": [{"agents": [1, 2], "start": "2027-01-01"}]},
        {"hires": [{"agents": [1, 2], "start": "2026-03-02", "end": "2026-03-02"}], "shifts": [FROM_TUESDAY]},
        {"shifts": [{"dates": ["2030-01-01"], "start": "09:00", "end": "17:00"}], **with_people(exhaustion={})},
        {"headcount": 0, **with_people(quits={"per_year": 1}), "vacation": {"days_per_year": 25}, "shrinkage": 0.5},
    ],
)  # fmt: skip
def test_a_team_where_nobody_ever_comes_answers_nobody(settings):
    """All ill, all gone, all hired too late or for too short, no day to work on, nobody at all: the run ends, and
    nothing is begun.
    """
    run = a_run(**settings)
    assert 0 == n_started(run)
    assert len(run.record.conversations) > 0
