"""How a conversation goes on: its touches, the next tier, engineering, and whether it comes back. Parts of topics and
segments; none of them by default.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field

from sim.durations import DAY, HOUR, MINUTE
from sim.scenario.part import HandleTime, Name, Part, Span, Spread

MOST_RETURN: Final = 0.95
"""The highest chance that a conversation comes back: a chance of 1 would never come to an end."""
MOST_TOUCHES: Final = 1000
Chance = Annotated[float, Field(ge=0, le=1)]
"""0: never, 1: always."""
ReturnChance = Annotated[float, Field(ge=0, le=MOST_RETURN)]
"""0: never; at most 0.95."""


class Touches(Part):
    """How many touches a conversation takes: times that an agent works on it."""

    mean: Annotated[float, Field(ge=1, le=MOST_TOUCHES, examples=[3])]
    """On average, with `most` in force."""
    most: Annotated[int, Field(ge=1, le=MOST_TOUCHES)] = 100
    """Never more than so many."""
    law: Literal["geometric", "fixed"] = "geometric"
    """geometric: after every touch the same chance that it was the last; fixed: always the mean, a whole number."""


def _touches(value: Any) -> Any:
    """Let a user write 3 for {mean: 3}."""
    return {"mean": value} if isinstance(value, (int, float)) and not isinstance(value, bool) else value


NumberOfTouches = Annotated[
    Touches, BeforeValidator(_touches, json_schema_input_type=Touches | float), Field(examples=[3])
]
"""Touches, or their mean alone (geometric)."""


class Redial(Part):
    """Customers who gave up try again, as a new conversation.

    Measured: of identified callers who hung up, 48 % were back within an hour and 67 % within a day, of those who were
    served 14 % and 39 % (`anonymousbank`; domain numbers, grade A). A chance of 0.7 with the usual `after` gives that.
    """

    chance: Annotated[ReturnChance, Field(examples=[0.1])]
    """Of whoever gives up."""
    after: HandleTime = Spread(mean=6 * HOUR, cv=20)
    """From giving up to the next try."""


class Reopen(Part):
    """A conversation that was resolved comes back, to who did the last touch."""

    chance: Annotated[ReturnChance, Field(examples=[0.1])]
    """Where the answer was right."""
    if_wrong: ReturnChance | None = None
    """Where it was wrong. None: as often."""
    after: HandleTime = Spread(mean=DAY)
    """From the resolution."""


class NextContact(Part):
    """Customers whose conversation was resolved write again about the same topic, as a new conversation."""

    chance: Annotated[ReturnChance, Field(examples=[0.1])]
    """Of all that were resolved with a right answer, beside those that are reopened."""
    if_wrong: ReturnChance | None = None
    """Where the answer was wrong. None: as often."""
    after: HandleTime = Spread(mean=7 * DAY)
    """From the resolution."""


class Escalation(Part):
    """After the first touch the next tier takes over, and does the rest; not where who began can finish it."""

    chance: Annotated[Chance, Field(examples=[0.1])]
    """Of all conversations about the topic."""
    to: Annotated[Name, Field(examples=["tier_2"])]
    """The skill that the next tier has."""
    handle_time: HandleTime | None = None
    """The first work of the next tier, beside the touches that are left. None: as the topic's."""


class Engineering(Part):
    """After the touches with the customer engineering works on it: then an agent says that it is fixed."""

    chance: Annotated[Chance, Field(examples=[0.1])]
    """Of all conversations about the topic."""
    time: Annotated[HandleTime, Field(examples=["2d"])]
    """How long engineering takes; only what agents do is work here."""
    update_every: Annotated[Span, Field(gt=0)] | None = None
    """Meanwhile an agent tells the customer how things stand, each time so long after the touch before. None: never."""
    update_time: HandleTime = Spread(mean=3 * MINUTE)
    """Work that such an update takes."""
    fix_time: HandleTime = Spread(mean=5 * MINUTE)
    """Work that the news takes that it is fixed."""
