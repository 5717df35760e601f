"""How long a rep takes and how often they err in practice -> a newcomer in a scenario: what would this hire change?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sim.durations import MINUTE
from sim.scenario.editing import Edit, edited, problems_of, value_at
from sim.scenario.inheriting import MISSING
from sim.scenario.named import free_name
from sim.scenario.problems import ScenarioError
from trainee_exercises.practice.day import PracticeError

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from trainee_exercises.practice.measured import Measured, Way

_SLOWEST, _FASTEST, _MOST_ERRORS = 0.1, 10.0, 100.0
_LONGEST: Final = 26 * 7
PRIOR: Final = 20
"""Replies of which as many as with the experienced are taken to be wrong, beside those that were seen (our choice): who
had nothing wrong in a few replies is not somebody who never errs."""
_LEFT: Final = 0.1
"""Of the way seen in practice, what is left on its last day (assumption, grade D): that of a scenario never ends."""
TEAM: Final = "newcomer"
_COPIED: Final = (
    "zone", "skills", "languages", "rate", "holidays", "vacation", "shrinkage", "overtime", "live_limit",
)  # fmt: skip

NOT_SAID: Final = (
    "Practice tells how long somebody takes to read, look up and write for a made-up product with its help centre"
    " beside it. It does not tell how fast they will be with your product, tools and customers, nor how they are on a"
    " bad day; levels differ in difficulty; and the intervals know of luck alone. Do not decide about a person by it."
)


class Given(NamedTuple):
    """What experienced people do in the same practice. minutes: for a reply; wrong: the share of replies with an error.

    The defaults are no measure of anybody.
    """

    minutes: float = 8.0
    wrong: float = 0.05


class Ramp(NamedTuple):
    """A newcomer's way to their own later speed, as `people.ramp` has it. days: its `time`."""

    start_speed: float
    days: int


class Hire(NamedTuple):
    """Somebody for a scenario: speed and errors against the experienced; ramp: None: as fast from the first day.

    speed_cv, errors_cv: how rough the two are, as a team has it: results over many replications tell of that too.
    """

    speed: float
    errors: float
    ramp: Ramp | None
    speed_cv: float = 0.0
    errors_cv: float = 0.0

    def as_team(self) -> dict[str, Any]:
        """Return what of a team this is, as a scenario file has it."""
        team: dict[str, Any] = {"headcount": 1, "speed": self.speed, "errors": self.errors}
        team |= {"speed_cv": self.speed_cv} if self.speed_cv else {}
        team |= {"errors_cv": self.errors_cv} if self.errors_cv else {}
        if self.ramp is not None:
            ramp = {"start_speed": self.ramp.start_speed, "time": f"{self.ramp.days}d", "start_errors": 1}
            team["people"] = {"ramp": ramp}
        return team

    def as_yaml(self) -> str:
        """Return the same as lines of a scenario file."""
        team = self.as_team()
        people = team.pop("people", None)
        lines = [f"{TEAM}:", *(f"  {name}: {value:g}" for name, value in team.items())]
        if people is not None:
            ramp = ", ".join(f"{name}: {value}" for name, value in people["ramp"].items())
            lines.append(f"  people: {{ramp: {{{ramp}}}}}")
        return "\n".join(lines)


def hire(found: Measured, given: Given) -> Hire:
    """Return the newcomer: as fast as seen, in the end never faster; with a ramp where they surely got faster.

    Raises:
        PracticeError: what is given can't be compared with.

    """
    if not given.minutes > 0 or not 0 < given.wrong <= 1:
        raise PracticeError("Give minutes above 0, and a share of wrong answers above 0 %, up to 100 %.")
    minutes = found.way.end if found.way else found.pace.minutes
    n = found.wrong.n + PRIOR
    wrong = found.wrong.right + PRIOR * given.wrong
    return Hire(
        _speed(given.minutes / minutes),
        _errors(wrong / n / given.wrong),
        _ramp(found.way) if found.way else None,
        min(1.0, round(found.pace.log_error, 2)),
        min(1.0, round(math.sqrt((n - wrong) / (wrong * (n + 1))), 2)),
    )


def _ramp(way: Way) -> Ramp:
    days = round(way.days / -math.log(_LEFT))
    return Ramp(max(0.05, round(way.end / way.start, 2)), min(_LONGEST, max(1, days)))


def _speed(speed: float) -> float:
    return round(min(_FASTEST, max(_SLOWEST, speed)), 2)


def _errors(errors: float) -> float:
    return round(min(_MOST_ERRORS, errors), 2)


def speeds(found: Measured, given: Given) -> tuple[float, float]:
    """Return the 95 % interval of a steady speed against the experienced, whose minutes are taken as known."""
    return _speed(given.minutes / found.pace.high), _speed(given.minutes / found.pace.low)


def touch_minutes(scenario: Scenario) -> tuple[float, float]:
    """Return the least and the most mean minutes that the first touch of a topic takes whoever has speed 1."""
    means = [topic.handle_time.mean / MINUTE for topic in scenario.world.topics.values()]
    return min(means), max(means)


# ---- in a scenario ----


class Place(NamedTuple):
    """Where somebody shall work: beside which team of which plan."""

    plan: str
    team: str


def with_hire(text: str, place: Place, who: Hire) -> tuple[str, str]:
    """Return a scenario in which a new plan is that plan and one person more, and the plan's name.

    They have the hours, skills and pay of *team*, and take what it may take; speed and errors are times the team's own.
    Plan and team are named freely.

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
    team |= {"shifts": _shifts(beside), **_beside(who, beside).as_team()}
    if who.ramp is not None:
        team["hires"] = [{"agents": [1], "start": value_at(text, ("start",))}]
    plan: dict[str, Any] = {"extends": place.plan, "about": _ABOUT, "teams": {name: team}}
    routes = _routes(value_at(text, ("plans", place.plan, "routing", "segments")), place.team, name)
    return plan | ({"routing": {"segments": routes}} if routes else {})


def _beside(who: Hire, team: dict[str, Any]) -> Hire:
    """Return the newcomer against what a topic says: those whom they were compared with may differ from that."""
    speed, errors = (float(1 if team.get(one) is None else team[one]) for one in ("speed", "errors"))
    return who._replace(speed=_speed(who.speed * speed), errors=_errors(who.errors * errors))


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
