"""The time of a what-if is printed as a figure and as a ratio."""

from __future__ import annotations

import re

import pytest

from sim.bench.what_if import main


@pytest.mark.many_conversations
def test_the_command_prints_times_and_the_ratio(capsys):
    """Both kinds of what-ifs against the promise, and what the breakdowns would cost: more than nothing."""
    main(["stage-1", "--rounds", "1"])
    printed = capsys.readouterr().out

    assert printed.startswith("stage-1: 20 replications, two warm workers, 1 rounds")
    assert 2 == len(re.findall(r"of the promise \(2 s\)", printed))
    assert float(re.search(r"takes ([0-9.]+) times as long", printed)[1]) > 1
