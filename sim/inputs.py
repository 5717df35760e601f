"""One replication, fully drawn: what an engine reads. Tables of integers; nothing random is left to happen.

Instants and spans are ticks (ms) since the start of the scenario. A table has one record per thing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Table = NDArray[np.void]

FAR: Final = 1 << 61
"""An instant or a span that never comes."""
NOBODY: Final = -1
"""No agent, no conversation, no queue, no instant."""
SLOPE_UNIT: Final = 1000
"""Scores are in thousandths of a tick, so that slopes such as 1.5 stay whole numbers."""
PACE_UNIT: Final = 1000
"""A pace of 1000 needs exactly the handle time; 2000 half of it."""

INSTANT, SPAN, SCORE, RANK = np.int64, np.int64, np.int64, np.int64
INDEX, COUNT, PPM, FLAG = np.int32, np.int32, np.int32, np.int8
MILLION: Final = 1_000_000
"""Chances and luck are parts per million: a chance of a million always happens, luck is below a million."""


def layout(**fields: type[np.integer[Any]]) -> np.dtype[np.void]:
    """Return the layout of a table: all fields of a record side by side in memory."""
    return np.dtype(list(fields.items()), align=True)


def table(length: int, shape: np.dtype[np.void], **columns: Any) -> Table:
    """Return a table of *length* rows with these columns, 0 elsewhere."""
    rows = np.zeros(length, shape)
    for name, values in columns.items():
        rows[name] = values
    return rows


CONVERSATION: Final = layout(
    arrival_at=INSTANT,  # when it comes to the desk: never before 0; a follow-up, which need not come at all: FAR
    waited_time=SPAN,  # how long it has waited by then: more than 0 only for what was open at the start
    patience_time=SPAN,  # for a first answer, from when the customer wanted it; FAR: waits for ever
    reply_patience_time=SPAN,  # for every later answer; FAR: waits for ever
    nudge_time=SPAN,  # a customer who waits writes again each time so long has passed; FAR: never
    fixed_at=INSTANT,  # whoever still waits then learns that it is fixed; FAR: nothing fixes it for all at once
    macro_from=INSTANT,  # a touch begun from then on takes macro_time at most, a ready answer; 0: there is none
    macro_time=SPAN,
    first_touch=INDEX,  # its touches, in order: first_touch up to but without end_touch
    end_touch=INDEX,
    work_type=INDEX,
    escalation_touch=INDEX,  # what the next tier does if it gets there; NOBODY: any team that starts it can finish it
    escalated_to=INDEX,  # its work type from then on
    follow_up=INDEX,  # the row of the redial, reopening or next contact that may come of it; NOBODY: none can
    wrong_luck=PPM,  # the answer is wrong if this is below wrong_chance x the error factors of who ends it
    wrong_chance=PPM,
    passes_on=FLAG,  # 1: passed to sales at the end of its first touch
    entry=FLAG,  # TO_DESK ... GAVE_UP_FORM, by the plan's level of support
)
"""Conversations: first contacts in the order of arrival (ties: order of the random key), what was open at the start
before the others, the oldest first; then the follow-ups, which have a row from the start wherever their luck is below
the highest chance that could be: the engine only decides whether they come, and when."""
TO_DESK, SELF_SERVED, FALSELY_SERVED, AVOIDED, GAVE_UP_FORM = range(5)
"""How a contact enters: to the desk; answered by the documentation or a bot; so it seems, but wrongly; not at all,
thanks to proactive work; given up at the form."""
TOUCH: Final = layout(
    handle_time=SPAN,  # of the agent, at a pace of 1000
    think_time=SPAN,  # of the customer (or of engineering) from its end to when the next touch is ready
    is_ours=FLAG,  # 1: nobody waits for it: an update, or the news that something is fixed
)
"""What agents do in one piece. Those of a conversation stand together; escalation touches stand among them."""
FOLLOW_UP: Final = layout(
    redial_time=SPAN, reopen_time=SPAN, next_time=SPAN,  # from the end of the conversation before it
    luck=PPM, redial_chance=PPM, reopen_chance=PPM, reopen_if_wrong_chance=PPM, next_chance=PPM,
    next_if_wrong_chance=PPM,
)  # fmt: skip
"""[conversation - n_first] how a follow-up may come about: after giving up if luck is below redial_chance; after a
resolution as a reopening if luck is below reopen_chance (reopen_if_wrong_chance where the answer was wrong), as a next
contact if it is below that plus next_chance (next_if_wrong_chance); after a false answer of a bot as a next contact if
luck is below reopen_if_wrong_chance."""
WORK_TYPE: Final = layout(segment=INDEX, skill=INDEX, language=INDEX, served=FLAG, is_live=FLAG)
"""A segment of customers, the skill it needs (NOBODY: none) and its language. served 0: turned away at once. is_live
1: chat or phone, which takes up one of its agent's places until it ends or the shift does."""
SCORING: Final = layout(base=SCORE, slope=SCORE)
"""[place in the queue (NEW, RETURNED, OWN) x work type] score = base + slope x ticks waited there."""
NEW, RETURNED, OWN = 0, 1, 2
"""Where a conversation waits: a first contact, with the teams; what has no owner any more, with the teams; what waits
for its owner."""
ACCESS: Final = layout(may_take_after=SPAN, n_reserved=COUNT)
"""[team x work type] the wait after which the team may take it (0, an overflow, FAR: never); how many mates who could
take it must stay idle."""
TEAM: Final = layout(
    overtime_time=SPAN,  # by which a shift is made longer at its end if so many wait; 0: never
    overtime_from=COUNT,
    live_limit=COUNT,  # live conversations that one agent may have open
    error_permille=COUNT,  # wrong answers of an average person against the topic's chance; 1000: as many
    ramp=INDEX,  # the row of `ramps` with which newcomers begin
    lead_time=COUNT,  # days from a quit to the first day of whoever follows; 0 as 1; NEVER: the seat stays empty
    sick_chance=PPM,  # a day, at no exhaustion ...
    sick_gain=PPM,  # ... and by how much of itself it rises at full exhaustion
    sick_stays=PPM,  # the chance that people are as the day before, ill or well; else luck decides; 0: it always does
    slow_gain=PPM,  # by how much work takes longer at full exhaustion
    quit_chance=PPM,  # a day, at no disengagement ...
    quit_gain=PPM,  # ... and by how much of itself it rises at full disengagement
    mentor_share=PPM,  # of a colleague's time that one newcomer takes
    exhaustion_from=PPM,  # the load of a day up to which a person does not tire ...
    exhaustion_full=PPM,  # ... and the load which, if it lasts, leads to full exhaustion
    exhaustion_rate=PPM,  # of the way there that is gone in a day
    disengagement_from=PPM,  # the same for the state that makes people leave
    disengagement_full=PPM,
    disengagement_rate=PPM,
)
"""[team] what its people share. All chances, gains and rates 0: nobody tires, falls ill or leaves."""
RAMP: Final = layout(speed_permille=COUNT, error_permille=COUNT, is_new=FLAG)
"""[ramp x RAMP_DAYS] speed and wrong answers of a newcomer by days in the job, against those of a veteran; is_new 1:
takes a mentor's time. The last day holds for ever after."""
RAMP_DAYS: Final = 366
FATIGUE_HOURS: Final = 24
NEVER: Final = 1 << 30
"""A day that never comes."""
AGENT: Final = layout(team=INDEX, first_duty=INDEX, end_duty=INDEX, starts_on=COUNT, tenure=COUNT, ends_on=COUNT)
"""Seats, team by team. Their duties stand together, in order: first_duty up to but without end_duty. starts_on: the day
on which the first person comes (0: there from the start), with so many days in the job by then. ends_on: the day from
which nobody sits there any more, as a contract is over (0: for good)."""
DAY_LUCK: Final = layout(sick=PPM, quit=PPM)
"""[agent x day] who falls ill or leaves: where it is below the chance of that day."""
DUTY: Final = layout(starts_at=INSTANT, ends_at=INSTANT, agent=INDEX, shift=INDEX, ends_shift=FLAG)
"""Time at the desk without a break, [starts_at, ends_at); an agent's duties do not overlap, and touch only where a
shift ends and the next begins. ends_shift 1: the agent goes home, 0: a break begins. shift: number of the shift, as in
SHIFT_WORKED; whoever is ill or gone when a shift begins misses all of it."""
CHANGE: Final = layout(at=INSTANT, rank=RANK)
"""The roster as events in order: new days, on and off duty (rank as in `engine.events`)."""
DOWNTIME: Final = layout(starts_at=INSTANT, ends_at=INSTANT)
"""When tools are down, in order, without overlap: work in hand stands still."""
GENERATIONS: Final = 16
"""People who may follow each other in a seat, each with a pace of their own; further ones are like the last."""


def calm_teams(length: int) -> Table:
    """Return TEAM rows: one live conversation at a time, ordinary errors, nobody tires, falls ill or leaves."""
    return table(length, TEAM, live_limit=1, error_permille=1000, lead_time=NEVER)


def flat_ramp() -> Table:
    """Return the RAMP_DAYS rows of a ramp on which there is nothing to learn."""
    return table(RAMP_DAYS, RAMP, speed_permille=1000, error_permille=1000)


class Inputs(NamedTuple):
    """One replication of one plan, fully drawn: all that an engine reads."""

    conversations: Table
    touches: Table
    follow_ups: Table
    work_types: Table
    scoring: Table
    access: Table
    teams: Table
    agents: Table
    paces: NDArray[np.int32]
    """[agent x GENERATIONS] of whoever sits there first, second ...: 1000 needs exactly the handle time."""
    errors: NDArray[np.int32]
    """[agent x GENERATIONS] wrong answers of that person against the team's, per mille."""
    ramps: Table
    fatigue: NDArray[np.int32]
    """[FATIGUE_HOURS] by how much work takes longer (ppm) in the first, second ... hour after the start of a shift."""
    day_luck: Table
    """[agent x day]"""
    duties: Table
    changes: Table
    downtimes: Table
    team_order: NDArray[np.int32]
    """[work type x team] teams by preference that may ever take it, then NOBODY."""
    n_first: int
    """Conversations that come by themselves: the rows before the follow-ups."""
    n_open_at_start: int
    days: NDArray[np.int64]
    """[n + 1] when each day begins, by the scenario's clock; the last entry is the end of the last day."""
    horizon: int
    """The instant at which the run is cut; nothing happens at or after it."""
    queue_limit: int
    """A contact is turned away when so many wait; FAR: no limit."""
    longest_idle_first: int
    """1: among the idle agents of all teams that may; 0: of the first of them, in team_order, that has one."""
    returns_to_owner: int
    """1: a later touch waits for who did the one before; 0: for the teams. Live conversations always stay."""
    owner_away_limit: int
    """A reply waits for an owner who is off shift if that is back within this span (ticks)."""
    reread_time: int
    """Work that a touch takes more if somebody else did the one before."""
    switch_time: int
    """Work that a live touch takes more if its agent has other live conversations open."""
    nudge_work_time: int
    """Work that a touch takes more for each time that the customer wrote again while waiting."""


# ---- what the engine does not need, but the reader of the result does ----

DETAIL: Final = layout(
    key=np.uint64, segment=INDEX, topic=INDEX, zone=INDEX, language=INDEX, surge=INDEX,
)  # fmt: skip
"""[conversation] its random key (its identity in every plan and run), and indices into Names; surge NOBODY: none."""
SHIFT_WORKED: Final = layout(
    agent=INDEX, starts_at=INSTANT, ends_at=INSTANT, paid_time=SPAN, pay_permille=COUNT, absent=FLAG,
)  # fmt: skip
"""Every shift of every agent, also those missed by an absence (absent 1): its span on the roster, cut to the horizon;
paid time (without unpaid breaks; 0 where the absence is unpaid) and the factor on the team's rate, per mille."""


class Names(NamedTuple):
    """What the indices stand for. Segments, topics and teams are in alphabetical order, so that the order in a file
    changes nothing.
    """

    segments: tuple[str, ...]
    topics: tuple[str, ...]
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    zones: tuple[str, ...]
    surges: tuple[str, ...]


class Demand(NamedTuple):
    """What customers want in one replication: the same for every plan of the scenario."""

    conversations: Table
    touches: Table
    follow_ups: Table
    details: Table
    work_types: Table
    """Without `served`, which the plan decides."""
    names: Names
    n_first: int
    n_open_at_start: int
    days: NDArray[np.int64]
    horizon: int


class Roster(NamedTuple):
    """Who is there when, in one replication of one plan."""

    teams: tuple[str, ...]
    team_terms: Table
    """TEAM"""
    agents: Table
    paces: NDArray[np.int32]
    ramps: Table
    fatigue: NDArray[np.int32]
    day_luck: Table
    duties: Table
    changes: Table
    shifts: Table
    """SHIFT_WORKED"""


class Drawn(NamedTuple):
    """One replication of one plan: what the engine reads, and what its numbers stand for."""

    inputs: Inputs
    demand: Demand
    roster: Roster
