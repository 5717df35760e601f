"""Who may see what: marks and decisions of others and the machine's figures, once one's own marks are locked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trainee_exercises.hiring.criteria import EXERCISE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trainee_exercises.hiring.decisions import Decision
    from trainee_exercises.hiring.ratings import Sheet
    from trainee_exercises.hiring.settings import RoundSettings


class Seer(NamedTuple):
    """Somebody who looks. is_manager: may decide; a manager who also rates is a rater first."""

    user_id: str
    is_manager: bool


def owes(sheets: Sequence[Sheet], seer: Seer) -> bool:
    """Has *seer* a rating of this candidate still open? Then what others and the machine say stays hidden."""
    return any(not one.is_locked for one in _own(sheets, seer))


def visible(sheets: Sequence[Sheet], seer: Seer) -> list[Sheet]:
    """Return the sheets about one candidate that *seer* may see.

    Their own always. Managers see all others unless they owe a rating themselves; raters see the locked ones of the
    stages in which their own is locked, unless they owe one.
    """
    own = _own(sheets, seer)
    if owes(sheets, seer):
        return own
    if seer.is_manager:
        return list(sheets)
    stages = {one.assignment.part.stage for one in own}
    return [one for one in sheets if one in own or (one.is_locked and one.assignment.part.stage in stages)]


def decisions_seen(made: Sequence[Decision], sheets: Sequence[Sheet], seer: Seer) -> list[Decision]:
    """Return the decisions about one candidate that *seer* may see: those of others only if they owe no rating.

    sheets: all about the candidate.
    """
    is_hidden = owes(sheets, seer)
    return [one for one in made if one.by == seer.user_id or not is_hidden]


def may_see_machine(sheets: Sequence[Sheet], seer: Seer, settings: RoundSettings) -> bool:
    """May *seer* see what the scorer proposes for this candidate?

    A rater of the exercise once their own rating is locked. A manager who does not rate it once everybody who does has
    locked once: there is no score before people have rated, and nobody to pass it on. Nobody if the round has it off.
    """
    if not settings.machine_scoring or owes(sheets, seer):
        return False
    of_exercise = [one for one in sheets if one.assignment.part.stage == EXERCISE]
    if _own(of_exercise, seer):
        return True
    return seer.is_manager and bool(of_exercise) and all(one.locked for one in of_exercise)


def _own(sheets: Sequence[Sheet], seer: Seer) -> list[Sheet]:
    return [one for one in sheets if one.assignment.user_id == seer.user_id and one.assignment.ended_at is None]
