"""The closed forms against numbers in print (sources in their docstrings), to the printed digits."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim import closed_forms as theory


def printed(text: str) -> object:
    """Return what equals a figure printed as *text*: half a unit of its last digit either way."""
    decimals = len(text.partition(".")[2])
    return pytest.approx(float(text), abs=0.5000001 * 10**-decimals, rel=0)


@pytest.mark.parametrize(
    ("load", "agents", "share"),
    [
        (2, 5, ".0366972"),
        (10, 14, ".0568191"),
        (5, 10, ".0183846"),
        (1, 1, ".5"),
        (10, 12, ".1197392"),
    ],
)
def test_erlang_b_gives_the_published_check_points(load, agents, share):
    """A3: blocking without a queue."""
    assert printed(share) == theory.erlang_b(load, agents)


def test_erlang_c_gives_the_published_check_point():
    """A3: C(10, 12), and nobody is served at once where the load is too high."""
    assert printed(".4493882") == theory.erlang_c(10, 12)
    assert theory.erlang_c(12, 12) == 1


@pytest.mark.parametrize(
    ("agents", "waits", "wait", "in_time"),
    [
        (11, ".682118", "122.781", ".389614"),
        (12, ".449388", "40.445", ".640158"),
        (13, ".285270", "17.116", ".795595"),
        (14, ".1741319335950498", "7.83593701177724", ".8883500191794669"),
    ],
)
def test_ten_erlangs_give_the_figures_of_two_packages(agents, waits, wait, in_time):
    """A1: 100 calls in half an hour of 180 s; P(wait), mean wait in seconds, served within 20 s."""
    queue = theory.ErlangC(100 / 1800, 1 / 180, agents)
    assert float(waits) == pytest.approx(queue.waits, abs=1e-6 if len(waits) < 9 else 1e-13)
    assert float(wait) == pytest.approx(queue.mean_wait, abs=5e-4 if len(wait) < 9 else 1e-11)
    assert float(in_time) == pytest.approx(queue.served_within(20), abs=1e-6 if len(in_time) < 9 else 1e-13)
    assert queue.occupancy == pytest.approx(10 / agents)


def test_48_erlangs_give_the_textbook_example():
    """A2: 360 calls in half an hour of 240 s."""
    queue = theory.ErlangC(0.2, 1 / 240, 55)
    figures = (queue.waits, queue.mean_wait, queue.served_within(15), queue.served_within(20), queue.occupancy)
    assert figures == tuple(map(printed, (".238701", "8.184032", ".845883", ".8668", ".872727")))
    levels = [theory.ErlangC(0.2, 1 / 240, n).served_within(20) for n in (54, 53, 52)]
    assert levels == [printed(".817248"), printed(".751768"), printed(".666075")]


@pytest.mark.parametrize(
    ("per_hour", "seconds", "agents"), [(200, 180, 14), (720, 240, 54), (400, 180, 24), (40, 300, 6), (2000, 300, 176)]
)
def test_fewest_agents_for_80_20(per_hour, seconds, agents):
    """A1, A2, A4: the published answers of an optimiser."""
    assert agents == theory.agents_for(per_hour / 3600, 1 / seconds, within=20, share=0.8)


@pytest.mark.parametrize(
    ("agents", "figures"),
    [
        (21, (".7606", "136.92", ".3193", ".9524")),
        (22, (".5679", "51.11", ".5452", ".9091")),
        (23, (".4157", "24.94", ".7021", ".8696")),
        (24, (".2981", "13.41", ".8089", ".8333")),
        (25, (".2091", "7.53", ".8800", ".8000")),
        (26, (".1434", "4.30", ".9264", ".7692")),
        (27, (".0961", "2.47", ".9559", ".7407")),
        (28, (".0628", "1.41", ".9742", ".7143")),
    ],
)
def test_staffing_table_at_20_erlangs(agents, figures):
    """A4: P(wait), mean wait, service level in 20 s, occupancy."""
    queue = theory.ErlangC(400 / 3600, 1 / 180, agents)
    assert tuple(map(printed, figures)) == (queue.waits, queue.mean_wait, queue.served_within(20), queue.occupancy)


def test_patience_changes_everything_in_the_published_call_centre():
    """A5: 48 calls a minute, 50 agents, mean patience 2 min; waits in minutes."""
    patient, real = theory.ErlangC(48, 1, 50), theory.ErlangA(48, 1, 0.5, 50)
    figures = (60 * patient.mean_wait, 60 * patient.wait_percentile(0.9), patient.queue_length, patient.waits)
    assert figures == tuple(map(printed, ("20.8337", "58.139", "16.667", ".694456")))
    assert printed(".643455") == patient.served_within(1 / 3)
    figures = (100 * real.abandonment, 60 * real.mean_wait, 60 * real.mean_wait_served, real.queue_length, real.waits)
    assert figures == tuple(map(printed, ("3.0912", "3.7095", "3.6159", "2.9676", ".467774")))
    assert (printed(".930324"), printed(".943019")) == (real.occupancy, real.served_within(1 / 3))
    assert printed("12.445") == 60 * real.wait_percentile(0.9)
    assert printed("13.148") == 60 * real.offered_wait_percentile(0.9)


def test_erlang_c_at_the_load_that_patience_leaves():
    """A5, third column: 3.1 % fewer calls, nobody gives up."""
    queue = theory.ErlangC(48 * (1 - 0.031), 1, 50)
    figures = (60 * queue.mean_wait, 60 * queue.wait_percentile(0.9), queue.queue_length, queue.waits)
    assert figures == tuple(map(printed, ("8.813", "28.10", "6.832", ".512333")))
    assert (printed(".93024"), printed(".839819")) == (queue.occupancy, queue.served_within(1 / 3))


@pytest.mark.parametrize(
    ("agents", "figures"),
    [
        (13, (".225797", ".024963", ".750028", ".124817", ".115233", ".858178")),
        (14, (".145260", ".013984", ".704297", ".069919", ".064641", ".916792")),
    ],
)
def test_erlang_a_staffing(agents, figures):
    """A6: P(wait), abandonment, occupancy, mean wait of all and of the served (min), served within 20 s."""
    queue = theory.ErlangA(100 / 30, 1 / 3, 1 / 5, agents)
    found = (queue.waits, queue.abandonment, queue.occupancy, queue.mean_wait, queue.mean_wait_served)
    assert tuple(map(printed, figures)) == (*found, queue.served_within(1 / 3))


def test_patience_equal_to_handle_time_is_an_infinite_server_queue():
    """A7: the number in system is Poisson; and an overloaded team, near the fluid limit."""
    queue = theory.ErlangA(100, 1, 1, 100)
    figures = (queue.waits, queue.queue_length, queue.abandonment, queue.occupancy)
    assert figures == tuple(map(printed, (".513299", "3.98610", ".0398610", ".960139")))
    assert theory.poisson_delay(100, 100) == pytest.approx(queue.waits, abs=1e-12)
    queue = theory.ErlangA(110, 1, 0.5, 100)
    figures = (queue.waits, queue.abandonment, queue.queue_length, queue.mean_wait)
    assert figures == tuple(map(printed, (".929116", ".094618", "20.8160", ".189237")))


@pytest.mark.parametrize(("scv", "wait"), [(0, 2.0), (0.5, 3.0), (1, 4.0), (4, 10.0)])
def test_pollaczek_khinchine(scv, wait):
    """A8: constant, Erlang-2, exponential and a lognormal handle time at an occupancy of 0.8."""
    assert wait == pytest.approx(theory.pollaczek_khinchine(0.8, 1, scv), rel=1e-12)


def test_finite_waiting_room_and_pooling():
    """A9: M/M/12/17; two teams of ten against one of twenty."""
    queue = theory.FiniteRoom(4.2, 0.5, 12, 17)
    found = (queue.blocked, queue.queue_length, queue.waits)
    assert tuple(map(printed, (".00947687", ".254289", ".157861"))) == found
    assert printed(".204590") == theory.ErlangC(8, 1, 10).mean_wait
    assert printed(".0640194") == theory.ErlangC(16, 1, 20).mean_wait


@pytest.mark.parametrize(
    ("beta", "limit", "agents", "exact"),
    [
        (0.5, ".504539", 105, ".5157"),
        (1.0, ".223361", 110, ".2370"),
        (1.5, ".084690", 115, ".0954"),
        (2.0, ".026881", 120, ".0332"),
    ],
)
def test_halfin_whitt_is_near_the_exact_delay(beta, limit, agents, exact):
    """A10: 100 erlangs; the limit lies within .014."""
    assert printed(limit) == theory.halfin_whitt_delay(beta)
    assert printed(exact) == theory.erlang_c(100, agents)
    assert abs(theory.halfin_whitt_delay(beta) - theory.erlang_c(100, agents)) < 0.014


@pytest.mark.parametrize(
    ("beta", "limits"),
    [
        (-1, (".9822", ".8413", ".5996")),
        (0, (".6667", ".5000", ".3333")),
        (1, (".1951", ".1587", ".1119")),
        (2, (".0255", ".0228", ".0178")),
    ],
)
def test_garnett_delay_function(beta, limits):
    """A10: patience rate over service rate .25, 1 and 4."""
    assert tuple(map(printed, limits)) == tuple(theory.garnett_delay(beta, ratio) for ratio in (0.25, 1, 4))


@pytest.mark.parametrize(
    ("agents", "waits", "fifo"),
    [
        (1, (".2380952", ".3246753", ".9090909"), ".6666667"),
        (2, (".0287356", ".0331565", ".0480769"), ".0416667"),
    ],
)
def test_county_hospital(agents, waits, fifo):
    """B1: Cobham's waits of three classes, and first come first served, in hours."""
    rates = (0.2, 0.6, 1.2)
    assert tuple(map(printed, waits)) == tuple(theory.cobham(rates, 3, agents))
    assert printed(fifo) == theory.ErlangC(sum(rates), 3, agents).mean_wait


def test_textbook_priorities():
    """B2: four classes at five servers, three at two."""
    assert list(map(printed, (".015743", ".023615", ".040483", ".089961"))) == theory.cobham((6, 4, 6, 5), 6, 5)
    waits = theory.cobham((3, 3, 3), 5, 2)
    assert list(map(printed, (".121805", ".304511", "2.131579"))) == waits
    assert list(map(printed, (".365414", ".913534", "6.394737"))) == [3 * wait for wait in waits]


def test_free_and_paid_share_twenty_agents():
    """B3: three policies in minutes, and the volume-weighted wait that none of them changes."""
    paid, free = 0.5, 1.0
    fifo = theory.ErlangC(paid + free, 1 / 12, 20)
    strict = theory.cobham((paid, free), 1 / 12, 20)
    slow, fast = theory.accumulating_priority((free, paid), 1 / 12, 20, (1, 3))
    assert (printed(".550769"), printed("3.304614")) == (fifo.waits, fifo.mean_wait)
    assert [printed(".472088"), printed("4.720877")] == strict
    assert (printed("1.652307"), printed("4.130768")) == (fast, slow)
    weighted = [(w_paid * paid + w_free * free) / 1.5 for w_paid, w_free in (strict, (fast, slow))]
    assert weighted == pytest.approx([fifo.mean_wait] * 2, rel=1e-12)


@pytest.mark.parametrize(("slopes", "urgent", "other"), [((1, 2), 3.0, 5.0), ((1, 1), 4.0, 4.0)])
def test_accumulating_priority(slopes, urgent, other):
    """B4: one agent, .4 + .4."""
    assert [other, urgent] == pytest.approx(theory.accumulating_priority((0.4, 0.4), 1, 1, slopes), rel=1e-12)


def test_accumulating_priority_becomes_strict():
    """B4: with an endless slope it is Cobham."""
    steep = theory.accumulating_priority((0.4, 0.4), 1, 1, (1, 1e12))
    assert steep == pytest.approx([20 / 3, 4 / 3], rel=1e-9)
    assert theory.cobham((0.4, 0.4), 1, 1) == pytest.approx([4 / 3, 20 / 3], rel=1e-12)


def test_cobham_with_different_handle_times():
    """B5: exponential mean 1 and constant 2; the load-weighted wait is the same in every order."""
    first = theory.cobham_general((0.3, 0.2), (1, 2), (2, 4))
    second = theory.cobham_general((0.2, 0.3), (2, 1), (4, 2))
    fifo = theory.fifo_general((0.3, 0.2), (1, 2), (2, 4))
    assert [printed("1.0"), printed("3.33333")] == first
    assert [printed("1.16667"), printed("3.88889")] == second
    assert printed("2.33333") == fifo
    weighted = [0.3 * first[0] + 0.4 * first[1], 0.4 * second[0] + 0.3 * second[1], 0.7 * fifo]
    assert weighted == [printed("1.63333")] * 3


@pytest.mark.parametrize(
    ("cutoff", "figures"),
    [
        (10, (".0584543", ".2922715", ".4091802", ".4091802")),
        (9, (".0253620", ".6307991", ".1775342", ".5917806")),
        (8, (".0118151", "2.8215904", ".0827058", ".8546265")),
    ],
)
def test_reserved_agents(cutoff, figures):
    """B6: ten agents, the low class may start while fewer than the cutoff are busy."""
    assert tuple(map(printed, figures)) == theory.cutoff_priority(3, 5, 10, cutoff)


def test_no_reserve_is_cobham():
    """B6: with the cutoff at the number of agents the chain gives the formula."""
    found = theory.cutoff_priority(3, 5, 10, 10)
    assert theory.cobham((3, 5), 1, 10) == pytest.approx([found.wait_high, found.wait_low], abs=1e-9)


def test_priority_with_equal_patience():
    """B7: the two queues add up to Erlang A."""
    found = theory.priority_with_abandonment((4, 7), (0.5, 0.5), 10, (60, 120))
    assert printed(".750503") == found.waits
    assert (printed(".427732"), printed("2.822676")) == found.queues
    assert (printed(".106933"), printed(".403239")) == found.mean_waits
    assert [printed("5.3467"), printed("20.1620")] == [100 * share for share in found.abandonment]
    assert sum(found.queues) == pytest.approx(theory.ErlangA(11, 1, 0.5, 10).queue_length, abs=1e-10)


def test_priority_with_different_patience():
    """B7: the urgent are impatient, the others are not."""
    found = theory.priority_with_abandonment((4, 7), (1, 0.25), 10, (60, 160))
    assert printed(".804203") == found.waits
    assert [printed("10.2137"), printed("15.4584")] == [100 * share for share in found.abandonment]
    assert (printed(".408548"), printed("4.328358")) == found.queues


def test_n_model():
    """B8: three specialists, two generalists."""
    figures = (".304710", ".836256", ".372254", ".669005", ".685444", ".771835")
    assert tuple(map(printed, figures)) == theory.n_model(2.4, 1.2, 3, 2)


@pytest.mark.parametrize(
    ("at", "load", "staff"),
    [
        (0, "90", ((103, ".0958"), (91, ".4720"), (79, ".8891"))),
        (math.pi / 2, "110", ((125, ".0855"), (111, ".4747"), (98, ".8848"))),
        (3 * math.pi / 4, "114.142", ((129, ".0914"), (115, ".4804"), (102, ".8830"))),
        (7 * math.pi / 4, "85.858", ((99, ".0884"), (87, ".4653"), (75, ".8918"))),
    ],
)
def test_staffing_for_a_constant_delay(at, load, staff):
    """C1: 100 + 20 sin t, patience and handle time 1; the fewest agents for delays of .1, .5 and .9."""
    mean = theory.offered_load(100, 20, 1, 1, at)
    assert printed(load) == mean
    assert [agents for agents, _ in staff] == [theory.agents_for_delay(mean, delay) for delay in (0.1, 0.5, 0.9)]
    assert [printed(delay) for _, delay in staff] == [theory.poisson_delay(mean, agents) for agents, _ in staff]


def test_delay_under_a_constant_staff():
    """C1: 110 agents at the mean, the highest and the lowest load, and a lag of pi/4."""
    delays = [theory.poisson_delay(theory.offered_load(100, 20, 1, 1, k * math.pi / 4), 110) for k in (1, 3, 7)]
    assert list(map(printed, (".17056", ".66341", ".00688"))) == delays
    assert theory.sine_response(20, 1, 1) == pytest.approx((10 * math.sqrt(2), math.pi / 4), rel=1e-12)


@pytest.mark.parametrize(("per_hour", "swing", "lag"), [(2, "12.3943", ".4972"), (0.25, "69.0621", "3.0880")])
def test_offered_load_lags_behind_the_arrivals(per_hour, swing, lag):
    """C2: 50 + 25 sin over the day, handled in half an hour or in four."""
    assert (printed(swing), printed(lag)) == theory.sine_response(25, per_hour, 2 * math.pi / 24)


C3 = """
.01369  .0281  .99880 .34709  3.3398
.33770  1.5270 .88596 .73484  8.0673
.84929 11.0167 .36138 .95532 22.2118
.90731 18.0415 .20967 .97106 20.6010
.63364 10.2973 .51409 .84932  9.8338
.72415  8.7467 .51400 .90904 16.2000
.71868  9.6909 .48925 .90315 12.8489
.25271  2.9191 .84062 .59935  4.0802
"""


def test_day_from_empty():
    """C3: eight hours of M(t)/M/8, hour by hour and together."""
    *hours, day = theory.day_from_empty((20, 40, 60, 45, 30, 50, 40, 20), 6, 8, within=1 / 12)
    for line, hour in zip(C3.strip().splitlines(), hours, strict=True):
        found = (hour.waits, 60 * hour.mean_wait, hour.served_within, hour.occupancy, hour.in_system)
        assert tuple(map(printed, line.split())) == found
    assert (printed(".637988"), printed(".537829")) == (day.waits, day.served_within)
    assert printed("8.94029") == 60 * day.mean_wait


def test_infinite_servers_from_empty():
    """C4: the mean after one handle time, and the chance of at most 70."""
    mean = theory.infinite_server_mean(100, 1, 1)
    assert printed("63.2121") == mean
    assert printed(".821331") == 1 - theory.poisson_delay(mean, 71)


@pytest.mark.parametrize(("capacity", "after"), [(80, "10.0"), (90, "6.67")])
def test_outage_backlog(capacity, after):
    """C5: 120 more an hour for two hours; how long until the backlog is gone.

    Ten more capacity per hour only once the burst is over: the backlog of 200 stands.
    """
    peak, _ = theory.fluid_outage(60, 80, 120, 2)
    assert peak == pytest.approx(200)
    assert printed(after) == peak / (capacity - 60)
    assert theory.fluid_outage(60, 80, 120, 2)[1] == pytest.approx(10)
    assert theory.fluid_outage(60, 200, 120, 2) == (0, 0)


def test_busyness_of_days_and_hours():
    """D1: gamma days of shape 10."""
    assert printed("526.517") == theory.busy_sd(1660, 10)
    assert printed("40.7") == theory.busy_sd(1660, np.inf)
    assert (16.0, 0.9375) == (theory.hour_dispersion(150, 10), theory.hour_correlation(150, 10))


@pytest.mark.parametrize(("shape", "lost"), [(100, "4.4503"), (50, "5.5845"), (20, "8.2635"), (10, "11.5766")])
def test_abandonment_with_busyness(shape, lost):
    """D2: the call centre of A5 on gamma days."""
    assert printed(lost) == 100 * theory.abandonment_with_busyness(theory.ErlangA(48, 1, 0.5, 50), shape)
