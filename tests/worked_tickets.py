"""A worked day of tickets that go back and forth, by the three agents of `worked_run`; and three days of their lives.

Monday 2026-03-02, UTC; business hours 09:00 to 17:00; minutes after midnight. desk-1 540 to 1020, and stays until 1050;
desk-2 540 to 720 and 750 to 1020; late-1 960 to 1440. A touch is due-begun-done.

  nr  who     wrote                                                                   comes to
  0   paying   540  540-540-550 desk-1, 600-610-620 desk-1, 700-760-770 desk-2        a wrong answer; 7 comes of it
  1   free     545  545-550-570 desk-1, next tier 570-960-990 late-1,
                    update 1000-1010-1015 late-1, 1100-                               waits for a further answer
  2   free     560  560-                                                              gives up at 590; 8
  3   paying   600  the bot seems to answer it                                        9
  4   free     650  650-670-680 desk-2, 720-                                          gives up at 750
  5   paying  1380  1380-                                                             told at 1400 that it is fixed
  6   free    1000  1000-1020- late-1                                                 in hand at midnight
  7   paying   800  800-820-830 desk-2                                                the reopening of 0; resolved
  8   free     650  650-655-665 desk-2                                                2 tries again; passed to sales
  9   paying   900  900-910-920 desk-2, then the customer's turn until midnight       3 writes again
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from builders import a_scenario, a_team
from plain_inputs import one_touch
from tie_heavy import draw_tie_heavy
from worked_run import (
    DESK_1,
    DESK_2,
    DUTIES,
    FREE,
    LATE_1,
    PAYING,
    SHIFTS,
    Asked,
    as_rostered,
    drawn_parts,
    worked_run,
    worked_scenario,
)

from sim.durations import MINUTE
from sim.engine.desk import filled
from sim.inputs import (
    CONVERSATION,
    DETAIL,
    FALSELY_SERVED,
    FAR,
    FOLLOW_UP,
    MILLION,
    NOBODY,
    SHIFT_WORKED,
    TOUCH,
    Demand,
    Drawn,
    Names,
    Roster,
)
from sim.record import (
    ABANDONED,
    CONVERSATION_RECORD,
    DEFLECTED,
    FIRST,
    FIXED,
    NEXT,
    OPEN,
    PASSED,
    REDIAL,
    REOPENED,
    RESOLVED,
    TOUCH_RECORD,
    Record,
)
from sim.runs import Run, simulate


class Piece(NamedTuple):
    """A touch: minutes; None: not begun, not done."""

    due: int | None
    begun: int | None = None
    done: int | None = None
    agent: int | None = None
    is_ours: int = 0
    is_escalation: int = 0


class Ticket(NamedTuple):
    """A conversation and what became of it."""

    segment: int
    wrote: int
    pieces: tuple[Piece, ...]
    ended: int | None = None
    outcome: int = OPEN
    follow_up: int = NOBODY
    cause: int = FIRST
    is_wrong: int = 0


TICKETS: Final = (
    Ticket(
        PAYING, 540,
        (Piece(540, 540, 550, DESK_1), Piece(600, 610, 620, DESK_1), Piece(700, 760, 770, DESK_2)),
        770, RESOLVED, 7, is_wrong=1,
    ),
    Ticket(
        FREE, 545,
        (
            Piece(545, 550, 570, DESK_1), Piece(570, 960, 990, LATE_1, is_escalation=1),
            Piece(1000, 1010, 1015, LATE_1, is_ours=1), Piece(1100),
        ),
    ),
    Ticket(FREE, 560, (Piece(560),), 590, ABANDONED, 8),
    Ticket(PAYING, 600, (Piece(600),), 600, DEFLECTED, 9, is_wrong=1),
    Ticket(FREE, 650, (Piece(650, 670, 680, DESK_2), Piece(720)), 750, ABANDONED),
    Ticket(PAYING, 1380, (Piece(1380),), 1400, FIXED),
    Ticket(FREE, 1000, (Piece(1000, 1020, None, LATE_1),)),
    Ticket(PAYING, 800, (Piece(800, 820, 830, DESK_2),), 830, RESOLVED, cause=REOPENED),
    Ticket(FREE, 650, (Piece(650, 655, 665, DESK_2),), 665, PASSED, cause=REDIAL),
    Ticket(PAYING, 900, (Piece(900, 910, 920, DESK_2), Piece(None)), cause=NEXT),
)  # fmt: skip
N_FIRST: Final = 7


def worked_tickets(tickets=TICKETS, n_first=N_FIRST, **changes) -> Run:
    """Return the worked day of tickets, or another; *changes*: of the scenario."""
    scenario = worked_scenario(**changes)
    inputs, demand, roster = drawn_parts(_asked(tickets, n_first), DUTIES, SHIFTS, (0, 0, 1), scenario)
    access = inputs.access.copy()
    access["may_take_after"][:2] = FAR  # the desk can't do what the next tier does
    inputs = inputs._replace(access=access)
    days, duties = as_rostered(inputs)
    duties["ended_at"][0] = 1050 * MINUTE
    record = Record(*_told(tickets, inputs), days, duties, n_events=0)
    return Run(scenario, "as_is", 1, 0, Drawn(inputs, demand, roster), record)


def ticks(minutes: int | None) -> int:
    """Return minutes in ticks; None: NOBODY."""
    return NOBODY if minutes is None else minutes * MINUTE


def _asked(tickets, n_first):
    """Return what the customers want: escalation touches stand after all others."""
    own = [[piece for piece in ticket.pieces if not piece.is_escalation] for ticket in tickets]
    n_own, n = [len(pieces) for pieces in own], len(tickets)
    conversations = np.zeros(n, CONVERSATION)
    for name, values in one_touch(n).items():
        conversations[name] = values
    conversations["arrival_at"] = [ticks(ticket.wrote) for ticket in tickets[:n_first]] + [FAR] * (n - n_first)
    conversations["patience_time"] = FAR
    conversations["work_type"] = [ticket.segment for ticket in tickets]
    conversations["end_touch"] = np.cumsum(n_own)
    conversations["first_touch"] = conversations["end_touch"] - n_own
    conversations["follow_up"] = [ticket.follow_up for ticket in tickets]
    escalated = [number for number in range(n) if len(own[number]) < len(tickets[number].pieces)]
    conversations["escalation_touch"][escalated] = sum(n_own) + np.arange(len(escalated))
    conversations["escalated_to"][escalated] = FREE
    conversations["entry"] = [FALSELY_SERVED * (ticket.outcome == DEFLECTED) for ticket in tickets]
    touches = np.zeros(sum(n_own) + len(escalated), TOUCH)
    touches["handle_time"] = 10 * MINUTE
    touches["is_ours"][: sum(n_own)] = [piece.is_ours for pieces in own for piece in pieces]
    follow_ups = np.zeros(n - n_first, FOLLOW_UP)
    follow_ups["luck"] = MILLION
    return Asked(conversations, touches, follow_ups, 0)


def _told(tickets, inputs):
    """Return the records of conversations and touches."""
    conversations = filled(len(tickets), CONVERSATION_RECORD, is_wrong=0, is_escalated=0)
    touches = filled(len(inputs.touches), TOUCH_RECORD)
    for number, ticket in enumerate(tickets):
        asked, told = inputs.conversations[number], conversations[number]
        told["arrived_at"], told["ended_at"] = ticks(ticket.wrote), ticks(ticket.ended)
        told["outcome"], told["cause"], told["is_wrong"] = ticket.outcome, ticket.cause, ticket.is_wrong
        row = asked["first_touch"]
        for piece in ticket.pieces:
            place = asked["escalation_touch"] if piece.is_escalation else row
            row += not piece.is_escalation
            touch = touches[place]
            touch["ready_at"], touch["started_at"] = ticks(piece.due), ticks(piece.begun)
            touch["ended_at"] = ticks(piece.done)
            told["is_escalated"] |= piece.is_escalation
            if piece.agent is not None:
                touch["agent"], told["agent"] = piece.agent, piece.agent
                told["started_at"] = ticks(piece.begun) if told["started_at"] == NOBODY else told["started_at"]
    return conversations, touches


def lives() -> Run:
    """Return three days on which nobody writes, from Monday, of the three agents; each has a shift a day.

    desk-1 leaves on Tuesday: its seat is empty from then on. late-1 is ill on Tuesday. desk-2 comes on Wednesday.
    Exhaustion of desk-1 is 10 % on Monday, of late-1 20, 40 and 60 %; late-1 has been there for 100 days on Monday.
    """
    day = 1440
    duties = [(agent, a + n * day, b + n * day, 3 * agent + n) for agent, a, b in _DAYS for n in range(3)]
    shifts = [(agent, a + n * day, b + n * day, 480, 1000, 0) for agent, a, b in _DAYS for n in range(3)]
    run = worked_run([], duties, shifts, scenario=worked_scenario(length="3d"))
    people, worked = run.record.agent_days.reshape(3, 3), run.record.duties.reshape(3, 3)
    people["is_there"] = [[1, 0, 0], [0, 0, 1], [1, 1, 1]]
    people["quits"][DESK_1, 1] = 1
    people["generation"][DESK_1, 1:] = 1
    people["is_sick"][LATE_1, 1] = 1
    people["exhaustion"] = np.array([[10, 0, 0], [0, 0, 0], [20, 40, 60]]) * MILLION // 100
    people["disengagement"] = people["exhaustion"] // 2
    people["tenure"] = [[5, 0, 0], [0, 0, 0], [100, 101, 102]]
    worked["is_missed"] = [[0, 1, 1], [1, 1, 0], [0, 1, 0]]
    run.drawn.inputs.agents["starts_on"][DESK_2] = 2
    return run


_DAYS: Final = ((DESK_1, 540, 1020), (DESK_2, 540, 1020), (LATE_1, 900, 1380))


def random_tickets(seed: int) -> Run:
    """Return a run of random inputs with every feature, full of ties, in a scenario of its teams."""
    inputs = draw_tie_heavy(seed, 120)
    teams = [f"team_{number}" for number in range(len(inputs.teams))]
    plan = {
        "teams": {name: a_team(1, rate=10) for name in teams}, "support": {"paying": {"promise": "5m"}},
    }  # fmt: skip
    scenario = a_scenario(plans={"as_is": plan}, length="1d")
    rng = np.random.default_rng(seed)
    details = np.zeros(len(inputs.conversations), DETAIL)
    details["key"], details["surge"] = rng.integers(1, 1 << 63, len(details)), NOBODY
    names = Names(("paying",), ("question",), (), ("en",), ("UTC",), ())
    inputs.work_types["skill"] = NOBODY
    demand = Demand(
        inputs.conversations, inputs.touches, inputs.follow_ups, details, inputs.work_types, names, inputs.n_first,
        inputs.n_open_at_start, inputs.days, inputs.horizon,
    )  # fmt: skip
    roster = Roster(
        tuple(teams), inputs.teams, inputs.agents, inputs.paces, inputs.ramps, inputs.fatigue, inputs.day_luck,
        inputs.duties, inputs.changes, _shifts_of(inputs.duties),
    )  # fmt: skip
    return Run(scenario, "as_is", seed, 0, Drawn(inputs, demand, roster), simulate(inputs))


def _shifts_of(duties):
    """Return the shifts that duties belong to, from the first to the last of each."""
    rows = []
    for shift in np.unique(duties["shift"]):
        mine = duties[duties["shift"] == shift]
        starts_at, ends_at = mine["starts_at"].min(), mine["ends_at"].max()
        rows.append((mine["agent"][0], starts_at, ends_at, ends_at - starts_at, 1000, 0))
    return np.array(rows, SHIFT_WORKED) if rows else np.zeros(0, SHIFT_WORKED)
