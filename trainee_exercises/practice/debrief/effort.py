"""How long the rep was on each customer: what was in view and what was done there, in real time, whatever the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trainee_exercises.practice.cases import Entry
    from trainee_exercises.practice.debrief.course import Setting

_BETWEEN: Final = 5 * 60_000
"""Real ms at most that count between two acts on one conversation: a minute to read, four to look up and think
(assumption). Writing is never cut short: a draft is an act, and is kept every second or two."""
_AROUND: Final = 30_000
"""Real ms at most that count from a reply, or from thanks for it, to a tag or a close, and of a look that led nowhere
(assumption): each takes seconds, and whoever stays longer waits for the next customer."""
_LOOKS: Final = frozenset({"looked", "took"})
_SENDS: Final = frozenset({"replied", "passed", "closed", "released", "snoozed"})
_ANSWERS: Final = frozenset({"draft", "replied", "passed", "noted", "carried", "searched", "read", "hinted"})
_ACTS: Final = (
    _LOOKS | _SENDS | _ANSWERS | {"tagged", "copied", "asked_engineering", "merged", "reopened", "disagreed", "status"}
)
_OUTSIDE_THE_LOG: Final = frozenset({"draft", "pause", "resume"})


class Handled(NamedTuple):
    """How long the rep was on a customer, in real ms, and in how many replies of their own.

    A customer whose conversation was merged into this one is part of it.
    """

    case: str
    time: int
    n_replies: int


class _Moment(NamedTuple):
    """Something that happened. at: real ms; entry: None for what no log tells of."""

    at: int
    kind: str
    case: str
    entry: Entry | None


def sent_along(log: Sequence[Entry]) -> frozenset[int]:
    """Return the ids of replies that went to a merged conversation because the one it is merged into was answered."""
    into: dict[str, str] = {}
    found: set[int] = set()
    sent: Entry | None = None
    for entry in log:
        _merge(into, entry)
        if entry.kind != "replied":
            continue
        same = sent is not None and (sent.at, sent.data.get("text")) == (entry.at, entry.data.get("text"))
        if sent is not None and same and into.get(entry.case) == sent.case:
            found.add(entry.id)
        else:
            sent = entry
    return frozenset(found)


def _merge(into: dict[str, str], entry: Entry) -> None:
    """Keep which conversation is merged into which, until a customer who does not belong there says so."""
    if entry.kind == "merged":
        target = str(entry.data["into"])
        into |= dict.fromkeys((entry.case, *(one for one, to in into.items() if to == entry.case)), target)
    elif entry.kind == "customer_wrote" and entry.data.get("why") == "merged":
        into.pop(entry.case, None)


def handled(log: Sequence[Entry], setting: Setting) -> list[Handled]:
    """Return the time on each customer whom the rep answered, up to the last act there.

    Waiting for the next customer is no work, nor is a pause in which nothing is written.
    """
    view, skipped = _View(), sent_along(log) | _taken_to_merge(log)
    for moment in _moments(log, setting):
        if moment.entry is None or moment.entry.id not in skipped:
            view.sees(moment)
    return [Handled(case, view.times.get(case, 0), n) for case, n in view.replies.items()]


def _taken_to_merge(log: Sequence[Entry]) -> frozenset[int]:
    """Return the ids of the entries that say "took" only because what is merged becomes the rep's."""
    found = set()
    for n, entry in enumerate(log):
        if entry.kind == "merged":
            both = {entry.case, entry.data["into"]}
            before = log[max(0, n - 2) : n]
            found |= {one.id for one in before if one.kind == "took" and one.at == entry.at and one.case in both}
    return frozenset(found)


def _moments(log: Sequence[Entry], setting: Setting) -> Iterator[_Moment]:
    """Yield all that happened, in order, with real instants; ticks stand still in a pause, real time does not."""
    done = 0
    begin: tuple[int, int] = (0, 0)
    for act in setting.acts:
        yield from (_placed(one, begin, setting.speed) for one in log[done : act.up_to])
        done, begin = act.up_to, (act.at, act.tick)
        if act.kind in _OUTSIDE_THE_LOG:
            yield _Moment(act.at, act.kind, act.case, None)
    yield from (_placed(one, begin, setting.speed) for one in log[done:])


def _placed(entry: Entry, begin: tuple[int, int], speed: float) -> _Moment:
    """Return when an entry was. begin: real ms and tick of the act before: between two acts there is no pause."""
    return _Moment(begin[0] + round((entry.at - begin[1]) / speed), entry.kind, entry.case, entry)


class _View:
    """What the rep has in view, and how long it was worked on.

    state: "reads", "works", "rests" after words, and "hears" when the customer has written since, seen or not.
    """

    def __init__(self) -> None:
        self.times: dict[str, int] = {}
        self.replies: dict[str, int] = {}
        self._into: dict[str, str] = {}
        self._case, self._state = "", "rests"
        self._since = self._before_pause = 0

    def sees(self, one: _Moment) -> None:
        """Go on to what happened next."""
        one = one._replace(case=self._into.get(one.case, one.case))
        if one.kind in {"pause", "resume"}:
            self._before_pause += one.at - self._since if one.kind == "pause" else 0
            self._since = one.at
        elif one.kind == "customer_wrote":
            if one.case == self._case and self._state == "rests":
                self._opens(one, "hears")
        elif one.kind in _LOOKS and one.case != self._case:
            self._turns_to(one)
        elif one.kind == "draft" or (one.kind in _ACTS and one.kind != "looked"):  # the page looks again by itself
            self._acts(one)
        if one.entry is not None:
            self._moves(one.entry)

    def _opens(self, one: _Moment, state: str) -> None:
        self._case, self._state, self._since, self._before_pause = one.case, state, one.at, 0

    def _turns_to(self, one: _Moment) -> None:
        if self._state == "reads":
            self._counts(one.at, _AROUND)
        self._opens(one, "reads")

    def _counts(self, at: int, most: int) -> None:
        self.times[self._case] = self.times.get(self._case, 0) + min(most, self._before_pause + at - self._since)
        self._since, self._before_pause = at, 0

    def _acts(self, one: _Moment) -> None:
        is_reply = one.kind == "replied"
        if is_reply:
            self.replies[one.case] = self.replies.get(one.case, 0) + 1
            if one.case != self._case:
                self._turns_to(one)
        if one.case == self._case or (one.entry is not None and one.entry.data.get("into") == self._case):
            is_work = self._state in {"reads", "works"} or (self._state == "hears" and one.kind in _ANSWERS)
            self._counts(one.at, _BETWEEN if is_work else _AROUND)
            if one.kind in _SENDS:
                self._state = "rests"
            elif is_work or one.kind == "draft":
                self._state = "works"

    def _moves(self, entry: Entry) -> None:
        """Let what is merged be part of what it is merged into."""
        _merge(self._into, entry)
        if entry.kind == "merged":
            into = str(entry.data["into"])
            self._case = into if self._case == entry.case else self._case
            for counts in (self.times, self.replies):
                if entry.case in counts:
                    counts[into] = counts.get(into, 0) + counts.pop(entry.case)
