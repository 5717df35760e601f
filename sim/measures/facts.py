"""What a run's record says of each customer and of each agent's time: facts for tables and measures, no statistics.

Instants and spans are ticks since the scenario's start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from sim.calendar import measured_from
from sim.inputs import AVOIDED, GAVE_UP_FORM, NOBODY, TO_DESK
from sim.measures.business_hours import business_time
from sim.measures.intervals import Spans, meetings, total_by
from sim.measures.touches import Touches, first_and_last, touches_of
from sim.record import ABANDONED, DEFLECTED, FIXED, PASSED, REOPENED, RESOLVED, TURNED_AWAY
from sim.scenario import PAID_STAGES

if TYPE_CHECKING:
    from typing import Self

    from numpy.typing import NDArray

    from sim.measures.intervals import Ints, Meetings
    from sim.runs import Run
    from sim.scenario import Scenario

    Flags = NDArray[np.bool_]

LEFT_AWAY, STILL_WAITING, GAVE_UP, ELSEWHERE, LEFT_FORM, NEVER_CAME, TOLD = range(7)
"""States at the end of the run of who has had no first response. ELSEWHERE: the documentation or a bot answered, or
seemed to. LEFT_FORM: left the form without sending it. NEVER_CAME: thanks to proactive work. TOLD: that it is fixed."""
IN_HAND, REPLY_DUE, WITH_CUSTOMER, GAVE_UP_LATER, TOLD_LATER, PASSED_ON, DONE = range(7, 14)
"""And of who has had one."""
N_STATES: Final = 14
NOT_AT_THE_DESK: Final = (ELSEWHERE, LEFT_FORM, NEVER_CAME)


class Customers(NamedTuple):
    """One row per conversation that came before the horizon, in the order of arrival."""

    row: Ints
    """Its place in the tables of the run."""
    wanted_at: Ints
    """When the customer wrote; before 0 for most of what was open at the start."""
    arrival_at: Ints
    """When it came to the desk."""
    left_at: Ints
    """When the wait for the first touch ended: its start, giving up, turned away; the horizon if it still waits."""
    wait_time: Ints
    """From wanted_at to left_at; 0 for those turned away or deflected; so far, for those who still wait."""
    business_time: Ints
    """The business hours in wait_time of those answered; 0 for the others."""
    state: NDArray[np.int8]
    was_open: Flags
    """Open at the start."""
    segment: Ints
    team: Ints
    """Who did the first touch; NOBODY: none."""
    last_team: Ints
    """Who did the last touch."""
    ended_at: Ints
    """NOBODY: not before the horizon."""
    cause: NDArray[np.int8]
    n_touches: Ints
    """Begun."""
    n_hand_offs: Ints
    is_escalated: Flags
    is_wrong: Flags
    """The answer, or that of the documentation or bot, was wrong."""

    def of(self, chosen: Flags | Ints) -> Self:
        """Return the chosen customers (a mask or indices)."""
        return self._replace(**{name: column[chosen] for name, column in self._asdict().items()})

    @property
    def answered(self) -> Flags:
        """Who has had a first response."""
        return self.state >= IN_HAND

    @property
    def is_contact(self) -> Flags:
        """Who came to the desk and had no answer yet: all but reopenings and what never got to the desk."""
        found: Flags = (self.cause != REOPENED) & ~np.isin(self.state, NOT_AT_THE_DESK)
        return found


class Waits(NamedTuple):
    """Touches that wait or waited for an agent, the longest due first; cut to the run."""

    spans: Spans
    """Owner: the segment. Without length for those begun at once."""
    ready_at: Ints
    """Since when each was due, before 0 for most of what was open at the start."""
    still: Flags
    """Waiting at the horizon."""

    def of(self, chosen: Flags | Ints) -> Self:
        """Return the chosen waits (a mask or indices)."""
        return self._replace(spans=self.spans.of(chosen), ready_at=self.ready_at[chosen], still=self.still[chosen])

    def ages(self) -> Ints:
        """Return how long each waited, or has waited so far."""
        return self.spans.ends_at - self.ready_at


class Desk(NamedTuple):
    """The agents' time, cut to the run; the owner of every span is the agent."""

    touches: Spans
    """Work, one row per touch that was begun, in the order of `Touches`; until the horizon if still in hand."""
    is_first: Flags
    """Which touches are first responses."""
    closes: Flags
    """With which touches a conversation ended: resolved or passed to sales."""
    duties: Spans
    """Time at the desk as it really was: without missed shifts, and until who stayed on went."""
    stays: Spans
    """Of each duty, what comes after its end on the roster; without length where nobody stayed on."""
    busy: Meetings
    """Work inside duty: touches (first) that meet duties (second). The rest of a touch is overtime."""


def measured(customers: Customers, scenario: Scenario) -> Flags:
    """Return whose experience counts: who wrote at the end of the warm-up or later; without a warm-up everybody.

    Without a warm-up that includes what was open at the start: this period begins with that backlog.
    """
    if not scenario.warm_up:
        return np.ones(customers.row.size, np.bool_)
    return customers.wanted_at >= measured_from(scenario)


def customers_of(run: Run, touches: Touches | None = None) -> Customers:
    """Return the customers of *run*. *touches*: those of the run; None: looked up."""
    inputs, touches = run.drawn.inputs, touches_of(run) if touches is None else touches
    told = run.record.conversations
    index = _by_arrival(told["arrived_at"])
    state, told = _states(run, touches)[index], told[index]
    asked, started = inputs.conversations[index], told["started_at"] != NOBODY
    ended_at = told["ended_at"].astype(np.int64)
    left_at = np.select([started, ended_at == NOBODY], [told["started_at"], inputs.horizon], ended_at)
    arrival_at = told["arrived_at"].astype(np.int64)
    wanted_at = arrival_at - asked["waited_time"]
    n_rows, first = len(inputs.conversations), first_and_last(touches, len(inputs.conversations))[0][index]
    begun = touches.conversation[touches.is_started]
    return Customers(
        row=index,
        wanted_at=wanted_at,
        arrival_at=arrival_at,
        left_at=left_at,
        wait_time=np.where((state == LEFT_AWAY) | (state == ELSEWHERE), 0, left_at - wanted_at),
        business_time=_business_time(run.scenario, wanted_at, left_at, started),
        state=state,
        was_open=index < inputs.n_open_at_start,
        segment=inputs.work_types["segment"][asked["work_type"]].astype(np.int64),
        team=_teams(run, np.append(touches.agent, NOBODY)[first]),
        last_team=_teams(run, told["agent"]),
        ended_at=ended_at,
        cause=told["cause"],
        n_touches=np.bincount(begun, minlength=n_rows)[index],
        n_hand_offs=np.bincount(touches.conversation[touches.is_hand_off], minlength=n_rows)[index],
        is_escalated=told["is_escalated"].astype(np.bool_),
        is_wrong=told["is_wrong"].astype(np.bool_),
    )


def waits_of(run: Run, touches: Touches | None = None) -> Waits:
    """Return the waits of *run*, also those for later touches. *touches*: those of the run; None: looked up."""
    inputs, touches = run.drawn.inputs, touches_of(run) if touches is None else touches
    asked = inputs.conversations["work_type"][touches.conversation]
    spans = Spans(inputs.work_types["segment"][asked].astype(np.int64), touches.joined_at, touches.left_at)
    waits = Waits(spans, touches.ready_at, touches.still_waits)
    return waits.of(np.argsort(touches.ready_at, kind="stable"))


def desk_of(run: Run, touches: Touches | None = None) -> Desk:
    """Return the agents' time in *run*. *touches*: those of the run; None: looked up."""
    horizon, touches = run.drawn.inputs.horizon, touches_of(run) if touches is None else touches
    told, last = run.record.conversations, first_and_last(touches, len(run.record.conversations))[1]
    closes = np.zeros(touches.row.size, np.bool_)
    closes[last[(told["outcome"] == RESOLVED) | (told["outcome"] == PASSED)]] = True
    begun = np.flatnonzero(touches.is_started)
    ends_at = np.where(touches.ended_at == NOBODY, horizon, touches.ended_at)
    work = Spans(touches.agent[begun], touches.started_at[begun], ends_at[begun])
    duties, stays = duties_of(run)
    return Desk(work, ~touches.is_later[begun], closes[begun], duties, stays, meetings(work, duties))


def overtime_of(desk: Desk) -> Ints:
    """Return the ticks of each touch that lie outside its agent's duty."""
    return desk.touches.lengths() - total_by(desk.busy.first, desk.busy.spans.lengths(), desk.touches.owner.size)


def duties_of(run: Run) -> tuple[Spans, Spans]:
    """Return the duties as they really were, and of each what comes after its end on the roster (`Desk.stays`)."""
    horizon, rows, told = run.drawn.inputs.horizon, run.drawn.roster.duties, run.record.duties
    owner, starts_at = rows["agent"].astype(np.int64), rows["starts_at"].astype(np.int64)
    ends_at = np.where(told["ended_at"] == NOBODY, horizon, told["ended_at"])
    ends_at = np.where(told["is_missed"] == 1, starts_at, ends_at)
    rostered_end = rows["ends_at"].astype(np.int64)
    stays = Spans(owner, np.minimum(rostered_end, ends_at), ends_at)
    return Spans(owner, starts_at, ends_at).within(0, horizon), stays.within(0, horizon)


def team_of_agent(run: Run) -> Ints:
    """Return the team number of each agent."""
    return run.drawn.roster.agents["team"].astype(np.int64)


def role_of_team(run: Run) -> tuple[str, ...]:
    """Return the role of each team."""
    teams = run.scenario.plans[run.plan].teams
    return tuple(teams[name].role for name in run.drawn.roster.teams)


def segment_scopes(run: Run) -> dict[str, tuple[int, ...]]:
    """Return which segment numbers a scope of customers holds: all, paid, free, segment:NAME; paid and free where
    there are any.
    """
    names, segments = run.drawn.demand.names.segments, run.scenario.world.segments
    pays = [segments[name].stage in PAID_STAGES for name in names]
    scopes = {
        "all": tuple(range(len(names))),
        "paid": tuple(number for number, paying in enumerate(pays) if paying),
        "free": tuple(number for number, paying in enumerate(pays) if not paying),
    }
    single = {f"segment:{name}": (number,) for number, name in enumerate(names)}
    return {scope: held for scope, held in scopes.items() if held} | single


def team_scopes(run: Run) -> dict[str, tuple[int, ...]]:
    """Return which team numbers a scope of agents holds: all, team:NAME, role:NAME."""
    names, roles = run.drawn.roster.teams, role_of_team(run)
    single = {f"team:{name}": (number,) for number, name in enumerate(names)}
    by_role = {
        f"role:{role}": tuple(number for number, other in enumerate(roles) if other == role)
        for role in sorted(set(roles))
    }
    return {"all": tuple(range(len(names)))} | single | by_role


def _by_arrival(arrived_at: Ints) -> Ints:
    """Return the rows of those that came, in the order of arrival."""
    index = np.flatnonzero(arrived_at != NOBODY)
    at = arrived_at[index]
    return index if (at[1:] >= at[:-1]).all() else index[np.argsort(at, kind="stable")]


def _states(run: Run, touches: Touches) -> NDArray[np.int8]:
    told = run.record.conversations
    in_hand, waits = np.zeros((2, told.size), np.bool_)
    in_hand[touches.conversation[touches.is_started & (touches.ended_at == NOBODY)]] = True
    waits[touches.conversation[touches.still_waits]] = True
    outcome, answered = told["outcome"], (told["started_at"] != NOBODY) | (told["cause"] == REOPENED)
    ended = {RESOLVED: DONE, PASSED: PASSED_ON, TURNED_AWAY: LEFT_AWAY, DEFLECTED: ELSEWHERE}
    by_entry = {GAVE_UP_FORM: LEFT_FORM, AVOIDED: NEVER_CAME}
    entry = np.where(outcome == DEFLECTED, run.drawn.inputs.conversations["entry"], TO_DESK)
    chosen = [entry == how for how in by_entry] + [outcome == how for how in ended]
    chosen += [outcome == ABANDONED, outcome == FIXED, in_hand, ~answered, waits]
    gave_up, told_so = np.where(answered, GAVE_UP_LATER, GAVE_UP), np.where(answered, TOLD_LATER, TOLD)
    states: list[Any] = [*by_entry.values(), *ended.values(), gave_up, told_so, IN_HAND, STILL_WAITING, REPLY_DUE]
    found: NDArray[np.int8] = np.select(chosen, states, WITH_CUSTOMER).astype(np.int8)
    return found


def _teams(run: Run, agent: Ints) -> Ints:
    """Return the team of each agent; NOBODY stays."""
    return np.append(team_of_agent(run), NOBODY)[agent]


def _business_time(scenario: Scenario, wanted_at: Ints, left_at: Ints, answered: Flags) -> Ints:
    found = np.zeros(wanted_at.size, np.int64)
    found[answered] = business_time(scenario, wanted_at[answered], left_at[answered])
    return found
