"""The auditor: reads inputs and record, and says which rules of a sound run the record breaks.

It shares no code with the engines: it is the declarative statement of the rules, because two engines that share a wrong
rule agree. Statements, by the number that a violation carries:

1 instants follow each other and lie before the horizon; 2 outcomes follow from the touches and are complete; 3 who
waits leaves exactly when patience ends or it is fixed; 4 turned away at once, exactly when too many wait or nobody
serves it; 5 follow-ups come exactly when luck says, at the exact instant, for the right cause, each of one
conversation; 6 the team may take it, after the overflow wait; 7 first contacts come as drawn, in order; 8 never fewer
than none waiting or in hand; 9 escalated exactly after the first whose team cannot finish it; 10 busy time and 14
waiting time (Little) as integral and as sum; 11 work takes exactly its time; 16 occupancy at most 1; 18 duties stand
apart; 19 starts on duty, 20 none after it; 21 one at a time; 22 live conversations only where there is a place; 24 the
reserve is kept; 25 first in, first out within a queue; 26 the highest score first, at ties the lower number; 27 each
touch is ready exactly when it should be; 29 nobody idles while something waits that they may take; 30 the preferred
team, the longest idle; 45 a start needs an event that brings it about, in the declared order; 50 what is open is
unfinished; 51 replies go to their owners; 52 answers are wrong, 53 deflected and 60 passed on exactly as drawn, each
person wrong as often as that person is; 54 slow states follow from the loads; 55 quits, 56 vacancies, replacements and
ends of contracts, 57 illness by luck and chance, in spells; 58 missed shifts; 59 overtime exactly when so many wait.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.audit.agents import (
    busy_at_most_on_duty,
    duties_end_on_time,
    duties_of,
    duties_stand_apart,
    one_at_a_time,
    starts_on_duty,
)
from sim.audit.course import COURSE_STATEMENTS
from sim.audit.days import days_follow, missed_shifts, shifts_are_missed
from sim.audit.facts import facts_of
from sim.audit.findings import Findings, Violation
from sim.audit.floor import Floor
from sim.audit.integrals import waits_are_the_queues, work_is_the_busy
from sim.audit.owners import Owners
from sim.audit.people import people_of
from sim.audit.replay import check_order
from sim.audit.rows import ROW_STATEMENTS, answers_are_wrong_by_luck
from sim.audit.work import work_takes_its_time

if TYPE_CHECKING:
    from sim.audit.facts import Facts
    from sim.audit.people import People
    from sim.inputs import Inputs
    from sim.record import Record

__all__ = ["Violation", "audit"]


def audit(inputs: Inputs, record: Record) -> list[Violation]:
    """Return every rule that *record* breaks as the outcome of *inputs*: at most 20 violations of each."""
    found = Findings()
    if not _has_a_row_for_each(inputs, record, found):
        return found.violations()
    facts = facts_of(inputs, record)
    people = people_of(inputs, record, facts.touches)
    for statement in (*ROW_STATEMENTS, *COURSE_STATEMENTS):
        statement(inputs, facts, found)
    answers_are_wrong_by_luck(inputs, facts, people, found)
    days_follow(inputs, record, people, found)
    _check_desk(inputs, record, facts, people, found)
    return found.violations()


def _has_a_row_for_each(inputs: Inputs, record: Record, found: Findings) -> bool:
    """Whether the record tells of everything in the inputs, and of nothing else."""
    n_days = len(inputs.days) - 1
    lengths = {
        "conversations": len(inputs.conversations), "touches": len(inputs.touches),
        "agent_days": len(inputs.agents) * n_days, "duties": len(inputs.duties),
    }  # fmt: skip
    wrong = [name for name, length in lengths.items() if len(getattr(record, name)) != length]
    for name in wrong:
        message = f"the record has {len(getattr(record, name))} {name}, the inputs ask for {lengths[name]}"
        found.note("8 conservation", -1, 0, message)
    return not wrong


def _check_desk(inputs: Inputs, record: Record, facts: Facts, people: People, found: Findings) -> None:
    """Check who is at the desk when, and the order of service."""
    is_missed, conversation = missed_shifts(inputs, people), facts.course.conversation
    duties = duties_of(inputs, record, is_missed)
    shifts_are_missed(inputs, record, people, found)
    duties_stand_apart(inputs, duties, found)
    duties_end_on_time(inputs, record, is_missed, found)
    one_at_a_time(facts.touches, conversation, found)
    starts_on_duty(facts.touches, conversation, duties, found)
    busy_at_most_on_duty(inputs, facts.touches, duties, found)
    floor = Floor(inputs, facts)
    has_others = check_order(inputs, record, facts, Owners(inputs, people, is_missed, floor), found)
    work_takes_its_time(inputs, facts, people, has_others, found)
    waits_are_the_queues(inputs, facts, floor, found)
    work_is_the_busy(inputs, facts, floor, found)
