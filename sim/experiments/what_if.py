"""What if: a plan with other people, more conversations, longer work or another order, as a scenario of its own."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from sim.durations import DAY, HOUR
from sim.scenario.checks import require_sound
from sim.scenario.customers import PAID_STAGES
from sim.scenario.routing import Routing, SegmentRouting
from sim.scenario.seats import with_people
from sim.scenario.staffing import head_count
from sim.scenario.written import as_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.scenario.customers import Topic
    from sim.scenario.model import Plan, Scenario, World
    from sim.scenario.part import Spread

NOW: Final = "now"
"""The name of the plan as it is."""
WHAT_IF: Final = "what_if"
"""The name of the changed plan."""
FreePriority = Literal["as_is", "in_turn", "after_1h", "after_4h", "after_1d", "last"]
"""When customers who do not pay are served: as the plan says; in turn with everybody; as if those who pay had written
an hour, four hours, a day earlier; only when nobody waits who pays."""
FREE_PRIORITIES: Final[tuple[FreePriority, ...]] = ("as_is", "in_turn", "after_1h", "after_4h", "after_1d", "last")
HEAD_STARTS: Final[Mapping[str, int]] = MappingProxyType({
    "in_turn": 0, "after_1h": HOUR, "after_4h": 4 * HOUR, "after_1d": DAY,
})  # fmt: skip
"""By how much (ticks) those who pay are treated as if they had written earlier."""


class Sliders(NamedTuple):
    """What is changed. The defaults change nothing."""

    people: Mapping[str, int] = MappingProxyType({})
    """Team -> people more, or fewer (below 0); a team that is not named stays."""
    arrivals: float = 1.0
    """Times the contacts of every segment."""
    handle_time: float = 1.0
    """Times the work that a touch takes."""
    free_priority: FreePriority = "as_is"

    @property
    def change_world(self) -> bool:
        """Do customers or their work change, so that now and then cannot be plans of one scenario?"""
        return self.arrivals != 1 or self.handle_time != 1

    @property
    def are_neutral(self) -> bool:
        """Do they change nothing?"""
        return not self.change_world and not any(self.people.values()) and self.free_priority == "as_is"


def plan_now(scenario: Scenario, plan: str) -> Scenario:
    """Return *scenario* with *plan* alone, called `now`.

    Raises:
        ValueError: the scenario has no such plan.

    """
    return _with_plans(scenario, {NOW: _found(scenario, plan)}, scenario.title)


def changed(scenario: Scenario, plan: str, sliders: Sliders) -> Scenario:
    """Return the scenario of *plan* as the sliders change it, called `what_if`.

    Where customers and their work stay, the plan as it is, `now`, stands before it, and `compare` tells them apart.
    Otherwise `now` belongs to another world, `plan_now`, whose customers are the same people with the same luck: a
    run of each with one seed is a pair.

    Raises:
        ValueError: no such plan or team, or a factor that is not above 0.
        sim.scenario.problems.ScenarioError: what comes out cannot be run, such as a team without people.

    """
    before = _found(scenario, plan)
    _check(before, sliders)
    after = before.model_copy(
        update={
            "about": _about(scenario, plan, sliders),
            "teams": {name: with_people(team, sliders.people.get(name, 0)) for name, team in before.teams.items()},
            "routing": routing_for(scenario, before.routing, sliders.free_priority),
        }
    )
    plans = {WHAT_IF: after} if sliders.change_world else {NOW: before, WHAT_IF: after}
    world = _changed_world(scenario.world, sliders)
    made = _with_plans(scenario.model_copy(update={"world": world}), plans, f"{scenario.title}: what if")
    require_sound(made)
    return made


class Export(NamedTuple):
    """A file that gives the figures of a what-if again. name: of the file; text: YAML; command: that plays it."""

    name: str
    text: str
    command: str


def exports(scenario: Scenario, plan: str, sliders: Sliders, replications: int, seed: int) -> tuple[Export, ...]:
    """Return the files of a what-if with the commands that give the very same figures: one, with `now` and `what_if`,
    where customers and their work stay; otherwise one for each. Raises as `changed` does.
    """
    then, rest = changed(scenario, plan, sliders), f"--replications {replications} --seed {seed}"
    if not sliders.change_world:
        return (_export("what-if.yaml", then, f"compare what-if.yaml {rest}"),)
    now = plan_now(scenario, plan)
    return (
        _export("now.yaml", now, f"run now.yaml {rest}"),
        _export("what-if.yaml", then, f"run what-if.yaml {rest}"),
    )


def _export(name: str, scenario: Scenario, command: str) -> Export:
    command = f"support-sandbox {command}"
    return Export(name, as_yaml(scenario, f"Try it:   {command}"), command)


def spread_people(scenario: Scenario, plan: str, change: int) -> dict[str, int]:
    """Return team -> its part of a total *change*, by the sizes of the teams (largest remainders)."""
    sizes = {name: head_count(team) for name, team in _found(scenario, plan).teams.items()}
    total = sum(sizes.values()) or 1
    parts = {name: int(abs(change) * size / total) for name, size in sizes.items()}
    rest = {name: abs(change) * size / total - parts[name] for name, size in sizes.items()}
    for name in sorted(sizes, key=lambda name: -rest[name])[: abs(change) - sum(parts.values())]:
        parts[name] += 1
    return {name: n if change > 0 else -n for name, n in parts.items() if n}


def has_both(scenario: Scenario) -> bool:
    """Are there customers who pay and customers who do not, so that their order can be changed?"""
    return len({segment.stage in PAID_STAGES for segment in scenario.world.segments.values()}) == 2


def _found(scenario: Scenario, plan: str) -> Plan:
    if plan not in scenario.plans:
        raise ValueError(f"plan: {plan!r} is not in the scenario, which has {', '.join(scenario.plans)}")
    return scenario.plans[plan]


def _check(plan: Plan, sliders: Sliders) -> None:
    for name in sliders.people:
        if name not in plan.teams:
            raise ValueError(f"people: {name!r} is no team of the plan, which has {', '.join(plan.teams)}")
    for name, factor in (("arrivals", sliders.arrivals), ("handle_time", sliders.handle_time)):
        if not factor > 0:
            raise ValueError(f"{name}: {factor:g} is no factor; write one above 0, such as 1.1")


def _with_plans(scenario: Scenario, plans: Mapping[str, Plan], title: str) -> Scenario:
    alone = {name: plan.model_copy(update={"extends": None}) for name, plan in plans.items()}
    return scenario.model_copy(update={"title": title, "finding": "", "plans": alone})


def _about(scenario: Scenario, plan: str, sliders: Sliders) -> str:
    """Return the sentence of the changed plan."""
    parts = [f"{n:+d} people in {name}" for name, n in sliders.people.items() if n]
    parts += [f"{factor - 1:+.0%} {what}" for what, factor in (
        ("conversations", sliders.arrivals), ("work on each", sliders.handle_time),
    ) if factor != 1]  # fmt: skip
    if sliders.free_priority != "as_is":
        parts.append(f"customers who do not pay: {sliders.free_priority.replace('_', ' ')}")
    return f"{plan} with {', '.join(parts)}" if parts else scenario.plans[plan].about


# ---- the order of work ----


def routing_for(scenario: Scenario, routing: Routing, priority: FreePriority) -> Routing:
    """Return *routing* with that place for customers who do not pay. Who may take what, and when, stays."""
    if priority == "as_is":
        return routing
    if priority == "last":
        return routing.model_copy(update={"strict": _paid_first(scenario, routing)})
    ahead = HEAD_STARTS[priority]
    rules = {
        name: routing.segments.get(name, SegmentRouting()).model_copy(
            update={"base": ahead if segment.stage in PAID_STAGES else 0, "slope": 1.0}
        )
        for name, segment in scenario.world.segments.items()
    }
    return routing.model_copy(update={"strict": (), "segments": rules})


def _paid_first(scenario: Scenario, routing: Routing) -> tuple[tuple[str, ...], ...]:
    """Return strict groups: those who pay as they stand among themselves, then the others in the same way."""
    segments = scenario.world.segments
    named = {name for group in routing.strict for name in group}
    groups = [*routing.strict, tuple(name for name in segments if name not in named)]
    halves = (
        tuple(name for name in group if (segments[name].stage in PAID_STAGES) == is_paid)
        for is_paid in (True, False)
        for group in groups
    )
    return tuple(group for group in halves if group)


# ---- customers and their work ----


def _changed_world(world: World, sliders: Sliders) -> World:
    if not sliders.change_world:
        return world
    segments = {
        name: segment.model_copy(update={"contact_rate": segment.contact_rate * sliders.arrivals})
        for name, segment in world.segments.items()
    }
    topics = {name: _longer(topic, sliders.handle_time) for name, topic in world.topics.items()}
    surges = {
        name: surge if surge.macro_time is None
        else surge.model_copy(update={"macro_time": _times(surge.macro_time, sliders.handle_time)})
        for name, surge in world.surges.items()
    }  # fmt: skip
    return world.model_copy(update={"segments": segments, "topics": topics, "surges": surges})


def _longer(topic: Topic, factor: float) -> Topic:
    """Return *topic* with all its work times *factor*: first and later touches, the next tier, updates and fixes."""
    later, escalation, engineering = topic.later_handle_time, topic.escalation, topic.engineering
    return topic.model_copy(update={
        "handle_time": _stretched(topic.handle_time, factor),
        "later_handle_time": later and _stretched(later, factor),
        "escalation": escalation and escalation.model_copy(update={
            "handle_time": escalation.handle_time and _stretched(escalation.handle_time, factor),
        }),
        "engineering": engineering and engineering.model_copy(update={
            "update_time": _stretched(engineering.update_time, factor),
            "fix_time": _stretched(engineering.fix_time, factor),
        }),
    })  # fmt: skip


def _stretched(spread: Spread, factor: float) -> Spread:
    return spread.model_copy(update={"mean": _times(spread.mean, factor)})


def _times(span: int, factor: float) -> int:
    """Return a span times *factor*; what took some time still does."""
    return max(round(span * factor), 1) if span else 0
