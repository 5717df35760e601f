"""Section H, first half: several chats at once, and tickets that wait for their owner."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim import closed_forms as theory
from sim.certify import made
from sim.certify import touches as see
from sim.certify.case import Case, HandMade
from sim.certify.made import House, Wanted
from sim.closed_forms import Chatting, Desk
from sim.durations import MINUTE
from sim.inputs import FAR, MILLION, NEW, NOBODY, OWN

if TYPE_CHECKING:
    from numpy.random import Generator

    from sim.certify.figures import Figure
    from sim.inputs import Inputs


def _talks(rng: Generator, rate: float, chat: Chatting, horizon: int) -> Wanted:
    """Return Poisson customers with geometric numbers of exponential touches, who think for exponential times."""
    arrivals = made.poisson(rng, rate, horizon)
    n_touches = made.numbers(rng, chat.touches, len(arrivals))
    n = int(n_touches.sum())
    return made.wanted(arrivals, n_touches, made.spans(rng, chat.handle, n), made.spans(rng, chat.think, n))


# ---- H1: a saturated agent ----


class _Closed(NamedTuple):
    """A saturated agent, whose chats follow each other at once."""

    each: theory.Saturated
    is_constant: bool
    """The number of touches, and the time that customers think."""


def _h1() -> tuple[HandMade, ...]:
    """Build one agent whose places are filled at once, by next contacts without delay; and one with a queue of new
    chats, which this agent takes first: their touches overtake replies, so replies wait m / (m - 1) times as long.
    """
    found = []
    for places, handle, think, touches, is_constant in (
        (3, 1.5, 2.5, 6, False), (3, 1.5, 2.5, 6, True), (2, 3, 6, 4, False), (4, 1, 3, 10, False),
    ):  # fmt: skip
        each = theory.Saturated(places, Chatting(handle, think, touches))
        label = f"k{places}_h{handle:g}" + ("_constant" if is_constant else "")
        replies = (
            see.mean_delay(each.delay),
            see.delayed(each.delayed, "reply"),
            see.starts_within(each.starts_within(handle), handle, "reply"),
        )
        build = partial(_filled_at_once, wanted=_Closed(each, is_constant))
        found.append(HandMade(build, {label: (*_throughput(each), *replies)}, (2, 12)))
    each = theory.Saturated(3, Chatting(1.5, 2.5, 6))
    longer = 6 / 5
    figures = (
        *_throughput(each),
        see.mean_delay(each.delay * longer, "reply"),
        see.delayed(each.delayed, "reply"),
        see.starts_within(each.starts_within(1.5), 1.5 * longer, "reply"),
    )
    return (*found, HandMade(_twice_too_many, {"k3_h1.5_new_first": figures}, (2, 12), all_end=False))


def _throughput(each: theory.Saturated) -> tuple[Figure, ...]:
    touches, chats = 60 * each.touch_rate, 60 * each.chat_rate
    return see.occupancy(each.utilisation, 1), see.touches_per_hour(touches), see.ends_per_hour(chats)


def _filled_at_once(rng: Generator, wanted: _Closed) -> Inputs:
    each, chat = wanted.each, wanted.each.chat
    horizon = round(100_000 / each.touch_rate) * MINUTE
    n = 2 * round(100_000 / chat.touches / each.places) * each.places  # twice as many as are needed
    n_touches = made.numbers(rng, chat.touches, n, is_constant=wanted.is_constant)
    n_all = int(n_touches.sum())
    think = made.spans(rng, chat.think, n_all, is_constant=wanted.is_constant)
    talks = made.wanted(np.zeros(n, np.int64), n_touches, made.spans(rng, chat.handle, n_all), think)
    links = np.concatenate((np.arange(each.places, n), np.full(each.places, NOBODY)))
    chain = made.chained(talks, each.places, links, next_chance=MILLION)
    return made.inputs_of(chain, House((1,), live_limit=each.places), horizon)


def _twice_too_many(rng: Generator) -> Inputs:
    each = theory.Saturated(3, Chatting(1.5, 2.5, 6))
    horizon = round(100_000 / each.touch_rate) * MINUTE
    talks = _talks(rng, 2 * each.chat_rate, each.chat, horizon)
    return made.inputs_of(talks, House((1,), live_limit=3, first=NEW), horizon)


# ---- H2, H3: places, and a queue before them ----


def _h2() -> tuple[HandMade, ...]:
    """Build one agent in three settings; without patience, also how many are there is as published."""
    found = []
    for per_hour, chat, places, patience, runs in (
        (7.2, Chatting(1.5, 2.5, 4), 3, 10.0, 2),
        (4.5, Chatting(1.5, 2.5, 4), 2, None, 4),
        (1.8, Chatting(2, 3, 4), 1, None, 3),
    ):
        each = Desk(per_hour / 60, chat, places, 0 if patience is None else 1 / patience)
        figures = _chat_figures(each, 1)
        if patience is None:
            published = theory.one_agent_assigned(each)
            figures += (
                see.finds_at_least(published.waits_outside, places),
                see.wait_outside(published.wait_outside, places, each.rate),
            )
        label = f"k{places}_{'patient' if patience is None else 'impatient'}"
        found.append(HandMade(partial(_before_places, each, 1), {label: figures}, (runs, 7 * runs)))
    return tuple(found)


def _h3() -> tuple[HandMade, ...]:
    """Build two agents of two places each; a new chat goes to whoever has been idle longest."""
    chat = Chatting(1.5, 2.5, 4)
    desks = {"impatient": Desk(0.25, chat, 2, 0.1, 150), "patient": Desk(10 / 60, chat, 2, 0, 250)}
    return tuple(
        HandMade(partial(_before_places, each, 2), {label: _chat_figures(each, 2)}, (4, 25))
        for label, each in desks.items()
    )


def _chat_figures(each: Desk, agents: int) -> tuple[Figure, ...]:
    expected = theory.new_first(each, agents)
    figures = [
        see.at_once(expected.at_once),
        see.mean_wait(expected.wait),
        see.occupancy(expected.utilisation, agents),
        see.open_chats(expected.open_chats),
        see.chat_time(expected.chat_time),
    ]
    if expected.abandonment:
        figures += [see.abandonment(expected.abandonment), see.ends_per_hour(60 * expected.chat_rate)]
    if expected.reply_delay:
        figures += [see.mean_delay(expected.reply_delay, "reply")]
    return tuple(figures)


def _before_places(each: Desk, agents: int, rng: Generator) -> Inputs:
    horizon = round(200_000 / each.rate) * MINUTE
    talks = _talks(rng, each.rate, each.chat, horizon)
    n = len(talks.conversations)
    patience = made.spans(rng, 1 / each.patience_rate, n) if each.patience_rate else FAR
    talks.conversations["patience_time"] = patience
    return made.inputs_of(talks, House((agents,), live_limit=each.places, first=NEW), horizon)


# ---- H4, H5: tickets with owners ----


def _h4() -> tuple[HandMade, ...]:
    """Build six owners, each a team of their own; who owns a ticket is drawn when it comes."""
    each = theory.Owned(0.4, 4, 120, 3, 6)
    per_share = each.handle / (1 - each.occupancy) / 0.1  # of the exponential tail, where a tenth is left
    figures = (
        see.mean_delay(each.delay),
        see.mean_delay(each.delay, "first touch"),
        see.mean_delay(each.delay, "reply"),
        see.delayed(each.occupancy),
        see.starts_within(1 - each.delayed_beyond(10), 10),
        see.delay_p90(each.delay_p90, per_share),
        see.resolution_time(each.resolution_time),
        see.open_conversations(each.open),
    )
    laws = {"geometric": False, "constant": True}
    return tuple(
        HandMade(partial(_owned, each, is_constant=law), {label: figures}, (3, 19)) for label, law in laws.items()
    )


def _owned(each: theory.Owned, rng: Generator, *, is_constant: bool) -> Inputs:
    horizon = round(400_000 / each.rate) * MINUTE
    arrivals = made.poisson(rng, each.rate, horizon)
    n_touches = made.numbers(rng, each.touches, len(arrivals), is_constant=is_constant)
    n = int(n_touches.sum())
    think = made.spans(rng, each.think, n, is_constant=is_constant)
    owners = rng.integers(0, each.agents, len(arrivals))
    tickets = made.wanted(arrivals, n_touches, made.spans(rng, each.handle, n), think, work_type=owners)
    own = tuple((number,) for number in range(each.agents))
    return made.inputs_of(tickets, House((1,) * each.agents, own), horizon)


def _h5() -> tuple[HandMade, ...]:
    """Build two agents with one queue of new tickets, who take their own replies first."""
    chat = Chatting(5, 10, 2)
    expected = theory.two_owners(0.1, chat.handle, chat.think, chat.touches)
    figures = (
        see.delayed(expected.waits, "first touch"),
        see.mean_delay(expected.wait, "first touch"),
        see.mean_delay(expected.reply_delay, "reply"),
        see.resolution_time(expected.resolution_time),
        see.occupancy(0.5, 2),
    )
    return (HandMade(partial(_two_owners, chat), {"longest_idle": figures}, (3, 19)),)


def _two_owners(chat: Chatting, rng: Generator) -> Inputs:
    horizon = 2_000_000 * MINUTE
    return made.inputs_of(_talks(rng, 0.1, chat, horizon), House((2,), first=OWN), horizon)


CASES: Final = (
    Case("H1", "A saturated agent with k chats: more places give ever fewer chats an hour.", "F",
         "Palm 1947 (machine repair); Baskett, Chandy, Muntz & Palacios 1975", _h1),
    Case("H2", "One agent, k places, a queue before them.", "F", "the Markov chain, solved; Pollaczek-Khinchine", _h2),
    Case("H3", "Two agents with two chats each; a new one goes to the longest idle.", "F",
         "the Markov chain, solved", _h3),
    Case("H4", "Tickets whose owner is drawn when they come: what ownership costs.", "F", "Kelly 1979; Jackson 1957",
         _h4),
    Case("H5", "Two owners with one queue of new tickets; a new one goes to the longest idle.", "F",
         "the Markov chain, solved", _h5),
)  # fmt: skip
