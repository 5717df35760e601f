"""The moments of a conversation at which the rep could write, and what another reply would have done there.

The shift stays as it was: a moment is worked out from its log, and whatever is tried is kept nowhere.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from trainee_exercises.practice.cases import Entry, filled
from trainee_exercises.practice.coaching import feedback
from trainee_exercises.practice.customer import Heard, Mind, answer, objects
from trainee_exercises.practice.disturbances import is_over, right_by_now
from trainee_exercises.practice.engineering import tells_of
from trainee_exercises.practice.limits import LONGEST_TEXT
from trainee_exercises.practice.understanding import Understood

if TYPE_CHECKING:
    from collections.abc import Callable

    from trainee_exercises.practice.cases import Case
    from trainee_exercises.practice.coaching import Word
    from trainee_exercises.practice.scripts import Route, Script
    from trainee_exercises.practice.shift import Shift

    Understand = Callable[[Script, str], Understood]


class Moment(NamedTuple):
    """A moment. reply: what was written then, None: nothing ever was; before: the facts that were told by then.

    mind: the customer's; is_content: had they said thanks; n: the number of the reply, from 1, which names their luck;
    passed_to: the way on which they were passed with it; handed_on: to the right person; asked: the engineer whose note
    was to come, or "".
    """

    reply: Entry | None
    before: frozenset[str]
    mind: Mind
    is_content: bool
    n: int
    passed_to: Route | None = None
    handed_on: bool = False
    asked: str = ""


class Tried(NamedTuple):
    """What another reply would have done. words: on the reply; answers: what the customer would have written then.

    then: how they would have gone on, as a customer's `Says` has it.
    """

    words: tuple[Word, ...]
    answers: str
    then: str


def moments(shift: Shift, case: Case) -> list[Moment]:
    """Return the moments of a conversation in order: one for each reply, or the one at which none came."""
    lines = shift.terms.pack.lines[case.script.tone]
    mind, before, is_content, asked = Mind(), frozenset[str](), False, ""
    found: list[Moment] = []
    for one, following in pairwise([*(one for one in shift.log if one.case == case.id), None]):
        if one is None:
            break
        if one.kind == "customer_wrote":
            is_content = one.data["then"] == "thanks"
        asked = _asked(one, asked)
        if one.kind != "replied":
            continue
        found.append(Moment(one, before, mind, is_content, len(found) + 1, *_passed(one, following), asked))
        understood = Understood.from_json(dict(one.data)["understood"])  # type: ignore[arg-type]
        if not _changes_nothing(understood, is_content=is_content):
            mind, _ = answer(case.script, lines, mind, _heard(case, found[-1], understood))
            is_content = False
        before |= understood.said
    return found or [Moment(None, before, mind, is_content, 1)]


def _asked(entry: Entry, before: str) -> str:
    """Return the engineer whose note is to come after an entry, or ""."""
    if entry.kind == "asked_engineering":
        return str(entry.data["by"])
    return "" if entry.kind == "engineering_said" else before


def _passed(reply: Entry, following: Entry | None) -> tuple[Route | None, bool]:
    """Return on which way a reply passed its customer on, and whether it was right; None: it did not."""
    if following is None or following.kind != "passed" or following.at != reply.at or not following.data["words"]:
        return None, False
    return cast("Route", following.data["takes"]), bool(following.data["right"])


def _heard(case: Case, moment: Moment, understood: Understood) -> Heard:
    return Heard(understood, moment.passed_to, f"{case.id} {moment.n}")


def _changes_nothing(understood: Understood, *, is_content: bool) -> bool:
    """Tell whether a reply is a last word to somebody content, to which they write nothing."""
    return is_content and not understood.claimed and "rude" not in understood.manner


def tried(shift: Shift, case: Case, moment: Moment, text: str, understand: Understand) -> Tried:
    """Return what *text* would have done at a moment; no more of it is read than a reply may have."""
    text = text[:LONGEST_TEXT]
    until = moment.reply.id if moment.reply else None
    understood = tells_of(understand(case.script, text), text, moment.asked)
    understood = right_by_now(understood, over=is_over(shift.log[:until], case.script.incident))
    data: dict[str, Any] = {"text": text, "understood": understood.as_json()}
    reply = Entry(0, 0, "replied", case.id, data)
    words = feedback(case.script, reply, moment.before, handed_on=moment.handed_on)
    if _changes_nothing(understood, is_content=moment.is_content):
        return Tried(tuple(words), "", "thanks")
    lines = shift.terms.pack.lines[case.script.tone]
    _, said = answer(case.script, lines, moment.mind, _heard(case, moment, understood))
    says = objects(case.script, said) if moment.passed_to else said
    if says is None:
        return Tried(tuple(words), "", "promised")
    return Tried(tuple(words), filled(says.text, case.person, shift.terms.rep), says.then)
