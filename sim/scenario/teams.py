"""Who answers: teams, their shifts and their absences."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.durations import DAY, WEEK
from sim.scenario.part import Clock, Country, Day, Days, Language, Name, Part, Span, Zone
from sim.scenario.people import People

HeadCount = Annotated[int, Field(ge=0, le=100_000)]
Numbers = Annotated[tuple[Annotated[int, Field(ge=1)], ...], Field(min_length=1, examples=[[1]])]
"""People by their numbers in the team, from 1."""


class Break(Part):
    """A pause inside a shift, local time."""

    start: Clock
    end: Clock
    paid: bool = True


class Shift(Part):
    """When people of a team work, in the team's local time. An end at or before the start is on the next day."""

    days: Days | None = None
    """The weekdays on which the shift starts. None: only on the dates."""
    dates: tuple[Day, ...] = ()
    """Further dates on which it starts, such as the one day on which everybody in the company answers."""
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

    agents: Numbers
    """Their numbers in the team, from 1."""
    start: Day
    """The first day off."""
    end: Day
    """The last day off."""
    paid: bool = True


class Meeting(Part):
    """Paid time away from the desk at a fixed time of the week, local time of the team."""

    days: Annotated[Days, Field(examples=["mon"])]
    """The weekdays on which it starts."""
    start: Clock
    """When it starts; what lies outside a person's shift counts for nothing."""
    end: Clock
    """When it ends; at or before the start: on the next day."""
    agents: Numbers | None = None
    """Who takes part, by their numbers in the team; None: everybody."""


class Vacation(Part):
    """Paid leave, drawn: whole blocks, spread over the calendar year, not too many people away at once."""

    days_per_year: Annotated[float, Field(ge=0, le=366, examples=[25])]
    """Working days per person and calendar year; weekends between them come on top."""
    block: Annotated[Span, Field(gt=0, le=13 * WEEK)] = WEEK
    """How long one is away at a time, whole days; of a week: from Monday to Sunday."""
    at_once: Annotated[float, Field(gt=0, le=1)] = 0.25
    """The share of the team that may be away at the same time (assumption); at least one person, and as many as it
    takes for everybody to have their days."""


class Overtime(Part):
    """Staying on at the end of a shift while many wait: once per shift, until the next shift at most."""

    from_waiting: Annotated[int, Field(ge=0, le=1_000_000)]
    """If at least so many conversations wait for the teams."""
    time: Annotated[Span, Field(le=DAY, examples=["1h"])]
    """How much longer."""
    pay_factor: Annotated[float, Field(ge=0, le=10)] = 1.5
    """Times the team's rate, whatever the shift pays: time and a half is usual (assumption). What is in hand when
    people go is finished unpaid."""


class Hire(Part):
    """People of the team whose first day is in the course of the scenario, or who have a contract with an end: before
    and after it their seat has no shifts, and nobody takes their place.

    Contractors are a team of their own with a `rate`, `speed`, `errors` and `ramp`, all of whose people are hired from
    one day to another: {agents: [1, 2], start: 2026-03-02, end: 2026-04-24, tenure: 1w}.
    """

    agents: Numbers
    """Their numbers in the team, from 1."""
    start: Day
    """Their first day in the job, not before the scenario's first day: for who is there already, that day."""
    end: Day | None = None
    """The last day of their contract, on which a shift may still begin. What they own then goes to their mates.
    None: they stay."""
    tenure: Annotated[Span, Field(le=3650 * DAY)] = 0
    """How long they have done this job already: 0 is a newcomer, who learns as `people.ramp` says."""


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
    vacation: Vacation | None = None
    """Leave that is drawn, beside the absences; None: there is none."""
    meetings: tuple[Meeting, ...] = ()
    shrinkage: Annotated[float, Field(ge=0, le=0.9)] = 0.0
    """The share of the time at the desk that goes on other things: paid breaks of 15 minutes, scattered over every
    shift by luck. 0.25 to 0.35 is usual for all that people are paid for without being there (grade C); what breaks,
    meetings, vacation and sickness say already must not be in it. Work in hand goes on: long touches eat into it."""
    overtime: Overtime | None = None
    live_limit: Annotated[int, Field(ge=1, le=100)] = 1
    """How many live conversations (chat, phone) a person may have open at a time."""
    errors: Annotated[float, Field(ge=0, le=100)] = 1.0
    """Wrong answers against what the topic says. A cheap outsourced team: errors 2 and speed 0.8 (grade D)."""
    errors_cv: Annotated[float, Field(ge=0, le=1)] = 0.0
    """How much wrong answers differ between the people: 0.3: with most of them 0.7 to 1.3 times as many as the team's
    average (grade D). Who errs more or less is drawn once, and is the same in every plan."""
    people: People | None = None
    """How people fall ill, leave, learn and tire; None: nobody changes."""
    hires: tuple[Hire, ...] = ()
    """Seats whose first person comes later, or whose contract ends."""
    draws_as: Name | None = None
    """The name under which random numbers are drawn; set it to the old name when you rename a team."""
