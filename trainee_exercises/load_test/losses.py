"""What became of everything that the server acknowledged: looked up in its database, text by text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trainee_exercises.hiring.attempts import Attempts
from trainee_exercises.load_test.records import Saved
from trainee_exercises.storage import Event, events

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trainee_exercises.exercise.attempt import Attempt
    from trainee_exercises.load_test.records import Played
    from trainee_exercises.storage import Storage

_TEXTS: Final = ("saved", "sent")
_EVENT_OF: Final = {
    "acknowledge": "acknowledged",
    "start": "started",
    "open": "opened",
    "skip": "skipped",
    "search": "searched",
    "read": "read",
    "look_at_status": "looked_at_status",
    "ask": "asked",
    "finish": "finished",
}


class Losses(NamedTuple):
    """What is not as it was acknowledged, a line each. All empty: nothing was lost.

    lost: an acknowledged text, action or answer that is not there; doubled: there more than once; out_of_order: events
    whose numbers have a gap.
    """

    lost: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    out_of_order: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """How many lines there are."""
        return len(self.lost) + len(self.doubled) + len(self.out_of_order)


def losses(storage: Storage, everyone: Iterable[Played]) -> Losses:
    """Return what is missing or doubled for all who played."""
    attempts, found = Attempts(storage), Losses()
    for played in everyone:
        with storage.read() as connection:
            happened = events.read(connection, f"attempt:{played.candidate_id}")
        one = of_candidate(played, happened, attempts.attempt(played.candidate_id))
        found = Losses(*(a + b for a, b in zip(found, one, strict=True)))
    return found


def of_candidate(played: Played, happened: Sequence[Event], attempt: Attempt) -> Losses:
    """Return what is missing or doubled for one. *happened*: all events; *attempt*: their replay."""
    texts = _compare(played, Counter(map(_text, filter(_is_text, happened))), Counter(played.saved))
    counts = Counter(event.kind for event in happened)
    actions = Counter({_EVENT_OF[kind]: n for kind, n in played.done.items() if kind in _EVENT_OF})
    others = _compare(played, Counter({kind: counts[kind] for kind in actions}), actions)
    numbers = [event.number for event in happened]
    gaps = () if numbers == list(range(1, len(numbers) + 1)) else (f"{played.candidate_id}: event numbers {numbers}",)
    return Losses(texts.lost + others.lost + _wrong_answers(played, attempt), texts.doubled + others.doubled, gaps)


def _compare(played: Played, there: Counter[Any], acknowledged: Counter[Any]) -> Losses:
    """Return the difference. A request that was sent again may have been done both times, unless it was a text."""
    lost = acknowledged - there
    surplus = {what: n for what, n in (there - acknowledged).items() if there[what] > 1}
    if played.repeated:
        surplus = {what: n for what, n in surplus.items() if isinstance(what, Saved)}
    return Losses(
        tuple(f"{played.candidate_id}: {what} ({n})" for what, n in lost.items()),
        tuple(f"{played.candidate_id}: {what} ({n} too many)" for what, n in surplus.items()),
    )


def _wrong_answers(played: Played, attempt: Attempt) -> tuple[str, ...]:
    """Return the fields whose text is not the last that was acknowledged."""
    last = {(text.question, text.what): text for text in played.saved}
    wrong = [text for text in last.values() if attempt.answer(text.question).field(text.what) != text[:1:-1]]
    return tuple(f"{played.candidate_id}: the answer is not {text}" for text in wrong)


def _is_text(event: Event) -> bool:
    return event.kind in _TEXTS


def _text(event: Event) -> Saved:
    data = event.data
    return Saved(data["question"], data["field"], data["revision"], data["text"])
