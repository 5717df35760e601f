"""A trainer's view of all who practise: who has climbed what, and where all struggle. Private shifts say "tried"."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from trainee_exercises.exports.cells import csv_text
from trainee_exercises.practice.levels import LADDER
from trainee_exercises.practice.progress import ladder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trainee_exercises.accounts.users import User
    from trainee_exercises.practice.rows import Row
    from trainee_exercises.practice.tasks import Task


KINDS: Final = {
    "waiting": "answered too late", "unanswered": "never answered", "order": "the wrong one taken first",
    "tag": "wrong tags, or none", "owner": "wrong owner of the root cause", "sales": "sales signal missed",
    "route": "passed to the wrong colleague or to nobody, or asked in vain", "name": "passed on without a name",
    "unsafe": "procedure without its check", "procedure": "refused what is allowed", "wrong": "something wrong said",
    "rude": "a reproach", "closed_early": "closed too early", "incident": "a disturbance not handled as one",
    "asked_again": "had to ask again", "promise": "a promise not kept", "left": "left",
    "idle": "nothing done while customers waited", "merge": "merged with something else",
}  # fmt: skip
"""Kinds of findings in words."""
_ONCE_SAID: Final = "Brought across: "
"""What "Said: " was in figures that earlier versions kept."""


class Member(NamedTuple):
    """Somebody who practises, as their trainer may know it.

    climbed: levels climbed in shared shifts; tried: other levels of which a shift was started, private ones included;
    last_at: the end of the last shared shift; best: by level, the highest overall figure of shared shifts; to_do: what
    was assigned and is not done.
    """

    user_id: str
    name: str
    climbed: tuple[int, ...]
    tried: tuple[int, ...]
    n_shared: int
    last_at: int | None
    best: Mapping[int, float]
    to_do: tuple[Task, ...]


class Struggle(NamedTuple):
    """A kind of message, or of mistake, over all shared shifts. n: of how many; times: how often it went wrong."""

    name: str
    n: int
    times: int


class Disagreement(NamedTuple):
    """A reply of which its rep says that the machine read it wrongly. machine: what it had said about the reply."""

    shift_id: str
    rep: str
    at: int
    customer: str
    reply: str
    machine: str


def shared(rows: Iterable[Row]) -> list[Row]:
    """Return the shifts of which a trainer may see more than that they were tried, and that somebody looked back at."""
    return [one for one in rows if not one.is_private and one.figures is not None]


def practisers(users: Iterable[User], names: Mapping[str, str], rows: Iterable[Row]) -> dict[str, str]:
    """Return the names by id of all reps who may sign in, and of whoever has begun a shift."""
    reps = {one.id: one.name for one in users if one.role == "rep" and one.disabled_at is None}
    return reps | {one.user_id: names.get(one.user_id, one.user_id) for one in rows}


def members(rows: Sequence[Row], names: Mapping[str, str], tasks: Sequence[Task]) -> list[Member]:
    """Return how everybody in *names* (by id) stands, by name."""
    found = [
        _member((user_id, name), [one for one in rows if one.user_id == user_id],
                [one for one in tasks if one.user_id == user_id])
        for user_id, name in names.items()
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.name.casefold(), one.user_id))


def _member(who: tuple[str, str], rows: Sequence[Row], tasks: Sequence[Task]) -> Member:
    open_to_me = shared(rows)
    rungs = ladder(open_to_me)
    climbed = tuple(one.level for one in rungs if one.is_climbed)
    tried = sorted({one.level for one in rows if one.is_of_ladder and one.was_started} - set(climbed))
    return Member(
        *who,
        climbed,
        tuple(tried),
        len(open_to_me),
        max((one.ended_at for one in open_to_me if one.ended_at), default=None),
        {one.level: one.best for one in rungs if one.best is not None},
        tuple(one for one in tasks if one.shift_id is None),
    )


def by_category(rows: Iterable[Row]) -> list[Struggle]:
    """Return, over all shared shifts, how many customers of each category were asked and did not say Good; worst first.

    The worst is the one with the highest share; of equals the one with more customers.
    """
    n: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for one in shared(rows):
        for name, (asked, not_good) in (one.figures or {}).get("categories", {}).items():
            n[name] += asked
            times[name] += not_good
    found = [Struggle(name, n[name], times[name]) for name in n]
    return sorted(found, key=lambda one: (-one.times / one.n, -one.n, one.name))


def by_kind(rows: Iterable[Row]) -> list[Struggle]:
    """Return in how many of the shared shifts each kind of finding was made; the most frequent first."""
    kept = shared(rows)
    times = Counter(kind for one in kept for kind in (one.figures or {}).get("kinds", {}))
    return [
        Struggle(KINDS.get(kind, kind), len(kept), n)
        for kind, n in sorted(times.items(), key=lambda one: (-one[1], one[0]))
    ]


def disagreements(rows: Iterable[Row], names: Mapping[str, str]) -> list[Disagreement]:
    """Return what reps said to have said, in shared shifts, the newest first."""
    return [
        Disagreement(one.id, names.get(one.user_id, one.user_id), one.ended_at or one.created_at,
                     each["customer"], each["reply"], each["machine"].replace(_ONCE_SAID, "Said: "))
        for one in shared(rows)
        for each in (one.figures or {}).get("disagreements", [])
    ]  # fmt: skip


def as_csv(ones: Iterable[Member]) -> str:
    """Return the cohort as a CSV file, a row for each person; what is private stays out of it."""
    levels = [f"level {one.number}" for one in LADDER]
    head = ["name", *levels, *(f"best of {one}" for one in levels), "shared shifts", "to do"]
    return csv_text(head, [_cells(one) for one in ones])


def standing(one: Member, level: int) -> str:
    """Return how somebody stands to a level in a word: climbed, tried, or nothing."""
    return "climbed" if level in one.climbed else "tried" if level in one.tried else ""


def _cells(one: Member) -> list[str | int | float | None]:
    stands = [standing(one, level.number) for level in LADDER]
    bests = [None if level.number not in one.best else round(one.best[level.number], 3) for level in LADDER]
    return [one.name, *stands, *bests, one.n_shared, "; ".join(f"level {each.level}" for each in one.to_do)]
