"""Runs of one team with settings about its people, for tests."""

from __future__ import annotations

from builders import a_scenario, a_segment, a_team

from sim.runs import run_once

OFFICE = {"days": "mon-fri", "start": "09:00", "end": "17:00"}
BUSY = {"question": {"handle_time": {"mean": "1h", "law": "exponential"}, "wrong": 0.2}}
"""An hour each of 168 a week: more than two people can do, so that they never rest at the desk."""
CALM = {"question": {"handle_time": {"mean": "1m", "law": "exponential"}}}


def a_staffed_scenario(length="56d", topics=BUSY, segment=None, world=None, **team):
    """Return a scenario of one team of two, from nine to five unless said otherwise."""
    teams = {"desk": a_team(**({"headcount": 2, "shifts": [OFFICE]} | team))}
    return a_scenario({"paying": segment or a_segment()}, topics, {"as_is": {"teams": teams}}, world, length=length)


def a_run(seed=1, replication=0, engine="compiled", **changes):
    """Return a run of such a team, overloaded unless said otherwise."""
    return run_once(a_staffed_scenario(**changes), "as_is", seed=seed, replication=replication, engine=engine)


def with_people(**people):
    """Return the settings of a team whose people change like this."""
    return {"people": people}
