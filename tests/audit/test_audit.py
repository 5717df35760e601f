"""The auditor finds nothing in sound records, and every corruption under its rule."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from audit.corrupt_run import run_of
from audit.harder_inputs import draw_leaving, draw_owned, draw_tiered
from audit.planted import PLANTED
from audit.shared_bugs import BUGS
from tie_heavy import draw_tie_heavy
from tiny import Agent, Customer, House, inputs_of

import sim.audit
from sim.audit import audit
from sim.durations import MINUTE
from sim.engine.jit import IS_COMPILED
from sim.inputs import FAR, NOBODY
from sim.record import ABANDONED, OPEN, RESOLVED, TURNED_AWAY
from sim.runs import simulate

N_SOUND, BLOCK = 300, 50
N_PLACES = 15 if IS_COMPILED else 1
WORKING, WAITING, GONE, REFUSED = OPEN, (None, None, None, OPEN), ABANDONED, TURNED_AWAY


@cache
def sound_run(seed):
    """Return small inputs full of ties, and what the engine made of them."""
    inputs = draw_tie_heavy(seed, 150)
    return inputs, simulate(inputs)


def record_of(inputs, *rows):
    """Return a record of one-touch conversations written by hand: (start, end, agent, outcome), in minutes, None where
    there is none; people and duties as the engine has them.
    """
    record = simulate(inputs)
    told, touches = record.conversations, record.touches
    told["ended_at"] = touches["ended_at"] = NOBODY
    for place, (start, end, agent, outcome) in enumerate(rows):
        start_at, end_at = (NOBODY if minutes is None else minutes * MINUTE for minutes in (start, end))
        who = NOBODY if agent is None else agent
        for table in (told, touches):
            table["started_at"][place], table["agent"][place] = start_at, who
        told["ended_at"][place], told["outcome"][place] = end_at, outcome
        touches["ended_at"][place] = NOBODY if start is None else end_at
    return record


def rules_broken(inputs, record):
    """Return the rules that the auditor reports, in order."""
    return sorted({violation.rule for violation in audit(inputs, record)})


@pytest.mark.parametrize("block", range(N_SOUND // BLOCK if IS_COMPILED else 1))
def test_what_the_engine_does_is_sound(block):
    """Random inputs full of ties: no rule is broken."""
    for seed in range(block * BLOCK, (block + 1) * BLOCK):
        inputs = draw_tie_heavy(seed)
        assert [] == audit(inputs, simulate(inputs)), f"inputs of seed {seed}"


@pytest.mark.parametrize("draw", [draw_owned, draw_tiered, draw_leaving])
def test_what_the_engine_does_with_owners_tiers_and_quits_is_sound(draw):
    """Random inputs in which much returns to owners, escalates, or people leave: no rule is broken."""
    for seed in range(100 if IS_COMPILED else 10):
        inputs = draw(seed)
        assert [] == audit(inputs, simulate(inputs)), f"inputs of seed {seed}"


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_corruption_is_found(plant):
    """It can be planted in sound records, and wherever it is, it is reported under the right rule."""
    n_planted = 0
    for seed in range(N_SOUND):
        run = plant(run_of(*sound_run(seed)))
        if run is None:
            continue
        n_planted += 1
        numbers = {rule.split()[0].rstrip(",") for rule in rules_broken(run.inputs, run.record)}
        assert set(PLANTED[plant].split()) <= numbers, f"inputs of seed {seed}"
        if n_planted == N_PLACES:
            break
    assert n_planted > 0, "no sound record has a place for it"


def test_every_rule_is_broken_by_something_planted():
    """Each number that the auditor may report is that of a corruption or of a bug in the rules of the engines."""
    told = set(re.findall(r"\b\d+\b", sim.audit.__doc__.split("carries:")[1].replace("at most 1", "")))
    planted = {number for numbers in PLANTED.values() for number in numbers.split()}
    planted |= {number for rule, *_ in BUGS.values() for number in rule.split()}

    assert told == planted


@pytest.mark.parametrize("seed", range(40))
def test_nonsense_is_reported_not_stumbled_over(seed):
    """A record of random numbers: violations, never an error."""
    inputs, rng = draw_tie_heavy(seed, 60), np.random.default_rng(seed)
    run = run_of(inputs, simulate(inputs))
    for table in run.record[:4]:
        for name in table.dtype.names:
            if name.endswith("_at"):
                table[name] = rng.choice([NOBODY, -7, 0, inputs.horizon // 2, inputs.horizon, FAR], len(table))
            else:
                table[name] = rng.integers(-2, 12, len(table))

    assert (sum(map(len, run.record[:4])) > 0) == bool(audit(inputs, run.record))


def test_the_auditor_shares_no_code_with_the_engines():
    """Nothing of it imports from the engine."""
    sources = [path.read_text() for path in Path(sim.audit.__file__).parent.glob("*.py")]

    assert [] == [
        text for text in sources if re.search(r"^\s*(from|import) sim\.(?!audit|inputs|record)", text, re.MULTILINE)
    ]


def test_of_each_rule_at_most_twenty_violations_are_reported():
    """A record that is wrong from end to end gives a list that can be read."""
    inputs = inputs_of([Customer(10 * n, 5) for n in range(30)])
    record = record_of(inputs, *[(10 * n, 10 * n + 6, 0, RESOLVED) for n in range(30)])

    assert 20 == sum(violation.rule == "11 work" for violation in audit(inputs, record))


def test_a_violation_says_where_it_is():
    """Rule, conversation, instant and what is wrong."""
    inputs = inputs_of([Customer(0, 10), Customer(20, 10)])
    record = record_of(inputs, (0, 10, 0, RESOLVED), (20, 31, 0, RESOLVED))

    assert [("11 work", 1, 20 * MINUTE, "touch 1 took 660000, needs 600000 of agent 0")] == audit(inputs, record)


@pytest.mark.parametrize(
    ("customers", "agents", "rows"),
    [
        ([], [Agent()], []),
        ([Customer(5, 1, patience=3)], [], [(None, 8, None, GONE)]),
        ([Customer(5, 1)], [], [WAITING]),
        ([Customer(5, 0), Customer(5, 0)], [Agent()], [(5, 5, 0, RESOLVED)] * 2),
        ([Customer(5, 9), Customer(6, 9, patience=0)], [Agent()], [(5, 14, 0, RESOLVED), (None, 6, None, GONE)]),
        ([Customer(5, 24 * 60)], [Agent()], [(5, None, 0, WORKING)]),
    ],
    ids=["nobody comes", "nobody is there", "nobody is there, ever patient", "no work", "no patience", "never done"],
)  # fmt: skip
def test_edge_runs_are_sound(customers, agents, rows):
    """Runs in which hardly anything happens, worked out by hand."""
    inputs = inputs_of(customers, agents)

    assert [] == rules_broken(inputs, record_of(inputs, *rows))


def test_at_one_instant_work_ends_before_patience():
    """Freed at 10, when B's patience ends: B is served; gone is wrong."""
    inputs = inputs_of([Customer(0, 10), Customer(5, 5, patience=5)])

    assert [] == rules_broken(inputs, record_of(inputs, (0, 10, 0, RESOLVED), (10, 15, 0, RESOLVED)))
    gone = record_of(inputs, (0, 10, 0, RESOLVED), (None, 10, None, GONE))
    assert ["29 work conservation"] == rules_broken(inputs, gone)


def test_at_one_instant_duty_ends_before_work():
    """Duty and work of agent 0 end at 10, so B waits for agent 1, who comes at 12."""
    inputs = inputs_of([Customer(0, 10), Customer(5, 5)], [Agent(((0, 10),)), Agent(((12, 60),))])

    assert [] == rules_broken(inputs, record_of(inputs, (0, 10, 0, RESOLVED), (12, 17, 1, RESOLVED)))
    assert "19 on duty" in rules_broken(inputs, record_of(inputs, (0, 10, 0, RESOLVED), (10, 15, 0, RESOLVED)))


def test_at_one_instant_the_lower_number_is_freed_first():
    """Agents 0 and 1 end at 10; conversation 0 ends first, so its agent takes the next, whoever that is."""
    customers = [Customer(0, 10), Customer(0, 10), Customer(1, 5, kind=1), Customer(2, 5)]
    house = House(access=((0, 0),), base=(0, 60))
    inputs = inputs_of(customers, [Agent(), Agent()], house)
    sound = [(0, 10, 0, RESOLVED), (0, 10, 1, RESOLVED), (10, 15, 0, RESOLVED), (10, 15, 1, RESOLVED)]

    assert [] == rules_broken(inputs, record_of(inputs, *sound))
    swapped = [*sound[:2], (10, 15, 1, RESOLVED), (10, 15, 0, RESOLVED)]
    assert ["26, 28 choice"] == rules_broken(inputs, record_of(inputs, *swapped))


def test_a_mate_kept_free_may_not_start_what_the_reserve_is_for():
    """One mate must stay idle before free customers start: B waits for A's agent, though agent 1 is idle."""
    inputs = inputs_of([Customer(0, 10), Customer(1, 5)], [Agent(), Agent()], House(reserved=(1,)))

    assert [] == rules_broken(inputs, record_of(inputs, (0, 10, 0, RESOLVED), (10, 15, 0, RESOLVED)))
    assert ["24 reserve"] == rules_broken(inputs, record_of(inputs, (0, 10, 0, RESOLVED), (1, 6, 1, RESOLVED)))


def test_a_queue_limit_spares_what_was_open_at_the_start():
    """Both wait though the limit is 1; who comes later is turned away."""
    customers = [Customer(0, 1, waited=9), Customer(0, 1, waited=8), Customer(3, 1)]
    inputs = inputs_of(customers, [], House(n_open=2, queue_limit=1))

    assert [] == rules_broken(inputs, record_of(inputs, WAITING, WAITING, (None, 3, None, REFUSED)))
    refused = record_of(inputs, WAITING, (None, 0, None, REFUSED), (None, 3, None, REFUSED))
    assert ["4 queue limit"] == rules_broken(inputs, refused)
