"""Theory of conversations and people against the numbers of sections F and H, to the printed digits."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim import closed_forms as theory
from sim.closed_forms import Chatting, Desk

CHAT = Chatting(1.5, 2.5, 4)


def printed(text: str) -> object:
    """Return what equals a figure printed as *text*: half a unit of its last digit either way."""
    decimals = len(text.partition(".")[2])
    return pytest.approx(float(text), abs=0.5000001 * 10**-decimals, rel=0)


@pytest.mark.parametrize(
    ("agents", "waits", "wait", "hours", "is_open"),
    [
        (16, ".73008", "7.3008", "4.8650", "145.951"),
        (17, ".52027", "2.6014", "4.6301", "138.902"),
        (18, ".36133", "1.2044", "4.5602", "136.807"),
        (20, ".16043", ".3209", "4.5160", "135.481"),
    ],
)
def test_erlang_r(agents, waits, wait, hours, is_open):
    """F1: thirty conversations an hour, three touches of ten minutes, two hours in between."""
    each = theory.ErlangR(0.5, 10, 120, 3, agents)
    assert printed(waits) == each.queue.waits
    assert printed(wait) == each.queue.mean_wait
    assert printed(hours) == each.resolution_time / 60
    assert printed(is_open) == each.open


def test_orbit_and_its_limit():
    """F4: 2.7 in orbit; retrying at once gives the queue of M/M/1."""
    assert theory.orbit(0.6, 1, 0.5) == pytest.approx(2.7)
    assert theory.orbit(0.6, 1, 1e9) == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("places", "chat", "figures"),
    [
        (3, (1.5, 2.5, 6), (".882490", "35.299586", "5.883264", "1.515877", ".712379", ".628227")),
        (2, (3, 6, 4), (".689655", "13.793103", "3.448276", "1.2", ".4", ".852848")),
        (4, (1, 3, 10), (".827542", "49.652498", "4.965250", "1.133594", ".691262", ".600285")),
    ],
)
def test_saturated_agent(places, chat, figures):
    """H1: utilisation, touches and chats an hour, delay, replies delayed, and started within a handle time."""
    each = theory.Saturated(places, Chatting(*chat))
    found = (
        each.utilisation, 60 * each.touch_rate, 60 * each.chat_rate, each.delay, each.delayed,
        each.starts_within(chat[0]),
    )  # fmt: skip
    assert [printed(text) for text in figures] == list(found)


def test_more_places_give_ever_fewer_chats():
    """H1: chats an hour and delays for one to six places; a chat takes its places' share of the time (Little)."""
    found = [theory.Saturated(places, Chatting(1.5, 2.5, 6)) for places in range(1, 7)]
    rates = ("2.7907", "4.7492", "5.8833", "6.4053", "6.5949", "6.6501")
    assert [printed(text) for text in rates] == [60 * each.chat_rate for each in found]
    assert [printed(text) for text in ("0", ".628", "1.516", "2.661", "3.998", "5.439")] == [
        each.delay for each in found
    ]
    assert found[2].chat_time == pytest.approx(6 * (1.5 + found[2].delay) + 5 * 2.5)


@pytest.mark.parametrize(
    ("desk", "figures"),
    [
        (
            Desk(0.12, CHAT, 3, 0.1),
            (".335855", ".163580", "1.635798", "1.011470", "1.014834", ".602223", "1.762100", "17.555972"),
        ),
        (
            Desk(0.075, CHAT, 2),
            (".436485", "0", "9.401490", ".475745", ".480365", ".45", "1.156263", "15.416840"),
        ),
        (Desk(0.03, Chatting(2, 3, 4), 1), (".51", "0", "19.346939", "0", "0", ".24", ".51", "17")),
    ],
)
def test_one_agent_whose_chats_are_assigned_on_arrival(desk, figures):
    """H2, as published."""
    assert [printed(text) for text in figures] == list(theory.one_agent_assigned(desk))


def test_the_order_of_touches_changes_no_numbers():
    """H2 without patience: as many are open or waiting whether a new chat or a reply goes first, and as busy is the
    agent; with one place all is the same.
    """
    desk = Desk(0.075, CHAT, 2)
    assigned, ours = theory.one_agent_assigned(desk), theory.new_first(desk, 1)
    assert ours.open_chats + 0.075 * ours.wait == pytest.approx(assigned.open_chats + 0.075 * assigned.wait_outside)
    assert ours.utilisation == pytest.approx(assigned.utilisation)
    one_place = Desk(0.03, Chatting(2, 3, 4), 1)
    assigned, ours = theory.one_agent_assigned(one_place), theory.new_first(one_place, 1)
    assert (ours.wait, ours.reply_delay) == pytest.approx((assigned.wait_outside, 0))
    assert (1 - ours.at_once, ours.chat_time) == pytest.approx((assigned.waits_outside, assigned.chat_time))


def test_one_place_is_m_g_1_with_the_chat_as_the_work():
    """H2: Pollaczek-Khinchine with the mean and variance of a whole chat."""
    handle, think, touches = 2, 3, 4
    variance = touches * handle**2 + (touches - 1) * think**2 + touches * (touches - 1) * (handle + think) ** 2
    mean = touches * handle + (touches - 1) * think
    wait = theory.pollaczek_khinchine(0.03, mean, variance / mean**2)
    assert wait == pytest.approx(theory.new_first(Desk(0.03, Chatting(2, 3, 4), 1), 1).wait)


def test_many_places_are_one_queue_of_touches():
    """H2: without a limit the agent is M/M/1 at the rate of all touches, whoever goes first."""
    found = theory.new_first(Desk(0.075, CHAT, 40, depth=40), 1)
    touches = theory.ErlangC(0.3, 1 / 1.5, 1)
    waiting = 0.075 * found.wait + 0.225 * found.reply_delay
    assert waiting == pytest.approx(touches.queue_length, rel=1e-6)


def test_endless_arrivals_saturate_the_agent():
    """H2 at a high rate gives H1: as busy, and replies wait m / (m - 1) times the delay of all touches."""
    found = theory.new_first(Desk(2.0, Chatting(1.5, 2.5, 6), 3, 0.05, depth=250), 1)
    each = theory.Saturated(3, Chatting(1.5, 2.5, 6))
    assert found.utilisation == pytest.approx(each.utilisation, abs=1e-4)
    assert found.reply_delay == pytest.approx(each.delay * 6 / 5, rel=1e-3)


def test_two_agents_are_near_the_published_desk():
    """H3: ours gives a new chat to the longest idle and lets it wait where none is; what is published assigns it at
    once to the fewest open. All of them work half of the time without patience.
    """
    impatient, patient = (
        theory.new_first(Desk(rate, CHAT, 2, patience, 150), 2) for rate, patience in ((0.25, 0.1), (10 / 60, 0.0))
    )
    assert impatient.abandonment == pytest.approx(0.214163, abs=0.01)
    assert impatient.utilisation == pytest.approx(0.589378, abs=0.006)
    assert patient.utilisation == pytest.approx(0.5, abs=1e-6)
    assert patient.open_chats + 10 / 60 * patient.wait == pytest.approx(2.552569 + 10 / 60 * 4.660805, rel=0.01)


def test_drawn_owners():
    """H4: six owners at 80 %."""
    each = theory.Owned(0.4, 4, 120, 3, 6)
    assert (each.occupancy, each.delay, each.resolution_time, each.open) == pytest.approx((0.8, 16, 300, 120))
    assert printed(".514775") == 1 - each.delayed_beyond(10)
    assert printed("41.588831") == each.delay_p90
    assert printed("1.7259") == theory.ErlangC(1.2, 1 / 4, 6).mean_wait


def test_two_owners():
    """H5, longest idle: to the sixth digit, since the published chain was cut as well."""
    found = theory.two_owners(0.1, 5, 10, 2)
    assert found == pytest.approx((0.310486, 1.958806, 2.643481, 24.602287), abs=1e-5)


@pytest.mark.parametrize(
    ("day", "headcount", "deviation", "productive"),
    [
        (30, "38.81782", "1.0711", "38.81782"),
        (90, "37.72178", "1.4658", "37.22662"),
        (180, "37.73583", "1.4615", "36.53272"),
        (360, "37.73585", "1.4615", "36.21805"),
    ],
)
def test_seats(day, headcount, deviation, productive):
    """H6: 40 seats; day by day the same within .2 %."""
    seats, days = theory.Seats(0.001, 60), theory.SeatDays(0.001, 60, 361)
    present = seats.present(day)
    assert printed(headcount) == 40 * present
    assert printed(deviation) == math.sqrt(40 * present * (1 - present))
    assert printed(productive) == 40 * seats.productive(day, 0.5, 90)
    assert days.present[day] == pytest.approx(present, rel=0.002)
    speeds = theory.learning(np.arange(361.0), 0.5, 90)
    assert days.productive(speeds)[day] == pytest.approx(seats.productive(day, 0.5, 90), rel=0.002)


def test_quits_of_seats():
    """H6: quits in 360 days, and day by day."""
    assert printed("13.648985") == 40 * theory.Seats(0.001, 60).quits(360)
    assert 40 * theory.SeatDays(0.001, 60, 361).quits[-1] == pytest.approx(13.648985, rel=0.002)


@pytest.mark.parametrize(("months", "performance"), [(6, ".833333"), (12, ".900000"), (24, ".944444"), (48, ".970588")])
def test_retention(months, performance):
    """F2: exponential tenure; in days of 30 a month, with veterans after a year, the same within .1 %."""
    speeds = theory.learning(np.arange(366.0), 0.5, 90)
    speeds[-1] = 1
    staying = np.exp(-np.arange(30.0 * 20 * months) / (30 * months))
    assert printed(performance) == theory.retention(3, 0.5, months)
    assert theory.retention_of_days(staying, speeds) == pytest.approx(float(performance), rel=0.001)


@pytest.mark.parametrize(
    ("staying", "performance"),
    [
        (lambda days: days < 720, 0.937521),
        (lambda days: np.exp(-days / 90) / 2 + np.exp(-days / 1350) / 2, 0.955078),
    ],
)
def test_retention_of_other_laws(staying, performance):
    """F2: exactly 24 months; half with a mean of 3 and half of 45. Day by day within .1 %."""
    days = np.arange(30_000.0)
    found = theory.retention_of_days(staying(days) * 1.0, theory.learning(days, 0.5, 90))
    assert found == pytest.approx(performance, rel=0.001)


@pytest.mark.parametrize(("day", "headcount"), [(60, "27.28896"), (180, "21.74113"), (360, "15.19700")])
def test_held_load(day, headcount):
    """H8: 30 agents; day by day within .1 %."""
    days = theory.HeldLoadDays(0.04 / 30, 1, 0.5, -math.expm1(-1 / 60))
    assert printed(headcount) == 30 * theory.HeldLoad(0.04 / 30, 1, 0.5, 60).staying(day)
    assert 30 * days.staying(day) == pytest.approx(float(headcount), rel=0.001)


def test_two_tiers_and_visits():
    """A second tier without anybody in it adds nothing; a chance of .3 gives 1 / .7 visits."""
    tiers = theory.Tiers(1.6, 0.0, (5, 5), (10, 3))
    assert tiers.resolution_time == pytest.approx(theory.ErlangC(1.6, 0.2, 10).mean_wait + 5)
    assert theory.visits(0.3) == pytest.approx(1 / 0.7)
