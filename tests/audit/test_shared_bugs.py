"""Bugs in what both engines share, the rules and the desk: neither accuses the other, the auditor does."""

from __future__ import annotations
import __future__

import re
import types
from pathlib import Path

import pytest
from tie_heavy import draw_tie_heavy

import sim.engine
from sim.audit import audit

ENGINE = Path(sim.engine.__file__).parent
N_INPUTS = 200

BUGS = {
    "work rounded down": ("(work + pace - 1) // pace", "work // pace"),
    "pace ignored": ("pace = inputs.agents[agent].pace\n", "pace = PACE_UNIT\n"),
    "wait counted from arrival": ("return row.arrival_at - row.waited_time", "return row.arrival_at"),
    "patience counted from arrival": (
        "max(row.arrival_at, wanted_at(inputs, conversation) + row.patience_time)",
        "row.arrival_at + row.patience_time",
    ),
    "agents on a break are idle": ("on_duty == 1 and desk.agents[agent].working_on", "working_on"),
    "everything is served": (".work_type].served == 1", ".work_type].served >= 0"),
    "queue one longer": ("n_waiting >= inputs.queue_limit", "n_waiting > inputs.queue_limit"),
    "what was open is turned away": (" and conversation >= inputs.n_open_at_start", ""),
    "overflow a tick late": ("if waited < access.may_take_after or", "if waited <= access.may_take_after or"),
    "reserve one short at an arrival": (".n <= access.n_reserved", ".n < access.n_reserved"),
    "longest idle is the last": ("agent = desk.idle[team].first", "agent = desk.idle[team].last"),
    "shortest idle of all teams": ("return one < two or (one == two and agent < other)", "return one > two"),
    "any team by the other policy": ("if inputs.longest_idle_first == 0:", "if inputs.longest_idle_first == 1:"),
    "overflow forgotten by the freed": ("return waited >= access.may_take_after and desk", "return desk"),
    "reserve forgotten by the freed": (" and desk.idle[team].n >= access.n_reserved", ""),
    "reserve one more for the freed": ("desk.idle[team].n >= access", "desk.idle[team].n > access"),
    "lowest score first": ("or score > best_score", "or score < best_score"),
    "ties to the higher number": ("head < best)", "head > best)"),
    "slope forgotten": ("scoring.base + scoring.slope * waited", "scoring.base"),
    "base forgotten": ("scoring.base + scoring.slope * waited", "scoring.slope * waited"),
    "last in, first out": ("head = desk.queues[work_type].first", "head = desk.queues[work_type].last"),
    "overflow timer a tick late": ("            soonest = at\n", "            soonest = at + 1\n"),
    "who gives up is resolved": ("outcome = ABANDONED", "outcome = RESOLVED"),
    "the agent is not recorded": ("    record[conversation].agent = agent\n", "    record[conversation].agent = 0\n"),
    "duty begins with free hands": (".on_duty = 1\n", ".on_duty = 1\n    desk.agents[agent].working_on = NOBODY\n"),
    "who leaves the queue is still counted": ("    desk.house[0].n_waiting -= 1\n", ""),
}  # fmt: skip


def planted(before, after):
    """Return the reference engine with *before* replaced by *after* in the rules and the desk, all in one module."""
    sources = [(ENGINE / f"{name}.py").read_text() for name in ("rules", "desk", "reference")]
    shared = "".join(sources[:2])
    assert before in shared, "the place for this bug is gone from the engine; move the bug along"
    text = shared.replace(before, after) + sources[2]
    text = text.replace("from __future__ import annotations\n", "")
    text = re.sub(r"from sim\.engine\.(rules|desk|jit) import (\([^)]*\)|.*)\n", "", text)
    module = types.ModuleType("planted_engine")
    module.__dict__["shared"] = lambda function: function
    exec(compile(text, "planted", "exec", flags=__future__.annotations.compiler_flag), module.__dict__)
    return module.simulate_with_simpy


def is_accused(simulate):
    """Does the auditor find anything in the records of random inputs? Where the engine breaks down there is none."""
    for seed in range(N_INPUTS):
        inputs = draw_tie_heavy(seed, 150)
        try:
            record = simulate(inputs)
        except Exception:  # noqa: BLE001 -- a planted bug may break anything
            continue
        if audit(inputs, record):
            return True
    return False


def test_the_unchanged_rules_are_not_accused():
    """Without a bug nothing is found: the search itself is sound."""
    assert not is_accused(planted("NOBODY", "NOBODY"))


@pytest.mark.parametrize("bug", BUGS)
def test_a_bug_in_what_the_engines_share_is_found(bug):
    """The engines would agree on it; the auditor does not."""
    assert is_accused(planted(*BUGS[bug]))
