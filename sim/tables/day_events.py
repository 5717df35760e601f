"""What happened between two instants of a run, as events in an order in which they can be replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from sim.inputs import AVOIDED, FALSELY_SERVED, GAVE_UP_FORM, NOBODY
from sim.measures.facts import duties_of
from sim.measures.touches import first_and_last, touches_of
from sim.record import ABANDONED, CAUSES, DEFLECTED, FIXED, PASSED, REOPENED, RESOLVED, TURNED_AWAY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.measures.intervals import Ints
    from sim.measures.touches import Touches
    from sim.runs import Run

    Flags = NDArray[np.bool_]

KINDS: Final = (
    "tools_up", "tools_down", "off", "away", "ends", "on", "arrives", "ready", "begins", "leaves", "turned_away",
    "elsewhere",
)  # fmt: skip
"""Kinds of event. off and on: an agent leaves and comes to the desk; away: why somebody who is not there is not there;
arrives: a conversation comes to the desk; ready: a later touch is due; begins and ends: of a touch; leaves: the
customer gives up or is told that it is fixed; elsewhere: what never came to the desk."""
DETAILS: Final = (
    "",
    *CAUSES,  # of arrives
    "reply", "update", "next_tier",  # of ready: the customer has answered; we owe news; another tier is asked
    "first_answer", "later_answer", "first_answer_live", "later_answer_live",  # of begins
    "goes_on", "resolved", "passed", "escalated",  # of ends
    "gave_up", "gave_up_later", "told",  # of leaves: before a first answer, after one; that it is fixed
    "deflected", "falsely_deflected", "gave_up_form", "avoided",  # of elsewhere
    "break", "home", "ill", "empty_seat", "absent",  # of off and away
)  # fmt: skip
"""What more there is to say of an event; each name belongs to one kind, but for those of off and away."""
_AGENTS_GO, _TOUCHES_END, _AGENTS_COME, _THINGS_COME, _TOUCHES_BEGIN, _CUSTOMERS_GO = range(6)
"""Ranks at one instant. Touches without length lie wholly in the fourth, conversation by conversation."""


class Events(NamedTuple):
    """Events: equally long arrays, in the order in which they are to be replayed."""

    at: Ints
    kind: Ints
    """A place in `KINDS`."""
    detail: Ints
    """A place in `DETAILS`."""
    conversation: Ints
    """NOBODY: it concerns none."""
    touch: Ints
    """1, 2 ... of its conversation; 0: it concerns none."""
    agent: Ints
    """NOBODY: it concerns none. Of leaves: who did the last touch."""

    def of(self, chosen: Flags | Ints) -> Events:
        """Return the chosen events (a mask or indices)."""
        return Events(*(column[chosen] for column in self))

    def renumbered(self, rows: Ints) -> Events:
        """Return them with places in *rows*, sorted, in place of the numbers of conversations."""
        return self._replace(conversation=places_in(rows, self.conversation))

    def plain(self) -> dict[str, list[int]]:
        """Return them as lists of numbers: at as steps from one to the next, without the touches."""
        steps = np.diff(self.at, prepend=0)
        return {
            "at": steps.tolist(), "kind": self.kind.tolist(), "detail": self.detail.tolist(),
            "conversation": self.conversation.tolist(), "agent": self.agent.tolist(),
        }  # fmt: skip


class _Ranked(NamedTuple):
    """Events and their rank at one instant. step: 0, 1, 2 within a touch."""

    events: Events
    rank: Ints
    step: Ints


def places_in(rows: Ints, numbers: Ints) -> Ints:
    """Return the place of each number in *rows*, sorted; NOBODY stays."""
    return np.where(numbers == NOBODY, NOBODY, np.searchsorted(rows, numbers))


def events_of(run: Run, begin: int, end: int) -> Events:
    """Return the events in [begin, end) (ticks), their instants counted from *begin*.

    What was open at the start of the run is there from the first: it does not arrive.
    """
    touches = touches_of(run)
    parts = [
        _tools(run), *_duties(run), _absences(run), *_coming(run, touches), _beginnings(run, touches),
        _endings(run, touches), _leavings(run), _refusals(run), _elsewhere(run),
    ]  # fmt: skip
    inside = [_where(part, (begin <= part.events.at) & (part.events.at < end)) for part in parts]
    rank, step = (np.concatenate([getattr(part, name) for part in inside]) for name in ("rank", "step"))
    events = Events(*(np.concatenate(columns) for columns in zip(*(part.events for part in inside), strict=True)))
    order = np.lexsort((events.agent, step, events.touch, events.conversation, rank, events.at))
    return events.of(order)._replace(at=events.at[order] - begin)


def absences_of(run: Run) -> tuple[Ints, Ints, Ints, Ints]:
    """Return shifts at which nobody came, as agent, start, end and why (of `DETAILS`): ill, empty_seat, absent."""
    rows, missed = run.drawn.roster.shifts, run.drawn.roster.duties[run.record.duties["is_missed"] == 1]
    planned = rows[rows["absent"] == 1]
    _, first = np.unique(missed["shift"], return_index=True)
    last = missed.size - 1 - np.unique(missed["shift"][::-1], return_index=True)[1]
    day = np.searchsorted(run.drawn.inputs.days, missed["starts_at"][first], side="right") - 1
    n_days = len(run.drawn.inputs.days) - 1
    is_ill = run.record.agent_days["is_sick"][missed["agent"][first].astype(np.int64) * n_days + day] == 1
    why = np.where(is_ill, DETAILS.index("ill"), DETAILS.index("empty_seat"))
    return (
        np.concatenate((missed["agent"][first], planned["agent"])).astype(np.int64),
        np.concatenate((missed["starts_at"][first], planned["starts_at"])).astype(np.int64),
        np.concatenate((missed["ends_at"][last], planned["ends_at"])).astype(np.int64),
        np.concatenate((why, np.full(planned.size, DETAILS.index("absent")))).astype(np.int64),
    )


def is_live_of(run: Run, touches: Touches) -> Flags:
    """Return which touches are of a chat or a call, as which they take up a place of their agent."""
    inputs = run.drawn.inputs
    tier_from = np.full(len(inputs.conversations), np.iinfo(np.int64).max)
    handed = touches.is_escalation
    tier_from[touches.conversation[handed]] = touches.number[handed]
    asked = inputs.conversations[touches.conversation]
    kind = np.where(touches.number >= tier_from[touches.conversation], asked["escalated_to"], asked["work_type"])
    found: Flags = inputs.work_types["is_live"][kind] == 1
    return found


def _tools(run: Run) -> _Ranked:
    downs = run.drawn.inputs.downtimes
    at = np.concatenate((downs["ends_at"], downs["starts_at"])).astype(np.int64)
    kind = np.repeat([KINDS.index("tools_up"), KINDS.index("tools_down")], downs.size)
    return _ranked(_AGENTS_GO, at, kind, step=(kind == KINDS.index("tools_down")).astype(np.int64))


def _duties(run: Run) -> tuple[_Ranked, _Ranked]:
    spans, told, rows = duties_of(run)[0], run.record.duties, run.drawn.roster.duties
    worked = np.flatnonzero(told["is_missed"] == 0)
    goes_home = rows["ends_shift"][worked] == 1
    why = np.where(goes_home, DETAILS.index("home"), DETAILS.index("break"))
    ended_at = np.where(told["ended_at"] == NOBODY, run.drawn.inputs.horizon, told["ended_at"])[worked]
    agent = spans.owner[worked]
    off = _ranked(_AGENTS_GO, ended_at.astype(np.int64), KINDS.index("off"), why, agent=agent)
    return off, _ranked(_AGENTS_COME, spans.starts_at[worked], KINDS.index("on"), agent=agent)


def _absences(run: Run) -> _Ranked:
    agent, starts_at, ends_at, why = absences_of(run)
    home = np.full(agent.size, DETAILS.index("home"))
    step = np.repeat([1, 2], agent.size)  # after who goes off then; the end of one before the start of the next
    at, why = np.concatenate((ends_at, starts_at)), np.concatenate((home, why))
    return _ranked(_AGENTS_GO, at, KINDS.index("away"), why, agent=np.tile(agent, 2), step=step)


def _coming(run: Run, touches: Touches) -> tuple[_Ranked, _Ranked]:
    """Return arrivals at the desk, those turned away among them, and later touches that are due."""
    told = run.record.conversations
    is_first, was_open = touches.number == 1, touches.conversation < run.drawn.inputs.n_open_at_start
    refused = np.flatnonzero(told["outcome"] == TURNED_AWAY)
    refused = refused[refused >= run.drawn.inputs.n_open_at_start]
    came = np.concatenate((touches.conversation[is_first & ~was_open], refused))
    cause = told["cause"][came] + DETAILS.index(CAUSES[0])
    arrived_at = told["arrived_at"][came].astype(np.int64)
    arrives = _ranked(_THINGS_COME, arrived_at, KINDS.index("arrives"), cause, came, touch=np.ones(came.size, np.int64))
    later = touches.of(~is_first)
    what = np.select(
        [later.is_escalation, later.is_ours], [DETAILS.index("next_tier"), DETAILS.index("update")],
        DETAILS.index("reply"),
    )  # fmt: skip
    ready = _ranked(_THINGS_COME, later.joined_at, KINDS.index("ready"), what, later.conversation, touch=later.number)
    return arrives, ready


def _beginnings(run: Run, touches: Touches) -> _Ranked:
    live = is_live_of(run, touches)
    begun = touches.of(touches.is_started)
    what = DETAILS.index("first_answer") + begun.is_later + 2 * live[touches.is_started]
    rank = np.where(begun.started_at == begun.ended_at, _THINGS_COME, _TOUCHES_BEGIN)
    return _ranked(
        rank, begun.started_at, KINDS.index("begins"), what, begun.conversation, touch=begun.number, agent=begun.agent,
        step=np.ones(rank.size, np.int64),
    )  # fmt: skip


def _endings(run: Run, touches: Touches) -> _Ranked:
    told = run.record.conversations
    what = np.full(touches.row.size, DETAILS.index("goes_on"))
    what[np.flatnonzero(touches.is_escalation) - 1] = DETAILS.index("escalated")
    last = first_and_last(touches, told.size)[1]
    for outcome, name in ((RESOLVED, "resolved"), (PASSED, "passed")):
        what[last[told["outcome"] == outcome]] = DETAILS.index(name)
    done = touches.is_started & (touches.ended_at != NOBODY)
    ended = touches.of(done)
    rank = np.where(ended.started_at == ended.ended_at, _THINGS_COME, _TOUCHES_END)
    return _ranked(
        rank, ended.ended_at, KINDS.index("ends"), what[done], ended.conversation, touch=ended.number,
        agent=ended.agent, step=np.full(rank.size, 2),
    )  # fmt: skip


def _leavings(run: Run) -> _Ranked:
    told = run.record.conversations
    gone = np.flatnonzero((told["outcome"] == ABANDONED) | (told["outcome"] == FIXED))
    row = told[gone]
    later = DETAILS.index("gave_up") + ((row["agent"] != NOBODY) | (row["cause"] == REOPENED))
    why = np.where(row["outcome"] == FIXED, DETAILS.index("told"), later)
    agent = row["agent"].astype(np.int64)
    return _ranked(_CUSTOMERS_GO, row["ended_at"].astype(np.int64), KINDS.index("leaves"), why, gone, agent=agent)


def _refusals(run: Run) -> _Ranked:
    told = run.record.conversations
    refused = np.flatnonzero(told["outcome"] == TURNED_AWAY)
    return _ranked(_CUSTOMERS_GO, told["ended_at"][refused].astype(np.int64), KINDS.index("turned_away"), 0, refused)


def _elsewhere(run: Run) -> _Ranked:
    told, entry = run.record.conversations, run.drawn.inputs.conversations["entry"]
    rows = np.flatnonzero(told["outcome"] == DEFLECTED)
    how = np.select(
        [entry[rows] == kind for kind in (FALSELY_SERVED, GAVE_UP_FORM, AVOIDED)],
        [DETAILS.index(name) for name in ("falsely_deflected", "gave_up_form", "avoided")], DETAILS.index("deflected"),
    )  # fmt: skip
    return _ranked(_CUSTOMERS_GO, told["arrived_at"][rows].astype(np.int64), KINDS.index("elsewhere"), how, rows)


def _ranked(  # noqa: PLR0913 -- the columns of a table, most of them with a default
    rank: Any,
    at: Ints,
    kind: Any,
    detail: Any = 0,
    conversation: Any = NOBODY,
    *,
    touch: Any = 0,
    agent: Any = NOBODY,
    step: Any = 0,
) -> _Ranked:
    """Return events; a number holds for all of them."""
    columns = (at, kind, detail, conversation, touch, agent, rank, step)
    *events, ranks, steps = (np.broadcast_to(np.asarray(column, np.int64), at.shape) for column in columns)
    return _Ranked(Events(*events), ranks, steps)


def _where(part: _Ranked, chosen: Flags) -> _Ranked:
    return _Ranked(part.events.of(chosen), part.rank[chosen], part.step[chosen])
