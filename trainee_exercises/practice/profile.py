"""How long a rep takes and how often they err in practice -> a newcomer in a scenario: what would this hire change?"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sim.scenario.editing import Edit, edited, problems_of, value_at
from sim.scenario.inheriting import MISSING
from sim.scenario.named import free_name
from sim.scenario.problems import ScenarioError
from trainee_exercises.practice.day import PracticeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trainee_exercises.practice.shifts import Row

LEAST: Final = 8
"""Replies from which on anything is said."""
_LEAST_A_DAY: Final = 3
"""Replies from which on a day is a point on the way."""
_FAST: Final = 0.95
"""Of the given pace: who is nearer to it has nothing left to learn from these tasks."""
_SLOWEST, _FASTEST, _MOST_ERRORS = 0.1, 10.0, 100.0
_LONGEST: Final = 26 * 7
_MINUTE: Final = 60_000
TEAM: Final = "newcomer"
_COPIED: Final = (
    "zone", "skills", "languages", "rate", "holidays", "vacation", "shrinkage", "overtime", "live_limit",
)  # fmt: skip

NOT_SAID: Final = (
    "Practice tells how long somebody takes to read, look up and write for a made-up product with its help centre"
    " beside it. It does not tell how fast they will be with your product, tools and customers, nor how they are on a"
    " bad day; a few dozen replies are a rough measure; and levels differ in difficulty. Do not decide about a person"
    " by it."
)


class Day(NamedTuple):
    """A day of practice. minutes: for a reply, on average."""

    date: date
    n: int
    minutes: float


class Measured(NamedTuple):
    """What shifts say about somebody. minutes: for a reply; wrong: of n_replies had something wrong; facts: a share."""

    n_shifts: int
    n_replies: int
    minutes: float
    wrong: int
    facts: float | None
    days: tuple[Day, ...]


class Given(NamedTuple):
    """What experienced people do. minutes: for a reply; wrong: the share of their answers that is wrong."""

    minutes: float = 8.0
    wrong: float = 0.05


class Ramp(NamedTuple):
    """A newcomer's way to the given pace, as `people.ramp` has it. days: its `time`."""

    start_speed: float
    days: int


class Hire(NamedTuple):
    """Somebody for a scenario: speed and errors against the experienced; ramp: None: as fast from the first day."""

    speed: float
    errors: float
    ramp: Ramp | None

    def as_team(self) -> dict[str, Any]:
        """Return what of a team this is, as a scenario file has it."""
        team: dict[str, Any] = {"headcount": 1, "speed": self.speed, "errors": self.errors}
        if self.ramp is not None:
            ramp = {"start_speed": self.ramp.start_speed, "time": f"{self.ramp.days}d", "start_errors": 1}
            team["people"] = {"ramp": ramp}
        return team

    def as_yaml(self) -> str:
        """Return the same as lines of a scenario file."""
        lines = [f"{TEAM}:", "  headcount: 1", f"  speed: {self.speed:g}", f"  errors: {self.errors:g}"]
        if self.ramp is not None:
            ramp = f"start_speed: {self.ramp.start_speed:g}, time: {self.ramp.days}d, start_errors: 1"
            lines.append(f"  people: {{ramp: {{{ramp}}}}}")
        return "\n".join(lines)


def measured(rows: Iterable[Row]) -> Measured:
    """Return what shifts say about whoever worked in them; the caller chooses shifts that may be used.

    Raises:
        PracticeError: there are too few replies in them.

    """
    kept = [(one, one.figures) for one in rows if one.figures is not None and "on_customers" in one.figures]
    days = _days([(_date(row), figures) for row, figures in kept])
    n = sum(day.n for day in days)
    if n < LEAST:
        raise PracticeError(f"There are {n} replies so far; from {LEAST} on they say something about pace and errors.")
    facts = [(figures["facts"], figures["replies"]) for _, figures in kept if figures["facts"] is not None]
    return Measured(
        len(kept),
        n,
        sum(day.n * day.minutes for day in days) / n,
        sum(figures["replies_wrong"] for _, figures in kept),
        sum(share * of for share, of in facts) / sum(of for _, of in facts) if facts else None,
        tuple(days),
    )


def _date(row: Row) -> date:
    return datetime.fromtimestamp((row.ended_at or row.created_at) / 1000, UTC).date()


def _days(ones: Sequence[tuple[date, dict[str, Any]]]) -> list[Day]:
    """Return the days in order; what was sent along to merged conversations took no time and is left out."""
    times: dict[date, list[tuple[int, int]]] = {}
    for day, figures in ones:
        times.setdefault(day, []).extend((time, n) for time, n in figures["on_customers"] if time > 0)
    rows = ((day, sum(n for _, n in found), sum(time for time, _ in found)) for day, found in sorted(times.items()))
    return [Day(day, n, time / n / _MINUTE) for day, n, time in rows if n]


def hire(found: Measured, given: Given) -> Hire:
    """Return the newcomer: with a ramp where days differ and the way leads up to the given pace.

    Raises:
        PracticeError: what is given can't be compared with.

    """
    if not given.minutes > 0 or not 0 < given.wrong <= 1:
        raise PracticeError("Give minutes above 0, and a share of wrong answers above 0 %, up to 100 %.")
    errors = min(_MOST_ERRORS, found.wrong / found.n_replies / given.wrong)
    ramp = ramp_of(found.days, given.minutes)
    speed = 1.0 if ramp else min(_FASTEST, max(_SLOWEST, given.minutes / found.minutes))
    return Hire(round(speed, 2), round(errors, 2), ramp)


def ramp_of(days: Sequence[Day], minutes: float) -> Ramp | None:
    """Return the way from the first day towards a pace, by least squares of log(1 - speed); None: there is none.

    Days count by their replies. With speed = 1 - (1 - start) exp(-t / time), log(1 - speed) is a line over t.
    """
    points = [
        ((one.date - days[0].date).days, math.log(1 - min(_FAST, minutes / one.minutes)), one.n)
        for one in days if one.n >= _LEAST_A_DAY
    ]  # fmt: skip
    n = sum(weight for *_, weight in points)
    middle = sum(at * weight for at, _, weight in points) / n if n else 0.0
    spread = sum(weight * (at - middle) ** 2 for at, _, weight in points)
    if not spread:
        return None
    level = sum(gap * weight for _, gap, weight in points) / n
    slope = sum(weight * (at - middle) * (gap - level) for at, gap, weight in points) / spread
    start = 1 - math.exp(level - slope * middle)
    if slope >= 0 or start >= _FAST:
        return None
    return Ramp(round(max(0.05, start), 2), round(min(_LONGEST, max(1.0, -1 / slope))))


# ---- in a scenario ----


class Place(NamedTuple):
    """Where somebody shall work: beside which team of which plan."""

    plan: str
    team: str


def with_hire(text: str, place: Place, who: Hire) -> tuple[str, str]:
    """Return a scenario in which a new plan is that plan and one person more, and the plan's name.

    They have the hours, skills and pay of *team*, and take what it may take; plan and team are named freely.

    Raises:
        PracticeError: the scenario has no such plan or team, or can't be used; the text says why.

    """
    try:
        plan = free_name(text, ("plans",), f"{place.plan}_and_{TEAM}"[:40])
        return _checked(edited(text, [Edit(("plans", plan), _plan(text, place, who))])), plan
    except ScenarioError as error:
        raise PracticeError(f"The scenario can't be used: {error}") from None


def _checked(text: str) -> str:
    if problems := problems_of(text):
        raise PracticeError(f"With one person more this scenario has a problem: {problems[0]}")
    return text


def _plan(text: str, place: Place, who: Hire) -> dict[str, Any]:
    here = ("plans", place.plan, "teams", place.team)
    beside = value_at(text, here)
    if not isinstance(beside, dict):
        raise PracticeError(f"{place.plan!r} has no team {place.team!r}; choose one that it has.")
    name = free_name(text, here[:-1], TEAM)
    team = {key: beside[key] for key in _COPIED if beside.get(key) is not None}
    team |= {"shifts": _shifts(beside), **who.as_team()}
    if who.ramp is not None:
        team["hires"] = [{"agents": [1], "start": value_at(text, ("start",))}]
    plan: dict[str, Any] = {"extends": place.plan, "about": _ABOUT, "teams": {name: team}}
    routes = _routes(value_at(text, ("plans", place.plan, "routing", "segments")), place.team, name)
    return plan | ({"routing": {"segments": routes}} if routes else {})


_ABOUT: Final = "One person more, with the pace and the errors that were measured in practice."


def _shifts(team: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what one person of a team works: all its shifts, or the first where different people work them."""
    listed = team.get("shifts") or (team.get("rota") or [[]])[0]
    mine = listed[:1] if any("agents" in one for one in listed) else listed
    return [{key: value for key, value in one.items() if key != "agents"} for one in mine]


def _routes(segments: Any, team: str, name: str) -> dict[str, Any]:
    """Return what lets the newcomer take what the team may take, where a plan says so by name."""
    if segments is MISSING or not isinstance(segments, dict):
        return {}
    named = {one: rule.get("teams") for one, rule in segments.items() if isinstance(rule, dict)}
    return {one: {"teams": {name: teams[team]}} for one, teams in named.items() if teams and team in teams}
