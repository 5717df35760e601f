"""The table of conversations: what each customer is like, and what each conversation may come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.drawing import distributions
from sim.drawing.luck import luck_of, ppm
from sim.inputs import CONVERSATION, FAR, NOBODY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.drawing.contacts import Basis, Contacts
    from sim.drawing.demand import Draw
    from sim.drawing.follow_ups import Lines
    from sim.drawing.touches import Touched
    from sim.drawing.work_types import WorkTypes
    from sim.inputs import Table
    from sim.scenario import Segment, Spread

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]


def conversation_table(basis: Basis, lines: Lines, touched: Touched, work_types: WorkTypes) -> Table:
    """Return CONVERSATION of first contacts and follow-ups, with what is drawn of each."""
    contacts = lines.contacts
    at = contacts.segment, contacts.topic, contacts.language
    is_escalated = touched.escalation_touch != NOBODY
    table = np.zeros(len(contacts.key), CONVERSATION)
    for name in ("arrival_at", "waited_time"):
        table[name] = getattr(contacts, name)
    for name in ("first_touch", "end_touch", "escalation_touch"):
        table[name] = getattr(touched, name)
    table["work_type"] = work_types.of_topic[at]
    table["escalated_to"] = np.where(is_escalated, work_types.of_next_tier[at], NOBODY)
    table["follow_up"] = lines.follow_up
    table["fixed_at"] = FAR
    for number, segment in enumerate(basis.segments()):
        _fill_customers(table, np.flatnonzero(contacts.segment == number), segment, basis.draw, contacts)
    _fill_ends(table, basis, contacts)
    return table


def _fill_customers(table: Table, rows: Integers, segment: Segment, draw: Draw, contacts: Contacts) -> None:
    """Draw how patient the customers of *segment*, in these *rows*, are."""
    keys = contacts.key[rows]
    u = draw.uniforms("patience", keys)
    table["patience_time"][rows] = patience_times(segment.patience, contacts.waited_time[rows], u)
    for column, spread, least in (
        ("reply_patience_time", segment.reply_patience, 0),
        ("nudge_time", segment.writes_again_after, 1),
    ):
        times = FAR if spread is None else np.maximum(distributions.spans(spread, draw.uniforms(column, keys)), least)
        table[column][rows] = times


def patience_times(patience: Spread | None, waited: Integers, u: Floats) -> Integers:
    """Return how long customers wait in all: longer than they have already waited; FAR: for ever."""
    if patience is None:
        return np.full(len(u), FAR)
    total = distributions.spans(patience, u)
    if patience.mean:  # who has any patience waits at least a tick, and is seen to
        total = np.maximum(total, 1)
    old = waited > 0
    total[old] = distributions.spans_beyond(patience, waited[old], u[old])
    return total


def _fill_ends(table: Table, basis: Basis, contacts: Contacts) -> None:
    """Draw which answers are wrong, and what is passed to sales."""
    topics, draw = basis.topics(), basis.draw
    wrong, sales = ppm(topic.wrong for topic in topics), ppm(topic.sales for topic in topics)
    table["wrong_chance"] = wrong[contacts.topic]
    rows = np.flatnonzero(wrong[contacts.topic])
    table["wrong_luck"][rows] = luck_of(draw.uniforms("wrong", contacts.key[rows]))
    rows = np.flatnonzero(sales[contacts.topic])
    table["passes_on"][rows] = luck_of(draw.uniforms("sales", contacts.key[rows])) < sales[contacts.topic[rows]]
