"""What a rule looks at and gives back, and what several rules ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trainee_exercises.exercise.refusals import Refused, ToWrite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainee_exercises.exercise.attempt import Attempt

_OVER: Final = "The time is over. Everything that was saved has been handed in."
_FINISHED: Final = "You have finished the exercise. Everything that was saved has been handed in."
ELSEWHERE: Final = (
    "You have gone on with this exercise on another device or in another window. This one can only be read."
)
NOT_YET: Final = "The exercise has not been started yet."


class Outcome(NamedTuple):
    """What follows from an action. entries: events to write, perhaps none; reply: what the browser gets beside "ok"."""

    entries: tuple[ToWrite, ...]
    reply: Mapping[str, Any]


class Moment(NamedTuple):
    """All that a rule may look at: the attempt, the action's instant (ms since 1970) and the device it comes from."""

    attempt: Attempt
    now: int
    device: str


def running(here: Moment) -> None:
    """Refuse what may only be done while the clock runs."""
    phase = here.attempt.phase(here.now)
    if phase == "before":
        raise Refused("not_started", NOT_YET)
    if phase == "over":
        raise Refused("over", over_says(here))


def writing(here: Moment) -> None:
    """Refuse what only the device that writes may do, while the clock runs."""
    running(here)
    if here.attempt.device != here.device:
        raise Refused("other_device", ELSEWHERE)


def over_says(here: Moment) -> str:
    """Return why no more is taken."""
    return _FINISHED if here.attempt.finished_at is not None else _OVER


def known(here: Moment, question: str) -> None:
    """Refuse a question that is not part of the exercise, and any before the start."""
    if here.attempt.started_at is None:
        raise Refused("not_started", NOT_YET)
    if all(one.id != question for one in here.attempt.terms.form.questions):
        raise Refused("wrong_question", "This question is not part of your exercise. Load the page again.")


def something(text: str, says: str) -> str:
    """Return *text* without space around it; refuse one that says nothing."""
    if not text.strip():
        raise Refused("empty", says)
    return text.strip()


def wrote(kind: str, **data: object) -> Outcome:
    """Return the outcome of one event."""
    return Outcome((ToWrite(kind, data),), {})
