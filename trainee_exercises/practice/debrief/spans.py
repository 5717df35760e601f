"""What each customer was going through, stretch by stretch: waiting, in hand, with a colleague, thinking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trainee_exercises.practice.debrief.course import Course

WAITING: Final = "waits for an answer"
IN_HAND: Final = "in your hands"
COLLEAGUE: Final = "with a colleague"
THINKING: Final = "has an answer"
STATES: Final = (WAITING, IN_HAND, COLLEAGUE, THINKING)
_OVER: Final = ""

YOU: Final = "you answered"
COLLEAGUE_ANSWERED: Final = "a colleague answered"
CLOSED: Final = "closed"
LEFT: Final = "left"
MARKS: Final = (YOU, COLLEAGUE_ANSWERED, CLOSED, LEFT)

_NEXT: Final = {
    "took": IN_HAND, "released": WAITING, "replied": THINKING, "customer_wrote": WAITING, "nudged": WAITING,
    "taken_by_colleague": COLLEAGUE, "colleague_answered": THINKING, "returned": WAITING, "passed": COLLEAGUE,
    "bounced": WAITING, "colleague_closed": _OVER, "mate_answered": _OVER, "told_fixed": _OVER, "closed": _OVER,
    "left": _OVER, "came_back": WAITING, "reopened": IN_HAND,
}  # fmt: skip
_MARK: Final = {
    "replied": YOU, "colleague_answered": COLLEAGUE_ANSWERED, "mate_answered": COLLEAGUE_ANSWERED, "closed": CLOSED,
    "colleague_closed": CLOSED, "left": LEFT,
}  # fmt: skip


class Span(NamedTuple):
    """A stretch of a customer's time, in ticks since the start of the shift."""

    case: str
    state: str
    start: int
    end: int


class Mark(NamedTuple):
    """Something that happened to a customer at an instant."""

    case: str
    mark: str
    at: int


def spans(found: Sequence[Course], now: int) -> list[Span]:
    """Return the stretches of all customers within the shift, in their order; *now*: its end."""
    return [span for one in found for span in _spans(one, now)]


def marks(found: Sequence[Course]) -> list[Mark]:
    """Return answers and endings, customer by customer."""
    return [Mark(one.id, _MARK[entry.kind], entry.at) for one in found for entry in one.entries if entry.kind in _MARK]


def _spans(one: Course, now: int) -> Iterator[Span]:
    state, since, is_mine = WAITING, max(0, one.since), False
    for entry in one.entries:
        is_mine = is_mine or entry.kind == "took"
        after = _after(entry.kind, state, entry.data.get("then"), is_mine=is_mine)
        if after == state:
            continue
        if state and entry.at > since:
            yield Span(one.id, state, since, entry.at)
        state, since = after, entry.at
    if state and now > since:
        yield Span(one.id, state, since, now)


def _after(kind: str, state: str, then: object, *, is_mine: bool) -> str:
    """Return the state after an entry. then: how a customer who wrote goes on."""
    if kind == "customer_wrote" and then == "thanks":
        return THINKING
    if kind == "nudged":
        return state  # who asks again goes on waiting, in whosever hands it is
    if kind == "looked" and state == WAITING and is_mine:
        return IN_HAND
    return _NEXT.get(kind, state)
