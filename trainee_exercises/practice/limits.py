"""How much a shift takes of one rep: more than anybody types or does who works, and less than would hinder the others.

They are asked of new acts alone: what was done before there was a limit is done again as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from trainee_exercises.exercise.refusals import Refused
from trainee_exercises.exercise.search import LONGEST_QUERY
from trainee_exercises.practice import actions as a
from trainee_exercises.practice.holding import CantDo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainee_exercises.practice.cases import Case
    from trainee_exercises.practice.shift import Shift

LONGEST_TEXT: Final = 4_000
"""Characters of a reply, a note or words to who is passed on: understanding takes up to 0.3 seconds of them
(measured). The desk's page knows the same figure."""
MOST_IN_A_THREAD: Final = 60_000
"""Characters of a conversation: each answer of the server that tells of it holds all of them."""
MOST_MERGED: Final = 40
"""Conversations that one answer goes to."""
MOST_SITUATIONS: Final = 8
"""Situations among them: an answer is understood once for each. Reports of one disturbance are of about four."""
MOST_ACTS: Final = 10_000
"""Acts that a shift keeps, drafts that newer ones replaced left out: three a second for an hour."""
MOST_BYTES: Final = 8_000_000
"""In all of them: a hundred replies to each of twenty merged conversations."""
MOST_UNDER_WAY: Final = 10
"""Shifts of one person that were started and are not over."""
MOST_UNSTARTED: Final = 20
"""Shifts of one person that were never started; when newer ones come, the oldest goes."""
MOST_SHIFTS: Final = 2_000
"""Shifts of one person: four a day for two years."""
LONGEST_NAME: Final = 100
"""Characters of what a rep is called at the desk."""

_FULL: Final = "This shift holds all that a shift can hold. End it, and begin another one on the page Practise."


def require_short(action: Mapping[str, Any]) -> None:
    """Refuse words that are too long, before anything else looks at them.

    Raises:
        Refused: too_long; they still stand in the browser.

    """
    for name, most, what in (("text", LONGEST_TEXT, "A text here"), ("query", LONGEST_QUERY, "A search")):
        words = action.get(name)
        if isinstance(words, str) and len(words) > most:
            says = f"{what} has {most:,} characters at most, and this has {len(words):,}; shorten it."
            raise Refused("too_long", f"{says} It still stands in your browser.")


def require_room(action: Mapping[str, Any], n_acts: int, n_bytes: int) -> None:
    """Refuse an act in a shift that keeps as much as it can; to end it is always possible.

    Raises:
        CantDo: it is full.

    """
    if action.get("kind") != "finish" and (n_acts >= MOST_ACTS or n_bytes >= MOST_BYTES):
        raise CantDo("not_now", _FULL)


def require_bounded(shift: Shift, action: a.Action) -> None:
    """Refuse what would make a conversation, or the answer to several, too large.

    Raises:
        CantDo: it would.

    """
    if isinstance(action, a.Merge):
        _require_mergeable(shift, action)
    elif isinstance(action, a.Reply | a.Note | a.Pass) and action.case in shift.cases:
        held = sum(len(one.text) for one in shift.cases[action.case].messages)
        if held + len(action.text) > MOST_IN_A_THREAD:
            says = f"This conversation would have more than {MOST_IN_A_THREAD:,} characters, the most; write less here."
            raise CantDo("not_now", says)


def _require_mergeable(shift: Shift, action: a.Merge) -> None:
    together = _group(shift, action.case) | _group(shift, action.into)
    if len(together) > MOST_MERGED:
        raise CantDo("not_now", f"One answer goes to {MOST_MERGED} conversations at most; answer these first.")
    if len({one.script.id for one in together.values()}) > MOST_SITUATIONS:
        raise CantDo("not_now", "These are about too many different things for one answer; answer some apart.")


def _group(shift: Shift, name: str) -> dict[str, Case]:
    """Return a conversation and those merged into it."""
    return {one.id: one for one in shift.cases.values() if name in {one.id, one.merged_into}}
