"""Who answers: teams, their shifts and their absences."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.scenario.part import Clock, Country, Day, Days, Language, Name, Part, Zone

HeadCount = Annotated[int, Field(ge=0, le=100_000)]


class Break(Part):
    """A pause inside a shift, local time."""

    start: Clock
    end: Clock
    paid: bool = True


class Shift(Part):
    """When people of a team work, in the team's local time. An end at or before the start is on the next day."""

    days: Days
    """The weekdays on which the shift starts."""
    start: Clock
    end: Clock
    agents: HeadCount | None = None
    """How many people of the team work this pattern. Give it on every shift of a team (different people) or on none
    (everybody works all of them)."""
    breaks: tuple[Break, ...] = ()
    pay_factor: Annotated[float, Field(ge=0, le=10)] = 1.0
    """Times the team's rate, such as 1.5 at weekends."""


class Absence(Part):
    """Dated days off of some agents: vacation, training, a known sick leave."""

    agents: Annotated[tuple[Annotated[int, Field(ge=1)], ...], Field(min_length=1, examples=[[1]])]
    """Their numbers in the team, from 1."""
    start: Day
    """The first day off."""
    end: Day
    """The last day off."""
    paid: bool = True


class Team(Part):
    """People who share skills, languages and shifts."""

    zone: Zone
    """The zone of their shifts."""
    headcount: HeadCount | None = None
    """How many people; None: the sum over the shifts."""
    shifts: Annotated[tuple[Shift, ...], Field(min_length=1)] | None = None
    """Every week the same. Give either shifts or rota."""
    rota: Annotated[tuple[tuple[Shift, ...], ...], Field(min_length=1)] | None = None
    """Weeks through which the people take turns: in week w person i works week (w + i) modulo the number of them."""
    skills: tuple[Name, ...] = ()
    """What they can answer beside what anybody can."""
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = ("en",)
    """The languages they answer in."""
    role: Name = "agent"
    """For reports by role, such as agent, specialist, founder."""
    speed: Annotated[float, Field(gt=0, le=10)] = 1.0
    """2: handles a conversation in half the time."""
    speed_cv: Annotated[float, Field(ge=0, le=1)] = 0.0
    """How much handle time differs between the people (0.22 measured, domain numbers)."""
    rate: Annotated[float, Field(ge=0)] = 0.0
    """Pay per paid hour, everything included, in the scenario's currency."""
    holidays: Country | None = None
    """Country (and region) whose public holidays the team has off; None: works on all."""
    absences: tuple[Absence, ...] = ()
    draws_as: Name | None = None
    """The name under which random numbers are drawn; set it to the old name when you rename a team."""
