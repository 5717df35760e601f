"""Both engines give the same record, conversation by conversation, on inputs full of ties."""

from __future__ import annotations

import numpy as np
import pytest
from tie_heavy import draw_tie_heavy

from sim.inputs import NOBODY
from sim.record import ABANDONED, RESOLVED, TURNED_AWAY
from sim.runs import simulate

N_INPUTS = 400
BLOCK = 50


def first_difference(one, other):
    """Name the first conversation and field on which two records differ, or None."""
    for field in one.conversations.dtype.names:
        places = np.flatnonzero(one.conversations[field] != other.conversations[field])
        if len(places):
            at = places[0]
            left, right = one.conversations[field][at], other.conversations[field][at]
            return f"conversation {at}: {field} is {left} and {right}"
    return None


@pytest.mark.parametrize("block", range(N_INPUTS // BLOCK))
def test_engines_agree_on_random_inputs_full_of_ties(block):
    """No conversation differs in any field, on any of 50 random inputs; the number of events is the same."""
    for seed in range(block * BLOCK, (block + 1) * BLOCK):
        inputs = draw_tie_heavy(seed)
        fast, slow = simulate(inputs), simulate(inputs, "reference")
        assert first_difference(fast, slow) is None, f"inputs of seed {seed}"
        assert fast.n_events == slow.n_events, f"inputs of seed {seed}"


def test_random_inputs_reach_every_rule():
    """The random inputs are worth the name: every outcome, waiting, overtime and ties occur in hundreds."""
    counts = dict.fromkeys(("resolved", "abandoned", "turned_away", "waited", "overtime", "ties"), 0)
    for seed in range(N_INPUTS):
        inputs = draw_tie_heavy(seed)
        record = simulate(inputs).conversations
        outcome, started = record["outcome"], record["started_at"] != NOBODY
        counts["resolved"] += int((outcome == RESOLVED).sum())
        counts["abandoned"] += int((outcome == ABANDONED).sum())
        counts["turned_away"] += int((outcome == TURNED_AWAY).sum())
        counts["waited"] += int((record["started_at"] > inputs.conversations["arrival_at"])[started].sum())
        counts["overtime"] += int(np.isin(record["ended_at"], inputs.duties["ends_at"]).sum())
        counts["ties"] += len(inputs.conversations) - len(np.unique(inputs.conversations["arrival_at"]))

    assert [] == [name for name, n in counts.items() if n < 300], counts


def test_the_same_inputs_give_the_same_bytes():
    """An engine keeps no state between runs."""
    inputs = draw_tie_heavy(3)

    assert simulate(inputs).conversations.tobytes() == simulate(inputs).conversations.tobytes()


def test_a_heap_that_must_grow_changes_nothing():
    """More pending events than the heap has room for at first: the run goes on in a larger one."""
    inputs = draw_tie_heavy(5)
    many = np.tile(inputs.conversations[:1], 20_000)
    many["arrival_at"] = np.arange(20_000) * (inputs.horizon // 20_001)
    many["patience_time"], many["waited_time"] = 10 * inputs.horizon, 0
    inputs = inputs._replace(conversations=many, n_open_at_start=0, queue_limit=1 << 40)

    assert first_difference(simulate(inputs), simulate(inputs, "reference")) is None
