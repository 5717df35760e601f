"""The agreement test finds bugs: each of these, planted in one scheduler, makes the engines differ."""

from __future__ import annotations
import __future__

import types
from pathlib import Path

import pytest
from test_agreement import first_difference
from tie_heavy import draw_tie_heavy

import sim.engine
from sim.runs import simulate

ENGINES = Path(sim.engine.__file__).parent

REFERENCE_BUGS = {
    "events unranked behind SimPy's own": ("priority = 2 + rank(kind, number)", "priority = 1"),
    "events ranked by number only": ("priority = 2 + rank(kind, number)", "priority = 2 + number"),
    "asks an agent who has gone home": ("if is_idle(self.desk, agent)", "if True"),
    "never overflows": ("            agent = self.free_agent(number)\n", "            agent = NOBODY\n"),
    "forgets the backlog when duty begins": (
        "                self.ask(agent)\n            yield",
        "                join_idle(self.inputs, self.desk, self.env.now, agent)\n            yield",
    ),
    "lets nobody give up": ("self.timer(gives_up_at(self.inputs, number), PATIENCE_END, number)", "[]"),
    "an agent stays on duty": ("            end_duty(self.inputs, self.desk, duty)\n", ""),
    "patience from arrival, not from when it was wanted": (
        "self.timer(gives_up_at(self.inputs, number)",
        "self.timer(self.env.now + self.inputs.conversations[number].patience_time",
    ),
}  # fmt: skip
COMPILED_BUGS = {
    "ties in the heap by luck": ("at < other.at or (at == other.at and order < other.rank)", "at < other.at"),
    "heap sifts down to the wrong child": ("if below + 1 < size and goes_first", "if below + 2 < size and goes_first"),
    "roster after everything else at an instant": ("change.at == at and change.rank", "change.at == at and FAR"),
    "arrivals before everything else at an instant": ("arrival_at == at and arrival_order < order", "arrival_at == at"),
    "asks an agent who has gone home": ("if is_idle(desk, agent)", "if True"),
    "overflows once only": (
        "        push(agenda, overflow_at(inputs, now, conversation), OVERFLOW, conversation)\n        return",
        "        return",
    ),
    "forgets the backlog when duty begins": (
        "        ask(inputs, desk, record, agenda, now, inputs.duties[duty].agent)",
        "        join_idle(inputs, desk, now, inputs.duties[duty].agent)",
    ),
    "an arrival never finds an idle agent": (
        "    if agent != NOBODY:\n        leave_idle(inputs, desk, agent)\n        serve",
        "    if agent != NOBODY and row.work_type < 0:\n        leave_idle(inputs, desk, agent)\n        serve",
    ),
    "events at the horizon happen": ("if at >= inputs.horizon", "if at > inputs.horizon"),
}  # fmt: skip
PLAIN = "def compiled(function):\n    return function\n\n\nshared, IS_COMPILED = compiled, False\n"


def planted(engine, before, after):
    """Return the module of *engine*, as plain Python, with *before* replaced by *after*."""
    source = (ENGINES / f"{engine}.py").read_text()
    assert before in source, f"the place for this bug is gone from {engine}.py; move the bug along"
    source = source.replace("from __future__ import annotations\n", "")
    source = source.replace("from sim.engine.jit import IS_COMPILED, compiled, shared\n", PLAIN)
    module = types.ModuleType(f"planted_{engine}")
    code = compile(source.replace(before, after), engine, "exec", flags=__future__.annotations.compiler_flag)
    exec(code, module.__dict__)
    return module


def is_found(simulate_wrongly):
    """Does any of 150 random inputs show a difference (or an error)?"""
    for seed in range(150):
        inputs = draw_tie_heavy(seed)
        try:
            if first_difference(simulate(inputs), simulate_wrongly(inputs)) is not None:
                return True
        except Exception:  # noqa: BLE001 -- whatever a planted bug breaks, it is found
            return True
    return False


def test_the_unchanged_schedulers_are_not_accused():
    """Without a bug, no difference is found: the search itself is sound."""
    assert not is_found(planted("reference", "ARRIVAL", "ARRIVAL").simulate_with_simpy)
    assert not is_found(planted("compiled", "ARRIVAL", "ARRIVAL").simulate_compiled)


@pytest.mark.parametrize("bug", REFERENCE_BUGS)
def test_a_bug_planted_in_the_reference_engine_is_found(bug):
    """The compiled engine contradicts it."""
    assert is_found(planted("reference", *REFERENCE_BUGS[bug]).simulate_with_simpy)


@pytest.mark.parametrize("bug", COMPILED_BUGS)
def test_a_bug_planted_in_the_compiled_engine_is_found(bug):
    """The reference engine, or the untouched compiled one, contradicts it."""
    assert is_found(planted("compiled", *COMPILED_BUGS[bug]).simulate_compiled)
