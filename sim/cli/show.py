"""Results as tables in a terminal: readable at 80 columns and in a pipe."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sim.experiments.answer import claims, lead
from sim.experiments.notes import notes
from sim.experiments.results import Cell, customer_groups, key_measures, team_measures
from sim.experiments.words import in_words, scope_in_words, scope_title, title_of, unbroken
from sim.measures.figures import MEASURES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.experiments.compare import Comparison
    from sim.experiments.results import Results

GROUP_MEASURES: Final = (
    "answered", "abandonment", "turned_away", "first_response_median", "first_response_p90", "service_level",
    "backlog_mean",
)  # fmt: skip
"""What is shown of those who pay and of those who don't beside everybody; the rest with --scope, --json and --out."""
IN_FULL: Final = frozenset({
    "waited", "wait_mean", "unfinished", "resolution_median", "touches_per_resolved", "reply_wait_p90", "gave_up_later",
    "escalated", "csat_ok", "csat_bad", "oldest_open_end", "per_agent_calendar_day", "paid_hours",
    "touches_per_worked_day", "closed_per_worked_day", "headcount_end", "vacancies_mean", "tenure_mean",
    "disengagement_mean",
})  # fmt: skip
"""What a comparison shows in full only, so that the answer above it stays in sight."""
ANSWER_WIDTH: Final = 80
_TITLE_WIDTH: Final = 22
_CELL_WIDTH: Final = 17


def show_run(results: Results, wanted: Sequence[str] = (), console: Console | None = None) -> None:
    """Print the figures of the plans that ran: customers, segments, teams, notes. *wanted*: every figure of these
    scopes instead.
    """
    console = console or Console()
    console.print(f"[bold]{escape(results.scenario.title)}[/bold]: {_how(results)}")
    for plan in results.plans:
        if wanted:
            for scopes in _alike(results, wanted):
                _by_scope(console, results, plan, (scopes, tuple(MEASURES)))
            continue
        held = _scopes(results, plan)
        segments = [name for name in held if name.startswith("segment:")]
        teams = [name for name in held if name.startswith("team:")]
        for columns in (customer_groups(results), segments if len(segments) > 1 else []):
            _by_scope(console, results, plan, (columns, key_measures(results)))
        _by_scope(console, results, plan, (["all", *teams] if len(teams) > 1 else teams, team_measures(results)))
    _print_notes(console, notes(results))


def _alike(results: Results, wanted: Sequence[str]) -> Iterator[list[str]]:
    """Yield those scopes together that have the same measures: groups of customers, then teams and roles."""
    customers = [scope for scope in wanted if any(cell[1:] == ("arrived", scope) for cell in results.samples)]
    yield from filter(None, (customers, [scope for scope in wanted if scope not in customers]))


def show_comparison(comparison: Comparison, wanted: Sequence[str] = (), console: Console | None = None) -> None:
    """Print the answer, the plans side by side with what differs, and the notes. *wanted*: every figure of these
    scopes instead of a choice for everybody, who pays, who doesn't, and the teams.
    """
    console, results = console or Console(), comparison.results
    console.print(f"[bold]{escape(results.scenario.title)}[/bold]: {_how(results)}")
    if comparison.others:
        console.print(
            f"\n{escape(answer(comparison, min(console.width, ANSWER_WIDTH)))}",
            style="bold",
            highlight=False,
            soft_wrap=True,
        )
    for scope in wanted:
        _side_by_side(console, comparison, _Shown(scope_title(scope, results.scenario), scope, tuple(MEASURES)))
    if not wanted:
        for scope in customer_groups(results):
            measures = _short(key_measures(results)) if scope == "all" else GROUP_MEASURES
            _side_by_side(console, comparison, _Shown(scope_title(scope, results.scenario), scope, measures))
        _side_by_side(console, comparison, _Shown("Teams", "all", _short(team_measures(results))))
        console.print("\nEvery figure: --scope all, or --scope with the name of a segment, team or role.")
    console.print("\n† not clear: the 95 % interval of the difference includes no difference.")
    _print_notes(console, notes(results, comparison))


def _short(measures: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in measures if name not in IN_FULL)


def answer(comparison: Comparison, width: int = ANSWER_WIDTH) -> str:
    """Return the answer as lines of at most so many characters: the baseline, and a paragraph per other plan."""
    paragraphs = [lead(comparison), *(f"- {claim}" for claim in claims(comparison).values())]
    return "\n\n".join(_wrapped(paragraph, width) for paragraph in paragraphs)


def _wrapped(paragraph: str, width: int) -> str:
    """Wrap a paragraph; an amount, its ± and its unit stay on one line."""
    lines = textwrap.fill(
        unbroken(paragraph), width, subsequent_indent="  " * paragraph.startswith("- "), break_on_hyphens=False
    )
    return lines.replace("\N{NO-BREAK SPACE}", " ")


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
    """Return the measures that say something: not those that are 0, or have no value, in every plan and scope."""
    return [
        name
        for name in measures
        if any(_says_something(results, Cell(plan, name, scope)) for plan in results.plans for scope in scopes)
    ]


def _says_something(results: Results, cell: Cell) -> bool:
    return cell in results.samples and not (math.isnan(value := results.estimate(*cell).value) or value == 0)


def _chunks(console: Console, names: Sequence[str], n_always: int = 0) -> Iterator[Sequence[str]]:
    """Yield as many names at a time as have room beside the titles and *n_always* columns, evenly many each time."""
    room = max((console.width - _TITLE_WIDTH) // (_CELL_WIDTH + 2) - n_always, 1)
    n_chunks = -(-len(names) // room)
    for number in range(n_chunks):
        yield names[number * len(names) // n_chunks : (number + 1) * len(names) // n_chunks]


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
        table = _table(f"\n{plan}", [scope_in_words(scope, results.scenario) for scope in chunk])
        for measure in _told(results, measures, chunk):
            cells = [_value(results, plan, measure, scope) for scope in chunk]
            table.add_row(title_of(measure, results.scenario), *cells)
        console.print(table)


def _value(results: Results, plan: str, measure: str, scope: str) -> str:
    return in_words(results.estimate(plan, measure, scope), MEASURES[measure].unit, results.scenario.currency)


class _Shown(NamedTuple):
    """A table of a comparison."""

    title: str
    scope: str
    measures: Sequence[str]


def _side_by_side(console: Console, comparison: Comparison, shown: _Shown) -> None:
    """Print measures as rows, plans as columns: the baseline's value, and what the others change."""
    results, scope = comparison.results, shown.scope
    for chunk in _chunks(console, comparison.others or ("",), 1):
        plans = [plan for plan in (comparison.baseline, *chunk) if plan]
        table = _table(f"\n{shown.title}", [escape(_heading(plan)) for plan in plans])
        for measure in _told(results, shown.measures, [scope]):
            cells = [_cell(comparison, plan, measure, scope) for plan in plans]
            table.add_row(title_of(measure, results.scenario), *cells)
        console.print(table)


def _heading(plan: str) -> str:
    """Return the name of a plan; one too long for its column is broken after an underscore."""
    if len(plan) <= _CELL_WIDTH or "_" not in plan:
        return plan
    places = [n + 1 for n, sign in enumerate(plan[:-1]) if sign == "_"]
    at = min(places, key=lambda place: abs(2 * place - len(plan)))
    return f"{plan[:at]}\n{plan[at:]}"


def _cell(comparison: Comparison, plan: str, measure: str, scope: str) -> str:
    value = _value(comparison.results, plan, measure, scope)
    found = comparison.difference(plan, measure, scope)
    if found is None:
        return value
    words = "the same" if found.verdict == "no difference" else found.words.partition(";")[0]
    dagger = " †" if found.verdict == "not clear" and not found.is_tiny else ""
    return f"{value}\n[dim]{escape(words)}{dagger}[/dim]"
