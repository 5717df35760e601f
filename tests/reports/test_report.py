"""The report: complete in one file, the same bytes each time, and no way in for what a user typed."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from builders import a_scenario, a_segment, a_team

from sim.experiments.compare import Comparison, compare_results, headline, weeks_measured
from sim.experiments.replicate import Options, replicate
from sim.reports import charts
from sim.reports.report import report_html

EVIL = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'&"
CHARTS = 6


def a_comparison(plans: dict | None = None, **changes: object) -> Comparison:
    """Return two plans over two days in New York, with a price."""
    two = {"few": {"teams": {"desk": a_team(1, rate=30)}}, "more": {"teams": {"desk": a_team(2, rate=30)}}}
    scenario = a_scenario(
        segments={"paying": a_segment(contact_rate=1.0), "trial": a_segment(stage="trial", patience="1h")},
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
    assert headline(comparison)["more"] in text
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


def test_charts_state_the_zone(comparison: Comparison) -> None:
    """Every chart over hours or weeks names its clock."""
    table = comparison.results.breakdowns
    for chart in (charts.heatmap, charts.demand_against_staff, charts.backlog):
        assert "America/New_York" in chart(table, "America/New_York").layout.title.text, chart.__name__


def test_demand_chart_shows_the_table(comparison: Comparison) -> None:
    """The chart's numbers are those of the breakdown: 168 hours, conversations per hour, agents at the desk."""
    table = comparison.results.breakdowns
    figure = charts.demand_against_staff(table, "America/New_York")
    rows = table[(table["by"] == "hour_of_week") & (table["scope"] == "all") & (table["plan"] == "few")]
    arrived = rows[rows["measure"] == "arrived"].set_index("slot")
    assert len(figure.data[0].y) == 168
    assert figure.data[0].y[10] == pytest.approx(arrived["top"][10] / arrived["bottom"][10])
    # the two days are a Monday and a Tuesday in New York, the desk is there round the clock: 1 and 2 agents
    assert (figure.data[1].y[10], figure.data[2].y[10]) == (1.0, 2.0)


def test_cost_chart_is_per_week(comparison: Comparison) -> None:
    """Two days of one agent at 30 an hour are 48 x 30, a week 168 x 30."""
    results = comparison.results
    figure = charts.cost_against_wait(results.estimates(), weeks_measured(results), "USD")
    assert figure.data[0].x[0] == pytest.approx(168 * 30)
    assert "paid customers" in figure.layout.title.text


def test_occupancy_chart_shows_intervals(comparison: Comparison) -> None:
    """Points are the estimates, bars their half-widths."""
    figure = charts.occupancy(comparison.results.estimates())
    found = comparison.results.estimate("few", "occupancy", "team:desk")
    assert (figure.data[0].x[0], figure.data[0].error_x.array[0]) == pytest.approx((found.value, found.half))


def test_plans_differ_in_more_than_colour(comparison: Comparison) -> None:
    """Plans have their own symbol beside their own colour, for those who do not see colours."""
    figure = charts.waits(comparison.results.estimates())
    markers = {(trace.name, trace.marker.color, trace.marker.symbol) for trace in figure.data}
    assert len({colour for _, colour, _ in markers}) == len({symbol for _, _, symbol in markers}) == 2
