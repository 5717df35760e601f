"""The report: complete in one file, the same bytes each time, and no way in for what a user typed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from builders import a_scenario, a_segment, a_team

from sim.experiments.answer import claims, lead
from sim.experiments.compare import Comparison, compare_results
from sim.experiments.replicate import Options, replicate
from sim.reports import charts, clock_charts
from sim.reports.report import report_html
from sim.reports.style import for_dark

if TYPE_CHECKING:
    from pathlib import Path

EVIL = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'&"
CHARTS = 7


def a_comparison(segments: dict | None = None, plans: dict | None = None, **changes: object) -> Comparison:
    """Return two plans over two days in New York, with a price."""
    two = {"few": {"teams": {"desk": a_team(1, rate=30)}}, "more": {"teams": {"desk": a_team(2, rate=30)}}}
    scenario = a_scenario(
        segments=segments or {"paying": a_segment(contact_rate=1.0), "trial": a_segment(stage="trial", patience="1h")},
        plans=plans or two,
        **({"length": "2d", "zone": "America/New_York"} | changes),
    )
    return compare_results(replicate(scenario, options=Options(3, processes=1)))


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Return a comparison that several tests look at."""
    return a_comparison(purpose="Do we need a second agent?", assumptions=[{"what": "Ten minutes each", "grade": "D"}])


@pytest.fixture(scope="module")
def report(comparison: Comparison) -> str:
    """Return its report."""
    return report_html(comparison, "support-sandbox compare team.yaml --seed 1")


class _Seen(HTMLParser):
    """Collects tags, attributes and visible text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.handlers: list[str] = []
        self.text = ""
        self._hidden = ""

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in {"src", "href"}]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self._hidden = tag if tag in {"script", "style"} else self._hidden

    def handle_endtag(self, tag) -> None:
        self._hidden = "" if tag == self._hidden else self._hidden

    def handle_data(self, data) -> None:
        self.text += "" if self._hidden else data


def seen(html: str) -> _Seen:
    """Return what a browser sees of *html*."""
    parser = _Seen()
    parser.feed(html)
    return parser


def test_it_answers_the_question(report: str, comparison: Comparison) -> None:
    """Title, question, the answer in sentences, the notes: all there for a reader."""
    text = seen(report).text
    assert "Do we need a second agent?" in text
    assert lead(comparison) in text
    assert claims(comparison)["more"] in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "not doubt about the inputs" in text


def test_it_says_where_it_comes_from(report: str, comparison: Comparison) -> None:
    """Seed, scenario hash, version and the command to get it again are there, and the graded assumptions."""
    text = seen(report).text
    for fact in (
        "seed 1", comparison.results.hash, comparison.results.version, "support-sandbox compare team.yaml --seed 1",
        "Ten minutes each", "D: guess", "America/New_York",
    ):  # fmt: skip
        assert fact in text, fact


def test_it_has_all_charts_and_one_copy_of_plotly(report: str) -> None:
    """Every chart is drawn by the one embedded copy of the library."""
    assert len(re.findall(r"Plotly\.newPlot\(", report)) >= CHARTS
    assert [f'id="chart-{number}"' in report for number in range(1, CHARTS + 2)] == [True] * CHARTS + [False]
    assert report.count("* plotly.js v") == 1


def test_it_needs_no_network(report: str) -> None:
    """No tag points outside the file, and the page forbids itself to fetch anything."""
    assert seen(report).links == []
    assert "default-src 'none'" in report
    assert "unsafe-eval" not in report[: report.index("<script>")]


def test_pictures_come_before_tables(report: str) -> None:
    """The order is answer, figures in short, pictures, what to know, tables; of the tables that of who pays is open."""
    page = re.sub(r"<script.*?</script>", "", report, flags=re.DOTALL)
    places = [
        "The answer",
        "p90 of paying customers",
        "In pictures",
        'id="chart-7"',
        "Before you rely on it",
        "<details",
    ]
    assert sorted(places, key=page.index) == places
    assert re.findall(r"<details( open)?><summary>(.*?)</summary>", page) == [
        (" open", "Paying customers"), ("", "Everybody"), ("", "Trials"), ("", "All teams")
    ]  # fmt: skip


def test_figures_in_short_are_those_of_the_answer(comparison: Comparison, report: str) -> None:
    """The table in short has what the sentences speak of, in their order, a row per plan in the order of the file."""
    short = report[report.index("The answer") : report.index("In pictures")]
    assert re.findall(r'<th scope="col">(.*?)</th>', short) == [
        "plan", "p90 of paying customers", "cost a week", "p90 of trials", "gave up"
    ]  # fmt: skip
    assert re.findall(r'<th scope="row">(.*?)</th>', short) == list(comparison.results.plans)
    assert "5,040 USD" in short  # an agent round the clock at 30
    full = {"teams": {"desk": a_team(1)}, "routing": {"queue_limit": 1}}
    assert '<th scope="col">turned away in 2 days</th>' in report_html(a_comparison(plans={"full": full}))


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

BROWSER_OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--virtual-time-budget=8000",
    "--enable-logging=stderr", "--v=0", "--dump-dom",
)  # fmt: skip


@pytest.mark.skipif(CHROMIUM is None, reason="no browser here to look at the report with")
def test_a_browser_draws_it_without_a_complaint(report: str, tmp_path: Path) -> None:
    """A browser draws every chart under the page's own policy, and logs no error."""
    (tmp_path / "report.html").write_text(report, encoding="utf-8")
    line = [
        str(CHROMIUM),
        *BROWSER_OPTIONS,
        f"--user-data-dir={tmp_path / 'profile'}",
        f"file://{tmp_path / 'report.html'}",
    ]
    done = subprocess.run(line, capture_output=True, text=True, timeout=120, check=True)
    assert [told for told in done.stderr.splitlines() if "CONSOLE" in told] == []
    assert len(re.findall(r'<div id="chart-\d+"[^>]*>.*?<svg class="main-svg"', done.stdout)) == CHARTS


def test_it_is_the_same_each_time(report: str, comparison: Comparison) -> None:
    """The same results give the same bytes."""
    assert report == report_html(comparison, "support-sandbox compare team.yaml --seed 1")


def test_what_a_user_typed_stays_text() -> None:
    """Markup in any free text of a scenario, or in the command, is shown and never run."""
    evil = a_comparison(
        plans={"few": {"about": EVIL, "teams": {"desk": a_team(1, rate=9)}}, "more": {"teams": {"desk": a_team(2)}}},
        title=EVIL, purpose=EVIL, look_at=[EVIL], assumptions=[{"what": EVIL, "grade": "A"}],
    )  # fmt: skip
    harmless = seen(report_html(a_comparison(purpose="p", look_at=["l"], assumptions=[{"what": "w", "grade": "A"}])))
    found = seen(report_html(evil, EVIL))
    assert "img" not in found.tags
    assert found.handlers == []
    assert found.tags.count("script") == harmless.tags.count("script")
    assert found.text.count(EVIL) >= 5


def test_a_single_plan_has_a_report() -> None:
    """A run of one plan is reported without a comparison."""
    alone = a_comparison(plans={"few": {"teams": {"desk": a_team(1)}}})
    assert "nine in ten answered customers" in seen(report_html(alone)).text


def test_a_report_where_nothing_happens() -> None:
    """No customers and no agents: the report says so and does not fail."""
    scenario = a_scenario({"paying": a_segment(customers=0)}, plans={"a": {"teams": {"desk": a_team(0)}}}, length="1d")
    comparison = compare_results(replicate(scenario, options=Options(1, processes=1)))
    assert "no customer writes" in seen(report_html(comparison)).text


def test_charts_say_what_to_see_with_clock_and_unit(comparison: Comparison) -> None:
    """Every chart over hours or weeks names its clock, every chart of waits its unit."""
    results = comparison.results
    by_clock = [draw(results) for draw in (clock_charts.weeks, clock_charts.heatmap, clock_charts.demand_against_staff)]
    assert all("America/New_York" in chart.title for chart in by_clock)
    of_waits = [charts.waits_by_plan(comparison), charts.waits_by_segment(results), *by_clock[:2]]
    assert all(re.search("seconds|minutes|hours|days", chart.title) for chart in of_waits)


def test_the_first_picture_shows_the_estimates(comparison: Comparison) -> None:
    """A row per plan, a dot per group: values and half-widths are the estimates, the dotted lines the baseline's."""
    figure = charts.waits_by_plan(comparison).figure
    per_unit = {"minutes": 1, "hours": 60}[figure.layout.xaxis.title.text]
    assert [trace.name for trace in figure.data] == ["Paying customers", "Trials"]
    assert list(figure.layout.yaxis.categoryarray) == ["few", "more"]
    for trace, scope in zip(figure.data, ("paid", "free"), strict=True):
        found = [comparison.results.estimate(plan, "first_response_p90", scope) for plan in trace.y]
        assert list(trace.x) == pytest.approx([each.value / per_unit for each in found])
        assert list(trace.error_x.array) == pytest.approx([each.half / per_unit for each in found])
    assert [line.x0 for line in figure.layout.shapes] == [trace.x[0] for trace in figure.data]


def test_demand_chart_shows_the_table(comparison: Comparison) -> None:
    """The chart's numbers are those of the breakdown: 168 hours, conversations per hour, agents at the desk."""
    figure = clock_charts.demand_against_staff(comparison.results).figure
    arrived = comparison.results.slots("hour_of_week", "arrived", "few")
    assert len(figure.data[0].y) == 168
    assert figure.data[0].y[10] == pytest.approx(arrived["top"][10] / arrived["bottom"][10])
    # the two days are a Monday and a Tuesday in New York, the desk is there round the clock: 1 and 2 agents
    assert (figure.data[1].y[10], figure.data[2].y[10]) == (1.0, 2.0)
    assert figure.data[1].y[100] is None  # no Friday


def test_plans_with_the_same_staff_share_a_line() -> None:
    """Two orders of work for the same people are one line that names both."""
    plan = {"teams": {"desk": a_team(1)}}
    figure = clock_charts.demand_against_staff(a_comparison(plans={"a": plan, "b": plan}).results).figure
    assert [trace.name for trace in figure.data[1:]] == ["a, b"]


def test_week_chart_leaves_gaps_and_tells_who_still_waits() -> None:
    """A week without a value is a gap, not a zero; where many still wait, the chart says that its end flatters."""
    busy = {"paying": a_segment(contact_rate=1.3)}  # 1.3 times what one agent can do
    comparison = a_comparison(busy, length="21d", warm_up="7d", plans={"few": {"teams": {"desk": a_team(1)}}})
    chart = clock_charts.weeks(comparison.results)
    for trace in chart.figure.data:
        if trace.fill == "toself":
            continue  # an interval
        assert trace.y[0] is None
        assert trace.y[2] > 0
        assert trace.connectgaps is False
    still = comparison.results.estimate("few", "still_waiting").value
    assert f"on the last evening so many still wait: {still:,.0f} (few)." in chart.note
    calm = a_comparison(length="14d", plans={"few": {"teams": {"desk": a_team(2)}}})
    assert clock_charts.weeks(calm.results).note == "Shaded: 95 % intervals."
    empty = a_comparison(length="14d", plans={"many": {"teams": {"desk": a_team(99)}}})
    assert clock_charts.weeks(empty.results).note == ""  # nobody waits: there is no interval to shade


def test_heatmap_has_a_panel_per_plan(comparison: Comparison) -> None:
    """Seven days of 24 hours for each plan, in the order of the plans, empty where nobody wrote."""
    figure = clock_charts.heatmap(comparison.results).figure
    assert [len(panel.z) for panel in figure.data] == [7, 7]
    assert {len(row) for panel in figure.data for row in panel.z} == {24}
    assert [title.text for title in figure.layout.annotations] == ["few", "more"]
    assert list(figure.data[0].z[4]) == [None] * 24  # no Friday


def test_cost_chart_is_per_week(comparison: Comparison) -> None:
    """Two days of one agent at 30 an hour are 48 x 30, a week 168 x 30."""
    chart = charts.cost_against_wait(comparison.results)
    assert chart.figure.data[0].x[0] == pytest.approx(168 * 30)
    assert "paying customers" in chart.title


def test_occupancy_chart_shows_intervals(comparison: Comparison) -> None:
    """Points are the estimates, bars their half-widths."""
    figure = charts.occupancy(comparison.results).figure
    found = comparison.results.estimate("few", "occupancy", "team:desk")
    assert (figure.data[0].x[0], figure.data[0].error_x.array[0]) == pytest.approx((found.value, found.half))


def test_plans_differ_in_more_than_colour(comparison: Comparison) -> None:
    """Plans have their own symbol beside their own colour, for those who do not see colours; groups have others."""
    plans = charts.waits_by_segment(comparison.results).figure
    markers = {(trace.name, trace.marker.color, trace.marker.symbol) for trace in plans.data}
    assert len({colour for _, colour, _ in markers}) == len({symbol for _, _, symbol in markers}) == 2
    groups = charts.waits_by_plan(comparison).figure
    assert len({(trace.marker.color, trace.marker.symbol) for trace in groups.data}) == 2
    assert {trace.marker.color for trace in groups.data}.isdisjoint({colour for _, colour, _ in markers})


def test_for_a_dark_page_black_becomes_light_and_nothing_else_changes(comparison: Comparison) -> None:
    """The markers of paying customers are black on white; the values and the original stay as they are."""
    drawn = charts.waits_by_plan(comparison).figure
    before = drawn.to_json()

    dark = for_dark(drawn)

    assert before == drawn.to_json()
    assert json.loads(before.replace('"#000000"', '"#F2F2F2"')) == json.loads(dark.to_json())
    assert '"#F2F2F2"' in dark.to_json()
