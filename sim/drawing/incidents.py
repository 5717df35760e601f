"""Incidents: when they are fixed, who writes twice about them, ready answers, and when tools are down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.drawing import streams
from sim.drawing.contacts import chosen, joined
from sim.drawing.demand import Happening, starts_of
from sim.durations import MINUTE
from sim.inputs import DOWNTIME, FAR, NOBODY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sim.calendar import Timeline
    from sim.drawing.contacts import Contacts
    from sim.drawing.demand import Draw, SurgeRuns
    from sim.inputs import Demand, Table
    from sim.scenario import Scenario

    Integers = NDArray[np.int64]

SECOND_MESSAGE_TIME: Final = 10 * MINUTE
"""The mean, exponential, after which a customer writes the second time (assumption)."""
_TOOLS: Final = "tools down"
"""No surge can have this name: it has a space."""


def downtimes(scenario: Scenario, draw: Draw, timeline: Timeline) -> Table:
    """Return when tools are down in one replication: DOWNTIME rows in order within the scenario, those that overlap or
    touch made one.
    """
    tools = scenario.world.tools_down
    happening = Happening(
        streams.name_key(_TOOLS), tools.at, tools.zone or scenario.zone, tools.per_week, tools.time
    )  # fmt: skip
    starts = starts_of(scenario, draw, happening, timeline)
    starts = starts[(starts < timeline.horizon) & (starts + tools.time > 0)]
    is_new = np.diff(starts, prepend=-FAR) > tools.time
    table = np.zeros(int(is_new.sum()), DOWNTIME)
    table["starts_at"] = np.maximum(starts[is_new], 0)
    table["ends_at"] = np.minimum(starts[np.append(is_new[1:], True)[: len(starts)]] + tools.time, timeline.horizon)
    return table


def with_duplicates(contacts: Contacts, runs: Sequence[SurgeRuns], draw: Draw, horizon: int) -> Contacts:
    """Return *contacts* and after them the second ones of customers who write twice, about the same topic; to be put in
    order. *contacts* itself where no surge has any.
    """
    share = _by_surge(runs, [run.surge.duplicates for run in runs], 0.0)
    if not share.any():
        return contacts
    twice = np.flatnonzero(draw.uniforms("duplicate", contacts.key) < share[contacts.surge])
    again = chosen(contacts, twice)
    waits = -SECOND_MESSAGE_TIME * np.log1p(-draw.uniforms("duplicate_time", again.key))
    again = again._replace(
        key=streams.hashed(streams.name_key("duplicate"), again.key),
        arrival_at=again.arrival_at + np.rint(waits).astype(np.int64),
    )
    return joined([contacts, chosen(again, again.arrival_at < horizon)])


def with_fixes(demand: Demand, runs: Sequence[SurgeRuns]) -> Demand:
    """Return *demand* with the instants at which the surge behind a contact is fixed, also for what follows from the
    contact; *demand* itself where nothing is fixed for all at once.
    """
    after = _by_surge(runs, [run.surge.fixed_after or NOBODY for run in runs], NOBODY)
    if not (after >= 0).any():
        return demand
    surge, arrival_at = demand.details["surge"][: demand.n_first], demand.conversations["arrival_at"][: demand.n_first]
    began = began_at(runs, surge, arrival_at)
    fixed = np.where(after[surge] >= 0, began + after[surge], FAR)
    table = demand.conversations.copy()
    table["fixed_at"] = passed_on(demand, fixed, FAR)
    return demand._replace(conversations=table)


def passed_on(demand: Demand, values: Integers, other: int) -> Integers:
    """Return the values of the first contacts also for all that may follow from them; *other* for the rest."""
    everywhere = np.full(len(demand.conversations), other)
    rows = np.arange(demand.n_first)
    while rows.size:
        everywhere[rows] = values
        follow_up = demand.conversations["follow_up"][rows]
        rows, values = follow_up[follow_up != NOBODY], values[follow_up != NOBODY]
    return everywhere


def began_at(runs: Sequence[SurgeRuns], surge: Integers, arrival_at: Integers) -> Integers:
    """Return for every contact the latest start, by its arrival, of the surge that brought it; -FAR: none did."""
    began = np.full(len(surge), -FAR)
    for run in runs:
        rows = np.flatnonzero(surge == run.number)
        place = np.searchsorted(run.starts_at, arrival_at[rows], side="right") - 1
        began[rows] = run.starts_at[place]
    return began


def has_macros(runs: Sequence[SurgeRuns]) -> bool:
    """Is there a ready answer to any surge?"""
    return any(run.surge.macro_time is not None for run in runs)


def with_macros(demand: Demand, runs: Sequence[SurgeRuns]) -> Demand:
    """Return *demand* with the instants from which the cause behind a contact is known, and the work of a touch at most
    from then on; also for what follows from the contact. *demand* itself where there is no ready answer.
    """
    if not has_macros(runs):
        return demand
    surge, at = (column[: demand.n_first] for column in (demand.details["surge"], demand.conversations["arrival_at"]))
    known = _by_surge(runs, [run.surge.known_after for run in runs], NOBODY)
    macros = _by_surge(runs, [NOBODY if run.surge.macro_time is None else run.surge.macro_time for run in runs], NOBODY)
    has_macro = macros[surge] >= 0
    known_at = np.where(has_macro, np.maximum(began_at(runs, surge, at) + known[surge], 1), 0)  # 0 would be never
    table = demand.conversations.copy()
    table["macro_from"] = passed_on(demand, known_at, 0)
    table["macro_time"] = passed_on(demand, np.where(has_macro, macros[surge], 0), 0)
    return demand._replace(conversations=table)


def status_page_shares(demand: Demand, runs: Sequence[SurgeRuns]) -> NDArray[np.float64]:
    """Return the chance with which a status page answers each first contact."""
    shares = _by_surge(runs, [run.surge.status_page for run in runs], 0.0)
    return np.asarray(shares[demand.details["surge"][: demand.n_first]], np.float64)


def _by_surge(runs: Sequence[SurgeRuns], values: Sequence[float], other: float) -> NDArray[Any]:
    """Return the values by number of the surge; NOBODY, no surge, is the last."""
    by_number = [value for _, value in sorted(zip((run.number for run in runs), values, strict=True))]
    return np.array([*by_number, other])
