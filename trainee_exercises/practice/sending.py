"""A reply on its way to a customer: what it says of their script, and what they will write to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.seat import GoesOn
from trainee_exercises.practice.customer import Heard, Says, answer
from trainee_exercises.practice.disturbances import is_over, right_by_now
from trainee_exercises.practice.engineering import tells_of
from trainee_exercises.practice.holding import Here, goes_on

if TYPE_CHECKING:
    from trainee_exercises.practice.cases import Case
    from trainee_exercises.practice.scripts import Route


def send(here: Here, case: Case, text: str, macro: str | None, passed_to: Route | None = None) -> None:
    """Send a reply, or the words with which a customer is passed on, and settle what comes back."""
    shift = here.shift
    understood = tells_of(here.understand(case.script, text), text, case.asked.name if case.asked else "")
    understood = right_by_now(understood, over=is_over(shift.log, case.script.incident))
    waited = shift.now - (case.waits_since if case.waits_since is not None else shift.now)
    shift.tell("replied", case, text=text, macro=macro, waited=waited, understood=understood.as_json())
    shift.say(case, "me", shift.terms.rep, text)
    case.n_replies += 1
    case.snoozed_until = None
    case.seen_up_to = len(case.messages)
    if case.first_reply_at is None:
        case.first_reply_at = shift.now
    if case.settled and not understood.claimed and "rude" not in understood.manner:
        shift.waits(case, is_due=False)
        goes_on(here, case, GoesOn())
        return
    lines = shift.terms.pack.lines[case.script.tone]
    heard = Heard(understood, passed_to, f"{case.id} {case.n_replies}")
    case.mind, says = answer(case.script, lines, case.mind, heard)
    _comes(here, case, says)


def _comes(here: Here, case: Case, says: Says) -> None:
    """Let the customer have the word, and write what they have to say when they are ready."""
    case.settled = False
    here.shift.waits(case, is_due=False)
    here.shift.coming[case.id] = says
    goes_on(here, case, GoesOn(says.after))
