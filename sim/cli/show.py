"""Results as tables in a terminal: readable at 80 columns and in a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sim.experiments.compare import headline
from sim.experiments.notes import notes
from sim.experiments.results import KEY_MEASURES, TEAM_MEASURES
from sim.experiments.words import in_words, scope_in_words, title_of
from sim.measures.figures import MEASURES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.experiments.compare import Comparison
    from sim.experiments.results import Results

GROUP_MEASURES: Final = (
    "answered", "abandonment", "first_response_median", "first_response_p90", "service_level", "backlog_mean",
)  # fmt: skip
"""What is shown of paying and of free customers beside everybody; the rest is in --json and --out."""
_TITLE_WIDTH: Final = 22
_CELL_WIDTH: Final = 17


def show_run(results: Results, console: Console | None = None) -> None:
    """Print the figures of the plans that ran: customers, segments, teams, notes."""
    console = console or Console()
    console.print(f"[bold]{escape(results.scenario.title)}[/bold]: {_how(results)}")
    for plan in results.plans:
        scopes = _scopes(results, plan)
        groups = [name for name in ("all", "paid", "free") if name in scopes]
        segments = [name for name in scopes if name.startswith("segment:")]
        teams = [name for name in scopes if name.startswith("team:")]
        for columns in (groups, segments if len(segments) > 1 else []):
            _by_scope(console, results, plan, (columns, KEY_MEASURES))
        _by_scope(console, results, plan, (["all", *teams] if len(teams) > 1 else teams, TEAM_MEASURES))
    _print_notes(console, notes(results))


def show_comparison(comparison: Comparison, console: Console | None = None) -> None:
    """Print the answer, the plans side by side with what differs, and the notes."""
    console, results = console or Console(), comparison.results
    console.print(f"[bold]{escape(results.scenario.title)}[/bold]: {_how(results)}")
    for sentence in headline(comparison).values():
        console.print(f"\n{escape(sentence)}", style="bold")
    held = _scopes(results, comparison.baseline)
    for scope in [name for name in ("all", "paid", "free") if name in held]:
        _side_by_side(console, comparison, scope, KEY_MEASURES if scope == "all" else GROUP_MEASURES)
    _side_by_side(console, comparison, "all", TEAM_MEASURES)
    console.print("\n† not clear: the 95 % interval of the difference includes no difference.")
    _print_notes(console, notes(results, comparison))


def _how(results: Results) -> str:
    n = results.replications
    return f"{n} replication{'s' if n > 1 else ''}, seed {results.seed}, scenario {results.hash[:12]}"


def _scopes(results: Results, plan: str) -> list[str]:
    return list(dict.fromkeys(cell.scope for cell in results.samples if cell.plan == plan))


def _print_notes(console: Console, lines: Sequence[str]) -> None:
    console.print()
    for line in lines:
        console.print(f"• {escape(line)}")


def _told(results: Results, measures: Sequence[str], scopes: Sequence[str]) -> list[str]:
    """Return the measures that say something: not those that are 0 in every plan and scope, such as turned away."""
    return [
        name
        for name in measures
        if any(results.estimate(plan, name, scope).value != 0 for plan in results.plans for scope in scopes)
    ]


def _chunks(console: Console, names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield as many names at a time as have room beside the titles."""
    room = max((console.width - _TITLE_WIDTH) // (_CELL_WIDTH + 2), 1)
    for start in range(0, len(names), room):
        yield names[start : start + room]


def _table(title: str, columns: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", pad_edge=False, box=None, padding=(0, 1))
    table.add_column("", overflow="fold", min_width=12)
    for name in columns:
        table.add_column(name, justify="right", overflow="fold")
    return table


def _by_scope(console: Console, results: Results, plan: str, shown: tuple[Sequence[str], Sequence[str]]) -> None:
    """Print a plan's measures as rows, the scopes as columns."""
    scopes, measures = shown
    for chunk in _chunks(console, scopes):
        table = _table(f"\n{plan}", [scope_in_words(scope) for scope in chunk])
        for measure in _told(results, measures, chunk):
            cells = [_value(results, plan, measure, scope) for scope in chunk]
            table.add_row(title_of(measure, results.scenario), *cells)
        console.print(table)


def _value(results: Results, plan: str, measure: str, scope: str) -> str:
    return in_words(results.estimate(plan, measure, scope), MEASURES[measure].unit, results.scenario.currency)


def _side_by_side(console: Console, comparison: Comparison, scope: str, measures: Sequence[str]) -> None:
    """Print measures as rows, plans as columns: the baseline's value, and what the others change."""
    results = comparison.results
    who = "teams" if measures is TEAM_MEASURES else scope_in_words(scope)
    for chunk in _chunks(console, comparison.others or ("",)):
        plans = [plan for plan in (comparison.baseline, *chunk) if plan]
        table = _table(f"\n{who.capitalize()}", [escape(plan) for plan in plans])
        for measure in _told(results, measures, [scope]):
            cells = [_cell(comparison, plan, measure, scope) for plan in plans]
            table.add_row(title_of(measure, results.scenario), *cells)
        console.print(table)


def _cell(comparison: Comparison, plan: str, measure: str, scope: str) -> str:
    value = _value(comparison.results, plan, measure, scope)
    found = comparison.difference(plan, measure, scope)
    if found is None:
        return value
    words = "the same" if found.verdict == "no difference" else found.words.partition(";")[0]
    return f"{value}\n[dim]{escape(words)}{' †' if found.verdict == 'not clear' else ''}[/dim]"
