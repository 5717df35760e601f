"""Certifying with desks made by hand: what is seen of a run against plain loops, and mistakes that show."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType

import numpy as np
import pytest

from sim.certify import CASES, Effort, certify, made, networks, runner
from sim.certify import touches as see
from sim.certify.told import N_BATCHES, Told
from sim.closed_forms import ErlangR, Tiers
from sim.durations import MINUTE
from sim.inputs import FAR, MILLION, NOBODY
from sim.runs import simulate

POOLED = partial(networks._pooled, each=ErlangR(0.5, 10, 40, 3, 17), n=600)
TIERED = partial(networks._tiered, tiers=Tiers(1.6, 0.3, (5, 5), (10, 3)), n=600)
BUILDS = {
    "pooled": POOLED,
    "tiered": TIERED,
    "retrials": partial(networks._retrying, minutes=300),
    "reopened": partial(networks._reopened, 0.7, 0.3, 6, n=600),
}


@pytest.fixture(scope="module", params=BUILDS)
def inputs(request):
    """Return small inputs of a case."""
    return BUILDS[request.param](np.random.default_rng(3))


def test_both_engines_play_inputs_made_by_hand_alike(inputs):
    """Touch by touch."""
    record, other = simulate(inputs), simulate(inputs, "reference")
    assert all(np.array_equal(one, two) for one, two in zip(record[:-1], other[:-1], strict=True))


def test_links_lead_from_each_contact_to_its_follow_ups_in_turn():
    """Contact 0 has two, contact 1 none, contact 2 one."""
    links, n = networks._links(np.array([2, 0, 1]))
    assert ([3, NOBODY, 5, 4, NOBODY, NOBODY], 6) == (links.tolist(), n)


def test_follow_ups_have_no_arrival_of_their_own():
    """They come when the engine lets them."""
    inputs = BUILDS["reopened"](np.random.default_rng(3))
    rows = inputs.conversations
    assert (rows["arrival_at"][inputs.n_first :] == FAR).all()
    used = rows["follow_up"][rows["follow_up"] != NOBODY]
    assert sorted(used.tolist()) == list(range(inputs.n_first, len(rows)))
    assert len(inputs.follow_ups) == len(rows) - inputs.n_first
    assert (inputs.follow_ups["luck"] < networks.HIGHEST * MILLION).all()


# ---- what is seen, against loops ----


@pytest.fixture(scope="module")
def told():
    """Return a run and what is told of it."""
    inputs = POOLED(np.random.default_rng(5))
    return Told(inputs, simulate(inputs))


def inside(told, at, batch):
    """Return whether an instant lies in a batch."""
    return told.edges[batch] <= at < told.edges[batch + 1]


def test_delays_of_replies_are_summed_over_the_batch_in_which_they_are_ready(told):
    """Against a loop over the touches of every conversation but the first."""
    replies = [
        touch
        for row in told.inputs.conversations
        for touch in told.record.touches[row["first_touch"] + 1 : row["end_touch"]]
        if touch["started_at"] >= 0
    ]
    for batch in (0, N_BATCHES - 1):
        expected = sum(int(t["started_at"] - t["ready_at"]) for t in replies if inside(told, t["ready_at"], batch))
        assert expected == told.sums(told.ready_at, told.delay * (~told.is_first & told.done))[batch]


def test_work_is_cut_at_the_edges_of_a_batch(told):
    """The time at work within a batch, against a loop."""
    low, high = told.edges[10], told.edges[11]
    touches = told.record.touches[told.record.touches["started_at"] >= 0]
    ends = np.where(touches["ended_at"] < 0, told.inputs.horizon, touches["ended_at"])
    spans = zip(touches["started_at"].tolist(), ends.tolist(), strict=True)
    expected = sum(max(0, min(end, high) - max(start, low)) for start, end in spans) / MINUTE
    assert expected > 0
    assert expected == pytest.approx(told.working()[10])


def test_how_many_a_conversation_finds(told):
    """Those that came before it and have not ended, against a loop."""
    rows = told.record.conversations
    rows = np.sort(rows[rows["arrived_at"] >= 0], order="arrived_at")
    at = rows["arrived_at"][100]
    expected = sum(1 for row in rows[:100] if row["ended_at"] < 0 or row["ended_at"] > at)
    assert expected == told.found[100]


# ---- cases, and mistakes ----


@pytest.fixture
def only(monkeypatch):
    """Return a function that makes one case, with its first experiment changed, the only one."""

    def replace(name, **changes):
        experiment = runner.experiments_of(name)[0]._replace(**changes)
        case = CASES[name]._replace(experiments=lambda: (experiment,), exact=None)
        runner.experiments_of.cache_clear()
        monkeypatch.setattr(runner, "CASES", MappingProxyType({name: case}))

    yield replace
    runner.experiments_of.cache_clear()


@pytest.mark.many_conversations
def test_a_saturated_agent_is_reproduced(only):
    """H1: six figures from real runs."""
    only("H1")
    assert ["ok"] * 6 == [finding.verdict for finding in certify(["H1"], Effort(seed=2))]


@pytest.mark.many_conversations
def test_chats_that_come_back_too_late_show(only):
    """H1 with five minutes between chats: fewer an hour."""
    build = runner.experiments_of("H1")[0].build

    def later(rng):
        inputs = build(rng)
        inputs.follow_ups["next_time"] = 5 * MINUTE
        return inputs

    only("H1", build=later)
    found = {finding.figure: finding.verdict for finding in certify(["H1"], Effort(seed=2))}
    assert "off" == found["resolved an hour"]


@pytest.mark.many_conversations
def test_seats_that_are_filled_too_early_show(only):
    """H6 with vacancies of 45 days instead of 60: more people are there."""
    build = runner.experiments_of("H6")[0].build

    def sooner(rng):
        inputs = build(rng)
        inputs.teams["lead_time"] = 45
        return inputs

    only("H6", build=sooner)
    found = {finding.figure: finding.verdict for finding in certify(["H6"], Effort(seed=2))}
    assert ("off", "ok") == (found["headcount, day 90"], found["headcount, day 30"])


def test_a_long_wait_outside_is_a_mean_over_arrivals(told):
    """Nobody waits for a place where there are more places than conversations."""
    figure = see.wait_outside(0, 10_000, 0.5)
    assert 0 == sum(figure.columns[0](told))
    assert 0 < sum(see.wait_outside(0, 1, 0.5).columns[0](told))


def test_draws_have_the_means_that_they_are_asked_for():
    """Exponential and geometric ones within 4 standard errors, constant ones exactly."""
    rng = np.random.default_rng(1)
    assert made.spans(rng, 3, 10_000).mean() / MINUTE == pytest.approx(3, abs=0.12)
    assert made.numbers(rng, 4, 10_000).mean() == pytest.approx(4, abs=0.14)
    assert {3 * MINUTE} == set(made.spans(rng, 3, 5, is_constant=True).tolist())
    assert {4} == set(made.numbers(rng, 4, 5, is_constant=True).tolist())
