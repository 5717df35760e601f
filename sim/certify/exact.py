"""Statements that must hold exactly: the calendar, unfinished work under every policy, measures against plain sums."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import numpy as np

from sim.certify.seen import Batches
from sim.certify.verdict import Finding, Question, judge_exact
from sim.certify.worlds import Customers, desk, strictly, world
from sim.drawing.roster import draw_roster
from sim.durations import DAY, HOUR, MINUTE
from sim.measures.figures import figures
from sim.record import ABANDONED, RESOLVED
from sim.runs import Run, run_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.scenario import Scenario

FOUR_WEEKS: Final = Batches(2, 7)
OFFICE: Final = {"hours": [1] * 8 + [0] * 16, "weekdays": [1, 1, 1, 1, 1, 0, 0]}
"""When customers write: never at the weekend, by whose end everything is done."""

# ---- C6: the calendar ----

NEW_YORK: Final = "America/New_York"
LONDON: Final = "Europe/London"
NIGHTS: Final = (
    (NEW_YORK, date(2026, 3, 8), 7), (LONDON, date(2026, 3, 29), 7),
    (NEW_YORK, date(2026, 11, 1), 9), (LONDON, date(2026, 10, 25), 9),
)  # fmt: skip
"""The zone, the date of a clock change and how many hours a shift from 00:00 to 08:00 lasts on it."""
OVERLAPS: Final = (
    (date(2026, 3, 2), 3), (date(2026, 3, 16), 4), (date(2026, 4, 6), 3), (date(2026, 10, 28), 4),
    (date(2026, 11, 4), 3),
)  # fmt: skip
"""Hours that 09-17 in New York and 09-17 in London have in common."""


def clocks(seed: int) -> Iterator[Finding]:
    """Yield the lengths of night shifts on clock changes, and the overlaps of two day shifts, from drawn rosters."""
    nights = _duties(("00:00", "08:00"), seed)
    for zone, day, hours in NIGHTS:
        starts_at = _ticks(day, zone)
        lasts = [end - start for start, end in nights[zone] if start == starts_at]
        yield judge_exact(Question("C6", "shift 00-08", f"hours on {day}, {zone}", hours, 0), sum(lasts) / HOUR)
    days = _duties(("09:00", "17:00"), seed)
    common = _overlaps(days[NEW_YORK], days[LONDON])
    for day, hours in OVERLAPS:
        question = Question("C6", "two shifts 09-17", f"hours in common on {day}", hours, 0)
        yield judge_exact(question, common.get(day, 0) / HOUR)
    longer = sum(time == 4 * HOUR for time in common.values())
    yield judge_exact(Question("C6", "two shifts 09-17", "days with 4 hours in common in 2026", 28, 0), longer)


def _duties(shift: tuple[str, str], seed: int) -> dict[str, list[tuple[int, int]]]:
    """Return when one person in each of the two zones is at the desk in 2026: (start, end) in ticks."""
    shifts = [{"days": "all", "start": shift[0], "end": shift[1]}]
    teams = {name: {"zone": zone, "headcount": 1, "shifts": shifts} for name, zone in (("a", NEW_YORK), ("b", LONDON))}
    plain = world({"paying": Customers(1, 1)}, {"both": {"teams": teams}}, HOUR, Batches(1, 1))
    scenario = plain.model_copy(update={"start": date(2026, 1, 1), "length": 365 * DAY})
    duties = draw_roster(scenario, "both", seed, 0).duties
    return {
        zone: [(int(duty["starts_at"]), int(duty["ends_at"])) for duty in duties if duty["agent"] == number]
        for number, zone in enumerate((NEW_YORK, LONDON))
    }


def _ticks(day: date, zone: str) -> int:
    """Return the tick of local midnight, counted by the standard library from 1 January 2026 UTC."""
    since = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) - datetime(2026, 1, 1, tzinfo=UTC)
    return round(since.total_seconds() * 1000)


def _overlaps(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> dict[date, int]:
    """Return, by date (UTC), the ticks that spans of both lists have in common; each date has one of each list."""
    ends = {start // DAY: (start, end) for start, end in second}
    found = {}
    for start, end in first:
        other = ends.get(start // DAY, (0, 0))
        shared = max(0, min(end, other[1]) - max(start, other[0]))
        found[date(2026, 1, 1) + timedelta(days=start // DAY)] = shared
    return found


# ---- B3: unfinished work ----


def same_unfinished_work(seed: int) -> Iterator[Finding]:
    """Yield the integral of unfinished work of one agent under five policies: the same to the tick.

    The first policy is first come first served. Invariant 42 (Kleinrock): no policy that never idles and never
    interrupts can change the work that is left at any instant. The run ends empty, so nothing is cut off.
    """
    rates = {"paid": Customers(0.8, 0.3, law="lognormal", cv=1.2), "free": Customers(1.6, 0.2, law="constant")}
    policies = {
        "fifo": desk(1),
        "paid_first": desk(1, strict=strictly("paid")),
        "free_first": desk(1, strict=strictly("free")),
        "accumulating_3_to_1": desk(1, segments={"paid": {"slope": 3}}),
        "head_start_of_1h": desk(1, segments={"paid": {"base": "1h"}}),
    }
    scenario = world(rates, policies, HOUR, FOUR_WEEKS, OFFICE)
    works = {policy: _unfinished_work(run_once(scenario, policy, seed=seed)) for policy in policies}
    for policy, work in works.items():
        yield judge_exact(Question("B3", policy, "integral of unfinished work, h2", works["fifo"], 0), work)


def _unfinished_work(run: Run) -> float:
    """Return the integral over time of the work left, in squared hours.

    A conversation adds all of its work while it waits, then what is left of it: work x wait + work^2 / 2. The sum is
    one of whole numbers, without rounding.
    """
    record, wanted = run.record.conversations, run.drawn.inputs.conversations
    assert (record["outcome"] == RESOLVED).all(), "the run is to end empty"
    pairs = zip(
        (record["ended_at"] - record["started_at"]).tolist(),
        (record["started_at"] - wanted["arrival_at"]).tolist(),
        strict=True,
    )
    twice: int = sum(2 * work * wait + work * work for work, wait in pairs)
    return twice / (2 * HOUR**2)


# ---- A6: the measures of reports ----


def measures_agree(seed: int) -> Iterator[Finding]:
    """Yield the figures that reports print against plain sums over the record, for a run that ends empty."""
    impatient = {"paying": Customers(1, 2.6, patience=4)}
    plain = world(impatient, {"n8": desk(8)}, 3 * MINUTE, FOUR_WEEKS, OFFICE)
    run = run_once(_with_service_level(plain), "n8", seed=seed)
    reported = {each.measure: each.top / each.bottom for each in figures(run) if each.scope == "all" and each.bottom}
    for measure, expected in _plain_sums(run).items():
        question = Question("A6", "sim.measures.figures", measure, expected, 1e-9 * abs(expected))
        yield judge_exact(question, reported[measure])


def _with_service_level(scenario: Scenario) -> Scenario:
    within: Any = scenario.service_level.model_copy(update={"within": 5 * MINUTE})
    return scenario.model_copy(update={"service_level": within})


def _plain_sums(run: Run) -> dict[str, float]:
    record, wanted = run.record.conversations, run.drawn.inputs.conversations
    is_lost, is_served = record["outcome"] == ABANDONED, record["outcome"] == RESOLVED
    assert (is_lost | is_served).all(), "the run is to end empty"
    waits: NDArray[np.int64] = np.where(is_lost, record["ended_at"], record["started_at"]) - wanted["arrival_at"]
    served = np.sort(waits[is_served])
    return {
        "answered": float(is_served.sum()),
        "abandonment": float(is_lost.mean()),
        "waited": float((waits > 0).mean()),
        "wait_mean": float(waits.mean()) / MINUTE,
        "first_response_mean": float(served.mean()) / MINUTE,
        "first_response_p90": float(np.quantile(served, 0.9, method="inverted_cdf")) / MINUTE,
        "service_level": float((is_served & (waits <= 5 * MINUTE)).mean()),
        "backlog_mean": float(waits.sum()) / run.drawn.inputs.horizon,
        "occupancy": float((record["ended_at"] - record["started_at"])[is_served].sum())
        / (run.drawn.inputs.horizon * len(run.drawn.inputs.agents)),
    }
