"""A report that a leader can read: one HTML file with everything in it, for a browser without a network."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from plotly.offline import get_plotlyjs

from sim.experiments.answer import claims, lead
from sim.experiments.notes import notes
from sim.experiments.results import customer_groups, key_measures, team_measures
from sim.experiments.words import in_words, plan_in_words, scope_title, title_of, unbroken
from sim.measures.figures import MEASURES
from sim.reports.brief import P90_SAYS, in_short, pictures
from sim.reports.origin import assumed, facts
from sim.reports.tables import difference_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
body { margin: 0 auto; max-width: 1000px; padding: 1.25rem; }
h1 { line-height: 1.2; margin: 0 0 .25rem; } h2 { margin-top: 2.5rem; border-bottom: 1px solid #ccc; }
.answer { background: #eef5fb; border-left: 5px solid #0072B2; padding: .75rem 1rem; }
.answer h2 { border: 0; margin: 0; } .answer p { margin: .5rem 0; } .answer li { margin: .5rem 0; }
.answer ul { padding-left: 1.25rem; } .answer thead th { font-weight: normal; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; margin: .75rem 0; }
caption { text-align: left; font-weight: 600; padding: .5rem 0 .25rem; }
th, td { text-align: right; padding: .3rem .6rem; border-bottom: 1px solid #ddd; vertical-align: top; }
td { white-space: nowrap; } td small { white-space: normal; display: block; color: #444; }
th:first-child, td:first-child { text-align: left; } .text td { text-align: left; white-space: normal; }
 .clear { font-weight: 600; }
figure { margin: 2rem 0 0; } figcaption { font-weight: 600; } figure p { margin: 0; color: #444; font-size: .9rem; }
details { border-bottom: 1px solid #ddd; padding: .5rem 0; } summary { cursor: pointer; font-weight: 600; }
code { background: #f2f2f2; padding: .1rem .3rem; overflow-wrap: anywhere; } li { margin: .3rem 0; }
@media (max-width: 600px) { body { padding: .75rem; font-size: 15px; } th, td { padding: .3rem .4rem; } }
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
            *_pictures(comparison),
            *_how_to_read(comparison),
            *_tables(comparison),
            *_assumptions(comparison.results),
            *_definitions(comparison.results),
            *_provenance(comparison, command),
        ]
    )
    # nothing may be fetched, nothing compiled from text; Plotly's pictures as PNG are data and blobs
    policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
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
    yield '<section class="answer"><h2>The answer</h2>'
    if comparison.others:
        yield f"<p>{escape(lead(comparison))}</p>{_listed(map(unbroken, claims(comparison).values()))}"
    else:
        yield f"<p>{escape(_alone(comparison.results))}</p>"
    yield f"{_in_short(comparison)}</section>"


def _alone(results: Results) -> str:
    """Return the answer where a single plan ran."""
    plan, currency = results.plans[0], results.scenario.currency
    p90, lost = results.estimate(plan, "first_response_p90"), results.estimate(plan, "abandonment")
    return (
        f"{plan_in_words(plan, results.scenario)}: nine in ten answered customers have a first response within "
        f"{in_words(p90, 'minutes')}; "
        f"{in_words(lost, 'share', currency)} give up."
    )


def _how_to_read(comparison: Comparison) -> Iterator[str]:
    scenario = comparison.results.scenario
    yield "<h2>Before you rely on it</h2>" + _listed(map(unbroken, notes(comparison.results, comparison)))
    if scenario.look_at:
        yield "<h2>What to look at</h2>" + _listed(scenario.look_at)


# ---- tables ----


def _in_short(comparison: Comparison) -> str:
    brief = in_short(comparison)
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in brief.columns)
    rows = "".join(
        f'<tr><th scope="row">{escape(plan)}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
        for plan, cells in brief.rows.items()
    )
    return (
        f'<div class="wide"><table><thead><tr><th scope="col">plan</th>{head}</tr></thead><tbody>{rows}</tbody></table>'
        f"</div><p>{escape(P90_SAYS)}</p>"
    )


def _tables(comparison: Comparison) -> Iterator[str]:
    """Yield all tables, of which the first is open: who pays, where there are others too."""
    results = comparison.results
    yield "<h2>The figures</h2>"
    scopes = sorted(customer_groups(results), key=["paid", "all", "free"].index)
    tables = [
        (scope_title(scope, results.scenario), [(name, scope) for name in key_measures(results)]) for scope in scopes
    ]
    tables.append(("All teams", [(name, "all") for name in team_measures(results)]))
    for number, (caption, rows) in enumerate(tables):
        is_open = " open" if number == 0 else ""
        yield f"<details{is_open}><summary>{escape(caption)}</summary>{_table(comparison, caption, rows)}</details>"


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
        f'<div class="wide"><table aria-label="{escape(caption)}"><thead><tr>'
        f'<th scope="col">Measure</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(comparison: Comparison, plan: str, measure: str, scope: str) -> str:
    results = comparison.results
    value = in_words(results.estimate(plan, measure, scope), MEASURES[measure].unit, results.scenario.currency)
    words, found = difference_in_words(comparison, plan, measure, scope), comparison.difference(plan, measure, scope)
    if found is None:
        return f"<td>{escape(value)}</td>"
    strong = ' class="clear"' if found.verdict == "clear" else ""
    return f"<td>{escape(value)}<small{strong}>{escape(words)}</small></td>"


# ---- pictures ----


def _pictures(comparison: Comparison) -> Iterator[str]:
    yield "<h2>In pictures</h2><noscript>Charts need JavaScript; every figure is in the tables as well.</noscript>"
    for number, chart in enumerate(pictures(comparison), start=1):
        drawn = chart.figure.to_html(
            full_html=False, include_plotlyjs=False, div_id=f"chart-{number}",
            config={"displaylogo": False, "displayModeBar": False, "responsive": True},
        )  # fmt: skip
        note = f"<p>{escape(chart.note)}</p>" if chart.note else ""
        title = f'<figcaption title="{escape(chart.definition)}">{escape(chart.title)}</figcaption>'
        yield f"<figure>{title}{drawn}{note}</figure>"


# ---- what it rests on ----


def _assumptions(results: Results) -> Iterator[str]:
    yield "<h2>Assumptions</h2>"
    rows = "".join(
        f"<tr><td>{escape(each.what)}</td><td>{each.grade}: {GRADES[each.grade]}</td></tr>" for each in assumed(results)
    )
    yield (
        f'<table class="text"><thead><tr><th scope="col">What</th><th scope="col">Grade</th></tr></thead><tbody>{rows}'
        "</tbody></table>"
        if rows
        else "<p>The scenario names none; until somebody says where a number comes from, treat it as a guess.</p>"
    )


def _definitions(results: Results) -> Iterator[str]:
    shown = dict.fromkeys((*key_measures(results), *team_measures(results)))
    rows = "".join(
        f"<tr><td>{escape(title_of(name, results.scenario))}</td><td>{escape(MEASURES[name].says)}</td></tr>"
        for name in shown
    )
    yield f'<h2>What the measures mean</h2><table class="text"><tbody>{rows}</tbody></table>'


def _provenance(comparison: Comparison, command: str) -> Iterator[str]:
    yield "<h2>Where it comes from</h2>" + _listed(facts(comparison))
    if command:
        yield f"<p>To get it again: <code>{escape(command)}</code></p>"
