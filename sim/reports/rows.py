"""The tables behind charts: figures of plans, whole or by slots of time, in the units in which they are drawn."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from sim.experiments.words import scope_in_words, scope_title, title_of
from sim.measures.figures import MEASURES
from sim.reports.style import unit_for
from sim.scenario import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sim.experiments.estimate import Estimate
    from sim.experiments.results import Results

RANGE: Final = ["value", "low", "high"]
DAYS: Final = [day.capitalize() for day in WEEKDAYS]
ALL_PLANS: Final = "all plans"


def of_estimates(results: Results, measures: Sequence[str], scopes: Sequence[str] = ("all",)) -> pd.DataFrame:
    """Return a row per measure, scope and plan that has a value: measure, scope, plan, value, low, high."""
    cells = [(measure, scope, plan) for measure in measures for scope in scopes for plan in results.plans]
    found = [(*cell, results.estimate(cell[2], *cell[:2])) for cell in cells]
    rows = [(*cell, *_range(each)) for *cell, each in found if math.isfinite(each.value)]
    return pd.DataFrame(rows, columns=["measure", "scope", "plan", *RANGE])


def _range(found: Estimate) -> tuple[float, float, float]:
    return found.value, found.low, found.high


def of_slots(results: Results, by: str, measures: Sequence[str], scope: str = "all") -> pd.DataFrame:
    """Return a row per measure, plan and slot of a breakdown: measure, scope, plan, slot, value, low, high.

    A slot that has no value is there as NaN.
    """
    held = results.breakdowns
    columns = ["measure", "scope", "plan", "slot", *RANGE]
    if held.empty:
        return pd.DataFrame(columns=columns)
    wanted = held["measure"].isin(measures) & (held["by"] == by) & (held["scope"] == scope)
    found = held[wanted & held["plan"].isin(results.plans)]
    order = found["measure"].map(list(measures).index), found["plan"].map(results.plans.index), found["slot"]
    found = found.iloc[np.lexsort(tuple(reversed([each.to_numpy() for each in order])))]
    value = found["top"] / found["bottom"].where(found["bottom"] > 0)
    return found.assign(value=value)[columns].reset_index(drop=True)


def has(results: Results, measure: str, scope: str = "all") -> bool:
    """Return whether any plan has such a figure, and it is not 0."""
    return any(abs(results.estimate(plan, measure, scope).value) > 0 for plan in results.plans)


def teams_of(results: Results) -> list[str]:
    """Return the scopes of the teams of all plans shown."""
    return list(
        dict.fromkeys(
            cell.scope for cell in results.samples if cell.plan in results.plans and cell.scope.startswith("team:")
        )
    )


def in_units(rows: pd.DataFrame, currency: str) -> pd.DataFrame:
    """Return *rows* in the unit in which they are drawn, and its name: all spans in the one that suits the longest."""
    kinds = rows["measure"].map(lambda name: MEASURES[name].unit)
    is_span = kinds == "minutes"
    unit = unit_for(rows.loc[is_span, "value"].abs())
    scaled = rows[RANGE].mul(np.where(is_span, unit.per_minute, 1.0), axis=0)
    names = kinds.replace({"minutes": unit.name, "money": currency})
    return rows.assign(**{name: scaled[name] for name in RANGE}, unit=names)


def unit_of(rows: pd.DataFrame) -> str:
    """Return the unit of rows that have the same; "" of none."""
    return "" if rows.empty else str(rows["unit"].iloc[0])


def halves(rows: pd.DataFrame) -> dict[str, Any]:
    """Return the 95 % intervals as error bars; none where there is no interval."""
    return {"type": "data", "array": (rows["high"] - rows["value"]).fillna(0.0).tolist(), "thickness": 1.5}


def shaded(rows: pd.DataFrame) -> str:
    """Return what the areas around the lines of *rows* are; "" where there is none."""
    return "Shaded: 95 % intervals." if rows["low"].notna().any() else ""


def in_the_data(rows: pd.DataFrame) -> str:
    """Return where the intervals of *rows* are, of a chart that has no room for them; "" where there is none."""
    return "95 % intervals are shown on hover and in the data." if rows["low"].notna().any() else ""


def gaps(values: Iterable[float]) -> list[float | None]:
    """Return values as Plotly takes them: None, a gap, where there is none."""
    return [float(each) if math.isfinite(each) else None for each in values]


def edges(rows: pd.DataFrame) -> list[list[float | None]] | None:
    """Return the intervals as pairs, for what is shown on hover; None where there is none at all."""
    if not rows["low"].notna().any():
        return None
    return list(map(list, zip(gaps(rows["low"]), gaps(rows["high"]), strict=True)))


def on_hover(rows: pd.DataFrame, tick: str = ".3g") -> dict[str, Any]:
    """Return what a line shows on hover: its value, and the interval where there is one. tick: their format."""
    ends = edges(rows)
    return {"customdata": ends, "hovertemplate": hover("y", tick, has_edges=ends is not None)}


def hover(value: str, tick: str, *, has_edges: bool) -> str:
    """Return what is shown on hover: a value, such as "y", and its interval where there is one. tick: its format."""
    shown = f"%{{{value}:{tick}}}"
    return shown + (f" (%{{customdata[0]:{tick}}} to %{{customdata[1]:{tick}}})" if has_edges else "")


def of_each(rows: pd.DataFrame, column: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield each value of a column, in the order in which they come, with its rows."""
    for name in dict.fromkeys(rows[column]):
        yield name, rows[rows[column] == name]


def alike(rows: pd.DataFrame) -> pd.DataFrame:
    """Return *rows*, those of plans with the same figures once, under their names; "all plans" for many."""
    groups: dict[tuple[float | None, ...], list[str]] = {}
    for plan, of_plan in of_each(rows, "plan"):
        groups.setdefault(tuple(gaps(of_plan["value"])), []).append(plan)
    is_one = len(groups) == 1 and rows["plan"].nunique() > 2
    names = {plans[0]: ALL_PLANS if is_one else ", ".join(plans) for plans in groups.values()}
    kept = rows[rows["plan"].isin(names)]
    return kept.assign(plan=kept["plan"].map(names))


def by_weekday(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of the hours of a week with weekday and hour in place of the slot."""
    slot = rows["slot"].astype(int)
    named = rows.assign(weekday=[DAYS[each // 24] for each in slot], hour=slot % 24)
    return named[[*(name for name in named.columns if name not in {"slot", *RANGE, "unit"}), *RANGE, "unit"]]


def for_people(rows: pd.DataFrame, results: Results) -> pd.DataFrame:
    """Return the table to show: measures and scopes by their titles."""
    scenario = results.scenario
    told = rows.assign(
        measure=[title_of(name, scenario) if name in MEASURES else name for name in rows["measure"]],
        scope=[scope_title(scope, scenario) for scope in rows["scope"]],
    )
    return told.rename(columns={"scope": "who"}).reset_index(drop=True)


def meaning(results: Results, *measures: str) -> str:
    """Return what measures mean, a sentence each, as `docs/measures.md` has it in full."""
    return " ".join(f"{title_of(name, results.scenario)}: {MEASURES[name].says}" for name in measures)


def who(results: Results, scope: str) -> str:
    """Return of whom a chart is, for its title: "" of everybody."""
    return "" if scope == "all" else f" ({scope_in_words(scope, results.scenario)})"
