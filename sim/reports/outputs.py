"""Results as files and as one JSON object. What each file and key holds: `docs/outputs.md`."""

from __future__ import annotations

import contextlib
import json
import math
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pandas as pd

from sim.durations import DAY, HOUR, MINUTE, format_duration
from sim.experiments.answer import headline
from sim.experiments.compare import compare_results
from sim.experiments.notes import notes
from sim.measures.figures import MEASURES
from sim.tables import conversations as tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.experiments.compare import Comparison
    from sim.experiments.results import Results

OF_RUNS: Final = ("conversations", "touches", "intervals", "team_intervals", "agent_days")
"""Tables of single replications ..."""
NAMES: Final = (*OF_RUNS, "figures", "breakdowns", "usual_response")
"""... and all tables, each as .parquet and .csv."""
MARK: Final = ".support-sandbox"
"""The file by which a folder of results is known as our own: nothing else is ever replaced."""
FILES: Final = frozenset({f"{name}.{kind}" for name in NAMES for kind in ("parquet", "csv")}) | {
    "summary.json",
    "report.html",
}


class OutputError(Exception):
    """Results can't be written there; the message says why and what to do."""


class Wish(NamedTuple):
    """What to write."""

    interval: int = HOUR
    """Ticks of a row of the interval table."""
    all_conversations: bool = False
    """True: tables of every replication; False: of the first alone."""
    command: str = ""
    """The command that gives these results again, for the report."""


def checked_interval(interval: int) -> int:
    """Return *interval* (ticks) if interval tables can have such rows.

    Raises:
        ValueError: it neither divides an hour nor is a number of hours that divides a day; or rows would be too many.

    """
    if interval < MINUTE or ((HOUR % interval) and (interval % HOUR or DAY % interval)):
        raise ValueError(f"{format_duration(interval)} is no part of an hour or day; write such as 15m, 30m, 1h or 4h")
    return interval


# ---- one JSON object ----


def summary(results: Results, comparison: Comparison | None = None) -> dict[str, Any]:
    """Return the summary as plain values, ready for JSON: what isn't defined is None, never NaN."""
    units = {name: _unit(measure.unit, results.scenario.currency) for name, measure in MEASURES.items()}
    plans: dict[str, Any] = {plan: {} for plan in results.plans}
    for plan, measure, scope in results.samples:
        found = results.estimate(plan, measure, scope)
        plans[plan].setdefault(measure, {})[scope] = _numbers(found) | {"unit": units[measure]}
    compared = comparison or compare_results(results)
    differences: dict[str, Any] = {plan: {} for plan in compared.others}
    for (plan, measure, scope), change in compared.differences.items():
        told = {"verdict": change.verdict, "words": change.words}
        differences[plan].setdefault(measure, {})[scope] = _numbers(change) | told
    return {
        "scenario": results.scenario.title,
        "hash": results.hash,
        "seed": results.seed,
        "replications": results.replications,
        "engine": results.engine,
        "version": results.version,
        "baseline": compared.baseline,
        "headline": headline(compared),
        "plans": plans,
        "differences": differences,
        "notes": list(notes(results, comparison)),
    }


def _unit(unit: str, currency: str) -> str:
    return currency if unit == "money" else unit


def _numbers(found: Any) -> dict[str, float | None]:
    return {name: _or_none(getattr(found, name)) for name in ("value", "low", "high")}


def _or_none(number: float) -> float | None:
    return number if math.isfinite(number) else None


def as_json(content: dict[str, Any], indent: int | None = None) -> str:
    """Return one JSON object as text, all of it ASCII; a NaN that slipped through is an error, not a word."""
    return json.dumps(content, indent=indent, allow_nan=False)


# ---- files ----


@contextlib.contextmanager
def staged(directory: Path, *, force: bool = False) -> Iterator[Path]:
    """Yield a hidden folder beside *directory*; when all went well it becomes *directory*, otherwise nothing stays.

    Raises:
        OutputError: *directory* can't be written, or holds something and *force* is False, or holds something that
            isn't results.

    """
    directory = directory.absolute()
    _refuse(directory, force=force)
    made = _made_parents(directory)
    try:
        stage = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    except OSError as failed:
        _remove_empty(made)
        raise OutputError(f"{directory}: can't write there ({failed.strerror}); name another folder") from failed
    try:
        yield stage
        (stage / MARK).write_text("Written by support-sandbox; --force may replace this folder.\n", encoding="utf-8")
        _refuse(directory, force=force)
        _become(stage, directory)
    except OSError as failed:
        raise OutputError(f"{directory}: writing failed ({failed.strerror or failed}); nothing was kept") from failed
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        _remove_empty(made)


def _refuse(directory: Path, *, force: bool) -> None:
    """Raise OutputError for a place that must not be replaced."""
    if directory.is_symlink() or (directory.exists() and not directory.is_dir()):
        raise OutputError(f"{directory}: is no folder; name another")
    if directory == Path.cwd():
        raise OutputError(f"{directory}: is the folder you are in; name one inside it, such as results")
    try:
        held = sorted(entry.name for entry in directory.iterdir()) if directory.exists() else []
    except OSError as failed:
        raise OutputError(f"{directory}: can't look inside ({failed.strerror}); name another folder") from failed
    ours = MARK in held
    foreign = [name for name in held if not (ours and name in {MARK, *FILES}) or (directory / name).is_dir()]
    if foreign:
        raise OutputError(f"{directory}: holds {foreign[0]!r}, which was not written here; name another folder")
    if held and not force:
        raise OutputError(f"{directory}: holds results already; add --force to replace them, or name another folder")


def _made_parents(directory: Path) -> list[Path]:
    """Make the folders above *directory* and return those that were missing, the deepest first."""
    missing = [parent for parent in directory.parents if not parent.exists()]
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
    except OSError as failed:
        _remove_empty(missing)
        raise OutputError(f"{directory}: can't write there ({failed.strerror}); name another folder") from failed
    return missing


def _remove_empty(folders: list[Path]) -> None:
    """Remove the folders that were made for nothing; one that holds something stays."""
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()


def _become(stage: Path, directory: Path) -> None:
    """Put *stage* in the place of *directory*; what stood there goes once the new is there."""
    stage.chmod(0o777 & ~_umask())
    if not directory.exists():
        stage.rename(directory)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent)) / "old"
    directory.rename(old)
    try:
        stage.rename(directory)
    except OSError:
        old.rename(directory)
        raise
    finally:
        shutil.rmtree(old.parent, ignore_errors=True)


def _umask() -> int:
    """Return the mask for new files; reading it means setting it for an instant."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def write(comparison: Comparison, folder: Path, wish: Wish = Wish()) -> None:  # noqa: B008 -- constants
    """Write all tables, the summary and the report into *folder*, which exists."""
    for name, table in _tables(comparison.results, wish).items():
        table.to_parquet(folder / f"{name}.parquet", index=False)
        table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
    told = as_json(summary(comparison.results, comparison), indent=1)
    (folder / "summary.json").write_text(told + "\n", encoding="utf-8")
    write_report(comparison, folder, wish)


def write_report(comparison: Comparison, folder: Path, wish: Wish = Wish()) -> None:  # noqa: B008 -- constants
    """Write only the report into *folder*."""
    from sim.reports.report import report_html  # noqa: PLC0415 -- Plotly loads where there is a report to draw

    (folder / "report.html").write_text(report_html(comparison, wish.command), encoding="utf-8")


def _tables(results: Results, wish: Wish) -> dict[str, pd.DataFrame]:
    found: dict[str, list[pd.DataFrame]] = {name: [] for name in OF_RUNS}
    for replication in range(results.replications if wish.all_conversations else 1):
        for plan in results.plans:
            run = results.run(plan, replication)
            for name, table in {
                "conversations": tables.conversation_table(run, personas=True),
                "touches": tables.touch_table(run),
                "intervals": tables.interval_table(run, wish.interval),
                "team_intervals": tables.team_interval_table(run, wish.interval),
                "agent_days": tables.agent_day_table(run),
            }.items():
                found[name].append(_labelled(table, plan, replication))
    whole = {name: pd.concat(parts, ignore_index=True) for name, parts in found.items()}
    usual = tables.promises(results.breakdowns)
    return whole | {"figures": results.to_pandas(), "breakdowns": results.breakdowns, "usual_response": usual}


def _labelled(table: pd.DataFrame, plan: str, replication: int) -> pd.DataFrame:
    """Return the table with the columns plan and replication in front."""
    labels = pd.DataFrame({"plan": plan, "replication": replication}, index=table.index)
    return pd.concat([labels, table], axis=1)
