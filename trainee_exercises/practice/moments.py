"""The moments of a conversation at which the rep could write, and what another reply would have done there.

The shift stays as it was: a moment is worked out from its log, and whatever is tried is kept nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from trainee_exercises.practice.cases import Entry, filled
from trainee_exercises.practice.coaching import feedback
from trainee_exercises.practice.customer import Heard, Mind, answer
from trainee_exercises.practice.understanding import Understood

if TYPE_CHECKING:
    from collections.abc import Callable

    from trainee_exercises.practice.cases import Case
    from trainee_exercises.practice.coaching import Word
    from trainee_exercises.practice.scripts import Script
    from trainee_exercises.practice.shift import Shift

    Understand = Callable[[Script, str], Understood]


class Moment(NamedTuple):
    """A moment. reply: what was written then, None: nothing ever was; before: the facts that were told by then.

    mind: the customer's; is_content: had they said thanks; n: the number of the reply, from 1, which names their luck.
    """

    reply: Entry | None
    before: frozenset[str]
    mind: Mind
    is_content: bool
    n: int


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
    mind, before, is_content, n = Mind(), frozenset[str](), False, 0
    found = []
    for one in shift.log:
        if one.case != case.id:
            continue
        if one.kind == "customer_wrote":
            is_content = one.data["then"] == "thanks"
        if one.kind != "replied":
            continue
        n += 1
        found.append(Moment(one, before, mind, is_content, n))
        understood = Understood.from_json(dict(one.data)["understood"])  # type: ignore[arg-type]
        if not _changes_nothing(understood, is_content=is_content):
            mind, _ = answer(case.script, lines, mind, Heard(understood, None, f"{case.id} {n}"))
            is_content = False
        before |= understood.said
    return found or [Moment(None, before, mind, is_content, 1)]


def _changes_nothing(understood: Understood, *, is_content: bool) -> bool:
    """Tell whether a reply is a last word to somebody content, to which they write nothing."""
    return is_content and not understood.claimed and "rude" not in understood.manner


def tried(shift: Shift, case: Case, moment: Moment, text: str, understand: Understand) -> Tried:
    """Return what *text* would have done at a moment."""
    understood = understand(case.script, text)
    data: dict[str, Any] = {"text": text, "understood": understood.as_json()}
    words = feedback(case.script, Entry(0, 0, "replied", case.id, data), moment.before)
    if _changes_nothing(understood, is_content=moment.is_content):
        return Tried(tuple(words), "", "thanks")
    lines = shift.terms.pack.lines[case.script.tone]
    _, says = answer(case.script, lines, moment.mind, Heard(understood, None, f"{case.id} {moment.n}"))
    return Tried(tuple(words), filled(says.text, case.person, shift.terms.rep), says.then)
