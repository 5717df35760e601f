"""How people change over months: illness, leaving, learning, tiring. Nothing happens unless it is written.

Every part is a switch of its own. Grades of the defaults: A measured or peer-reviewed, B large benchmark, C vendor or
blog, D guess. Literature finds weak to moderate links between workload, illness and leaving; their sizes here are
grade D, and reports can show the same run without them (`sim.scenario.feedback`).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.durations import DAY, WEEK
from sim.scenario.part import Part, Span

Factor = Annotated[float, Field(ge=1, le=10)]
"""1: no effect."""
Load = Annotated[float, Field(ge=0, le=2)]
"""Work over time at the desk; above 1 where work in hand goes on after the shift."""
WholeDays = Annotated[Span, Field(le=3650 * DAY, examples=["6w"])]
"""A span of which only whole days count, rounded up."""


class Sickness(Part):
    """Illness, drawn for every person and day; whoever is ill as a shift begins misses all of it, paid."""

    per_day: Annotated[float, Field(ge=0, le=1, examples=[0.04])]
    """The chance on any one day; 0.04 is usual (grade B, 0.02 to 0.08)."""
    spell: Annotated[Span, Field(ge=DAY, le=52 * WEEK)] = DAY
    """How long one illness keeps going. Every morning luck decides anew with the chance 1 / spell in days, and else
    whoever was ill still is and whoever was well still is: so the share of ill days stays `per_day`, and they come in
    runs of spell / (1 - per_day) on average. 1d: every day by itself; 3d to 5d is more like life (grade D)."""
    at_full_exhaustion: Factor = 2.0
    """How many times as likely illness is for whoever is fully exhausted (grade D)."""


class Quits(Part):
    """People leave for good; what they had on their roster is not worked, and whoever follows is a newcomer."""

    per_year: Annotated[float, Field(ge=0, le=366, examples=[0.32])]
    """Per person and year: 0.32 in call centres (grade B, 0.19 to 0.45), 0.15 in a software company's own team
    (grade D). A rate q: over a day the chance is 1 - exp(-q / 365.25)."""
    at_full_disengagement: Factor = 2.0
    """How many times as likely that is for whoever is fully disengaged (grade D)."""


class Ramp(Part):
    """A newcomer's way to full speed: speed = 1 - (1 - start_speed) exp(-t / time). After a year it is complete."""

    start_speed: Annotated[float, Field(gt=0, le=1)] = 0.5
    """On the first day, against the same person's later speed (grade D)."""
    time: Annotated[Span, Field(gt=0, le=26 * WEEK)] = 6 * WEEK
    """After it the gap is 37 % of what it was, after three times as long 5 % (grade C: proficient in three months)."""
    start_errors: Annotated[float, Field(ge=0, le=10)] = 2.0
    """Wrong answers on the first day against later; falls to 1 as the speed rises (grade D)."""
    new_for: Annotated[Span, Field(le=52 * WEEK)] = 6 * WEEK
    """How long a newcomer takes a mentor's time."""
    mentor_share: Annotated[float, Field(ge=0, le=1)] = 0.0
    """The share of a colleague's time that one newcomer takes, spread over all colleagues who are not new themselves:
    they work so much slower (grade D)."""


class Exhaustion(Part):
    """A slow state of 0 to 1 that acts on illness and handle time. Days of much work raise it; calm days and days off,
    also weekends, lower it. Load is work over time at the desk.
    """

    above: Load = 0.85
    """The load of a day up to which nobody tires (grade C: a convention, no study found a threshold)."""
    full: Load = 1.0
    """The load that, if it lasts, leads to full exhaustion; in between in proportion (grade D)."""
    time: Annotated[Span, Field(gt=0)] = 2 * WEEK
    """After it the state has gone 63 % of the way to where the load, held, leads (grade D: recovery is fast)."""


class Disengagement(Part):
    """The same with a slower clock, for what acts on leaving."""

    above: Load = 0.85
    """The load of a day up to which nobody loses heart (grade C: a convention)."""
    full: Load = 1.0
    """The load that, if it lasts, leads to full disengagement (grade D)."""
    time: Annotated[Span, Field(gt=0)] = 12 * WEEK
    """After it the state has gone 63 % of the way to where the load, held, leads (grade D)."""


class People(Part):
    """What happens to the people of a team in the course of time. None: it does not happen."""

    sickness: Sickness | None = None
    quits: Quits | None = None
    lead_time: WholeDays | None = 6 * WEEK
    """Days from a quit to the first day of whoever follows, at least 1d: who quits works the shift of that morning to
    its end (grade D, 4 to 12 weeks). None: the seat stays empty."""
    ramp: Ramp | None = None
    """How newcomers learn; None: they are as fast as anybody on the first day."""
    tenure: WholeDays | None = None
    """How long those who are there at the start have been in the job. None: a year or more, they know it all."""
    exhaustion: Exhaustion | None = None
    disengagement: Disengagement | None = None
    slower_at_full: Annotated[float, Field(ge=0, le=1)] = 0.1
    """By how much work takes longer at full exhaustion (grade D)."""

    def changes(self) -> bool:
        """Does it matter from day to day who is there and how much each works?"""
        falls_ill = self.sickness is not None and self.sickness.per_day > 0
        return falls_ill or self.quits_at_all() or self.exhaustion is not None or self.disengagement is not None

    def quits_at_all(self) -> bool:
        """Can anybody leave?"""
        return self.quits is not None and self.quits.per_year > 0
