"""What happens in a shift when its time has come: customers who have waited too long, colleagues who have looked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trainee_exercises.practice.cases import filled
from trainee_exercises.practice.customer import gives_up_after
from trainee_exercises.practice.engineering import note_comes
from trainee_exercises.practice.luck import pick

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trainee_exercises.practice.cases import Case
    from trainee_exercises.practice.shift import Shift


class Timer(NamedTuple):
    """Something that will happen. turn: of the case; an older one means nothing."""

    at: int
    order: int
    kind: str
    case: str
    turn: int


def impatient(shift: Shift, case: Case) -> None:
    """Let a customer who has waited too long say so, and at last go."""
    if case.standing not in {"new", "mine"} or not case.is_due:
        return
    lines, patience = shift.terms.pack.lines[case.script.tone], shift.patience(case)
    case.n_nudges += 1
    if case.n_nudges * patience >= gives_up_after(patience):
        pays = case.person.customer in {"paying", "vip"}
        text = pick(lines.cancels if pays else lines.leaves, case.id, "leaves")
        shift.hears(case, "customer_wrote", text, why="impatient", then="cancels" if pays else "leaves", about="")
        shift.goes(case, "cancels" if pays else "leaves")
        return
    shift.hears(case, "nudged", pick(lines.impatient, case.id, case.n_nudges), n=case.n_nudges)
    shift.grows_impatient_in(patience, case)


def mate_answers(shift: Shift, case: Case) -> None:
    """Let the colleague to whom a case was rightly passed answer it."""
    text = filled(case.script.model_reply, case.person, case.holder.split(" ", maxsplit=1)[0])
    shift.tell("mate_answered", case, by=case.holder)
    shift.say(case, "colleague", case.holder, text)
    case.standing, case.waits_since, case.is_due = "closed", None, False


def objects(shift: Shift, case: Case) -> None:
    """Let the customer who was passed on say what they think of that; the colleague has it all the same."""
    says = shift.coming.pop(case.id)
    shift.hears(case, "customer_wrote", says.text, why=says.why, then=says.then, about=says.about)
    if says.then in {"leaves", "cancels"}:
        shift.goes(case, says.then)


def bounces(shift: Shift, case: Case) -> None:
    """Let the colleague to whom a case was wrongly passed give it back."""
    mate = next(one for one in shift.terms.pack.colleagues if one.name == case.holder)
    shift.tell("bounced", case, by=mate.name, why=mate.bounces)
    shift.say(case, "note", mate.name, mate.bounces)
    case.standing, case.holder = "mine", ""
    shift.waits(case)


def unmerged(shift: Shift, case: Case) -> None:
    """Let the customer of a case that was merged with something else say so."""
    case.merged_into = ""
    shift.hears(case, "customer_wrote", pick(shift.terms.pack.lines[case.script.tone].comes_back, case.id, "merged"),
               why="merged", then="waits", about="")  # fmt: skip
    shift.waits(case)


def awake(shift: Shift, case: Case) -> None:
    """Bring back what was out of sight."""
    if case.snoozed_until is not None and case.snoozed_until <= shift.now:
        case.snoozed_until = None
        shift.tell("awake", case)


TIMED: Final[Mapping[str, Callable[[Shift, Case], None]]] = {
    "impatient": impatient,
    "mate": mate_answers,
    "bounce": bounces,
    "unmerge": unmerged,
    "awake": awake,
    "objects": objects,
    "engineering": note_comes,
}
"""By the kind of a timer."""
WHATEVER_TURN: Final = frozenset({"awake", "engineering"})
"""Timers that mean something also after their case has moved on."""
