"""A report that a leader can read: one HTML file with everything in it, for a browser without a network."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from plotly.offline import get_plotlyjs

from sim.durations import format_duration
from sim.experiments.compare import headline, weeks_measured
from sim.experiments.notes import notes
from sim.experiments.results import KEY_MEASURES, TEAM_MEASURES
from sim.experiments.words import in_words, scope_in_words, title_of
from sim.measures.figures import MEASURES
from sim.reports import charts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import plotly.graph_objects as go

    from sim.experiments.compare import Comparison
    from sim.experiments.results import Results

GRADES: Final = {
    "A": "measured or peer-reviewed",
    "B": "large benchmark",
    "C": "vendor or blog",
    "D": "guess",
    "S": "stated practice of one company",
}
_STYLE: Final = """
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; }
body { margin: 0 auto; max-width: 1000px; padding: 1.5rem; }
h1 { line-height: 1.2; margin-bottom: .25rem; } h2 { margin-top: 2.5rem; border-bottom: 1px solid #ccc; }
.answer { background: #eef5fb; border-left: 5px solid #0072B2; padding: .5rem 1rem; font-size: 1.15rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; } .wide { overflow-x: auto; }
caption { text-align: left; font-weight: 600; padding: .75rem 0 .25rem; }
th, td { text-align: right; padding: .3rem .6rem; border-bottom: 1px solid #ddd; vertical-align: top; }
th:first-child, td:first-child { text-align: left; } .text td { text-align: left; }
td small { display: block; color: #444; } .clear { font-weight: 600; }
code { background: #f2f2f2; padding: .1rem .3rem; overflow-wrap: anywhere; } li { margin: .3rem 0; }
"""


def report_html(comparison: Comparison, command: str = "") -> str:
    """Return the whole report as HTML; the same results give the same bytes.

    *command*: what to type to get it again; "": nothing is said about that.
    """
    scenario = comparison.results.scenario
    title = escape(scenario.title)
    body = "\n".join(
        [
            f"<h1>{title}</h1>",
            *_question(comparison),
            *_tables(comparison),
            *_chart_section(comparison.results),
            *_assumptions(comparison.results),
            *_definitions(comparison.results),
            *_provenance(comparison, command),
        ]
    )
    # nothing may be fetched; Plotly compiles some of its own code while it loads
    policy = (
        "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:"
    )
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n<script>{get_plotlyjs()}</script>\n</head>\n<body>\n<main>\n{body}\n</main>\n"
        f"</body>\n</html>\n"
    )


def _listed(items: Iterable[str]) -> str:
    """Return a list of texts, which are escaped here."""
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"


def _question(comparison: Comparison) -> Iterator[str]:
    scenario = comparison.results.scenario
    if scenario.purpose:
        yield f"<p>{escape(scenario.purpose)}</p>"
    answers = list(headline(comparison).values()) or [_alone(comparison.results)]
    yield '<section class="answer"><h2>The answer</h2>' + "".join(f"<p>{escape(line)}</p>" for line in answers)
    yield "</section>"
    yield "<h2>The plans</h2>" + _listed(
        f"{plan}: {scenario.plans[plan].about or 'no description'}" for plan in comparison.results.plans
    )
    if scenario.look_at:
        yield "<h2>What to look at</h2>" + _listed(scenario.look_at)
    yield "<h2>How to read it</h2>" + _listed(notes(comparison.results, comparison))


def _alone(results: Results) -> str:
    """Return the answer where a single plan ran."""
    plan, currency = results.plans[0], results.scenario.currency
    p90, lost = results.estimate(plan, "first_response_p90"), results.estimate(plan, "abandonment")
    return (
        f"{plan}: nine in ten answered customers have a first response within {in_words(p90, 'minutes')}; "
        f"{in_words(lost, 'share', currency)} give up."
    )


# ---- tables ----


def _tables(comparison: Comparison) -> Iterator[str]:
    results = comparison.results
    yield "<h2>The figures</h2>"
    held = {cell.scope for cell in results.samples if cell.measure == "arrived"}
    for scope in [scope for scope in ("all", "paid", "free") if scope in held]:
        yield _table(comparison, scope_in_words(scope).capitalize(), [(name, scope) for name in KEY_MEASURES])
    yield _table(comparison, "All teams", [(name, "all") for name in TEAM_MEASURES])


def _table(comparison: Comparison, caption: str, rows: Sequence[tuple[str, str]]) -> str:
    """Return a table of figures: a row per measure and scope, a column per plan, differences below the values."""
    plans = comparison.results.plans
    head = "".join(f'<th scope="col">{escape(plan)}</th>' for plan in plans)
    body = "".join(
        f'<tr><th scope="row">{escape(title_of(measure, comparison.results.scenario))}</th>'
        + "".join(_cell(comparison, plan, measure, scope) for plan in plans)
        + "</tr>"
        for measure, scope in rows
    )
    return (
        f'<div class="wide"><table><caption>{escape(caption)}</caption><thead><tr>'
        f'<th scope="col">Measure</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(comparison: Comparison, plan: str, measure: str, scope: str) -> str:
    results = comparison.results
    value = in_words(results.estimate(plan, measure, scope), MEASURES[measure].unit, results.scenario.currency)
    found = comparison.difference(plan, measure, scope)
    if found is None:
        return f"<td>{escape(value)}</td>"
    strong = ' class="clear"' if found.verdict == "clear" else ""
    words = found.words.removesuffix(": the interval includes no difference")
    return f"<td>{escape(value)}<small{strong}>{escape(words)}</small></td>"


# ---- charts ----


def _chart_section(results: Results) -> Iterator[str]:
    yield "<h2>Charts</h2><noscript>Charts need JavaScript; every figure is in the tables as well.</noscript>"
    for number, figure in enumerate(_figures(results), start=1):
        yield (
            "<figure>"
            + figure.to_html(
                full_html=False,
                include_plotlyjs=False,
                div_id=f"chart-{number}",
                config={"displaylogo": False, "responsive": True},
            )
            + "</figure>"
        )


def _figures(results: Results) -> Iterator[go.Figure]:
    estimates, zone = results.estimates(), results.scenario.zone
    yield charts.waits(estimates)
    if (estimates[estimates["measure"] == "people_cost"]["value"] > 0).any():
        yield charts.cost_against_wait(estimates, weeks_measured(results), results.scenario.currency)
    yield charts.heatmap(results.breakdowns, zone)
    yield charts.demand_against_staff(results.breakdowns, zone)
    yield charts.backlog(results.breakdowns, zone)
    yield charts.occupancy(estimates)


# ---- what it rests on ----


def _assumptions(results: Results) -> Iterator[str]:
    yield "<h2>Assumptions</h2>"
    rows = "".join(
        f"<tr><td>{escape(each.what)}</td><td>{each.grade}: {GRADES[each.grade]}</td></tr>"
        for each in results.scenario.assumptions
    )
    yield (
        f'<table class="text"><thead><tr><th scope="col">What</th><th scope="col">Grade</th></tr></thead><tbody>{rows}'
        "</tbody></table>"
        if rows
        else "<p>The scenario names none; until somebody says where a number comes from, treat it as a guess.</p>"
    )


def _definitions(results: Results) -> Iterator[str]:
    shown = dict.fromkeys((*KEY_MEASURES, *TEAM_MEASURES))
    rows = "".join(
        f"<tr><td>{escape(title_of(name, results.scenario))}</td><td>{escape(MEASURES[name].says)}</td></tr>"
        for name in shown
    )
    yield f'<h2>What the measures mean</h2><table class="text"><tbody>{rows}</tbody></table>'


def _provenance(comparison: Comparison, command: str) -> Iterator[str]:
    results, scenario = comparison.results, comparison.results.scenario
    facts = [
        f"Period: {format_duration(scenario.length)} from {scenario.start}, clock of {scenario.zone}"
        + (f", the first {format_duration(scenario.warm_up)} not measured" if scenario.warm_up else ""),
        f"{results.replications} replications, seed {results.seed}, engine {results.engine}, baseline "
        + comparison.baseline,
        "All plans met the same customers (common random numbers)",
        f"Scenario {results.hash}",
        f"support-sandbox {results.version}",
    ]
    yield "<h2>Where it comes from</h2>" + _listed(facts)
    if command:
        yield f"<p>To get it again: <code>{escape(command)}</code></p>"
