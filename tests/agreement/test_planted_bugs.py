"""The agreement test finds bugs: each of these, planted in one scheduler, makes the engines differ."""

from __future__ import annotations
import __future__

import types
from itertools import chain
from pathlib import Path

import pytest
from harder_inputs import draw_leaving, draw_owned
from test_agreement import first_difference
from tie_heavy import draw_tie_heavy

import sim.engine
from sim.runs import simulate

ENGINES = Path(sim.engine.__file__).parent
pytestmark = pytest.mark.many_conversations

REFERENCE_BUGS = {
    "events unranked behind SimPy's own": ("priority = 2 + rank(kind, number)", "priority = 1"),
    "events ranked by number only": ("priority = 2 + rank(kind, number)", "priority = 2 + number"),
    "asks an agent who has gone home": (
        "        if self.is_free(agent):\n            self.ask",
        "        if True:\n            self.ask",
    ),
    "never overflows": ("agent = self.free_agent(number, self.now - since)", "agent = NOBODY"),
    "forgets the backlog when duty begins": (
        "                self.ask(agent)\n            yield",
        "                join_idle(self.inputs, self.desk, self.now, agent)\n            yield",
    ),
    "lets nobody give up": ("return self.timer(at, PATIENCE_END, number)", "return []"),
    "an agent stays on duty": (
        "        end_duty(self.inputs, self.desk, self.record, self.now, duty)\n",
        "",
    ),
    "asks an owner who has gone home": (
        "if not keeps_owner(self.inputs, self.desk, self.now, number):",
        "if False:",
    ),
    "nobody takes over from who goes home": (
        "                self.env.process(self.hand_back(agent))\n\n    def go_off",
        "\n    def go_off",
    ),
    "overtime for ever": ("            yield Moment(self, until, OFF_DUTY, duty)\n", "            return\n"),
    "missed shifts are worked": ("if self.record.duties[duty].is_missed == 0", "if True"),
    "days begin a day late": (
        "yield Moment(self, self.inputs.days[day], DAY",
        "yield Moment(self, self.inputs.days[day + 1], DAY",
    ),
    "nothing comes back": ("        if cause != FIRST:", "        if False:"),
    "what is handed on waits for a reply": (
        "        if outcome == HANDED_ON:\n            return",
        "        if False:\n            return",
    ),
}
AGENDA_BUGS = {
    "ties in the heap by luck": ("at < other.at or (at == other.at and order < other.rank)", "at < other.at"),
    "heap sifts down to the wrong child": ("if below + 1 < size and goes_first", "if below + 2 < size and goes_first"),
    "roster after everything else at an instant": ("change.at == at and change.rank", "change.at == at and FAR"),
    "arrivals before everything else at an instant": ("arrival_at == at and arrival_order < order", "arrival_at == at"),
    "events at the horizon happen": ("if at >= inputs.horizon", "if at > inputs.horizon"),
}
LEAVES = "push(agenda, leaves_at(inputs, desk, record, now, conversation), PATIENCE_END"
COMPILED_BUGS = {
    "asks an agent who has gone home": ("if is_idle(desk, agent):\n        ask", "if True:\n        ask"),
    "overflows once only": (
        "        push(agenda, expect_overflow(desk, conversation, at), OVERFLOW, conversation)\n        return",
        "        return",
    ),
    "forgets the backlog when duty begins": (
        "        ask(inputs, desk, record, agenda, now, inputs.duties[duty].agent)",
        "        join_idle(inputs, desk, now, inputs.duties[duty].agent)",
    ),
    "an arrival never finds an idle agent": (
        "    if agent != NOBODY:\n        leave_idle(inputs, desk, agent)\n        serve",
        "    if agent != NOBODY and place.work_type < 0:\n        leave_idle(inputs, desk, agent)\n        serve",
    ),
    "a stale timer ends a later wait": (
        "or leaves_at(inputs, desk, record, now, conversation) > now",
        "",
    ),
    "nobody takes over from who goes home": ("\n    if desk.agents[agent].n_own > 0:", "\n    if False:"),
    "overtime without end": ("        push(agenda, until, OFF_DUTY, duty)\n", ""),
    "a reopening is a new contact": ("record.conversations[conversation].cause == REOPENED", "False"),
    "an idle owner is not asked": ("    elif is_idle(desk, agent):\n", "    elif False:\n"),
    "replies wait for owners without patience": (
        LEAVES,
        LEAVES.replace("leaves_at", "FAR if where == OWN else leaves_at"),
    ),
    "whoever is deflected comes to the desk too": (
        "        deflect(inputs, record, now, conversation)\n",
        "        pass\n",
    ),
    "what waits for a leaver waits on": ("        if desk.agents[agent].n_own > 0:", "        if False:"),
}
PLAIN = "def compiled(function):\n    return function\n\n\nshared, IS_COMPILED = compiled, False\n"


def planted(engine, before, after, **names):
    """Return the module of *engine*, as plain Python, with *before* replaced by *after*; *names*: what it imports."""
    source = (ENGINES / f"{engine}.py").read_text()
    assert before in source, f"the place for this bug is gone from {engine}.py; move the bug along"
    source = source.replace("from __future__ import annotations\n", "")
    source = source.replace("from sim.engine.jit import IS_COMPILED, compiled, shared\n", PLAIN)
    source = source.replace("from sim.engine.jit import shared\n", PLAIN)
    if names:
        source = source.replace("from sim.engine.agenda import CURSOR, Agenda, push, take_first\n", "")
    module = types.ModuleType(f"planted_{engine}")
    module.__dict__.update(names)
    code = compile(source.replace(before, after), engine, "exec", flags=__future__.annotations.compiler_flag)
    exec(code, module.__dict__)
    return module


def planted_in_agenda(before, after):
    """Return the compiled engine, as plain Python, with an agenda in which *before* is replaced by *after*."""
    agenda = planted("agenda", before, after)
    names = {name: getattr(agenda, name) for name in ("CURSOR", "Agenda", "push", "take_first")}
    return planted("compiled", "ARRIVAL", "ARRIVAL", **names)


def is_found(simulate_wrongly):
    """Does any of 450 random inputs show a difference (or an error)?"""
    for inputs in chain(map(draw_tie_heavy, range(250)), map(draw_owned, range(100)), map(draw_leaving, range(100))):
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


@pytest.mark.parametrize("bug", AGENDA_BUGS)
def test_a_bug_planted_in_the_agenda_is_found(bug):
    """The reference engine, or the untouched compiled one, contradicts it."""
    assert is_found(planted_in_agenda(*AGENDA_BUGS[bug]).simulate_compiled)


@pytest.mark.parametrize("bug", COMPILED_BUGS)
def test_a_bug_planted_in_the_compiled_engine_is_found(bug):
    """The reference engine, or the untouched compiled one, contradicts it."""
    assert is_found(planted("compiled", *COMPILED_BUGS[bug]).simulate_compiled)
