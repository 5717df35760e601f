"""Handing on: to a colleague by name, to one who may read along, to the conversation about the same disturbance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sim.durations import MINUTE, SECOND
from sim.engine.seat import Ends, GoesOn
from sim.record import PASSED
from trainee_exercises.practice.customer import objects
from trainee_exercises.practice.holding import CantDo, Here, goes_on, hold, may_hold, mine
from trainee_exercises.practice.sending import send

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainee_exercises.practice import actions as a
    from trainee_exercises.practice.cases import Case
    from trainee_exercises.practice.scripts import Mate, Route, Script
    from trainee_exercises.practice.shift import Shift

_UNMERGED_AFTER: Final = 2 * MINUTE


def mate_of(here: Here, name: str) -> Mate:
    """Return the colleague of that id, or refuse."""
    found = next((one for one in here.shift.terms.pack.colleagues if one.id == name), None)
    if found is None:
        raise CantDo("unknown", "There is no such colleague; choose one of the list.")
    return found


def is_theirs(script: Script, route: Route) -> bool:
    """Tell whether a conversation belongs to who takes that way, or may be passed there."""
    return route in {script.route, script.copy_to}


def pass_on(here: Here, action: a.Pass) -> Mapping[str, Any]:
    """Let a colleague take a case over; what they do with it comes after their delay."""
    mate, shift = mate_of(here, action.to), here.shift
    case = mine(here, action.case)
    if action.text.strip():
        send(here, case, action.text.strip(), None, mate.takes)
        case.drafts.pop("reply", None)
    says = objects(case.script, shift.coming.pop(case.id, None))
    right = is_theirs(case.script, mate.takes)
    first, *_ = mate.name.split()
    called = mate.name if first == case.person.first_name else first
    told = any(one.by == "me" and called in one.text for one in case.messages)
    words = bool(action.text.strip())
    shift.tell("passed", case, to=mate.id, takes=mate.takes, right=right, by_name=told, words=words)
    shift.say(case, "system", "", f"Passed to {mate.name}, {mate.role}.")
    shift.waits(case, is_due=False)
    case.standing, case.holder = "passed", mate.name
    goes_on(here, case, Ends(PASSED) if right else GoesOn(mate.delay))
    shift.at_in(mate.delay, "mate" if right else "bounce", case)
    if says is not None:
        shift.coming[case.id] = says
        shift.at_in(min(says.after, mate.delay - SECOND), "objects", case)
    return {"says": f"Passed to {mate.name}."}


def copy(here: Here, action: a.Copy) -> None:
    """Let a colleague read along."""
    case, mate = here.case(action.case), mate_of(here, action.to)
    if mate.id in case.copied:
        return
    case.copied = (*case.copied, mate.id)
    wanted = {case.script.copy_to, case.script.route} | ({"sales"} if case.script.sales_signal else set())
    here.shift.tell("copied", case, to=mate.id, takes=mate.takes, right=mate.takes in wanted)
    here.shift.say(case, "system", "", f"{mate.name}, {mate.role}, can read along.")


def merge(here: Here, action: a.Merge) -> None:
    """Let one case be answered together with another."""
    case, into, shift = here.case(action.case), here.case(action.into), here.shift
    if case is into or into.merged_into:
        raise CantDo("not_now", "Choose another conversation, one that is not merged itself.")
    may_hold(here, case)
    hold(here, into)
    hold(here, case, into=into.id)
    along = [one for one in shift.cases.values() if one.merged_into == case.id and one.standing in {"mine", "closed"}]
    _merged(shift, case, into, "merged")
    for one in along:
        _merged(shift, one, into, "merged_along")


def _merged(shift: Shift, case: Case, into: Case, kind: str) -> None:
    """Write down where a case is answered now; who has asked something else comes apart again."""
    right = case.script.incident is not None and case.script.incident == into.script.incident
    case.merged_into = into.id
    shift.tell(kind, case, into=into.id, right=right)
    shift.say(case, "system", "", f"Merged with the conversation of {into.person.name}: your replies there go to both.")
    if not right and case.standing == "mine":
        case.turn += 1
        shift.at_in(_UNMERGED_AFTER, "unmerge", case)
