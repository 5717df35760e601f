"""The auditor: reads inputs and record, and says which rules of a sound run the record breaks.

It shares no code with the engines and decides nothing: it is the declarative statement of the rules, because two
engines that share a wrong rule agree. Statements, by the number that a violation carries:

1 instants follow each other and lie before the horizon; 2 outcomes are complete; 3 customers give up exactly at their
deadline; 4 turned away at once, exactly when the queue is full or nobody serves it; 6 the agent may take it, after the
overflow wait; 7 numbered by arrival; 8 never fewer than none waiting or in hand; 10 busy time and 14 waiting time
(Little) as integral and as sum; 11 work takes its handle time; 16 occupancy at most 1; 18 duties stand apart; 19 starts
on duty, 20 none in overtime; 21 one at a time; 24 the reserve is kept; 25 FIFO within a work type; 26, 28 the highest
score first; 29 nobody idles while something waits that it may take; 30 the preferred team, the longest idle; 45 a start
needs an event that brings it about, in the declared order; 50 what is open is unfinished. What 5, 9, 22, 23 and 27 say
cannot be otherwise where a conversation is one touch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.audit.agents import AGENT_STATEMENTS
from sim.audit.facts import facts_of
from sim.audit.findings import Findings, Violation
from sim.audit.replay import check_order
from sim.audit.rows import ROW_STATEMENTS

if TYPE_CHECKING:
    from sim.inputs import Inputs
    from sim.record import Record

__all__ = ["Violation", "audit"]


def audit(inputs: Inputs, record: Record) -> list[Violation]:
    """Return every rule that *record* breaks as the outcome of *inputs*: at most 20 violations of each."""
    found = Findings()
    n_rows, n_records = len(inputs.conversations), len(record.conversations)
    if n_rows != n_records:
        found.note("8 conservation", -1, 0, f"the record has {n_records} rows for {n_rows} conversations")
        return found.violations()
    facts = facts_of(inputs, record)
    for statement in (*ROW_STATEMENTS, *AGENT_STATEMENTS):
        statement(inputs, facts, found)
    check_order(inputs, facts, found)
    return found.violations()
