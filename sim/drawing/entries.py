"""How contacts enter under a plan: what documentation, bot, form and status page do, and what the channel changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim import calendar
from sim.drawing import distributions, incidents, streams
from sim.drawing.conversations import patience_times
from sim.drawing.demand import positions, surge_runs
from sim.durations import MINUTE
from sim.inputs import (
    AVOIDED,
    FALSELY_SERVED,
    FAR,
    FOLLOW_UP,
    GAVE_UP_FORM,
    MILLION,
    NOBODY,
    SELF_SERVED,
    TO_DESK,
)
from sim.scenario import Spread
from sim.scenario.customers import LIVE
from sim.scenario.part import LONGEST
from sim.scenario.support import WRITTEN, Bot, Support, support_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sim.drawing.demand import Draw, SurgeRuns
    from sim.inputs import Demand, Table
    from sim.scenario import Plan, Scenario, Segment

    Integers = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Keys = NDArray[np.uint64]

CHAT_PATIENCE: Final = Spread(mean=3 * MINUTE, law="exponential")
"""Where the level makes a written channel live and says no patience (domain numbers, grade D)."""
LIVE_THINK_FACTOR: Final = 1 / 240
"""Times the think time where the level makes a written channel live: a minute for four hours (assumption)."""


class _Places(NamedTuple):
    """Where each touch stands."""

    owner: Integers
    """Its conversation; NOBODY: none."""
    waits_for_us: Flags
    """Engineering, not the customer, takes its think time."""


class _Change(NamedTuple):
    """What a level of support changes for the conversations of one segment."""

    is_live: bool
    patience: Spread | None
    """None: for ever."""
    keeps_patience: bool
    keeps_reply_patience: bool
    think_factor: float
    work_factor: float


def with_support(scenario: Scenario, plan: str, demand: Demand, draw: Draw) -> Demand:
    """Return *demand* as it meets *plan*: how contacts enter, live or not, patience, think and handle times; at its end
    a follow-up for every contact that a bot only seems to answer. *demand* itself where the plan says nothing of that.

    The customers stay the same, and what is drawn is keyed by them alone: more deflection deflects further contacts and
    sends none of the others to the desk (common random numbers). What was open at the start has reached the desk.
    """
    chosen = scenario.plans[plan]
    runs = surge_runs(scenario, draw, calendar.timeline(scenario))
    if not _says_something(chosen, runs):
        return demand
    own = demand._replace(
        conversations=demand.conversations.copy(), touches=demand.touches.copy(), work_types=demand.work_types.copy()
    )
    own.conversations["entry"][: own.n_first] = _entries(scenario, chosen, own, runs, draw)
    places = _places(own)
    for number, name in enumerate(own.names.segments):
        change = _change(scenario.world.segments[name], support_of(chosen, name))
        own.work_types["is_live"][own.work_types["segment"] == number] = change.is_live
        rows = np.flatnonzero(own.details["segment"] == number)
        _change_patience(own, rows, change, draw)
        _change_times(own.touches, np.isin(places.owner, rows), places.waits_for_us, change)
    if chosen.incidents.macros:
        own = incidents.with_macros(own, runs)
    return _with_returns(own, chosen, draw)


def _says_something(plan: Plan, runs: Sequence[SurgeRuns]) -> bool:
    """Does the plan, with what the surges offer it, change anything that customers meet?"""
    has_page = plan.incidents.status_page and any(run.surge.status_page for run in runs)
    has_macros = plan.incidents.macros and incidents.has_macros(runs)
    return has_page or has_macros or any(one != Support(promise=one.promise) for one in plan.support.values())


# ---- how contacts enter ----


def _entries(scenario: Scenario, plan: Plan, demand: Demand, runs: Sequence[SurgeRuns], draw: Draw) -> Integers:
    """Return how every first contact enters."""
    details = demand.details[: demand.n_first]
    deflectable = np.array([scenario.world.topics[name].deflectable for name in demand.names.topics])
    entry = np.full(demand.n_first, TO_DESK)
    came = np.arange(demand.n_first) >= demand.n_open_at_start
    for number, name in enumerate(demand.names.segments):
        rows = np.flatnonzero((details["segment"] == number) & came)
        helped = deflectable[details["topic"][rows]]
        entry[rows] = _of_segment(support_of(plan, name), helped, details["key"][rows], draw)
    if plan.incidents.status_page:
        sees_page = draw.uniforms("status_page", details["key"]) < incidents.status_page_shares(demand, runs)
        entry[sees_page & (entry != AVOIDED)] = SELF_SERVED
    return entry


def _of_segment(support: Support, deflectable: Floats, key: Keys, draw: Draw) -> Integers:
    """Return how contacts enter: what comes first decides, from proactive work to the form."""
    avoids = support.proactive.avoids if support.proactive else 0.0
    gives_up = support.form.gives_up if support.form else 0.0
    resolved, seems_resolved = _by_bot(support.bot or Bot(), key, draw)
    stages = {
        AVOIDED: draw.uniforms("avoided", key) < avoids,
        SELF_SERVED: (draw.uniforms("deflect", key) < support.docs * deflectable) | resolved,
        FALSELY_SERVED: seems_resolved,
        GAVE_UP_FORM: draw.uniforms("form", key) < gives_up,
    }
    return np.select(list(stages.values()), list(stages), TO_DESK)


def _by_bot(bot: Bot, key: Keys, draw: Draw) -> tuple[Flags, Flags]:
    """Return whom the bot answers, and whom it only seems to answer."""
    talks = (draw.uniforms("bot_meets", key) < bot.meets) & (draw.uniforms("bot_leaks", key) >= bot.leaks)
    luck = draw.uniforms("bot_answer", key)
    resolved = talks & (luck < bot.resolves)
    return resolved, talks & ~resolved & (luck < bot.resolves + bot.false_claims)


# ---- what the level changes for those who come to the desk ----


def _change(segment: Segment, support: Support) -> _Change:
    was_live = segment.channel in LIVE
    is_live = support.level == "live_chat" or (was_live and support.level not in WRITTEN)
    usual = LIVE_THINK_FACTOR ** (int(is_live) - int(was_live))
    return _Change(
        is_live=is_live,
        patience=support.patience or (CHAT_PATIENCE if is_live else None),
        keeps_patience=is_live == was_live and support.patience is None,
        keeps_reply_patience=is_live == was_live,
        think_factor=usual if support.think_factor is None else support.think_factor,
        work_factor=support.form.work_factor if support.form else 1.0,
    )


def _change_patience(demand: Demand, rows: Integers, change: _Change, draw: Draw) -> None:
    """Let the customers of *rows* wait as long as in this plan; the patient ones stay the patient ones."""
    table, key = demand.conversations, demand.details["key"][rows]
    if not change.keeps_patience:
        waited = table["waited_time"][rows]
        table["patience_time"][rows] = patience_times(change.patience, waited, draw.uniforms("patience", key))
    if not change.keeps_reply_patience:
        u, nothing = draw.uniforms("reply_patience_time", key), np.zeros(len(rows), np.int64)
        patience = change.patience if change.is_live else None
        table["reply_patience_time"][rows] = patience_times(patience, nothing, u)


def _places(demand: Demand) -> _Places:
    """Return where every touch stands."""
    table, owner = demand.conversations, np.full(len(demand.touches), NOBODY)
    n = (table["end_touch"] - table["first_touch"]).astype(np.int64)
    owner[np.repeat(table["first_touch"], n) + positions(n)] = np.repeat(np.arange(len(table)), n)
    is_ours = np.append(demand.touches["is_ours"] == 1, [False])
    waits_for_us = is_ours[1:] & (owner == np.append(owner, [NOBODY])[1:])
    escalated = np.flatnonzero(table["escalation_touch"] != NOBODY)
    handed_on = table["escalation_touch"][escalated]
    owner[handed_on], waits_for_us[handed_on] = escalated, waits_for_us[table["first_touch"][escalated]]
    return _Places(owner, waits_for_us)


def _change_times(touches: Table, chosen: Flags, waits_for_us: Flags, change: _Change) -> None:
    """Let agents and customers take as long as in this plan; engineering as ever."""
    if change.work_factor != 1:
        handled = np.rint(touches["handle_time"][chosen] * change.work_factor)
        touches["handle_time"][chosen] = np.minimum(handled, LONGEST)
    if change.think_factor != 1:
        thinks = chosen & ~waits_for_us
        thought = np.rint(touches["think_time"][thinks] * change.think_factor)
        touches["think_time"][thinks] = np.minimum(thought, LONGEST)


# ---- who comes back from the bot ----


def _with_returns(demand: Demand, plan: Plan, draw: Draw) -> Demand:
    """Return *demand* with a follow-up at the end for every false answer: the same contact, at the desk this time, in
    front of the follow-up that it has of itself.
    """
    rows = np.flatnonzero(demand.conversations["entry"] == FALSELY_SERVED)
    if not rows.size:
        return demand
    again, touches = _copied(demand, rows)
    details = demand.details[rows]
    details["key"] = streams.hashed(streams.name_key("bot return"), details["key"])
    terms = np.zeros(len(rows), FOLLOW_UP)
    terms["luck"] = draw.uniforms("bot_return", details["key"]) * MILLION
    for number, name in enumerate(demand.names.segments):
        its, bot = np.flatnonzero(details["segment"] == number), support_of(plan, name).bot or Bot()
        u = draw.uniforms("bot_return_time", details["key"][its])
        terms["reopen_if_wrong_chance"][its] = round(bot.returns * MILLION)
        terms["next_time"][its] = distributions.spans(bot.returns_after, u)
    demand.conversations["follow_up"][rows] = len(demand.conversations) + np.arange(len(rows))
    return demand._replace(
        conversations=np.concatenate((demand.conversations, again)),
        touches=np.concatenate((demand.touches, touches)),
        follow_ups=np.concatenate((demand.follow_ups, terms)),
        details=np.concatenate((demand.details, details)),
    )


def _copied(demand: Demand, rows: Integers) -> tuple[Table, Table]:
    """Return copies of conversations as follow-ups that reach the desk, and of their touches, to stand at the ends of
    the tables.
    """
    again, first = demand.conversations[rows], len(demand.touches)
    n = (again["end_touch"] - again["first_touch"]).astype(np.int64)
    theirs = np.repeat(again["first_touch"], n) + positions(n)
    escalated = np.flatnonzero(again["escalation_touch"] != NOBODY)
    touches = demand.touches[np.concatenate((theirs, again["escalation_touch"][escalated]))]
    again["end_touch"] = first + np.cumsum(n)
    again["first_touch"] = again["end_touch"] - n
    again["escalation_touch"][escalated] = first + len(theirs) + np.arange(len(escalated))
    again["arrival_at"], again["entry"] = FAR, TO_DESK
    return again, touches
