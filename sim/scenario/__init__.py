"""What a user writes: frozen models of a scenario, and the way from a YAML file to them."""

from sim.scenario.customers import MONTHS, PAID_STAGES, Busyness, Profile, Segment, Stage, Topic
from sim.scenario.events import OpenAtStart, Surge, SurgeStep
from sim.scenario.model import Assumption, BusinessHours, Plan, Scenario, ServiceLevel, World
from sim.scenario.part import DAY_MINUTES, WEEKDAYS, Part, Spread
from sim.scenario.routing import Routing, SegmentRouting
from sim.scenario.teams import Absence, Break, Shift, Team

__all__ = [
    "DAY_MINUTES", "MONTHS", "PAID_STAGES", "WEEKDAYS", "Absence", "Assumption", "Break", "BusinessHours", "Busyness",
    "OpenAtStart", "Part", "Plan", "Profile", "Routing", "Scenario", "Segment", "SegmentRouting", "ServiceLevel",
    "Shift", "Spread", "Stage", "Surge", "SurgeStep", "Team", "Topic", "World",
]  # fmt: skip
