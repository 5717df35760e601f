"""What raters and scoring read off an attempt: time for each question, lookups for each, and what was left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trainee_exercises.exercise.attempt import Attempt, Lookup

LAST: Final = 5
"""The last questions of a form, which nobody can answer from what is there."""


class Spent(NamedTuple):
    """How long a question was in view, in ms, without the time that the page was out of view; n_visits: how often."""

    in_view_ms: int
    n_visits: int


def closed_at(attempt: Attempt, now: int) -> int | None:
    """Return when writing ended, ms since 1970: *now* while it runs, None before the start."""
    if attempt.ends_at is None:
        return None
    return min(now, attempt.ends_at) if attempt.finished_at is None else attempt.finished_at


def spent(attempt: Attempt, now: int) -> dict[str, Spent]:
    """Return the time of each question that was in view, up to *now* or the end."""
    found: dict[str, Spent] = {}
    for question, begins, ends in _stretches(attempt, now):
        before = found.get(question, Spent(0, 0))
        found[question] = Spent(before.in_view_ms + _in_view(attempt, begins, ends), before.n_visits + 1)
    return found


def lookups_by_question(attempt: Attempt) -> dict[str | None, tuple[Lookup, ...]]:
    """Return the lookups by the question that was open; None: none was."""
    names = dict.fromkeys(one.question for one in attempt.lookups)
    return {name: tuple(one for one in attempt.lookups if one.question == name) for name in names}


def last_ones(attempt: Attempt) -> dict[str, str]:
    """Return for each of the last five questions: "replied", "skipped", "opened" or "untouched"."""
    return {one.id: _left(attempt, one.id) for one in attempt.terms.form.questions[-LAST:]}


def _left(attempt: Attempt, question: str) -> str:
    answer = attempt.answer(question)
    if answer.reply.strip():
        return "replied"
    if answer.is_aside:
        return "skipped"
    return "untouched" if answer.opened_at is None else "opened"


def _stretches(attempt: Attempt, now: int) -> Iterator[tuple[str, int, int]]:
    """Give question, beginning and end of each stretch in which one was in view."""
    end = closed_at(attempt, now)
    if end is None:
        return
    begins = [min(one.at, end) for one in attempt.visits]
    for visit, begin, until in zip(attempt.visits, begins, [*begins[1:], end], strict=True):
        yield visit.question, begin, until


def _in_view(attempt: Attempt, begins: int, ends: int) -> int:
    away = (max(0, min(ends, ends if one.until is None else one.until) - max(begins, one.at)) for one in attempt.aways)
    return max(0, ends - begins - sum(away))
