"""A year of 1,000 conversations a day and about three touches each, with every feature of the engine at work.

Made by hand: chat and email before a front team and a second tier, in rotating shifts of five days with a break; all
numbers are made up so that everything happens often and the desk keeps up.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim.bench.ratios import Ratios, against_simpy, processor_seconds, ratios_of
from sim.certify import made
from sim.certify.made import House
from sim.durations import DAY, HOUR, MINUTE, SECOND
from sim.inputs import DAY_LUCK, DOWNTIME, DUTY, FALSELY_SERVED, FAR, GENERATIONS, MILLION, NOBODY, SELF_SERVED, table
from sim.runs import simulate

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from sim.inputs import Inputs, Table

    Integers = NDArray[np.int64]

CHAT, EMAIL, DEEP = range(3)
SEATS: Final = (64, 14)
"""Of the front team and of the second tier."""
PER_DAY: Final = 1000
"""First contacts."""
TOUCHES: Final = 3.2
"""Of a conversation that nobody ends before its time, on average."""
HIGHEST: Final = 0.4
"""The highest chance that something follows from a conversation."""
BY_HOUR: Final = (0,) * 7 + (4, 7, 9, 10, 10, 9, 9, 10, 10, 9, 7, 4, 2) + (0,) * 4


class YearFigures(NamedTuple):
    """Speed with every feature; ratios are of times measured in turns within one run."""

    against_simpy: Ratios
    """How many times as fast as SimPy, on a week of it."""
    events_against_one_touch: Ratios
    """Its events a second over those of the same year with one touch each and nothing else."""
    seconds: float
    """Of a processor, for the engine's part of the year: the median."""
    conversations: int
    touches: int
    events: int


def year_figures(rounds: int = 5, seed: int = 1) -> YearFigures:
    """Return how fast the engine is with every feature, on one core."""
    inputs = year_inputs(seed)
    plain = one_touch_each(inputs)
    record, n_plain = simulate(inputs), simulate(plain).n_events
    full, lean = [], []
    for _ in range(rounds):
        full.append(processor_seconds(lambda: simulate(inputs)))
        lean.append(processor_seconds(lambda: simulate(plain)))
    per_event = [
        [time / n for time in times] for times, n in zip((lean, full), (n_plain, record.n_events), strict=True)
    ]
    return YearFigures(
        against_simpy(year_inputs(seed, n_days=7), rounds), ratios_of(*per_event), float(np.median(full)),
        int((record.conversations["arrived_at"] >= 0).sum()), int((record.touches["started_at"] >= 0).sum()),
        record.n_events,
    )  # fmt: skip


def compile_seconds() -> tuple[float, float]:
    """Return the processor seconds of the first run in a new process: where all is to be compiled, and where it has
    been.
    """
    code = (
        "import time; from sim.bench import year_inputs; from sim.runs import simulate; inputs = year_inputs(1, 1);"
        "began = time.process_time(); simulate(inputs); print(time.process_time() - began)"
    )
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-c", code]
        environment = os.environ | {"NUMBA_CACHE_DIR": folder}
        runs = [
            subprocess.run(words, env=environment, capture_output=True, text=True, check=True)  # noqa: S603 -- ourselves
            for _ in range(2)
        ]
    cold, warm = (float(run.stdout) for run in runs)
    return cold, warm


def one_touch_each(inputs: Inputs) -> Inputs:
    """Return the same first contacts with all their work in one touch, before people who never change."""
    rows = inputs.conversations[: inputs.n_first]
    work = np.concatenate(([0], np.cumsum(inputs.touches["handle_time"])))
    n = len(rows)
    plain = made.wanted(
        rows["arrival_at"], np.ones(n, np.int64), work[rows["end_touch"]] - work[rows["first_touch"]],
        patience_time=rows["patience_time"], work_type=rows["work_type"],
    )  # fmt: skip
    calm = _house(inputs.horizon // DAY, plain, inputs.horizon)
    return _with_duties(calm._replace(days=inputs.days), inputs.duties)


def year_inputs(seed: int, n_days: int = 365) -> Inputs:
    """Return *n_days* with every feature, from a seed."""
    rng = np.random.default_rng(seed)
    horizon = n_days * DAY
    wanted = _wanted(rng, n_days)
    inputs = _with_duties(_house(n_days, wanted, horizon), _duties(n_days))
    _let_people_change(rng, inputs)
    inputs.work_types["is_live"] = (1, 0, 0)
    inputs.access["may_take_after"][1 * 3 + EMAIL] = 30 * MINUTE
    inputs.access["n_reserved"][EMAIL] = 1
    down = np.sort(rng.choice(n_days, min(6, n_days), replace=False)) * DAY + 11 * HOUR
    return inputs._replace(
        downtimes=table(len(down), DOWNTIME, starts_at=down, ends_at=down + 40 * MINUTE),
        owner_away_limit=16 * HOUR, reread_time=MINUTE, switch_time=20 * SECOND, nudge_work_time=30 * SECOND,
    )  # fmt: skip


def _house(n_days: int, wanted: made.Wanted, horizon: int) -> Inputs:
    house = House(SEATS, ((CHAT, EMAIL), (EMAIL, DEEP)), days=tuple(range(0, (n_days + 1) * DAY, DAY)))
    return made.inputs_of(wanted, house, horizon)


# ---- customers ----


def _arrivals(rng: Generator, n_days: int) -> Integers:
    """Return instants with the profile of a day."""
    n = rng.poisson(PER_DAY * n_days)
    hours = rng.choice(24, n, p=np.array(BY_HOUR) / sum(BY_HOUR))
    return np.sort(rng.integers(0, n_days, n) * DAY + hours * HOUR + rng.integers(0, HOUR, n))


def _wanted(rng: Generator, n_days: int) -> made.Wanted:
    """Return first contacts and two generations of what may follow from them."""
    arrivals = _arrivals(rng, n_days)
    n_first = len(arrivals)
    origin, links = _generations(rng, n_first)
    n = len(origin)
    n_touches = np.minimum(rng.geometric(1 / TOUCHES, n), 12)
    kind = rng.choice(2, n_first, p=(0.4, 0.6))[origin]
    escalates = rng.random(n) < 0.12
    n_own, n_more = int(n_touches.sum()), int(escalates.sum())
    is_live = np.concatenate((np.repeat(kind == CHAT, n_touches), np.zeros(n_more, np.bool_)))
    handle = np.concatenate((made.spans(rng, 4, n_own), made.spans(rng, 8, n_more)))
    think = np.where(is_live, made.spans(rng, 1.5, len(is_live)), made.spans(rng, 240, len(is_live)))
    each = made.wanted(
        arrivals[origin], n_touches, handle, think, work_type=kind, wrong_luck=_luck(rng, n), wrong_chance=60_000,
        escalation_touch=np.where(escalates, n_own - 1 + np.cumsum(escalates), NOBODY),
        escalated_to=np.where(escalates, DEEP, NOBODY), passes_on=rng.random(n) < 0.01,
        patience_time=np.where(kind == CHAT, made.spans(rng, 8, n), FAR),
        reply_patience_time=np.where(kind == CHAT, made.spans(rng, 20, n), FAR),
        nudge_time=np.where(kind == EMAIL, made.spans(rng, 360, n) + MINUTE, FAR),
        fixed_at=np.where(rng.random(n) < 0.01, arrivals[origin] + HOUR, FAR),
        entry=rng.choice((0, SELF_SERVED, FALSELY_SERVED), n, p=(0.9, 0.08, 0.02)),
    )  # fmt: skip
    each.touches["is_ours"] = rng.random(len(handle)) < 0.05
    each.touches["is_ours"][each.conversations["first_touch"]] = 0
    later = n - n_first
    terms = {
        "luck": _luck(rng, later, HIGHEST), "redial_chance": 400_000, "reopen_chance": 60_000,
        "reopen_if_wrong_chance": 400_000, "next_chance": 80_000, "next_if_wrong_chance": 160_000,
        "redial_time": made.spans(rng, 20, later), "reopen_time": made.spans(rng, 1440, later),
        "next_time": made.spans(rng, 2880, later),
    }  # fmt: skip
    return made.chained(each, n_first, links, **terms)


def _generations(rng: Generator, n_first: int) -> tuple[Integers, Integers]:
    """Return from which first contact every row comes, and each row's follow-up: two generations."""
    origins, links, n = [np.arange(n_first)], [], n_first
    for _ in range(2):
        comes = rng.random(len(origins[-1])) < HIGHEST
        links.append(np.where(comes, n - 1 + np.cumsum(comes), NOBODY))
        origins.append(origins[-1][comes])
        n += int(comes.sum())
    return np.concatenate(origins), np.concatenate((*links, np.full(len(origins[-1]), NOBODY)))


def _luck(rng: Generator, n: int, below: float = 1) -> Integers:
    return rng.integers(0, round(below * MILLION), n)


# ---- people ----


def _duties(n_days: int) -> Table:
    """Return shifts of eight hours and a half with a break, five days of seven, half of the seats three hours later."""
    n = sum(SEATS)
    seat, day = (each.ravel() for each in np.meshgrid(np.arange(n), np.arange(n_days), indexing="ij"))
    works = (day + seat) % 7 < 5
    seat, day = seat[works], day[works]
    starts = day * DAY + (8 + 3 * (seat % 2)) * HOUR
    half = 4 * HOUR
    at = np.stack((starts, starts + half + 30 * MINUTE), axis=1).ravel()
    shift = np.repeat(np.arange(len(seat)), 2)
    return table(
        len(at), DUTY, starts_at=at, ends_at=at + half, agent=np.repeat(seat, 2), shift=shift,
        ends_shift=np.tile((0, 1), len(seat)),
    )  # fmt: skip


def _with_duties(inputs: Inputs, duties: Table) -> Inputs:
    numbers = np.arange(len(inputs.agents))
    inputs.agents["first_duty"] = np.searchsorted(duties["agent"], numbers, side="left")
    inputs.agents["end_duty"] = np.searchsorted(duties["agent"], numbers, side="right")
    return inputs._replace(duties=duties, changes=made.changes_of(duties, inputs.days))


def _let_people_change(rng: Generator, inputs: Inputs) -> None:
    """Give people luck, a pace, a ramp, and the two slow states."""
    shared = {
        "overtime_time": HOUR, "overtime_from": 60, "live_limit": 3, "lead_time": 20, "sick_chance": 20_000,
        "sick_stays": 700_000,
        "sick_gain": 2 * MILLION, "slow_gain": 150_000, "quit_chance": 800, "quit_gain": 2 * MILLION,
        "mentor_share": 100_000, "exhaustion_from": 800_000, "exhaustion_full": MILLION, "exhaustion_rate": 50_000,
        "disengagement_from": 850_000, "disengagement_full": MILLION, "disengagement_rate": 10_000,
    }  # fmt: skip
    for name, value in shared.items():
        inputs.teams[name] = value
    days = np.arange(len(inputs.ramps))
    inputs.ramps["speed_permille"] = np.rint(1000 - 400 * np.exp(-days / 60))
    inputs.ramps["error_permille"] = 2000 - inputs.ramps["speed_permille"]
    inputs.ramps["is_new"] = days < 30
    inputs.agents["tenure"] = rng.integers(0, 900, len(inputs.agents))
    n_days = len(inputs.day_luck)
    inputs.day_luck[:] = table(n_days, DAY_LUCK, sick=_luck(rng, n_days), quit=_luck(rng, n_days))
    inputs.paces[:] = rng.integers(800, 1200, len(inputs.agents) * GENERATIONS)
    inputs.fatigue[5:] = 80_000
    inputs.errors[:] = rng.integers(500, 1500, len(inputs.errors))
    inputs.agents["ends_on"] = np.where(rng.random(len(inputs.agents)) < 0.1, len(inputs.days) // 2, 0)
    is_about_incident = rng.random(len(inputs.conversations)) < 0.01
    inputs.conversations["macro_from"] = np.where(
        is_about_incident, inputs.conversations["arrival_at"] + 10 * MINUTE, 0
    )
    inputs.conversations["macro_time"] = MINUTE
