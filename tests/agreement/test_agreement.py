"""Both engines give the same record, conversation by conversation, on inputs full of ties."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from tie_heavy import draw_tie_heavy

from sim.engine.jit import IS_COMPILED
from sim.inputs import FAR, NOBODY, TO_DESK
from sim.record import ABANDONED, CAUSES, OUTCOMES
from sim.runs import simulate

N_INPUTS = 1000 if IS_COMPILED else 100  # the plain path is as slow as the reference engine
BLOCK = 100


def first_difference(one, other):
    """Name the first row and field in which two records differ; None if there is none."""
    for name in ("conversations", "touches", "agent_days", "duties"):
        left, right = getattr(one, name), getattr(other, name)
        for field in left.dtype.names:
            places = np.flatnonzero(left[field] != right[field])
            if len(places):
                at = places[0]
                return f"{name}[{at}].{field} is {left[field][at]} and {right[field][at]}"
    return None


@pytest.mark.parametrize("block", range(N_INPUTS // BLOCK))
def test_engines_agree_on_random_inputs_full_of_ties(block):
    """No conversation differs in any field, on any of 100 random inputs; the number of events is the same."""
    for seed in range(block * BLOCK, (block + 1) * BLOCK):
        inputs = draw_tie_heavy(seed)
        fast, slow = simulate(inputs), simulate(inputs, "reference")
        assert first_difference(fast, slow) is None, f"inputs of seed {seed}"
        assert fast.n_events == slow.n_events, f"inputs of seed {seed}"


def counted(inputs, record):
    """Return how often each thing happens in a run that the engines must agree on."""
    told, touches, days = record.conversations, record.touches, record.agent_days
    first, started = inputs.conversations["first_touch"], touches["started_at"] != NOBODY
    came = told["arrived_at"] != NOBODY
    goes_on = inputs.conversations["end_touch"] - first > 1
    pair = first[goes_on & started[np.minimum(first + 1, len(touches) - 1)]]
    live = inputs.work_types["is_live"][inputs.conversations["work_type"]] == 1
    return Counter(
        {
            **{name: (told["outcome"] == number).sum() for number, name in enumerate(OUTCOMES)},
            **{name: (came & (told["cause"] == number)).sum() for number, name in enumerate(CAUSES)},
            "waits": (touches["started_at"] > touches["ready_at"]).sum(),
            "live": (live & (told["started_at"] != NOBODY)).sum(),
            "hand-offs": (touches["agent"][pair] != touches["agent"][pair + 1]).sum(),
            "gives up in the middle": ((told["outcome"] == ABANDONED) & (told["started_at"] != NOBODY)).sum(),
            "wrong": told["is_wrong"].sum(),
            "escalated": told["is_escalated"].sum(),
            "ill": days["is_sick"].sum(),
            "quits": days["quits"].sum(),
            "replaced": ((days["generation"] > 0) & (days["is_there"] == 1)).sum(),
            "tired": (days["exhaustion"] > 0).sum(),
            "missed": record.duties["is_missed"].sum(),
            "overtime": (record.duties["ended_at"] > inputs.duties["ends_at"]).sum(),
            "contracts over": ((days["is_there"] == 0) & _is_over(inputs)).sum(),
            "ready answers": _is_ready(inputs, touches).sum(),
            "ill again": (_by_seat(inputs, days["is_sick"])[:, 1:] & _by_seat(inputs, days["is_sick"])[:, :-1]).sum(),
            "ties": len(told) - len(np.unique(told["arrived_at"])),
        }
    )


def _by_seat(inputs, column):
    """Return [seat, day] a column of days."""
    return column.reshape(len(inputs.agents), len(inputs.days) - 1)


def _is_over(inputs):
    """Return [seat x day] whether its contract is over."""
    ends_on = inputs.agents["ends_on"][:, None]
    return ((ends_on > 0) & (np.arange(len(inputs.days) - 1) >= ends_on)).ravel()


def _is_ready(inputs, touches):
    """Return [first touch] whether a ready answer makes it shorter."""
    rows = inputs.conversations
    told, work = touches[rows["first_touch"]], inputs.touches["handle_time"][rows["first_touch"]]
    return (rows["macro_from"] > 0) & (told["started_at"] >= rows["macro_from"]) & (work > rows["macro_time"])


@pytest.mark.many_conversations
def test_random_inputs_reach_every_rule():
    """The random inputs are worth the name: every outcome, cause and change of people occurs in hundreds."""
    counts = Counter()
    for seed in range(N_INPUTS):
        inputs = draw_tie_heavy(seed)
        counts += counted(inputs, simulate(inputs))

    assert [] == [name for name in counts if counts[name] < 300], counts
    assert len(counts) == 27


def test_the_same_inputs_give_the_same_bytes():
    """An engine keeps no state between runs."""
    inputs = draw_tie_heavy(3)

    assert simulate(inputs).conversations.tobytes() == simulate(inputs).conversations.tobytes()


def test_a_heap_that_must_grow_changes_nothing():
    """More pending events than the heap has room for at first: the run goes on in a larger one."""
    inputs = draw_tie_heavy(5)
    many = np.tile(inputs.conversations[:1], 20_000)
    many["arrival_at"] = np.arange(20_000) * (inputs.horizon // 20_001)
    many["patience_time"], many["waited_time"], many["entry"] = 10 * inputs.horizon, 0, TO_DESK
    many["first_touch"], many["end_touch"] = np.arange(20_000), np.arange(20_000) + 1
    many["escalation_touch"], many["follow_up"] = NOBODY, NOBODY
    touches = np.tile(inputs.touches[:1], 20_000)
    inputs = inputs._replace(conversations=many, touches=touches, n_first=20_000, n_open_at_start=0, queue_limit=FAR)

    assert first_difference(simulate(inputs), simulate(inputs, "reference")) is None
