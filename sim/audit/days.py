"""Statements about days and shifts of people: rules 54-58."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.audit.facts import day_of, numbers
from sim.audit.people import shift_starts, told
from sim.inputs import NOBODY

if TYPE_CHECKING:
    from sim.audit.facts import Flags
    from sim.audit.findings import Findings
    from sim.audit.people import People
    from sim.inputs import Inputs
    from sim.record import Record

RULES: Final = {
    "exhaustion": "54 slow states",
    "disengagement": "54 slow states",
    "quit_chance": "55 quits",
    "quits": "55 quits",
    "tenure": "56 seats",
    "generation": "56 seats",
    "is_there": "56 seats",
    "is_sick": "57 illness",
}


def days_follow(inputs: Inputs, record: Record, people: People, found: Findings) -> None:
    """Each day begins as the loads, the chances and the luck of the seat have it: states, who is there, who is ill."""
    shape = len(inputs.agents), len(inputs.days) - 1
    for name, rule in RULES.items():
        says, must = numbers(record.agent_days[name]).reshape(shape), told(inputs, people, name)
        for agent, day in np.argwhere(says != must)[:20].tolist():
            message = f"agent {agent}, day {day}: {name} is {says[agent, day]}, must be {must[agent, day]}"
            found.note(rule, NOBODY, int(inputs.days[day]), message)


def missed_shifts(inputs: Inputs, people: People) -> Flags:
    """Return [duty] whether its shift is missed: who is ill or gone when its first duty begins misses all of it."""
    duties, start = inputs.duties, shift_starts(inputs)
    began_at = numbers(duties["starts_at"])[start]
    agent, day = numbers(duties["agent"]), day_of(inputs, began_at)
    happens = numbers(duties["starts_at"]) < inputs.horizon
    day = np.minimum(day, people.is_there.shape[1] - 1)
    is_missed: Flags = happens & ((people.is_there[agent, day] == 0) | (people.is_sick[agent, day] == 1))
    is_missed |= happens & (people.is_leaving[agent, day] == 1)
    return is_missed


def shifts_are_missed(inputs: Inputs, record: Record, people: People, found: Findings) -> None:
    """Who is ill or gone when a shift begins misses all of it; nobody else misses any."""
    must, says = missed_shifts(inputs, people), record.duties["is_missed"] != 0
    ended_at = numbers(record.duties["ended_at"])
    for duty in np.flatnonzero((must != says) | (must & (ended_at != NOBODY)))[:20].tolist():
        message = f"duty {duty} of agent {inputs.duties['agent'][duty]} is missed: {says[duty]}, must be {must[duty]}"
        found.note("58 missed shifts", NOBODY, int(inputs.duties["starts_at"][duty]), message)
