"""Bugs in what both engines share, the rules and the desk: neither accuses the other, the auditor does."""

from __future__ import annotations
import __future__

import re
import types
from functools import lru_cache
from itertools import chain, product
from pathlib import Path

import numpy as np
import pytest
from audit.harder_inputs import draw_leaving, draw_owned, draw_tiered
from audit.shared_bugs import BUGS, RARE
from tie_heavy import draw_tie_heavy

import sim.engine
from sim.audit import audit
from sim.runs import simulate

ENGINE = Path(sim.engine.__file__).parent
SHARED = ("people", "rules", "course", "desk", "calendar")
pytestmark = pytest.mark.many_conversations
N_INPUTS = 300
"""Of each draw."""
N_KEPT = 40
"""Of each draw, for all bugs."""
DRAWS = {"tie_heavy": draw_tie_heavy, "owned": draw_owned, "tiered": draw_tiered, "leaving": draw_leaving}
N_MOST = {"tie_heavy": 80, "owned": 120, "tiered": 120, "leaving": 120}
PLAIN = "def compiled(function):\n    return function\n\n\nshared, IS_COMPILED = compiled, False\n"


def planted(before, after):
    """Return the engine with *before* replaced by *after* in what both engines share, all in one plain module."""
    shared = "".join((ENGINE / f"{name}.py").read_text() for name in SHARED)
    assert before in shared, "the place for this bug is gone from the engine; move the bug along"
    text = PLAIN + shared.replace(before, after) + (ENGINE / "compiled.py").read_text()
    text = text.replace("from __future__ import annotations\n", "")
    text = re.sub(rf"(?m)^from sim\.engine\.({'|'.join(SHARED)}|jit) import (\([^)]*\)|.*)\n", "", text)
    module = types.ModuleType("planted_engine")
    exec(compile(text, "planted", "exec", flags=__future__.annotations.compiler_flag), module.__dict__)
    return module.simulate_compiled


@lru_cache(maxsize=len(DRAWS) * N_KEPT)
def sound(draw, seed):
    """Return random inputs, and what the untouched engine makes of them."""
    inputs = DRAWS[draw](seed, N_MOST[draw])
    return inputs, simulate(inputs)


def same(one, other):
    """Do two records tell the same?"""
    return all(np.array_equal(*tables) for tables in zip(one[:-1], other[:-1], strict=True))


def numbers(inputs, record):
    """Return the numbers of the rules that the auditor reports."""
    return {violation.rule.split()[0].rstrip(",") for violation in audit(inputs, record)}


def accusations(simulate_wrongly, first=()):
    """Yield the numbers of the rules that the auditor reports in random inputs, after those *first* (draw, seed). Where
    the engine breaks down there is no record; a record that is the sound one need not be audited again.
    """
    for draw, seed in chain(first, ((draw, seed) for seed, draw in product(range(N_INPUTS), DRAWS))):
        inputs, record = sound(draw, seed) if seed < N_KEPT else sound.__wrapped__(draw, seed)
        try:
            told = simulate_wrongly(inputs)
        except Exception:  # noqa: BLE001 -- a planted bug may break anything
            continue
        if not same(told, record):
            yield numbers(inputs, told)


def test_the_unchanged_rules_are_not_accused():
    """Without a bug nothing is found in any of the inputs: the search itself is sound."""
    unchanged = planted("NOBODY", "NOBODY")
    for draw, seed in product(DRAWS, range(N_INPUTS)):
        inputs, record = sound.__wrapped__(draw, seed)
        assert same(record, unchanged(inputs)), (draw, seed)
        assert set() == numbers(inputs, record), (draw, seed)


@pytest.mark.parametrize("bug", BUGS)
def test_a_bug_in_what_the_engines_share_is_found(bug):
    """The engines would agree on it; the auditor does not, and says which rule is broken."""
    rule, before, after = BUGS[bug]

    assert any(rule in found for found in accusations(planted(before, after), RARE.get(bug, ())))
