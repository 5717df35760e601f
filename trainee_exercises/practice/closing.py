"""Putting aside and ending: out of sight for a while, closed, and open again; who lacks something comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.durations import MINUTE, SECOND
from sim.engine.seat import Ends, GoesOn
from sim.record import RESOLVED
from trainee_exercises.practice.cases import Shut
from trainee_exercises.practice.customer import Says, covers_all
from trainee_exercises.practice.holding import CantDo, Here, goes_on, mine
from trainee_exercises.practice.luck import between, pick

if TYPE_CHECKING:
    from trainee_exercises.practice import actions as a
    from trainee_exercises.practice.cases import Case
    from trainee_exercises.practice.scripts import Fact

_BACK_AFTER: Final = (180, 420)
"""Seconds until somebody whose conversation was closed too soon writes again (assumption)."""


def snooze(here: Here, action: a.Snooze) -> None:
    """Put a case out of sight for some minutes."""
    case = mine(here, action.case)
    case.snoozed_until = here.shift.now + action.minutes * MINUTE
    here.shift.tell("snoozed", case, minutes=action.minutes)
    here.shift.at_in(action.minutes * MINUTE, "awake", case)


def close(here: Here, action: a.Close) -> None:
    """Close a case and all that are merged into it."""
    case = mine(here, action.case)
    merged = [one for one in here.shift.cases.values() if one.merged_into == case.id and one.standing == "mine"]
    for one in (case, *merged):
        close_one(here, one)


def close_one(here: Here, case: Case) -> None:
    """Close a case; who lacks something, or had something to say, writes again."""
    shift = here.shift
    coming = shift.coming.get(case.id)
    is_content = case.settled or (coming is not None and coming.then == "thanks")
    left = None if is_content else _left(case)
    all_said = covers_all(case.script, case.mind, later=True)
    shift.tell("closed", case, replies=case.n_replies, all_said=all_said, settled=is_content)
    waits_since = case.waits_since if case.is_due else None
    case.shut = None if waits_since is None else Shut(waits_since, writes=coming is not None)
    case.turn += 1
    case.is_due, case.waits_since = False, None  # who waited is as impatient as before if it is opened again
    case.standing, case.snoozed_until = "closed", None
    if coming is not None and coming.then in {"leaves", "cancels"}:
        return  # to close it stops nobody who is about to go
    shift.coming.pop(case.id, None)
    hears_more = coming is not None and coming.then != "thanks"
    if not (hears_more or left):
        goes_on(here, case, Ends(RESOLVED))
        return
    shift.coming[case.id] = _comes_back(here, case, coming if hears_more else None, left)
    goes_on(here, case, GoesOn(shift.coming[case.id].after))


def _left(case: Case) -> Fact | None:
    """Return the first fact that the customer lacks."""
    return next((one for one in case.script.facts if one.id not in case.mind.told), None)


def _comes_back(here: Here, case: Case, coming: Says | None, left: Fact | None) -> Says:
    lines = here.shift.terms.pack.lines[case.script.tone]
    after = between(*_BACK_AFTER, case.id, case.n_replies, "back") * SECOND
    if coming is not None:
        return coming._replace(after=max(after, coming.after))
    begins = pick(lines.comes_back, case.id, "back")
    what = left.asks if left else ""
    return Says(f"{begins} {what}".strip(), "waits", "missing", after, left.id if left else "")


def reopen(here: Here, action: a.Reopen) -> None:
    """Take up a closed case again, with all that are merged into it: also to tell them what they could not know yet."""
    case = here.case(action.case)
    if not _may_reopen(here, case):
        raise CantDo("not_now", "The customer has what they need; it stays closed until they write again.")
    merged = [one for one in here.shift.cases.values() if one.merged_into == case.id and _may_reopen(here, one)]
    for one in (case, *merged):
        if here.shift.seat.where(one.number).state == "ended":
            here.shift.seat.reopen(one.number)
        one.standing = "mine"
        here.shift.tell("reopened", one)
        if one.shut is not None:
            _waits_on(here, one, one.shut)


def _waits_on(here: Here, case: Case, shut: Shut) -> None:
    """Let a customer who waited when it was closed wait on, as long and as impatient as they were: none comes back."""
    shift = here.shift
    if not shut.writes and shift.coming.pop(case.id, None) is not None:
        goes_on(here, case, GoesOn())
    case.turn += 1
    case.is_due, case.waits_since = True, shut.waits_since
    shift.grows_impatient_in(case.impatient_at - shift.now, case)


def _may_reopen(here: Here, case: Case) -> bool:
    """Tell whether the rep has closed a case; what a colleague or the system has ended is over."""
    seat = here.shift.seat
    state, agent = seat.where(case.number)
    is_mine = agent == seat.agent and seat.record.conversations[case.number].outcome == RESOLVED
    return case.standing == "closed" and (is_mine or state != "ended")
