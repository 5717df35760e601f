"""The log of a shift read case by case: when each customer was answered, by whom, what they were told, how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sim.durations import DAY, HOUR, MINUTE
from trainee_exercises.practice.understanding import Understood

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trainee_exercises.practice.cases import Entry
    from trainee_exercises.practice.clock import Acted
    from trainee_exercises.practice.levels import Level
    from trainee_exercises.practice.scripts import CustomerClass, PracticePack, Script

_BY_ME: Final = frozenset({"took", "replied", "passed", "closed", "carried"})
_ANSWERS: Final = frozenset({"replied", "colleague_answered", "mate_answered"})


class Setting(NamedTuple):
    """What a debrief needs beside the log. now: the last instant of the shift, in ticks; speed: ticks for a ms.

    acts: when the rep did what, also drafts and pauses, which no log tells of; (): as the shift's clock says.
    not_yours: cases that the rep's team may not take; begins: when the shift does, in ticks after the day's midnight.
    """

    pack: PracticePack
    level: Level
    now: int
    speed: float
    acts: tuple[Acted, ...] = ()
    not_yours: frozenset[str] = frozenset()
    begins: int = 0


class Told(NamedTuple):
    """A reply of the rep: new: facts said for the first time, ahead: of them the next questions, not yet asked."""

    entry: Entry
    text: str
    understood: Understood
    waited: int
    new: frozenset[str]
    ahead: frozenset[str]


class Course(NamedTuple):
    """What became of one customer. Instants in ticks since the start of the shift.

    answered_at: by anybody, None where not yet; mine: did the rep have it; left: "", or how they left; ended: closed,
    and not back since; holder: who has it, or had it last: "me", "colleague", or "" for the team.
    """

    id: str
    name: str
    customer: CustomerClass
    script: Script
    since: int
    entries: tuple[Entry, ...]
    answered: Entry | None
    mine: bool
    told: tuple[Told, ...]
    left: str
    ended: bool
    holder: str

    @property
    def closed_unanswered(self) -> bool:
        """Tell whether the rep closed it, nobody has answered, and the customer is not back."""
        return self.answered is None and self.ended and not self.of("told_fixed")

    @property
    def answered_at(self) -> int | None:
        """Return when somebody answered first."""
        return self.answered.at if self.answered else None

    def of(self, *kinds: str) -> list[Entry]:
        """Return its entries of some kinds."""
        return [one for one in self.entries if one.kind in kinds]

    def until(self, moment: Entry) -> Course:
        """Return the course with what was written and done before *moment* alone; the rest of it is as at the end."""
        told = tuple(one for one in self.told if one.entry.id < moment.id)
        return self._replace(entries=tuple(one for one in self.entries if one.id < moment.id), told=told)

    def waited(self, now: int) -> int:
        """Return how long the customer waited for a first answer, or has waited by *now*, in this shift."""
        until = self.answered_at if self.answered_at is not None else self._left_at(now)
        return max(0, until - max(0, self.since))

    def waits_at(self, moment: Entry) -> int:
        """Return how long the customer had waited for their next answer when *moment* came; 0: it was their turn."""
        since = self._waits_since(moment)
        return 0 if since is None else moment.at - since

    def is_waiting_at(self, moment: Entry) -> bool:
        """Tell whether the customer waited when *moment* came: not who had an answer, said thanks, or has left."""
        return self._waits_since(moment) is not None

    def _waits_since(self, moment: Entry) -> int | None:
        since: int | None = max(0, self.since)
        asked = False
        for one in self.entries:
            if one.id >= moment.id:
                break
            asked = one.kind == "asked_engineering" or (asked and one.kind != "engineering_said")
            if _is_content(one, asked=asked):
                since = None
            elif one.kind in _WAITS_AGAIN and since is None:
                since = one.at
        return since

    def _left_at(self, now: int) -> int:
        return next((one.at for one in self.entries if one.kind in {"left", "told_fixed"}), now)


def courses(log: Sequence[Entry], pack: PracticePack) -> list[Course]:
    """Return the course of every customer in the log, in the order of arrival."""
    by_case: dict[str, list[Entry]] = {}
    for entry in log:
        if entry.case:
            by_case.setdefault(entry.case, []).append(entry)
    known = [ones for ones in by_case.values() if any(one.kind == "arrived" for one in ones)]
    return sorted((_course(ones, pack) for ones in known), key=lambda one: (one.since, one.id))


def _course(entries: list[Entry], pack: PracticePack) -> Course:
    about: dict[str, Any] = dict(next(one.data for one in entries if one.kind == "arrived"))
    script = pack.scripts[about["script"]]
    left = next((str(one.data["how"]) for one in reversed(entries) if one.kind == "left"), "")
    ends = [one.kind for one in entries if one.kind in _ENDS or one.kind in _BACK]
    return Course(
        entries[0].case,
        about["name"],
        about["customer"],
        script,
        about["since"],
        tuple(entries),
        next((one for one in entries if one.kind in _ANSWERS), None),
        any(one.kind in _BY_ME for one in entries),
        tuple(_told(entries, script)),
        left,
        bool(ends) and ends[-1] in _ENDS,
        holder_after(entries),
    )


def _is_content(entry: Entry, *, asked: bool) -> bool:
    """Tell whether a customer wants nothing of us after an entry. asked: is an engineer's note to come?"""
    if entry.kind == "customer_wrote":
        return entry.data.get("then") == "thanks" or (asked and entry.data.get("then") == "promised")
    if entry.kind == "asked_engineering":
        return bool(entry.data.get("told"))
    return entry.kind in _ANSWERS or entry.kind in {"left", "told_fixed", "colleague_closed"}


def holder_after(entries: Sequence[Entry]) -> str:
    """Return who has a conversation after these entries of it: "me", "colleague", or "" for the team."""
    return next((_HOLDS[one.kind] for one in reversed(entries) if one.kind in _HOLDS), "")


_WAITS_AGAIN: Final = frozenset({"customer_wrote", "nudged", "bounced", "returned", "engineering_said"})
_ENDS: Final = frozenset({"closed", "colleague_closed", "mate_answered", "told_fixed"})
_BACK: Final = frozenset({"came_back", "reopened", "bounced"})
_HOLDS: Final = {
    "took": "me", "replied": "me", "bounced": "me", "came_back": "me", "reopened": "me", "passed": "colleague",
    "taken_by_colleague": "colleague", "released": "", "returned": "",
}  # fmt: skip
"""Whose it is from an entry on; closed or left, it stays whose it was."""


def _told(entries: list[Entry], script: Script) -> list[Told]:
    """Return the rep's replies, each with what was new in it."""
    found: list[Told] = []
    known: frozenset[str] = frozenset()
    asked: set[str] = set()
    later = {fact.id for fact in script.facts if fact.later}
    for one in entries:
        if one.kind == "customer_wrote":
            asked.add(str(one.data["about"]))
        if one.kind != "replied":
            continue
        data: dict[str, Any] = dict(one.data)
        understood = Understood.from_json(data["understood"])
        new = understood.said - known
        found.append(Told(one, data["text"], understood, data["waited"], new, new & later - asked))
        known |= new
    return found


def time_of(at: int, begins: int) -> str:
    """Return an instant as the desk shows it, such as "14:03", or "yesterday 18:20". begins: as in a Setting."""
    days, since = divmod(begins + at, DAY)
    ago = "" if days >= 0 else "yesterday " if days == -1 else f"{-days} days ago "
    return f"{ago}{since // HOUR:02d}:{since % HOUR // MINUTE:02d}"


def clock(ticks: int) -> str:
    """Return an instant after the start, or a span, such as "12:05" minutes and seconds; "-0:30" before the start."""
    minutes, seconds = divmod(abs(ticks) // 1000, 60)
    return f"{'-' if ticks < 0 else ''}{minutes}:{seconds:02d}"


def minutes(ticks: int) -> str:
    """Return a span in words for people: "40 seconds", "1 minute", "12 minutes"."""
    if ticks < 60_000:
        return counted(max(0, ticks) // 1000, "second")
    return counted(round(ticks / 60_000), "minute")


def counted(n: int, thing: str) -> str:
    """Return so many things in words: "1 customer", "3 customers"."""
    return f"{n} {thing}{'' if n == 1 else 's'}"
