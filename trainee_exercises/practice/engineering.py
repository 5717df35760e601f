"""Asking an engineer: the rep keeps the conversation, it waits out of sight, and a note comes back after a while.

What the note says follows from the script alone: its disturbance, its root cause and its way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from sim.durations import MINUTE
from trainee_exercises.practice.cases import Asked
from trainee_exercises.practice.holding import CantDo, Here, mine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainee_exercises.practice import actions as a
    from trainee_exercises.practice.cases import Case
    from trainee_exercises.practice.scripts import Mate, PracticePack
    from trainee_exercises.practice.shift import Shift
    from trainee_exercises.practice.understanding import Understood

Verdict = Literal["known", "fixed", "not_ours", "no_need"]
"""known: a fault of ours that they work on; fixed: it is over; not_ours: the cause is not in the product; no_need: no
engineer was wanted."""
_ENGINEER: Final = re.compile(r"\bengineer", re.IGNORECASE)


class Note(NamedTuple):
    """What an engineer answers. right: was it worth asking?"""

    verdict: Verdict
    text: str

    @property
    def right(self) -> bool:
        """Tell whether it was worth asking."""
        return self.verdict != "no_need"


def engineer_of(pack: PracticePack) -> Mate | None:
    """Return the colleague who is asked; None: the pack has nobody who takes faults."""
    return next((one for one in pack.colleagues if one.takes == "engineering"), None)


def ask(here: Here, action: a.Engineering) -> Mapping[str, Any]:
    """Ask an engineer about a case, and keep it: it is out of sight until the note comes."""
    mate, shift = engineer_of(here.shift.terms.pack), here.shift
    if mate is None:
        raise CantDo("unknown", "This desk has no engineer to ask; pass it to a colleague.")
    asked = here.case(action.case).asked
    if asked is not None:
        left = max(1, round((asked.until - shift.now) / MINUTE))
        raise CantDo("not_now", f"{mate.name} has been asked; the note comes in about {left} min.")
    case = mine(here, action.case)
    case.asked = Asked(mate.name, shift.now, shift.now + mate.delay)
    case.snoozed_until = case.asked.until
    right = note_of(shift, case, mate).right
    shift.tell("asked_engineering", case, to=mate.id, by=mate.name, right=right, told=case.promised)
    shift.say(case, "system", "", f"{mate.name}, {mate.role}, has been asked. The customer stays with you.")
    shift.at_in(mate.delay, "engineering", case)
    return {"says": f"{mate.name} has been asked. Tell the customer that it takes a while."}


def note_comes(shift: Shift, case: Case) -> None:
    """Let the engineer's note come; the conversation is due again, so that the rep tells the customer."""
    mate, asked = engineer_of(shift.terms.pack), case.asked
    if mate is None or asked is None or case.standing == "gone":
        return
    case.asked = None
    note = note_of(shift, case, mate)
    shift.tell("engineering_said", case, by=mate.name, verdict=note.verdict, right=note.right, text=note.text)
    shift.say(case, "note", mate.name, note.text)
    if case.standing != "mine":
        return
    case.snoozed_until = None
    if case.promised and case.is_due:
        shift.waits(case)  # from now on; who has the word, or was told nothing, waits as before


def note_of(shift: Shift, case: Case, mate: Mate) -> Note:
    """Return what the engineer says to a case at this instant."""
    script = case.script
    cause = script.root_cause
    if script.incident:
        return _of_incident(shift, script.incident)
    if cause.owner == "engineering" or script.route == "engineering":
        return Note("known", f"We know this one: {cause.cause} We work on it; there is no date yet. Tell them so.")
    if script.category == "bug_report":
        return Note("not_ours", f"I looked, and it is no fault in the product: {cause.cause} Over to you.")
    return Note("no_need", mate.bounces)


def _of_incident(shift: Shift, name: str) -> Note:
    over = next((one for one in shift.running if one.incident.id == name and one.fixed_at <= shift.now), None)
    if over is not None:
        return Note("fixed", f"It is over. {over.incident.fixed}")
    return Note("known", "That is the disturbance on the status page; we are on it. Tell them what stands there.")


def tells_of(understood: Understood, text: str, asked: str) -> Understood:
    """Return a reply as who waits for an engineer hears it: to name who was asked is a promise. asked: "" nobody."""
    names = asked and (_ENGINEER.search(text) or asked.split(" ", maxsplit=1)[0] in text)
    return understood._replace(manner=understood.manner | {"promise"}) if names else understood
