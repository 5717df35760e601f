"""Bugs in what both engines share, the rules and the desk: neither accuses the other, the auditor does."""

from __future__ import annotations
import __future__

import re
import types
from pathlib import Path

import pytest
from audit.harder_inputs import draw_leaving, draw_owned, draw_tiered
from audit.shared_bugs import BUGS
from tie_heavy import draw_tie_heavy

import sim.engine
from sim.audit import audit

ENGINE = Path(sim.engine.__file__).parent
SHARED = ("people", "rules", "course", "desk", "calendar")
pytestmark = pytest.mark.many_conversations
N_INPUTS = 300
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


def accusations(simulate):
    """Yield the numbers of the rules that the auditor reports in random inputs. Where the engine breaks down there is
    no record.
    """
    for seed in range(N_INPUTS):
        draws = (draw_tie_heavy, 80), (draw_owned, 120), (draw_tiered, 120), (draw_leaving, 120)
        for inputs in (draw(seed, n_most) for draw, n_most in draws):
            try:
                record = simulate(inputs)
            except Exception:  # noqa: BLE001 -- a planted bug may break anything
                continue
            yield {violation.rule.split()[0].rstrip(",") for violation in audit(inputs, record)}


def test_the_unchanged_rules_are_not_accused():
    """Without a bug nothing is found: the search itself is sound."""
    assert set() == set().union(*accusations(planted("NOBODY", "NOBODY")))


@pytest.mark.parametrize("bug", BUGS)
def test_a_bug_in_what_the_engines_share_is_found(bug):
    """The engines would agree on it; the auditor does not, and says which rule is broken."""
    rule, before, after = BUGS[bug]

    assert any(rule in numbers for numbers in accusations(planted(before, after)))
