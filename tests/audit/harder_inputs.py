"""Random inputs in which owners, tiers, illness and quits matter more than in those drawn over everything."""

from __future__ import annotations

import numpy as np
from tie_heavy import draw_tie_heavy

from sim.durations import HOUR, MINUTE
from sim.inputs import FAR, NOBODY


def draw_owned(seed, n_most=200):
    """Return inputs without live conversations, in which replies and many reopenings go back to owners who may be ill
    or away, and nobody gives up or quits.
    """
    inputs = draw_tie_heavy(seed, n_most)
    rows, work_types, teams = inputs.conversations.copy(), inputs.work_types.copy(), inputs.teams.copy()
    terms = inputs.follow_ups.copy()
    work_types["is_live"] = 0
    rows["patience_time"] = rows["reply_patience_time"] = FAR
    teams["sick_chance"], teams["quit_chance"] = 300_000, 0
    terms["reopen_chance"] = terms["reopen_if_wrong_chance"] = 900_000
    limit = (HOUR // 2, HOUR, 2 * HOUR)[seed % 3]
    return inputs._replace(
        conversations=rows, work_types=work_types, teams=teams, follow_ups=terms, returns_to_owner=1,
        owner_away_limit=limit,
    )  # fmt: skip


def draw_tiered(seed, n_most=200):
    """Return inputs like `draw_owned`, in which the first team does all but the last work type, to which conversations
    escalate, and the other teams nothing else.
    """
    inputs = draw_owned(seed, n_most)
    n_types, n_teams = len(inputs.work_types), len(inputs.teams)
    access, rows = inputs.access.copy(), inputs.conversations.copy()
    may = np.arange(n_teams)[:, None].astype(bool) == (np.arange(n_types) == n_types - 1)
    access["may_take_after"] = np.where(may, 0, FAR).ravel()
    order = np.full((n_types, n_teams), NOBODY, np.int32)
    for work_type in range(n_types):
        teams = np.flatnonzero(may[:, work_type])
        order[work_type, : len(teams)] = teams
    rows["escalated_to"] = np.where(rows["escalation_touch"] == NOBODY, NOBODY, n_types - 1)
    return inputs._replace(access=access, conversations=rows, team_order=order.ravel())


def draw_leaving(seed, n_most=200):
    """Return inputs in which people quit often, also in mid-shift, and others follow in their seats at once."""
    inputs = draw_tie_heavy(seed, n_most)
    rows, teams = inputs.conversations.copy(), inputs.teams.copy()
    rows["patience_time"] = rows["reply_patience_time"] = FAR
    teams["quit_chance"], teams["lead_time"], teams["sick_chance"] = 300_000, 0, 0
    return inputs._replace(conversations=rows, teams=teams, returns_to_owner=1, reread_time=MINUTE)
