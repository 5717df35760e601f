"""Columns and fields of hand-made inputs with all that a test is not about left out: one touch, nobody changes."""

from __future__ import annotations

import numpy as np

from sim.inputs import (
    DAY_LUCK,
    DOWNTIME,
    FAR,
    FATIGUE_HOURS,
    GENERATIONS,
    NOBODY,
    calm_teams,
    flat_ramp,
)

PLAIN_ROUTING = {
    "returns_to_owner": 1, "owner_away_limit": 0, "reread_time": 0, "switch_time": 0, "nudge_work_time": 0,
}  # fmt: skip
"""Owners keep their conversations within the shift, and nothing costs extra work."""


def one_touch(n):
    """Return the columns of *n* conversations of one touch each, from which nothing follows."""
    none = dict.fromkeys(("escalation_touch", "escalated_to", "follow_up"), NOBODY)
    never = dict.fromkeys(("reply_patience_time", "nudge_time", "fixed_at"), FAR)
    return {"first_touch": np.arange(n), "end_touch": np.arange(n) + 1} | none | never


def calm_people(paces, n_teams, horizon):
    """Return the fields of `Inputs` about people who neither tire nor leave, for a run of one day."""
    return {
        "teams": calm_teams(n_teams),
        "paces": np.repeat(np.array(paces, np.int32), GENERATIONS),
        "errors": np.full(len(paces) * GENERATIONS, 1000, np.int32),
        "ramps": flat_ramp(),
        "fatigue": np.zeros(FATIGUE_HOURS, np.int32),
        "day_luck": np.zeros(len(paces), DAY_LUCK),
        "downtimes": np.zeros(0, DOWNTIME),
        "days": np.array([0, horizon]),
    }
