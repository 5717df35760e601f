"""No planning page has a serious fault that axe can find, nor hangs over at the width of a phone: all with one run."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.visits import sign_in
from playwright.sync_api import expect

import scenarios
from dashboard.planning.board import id_of
from sim.experiments.facade import compare
from sim.experiments.kept import results_to_bytes
from sim.scenario.load import parse
from trainee_exercises.library import Library, NewRun

TEXT = scenarios.text("quickstart").replace("length: 4w", "length: 1w")
OF_RUNS = ("compare", "cost", "replay", "library")
COMPARE = ("What if", "How sure?")
SCENARIO = (
    "Customers", "Teams and shifts", "Who comes first", "Support and incidents", "People and pay", "All as text",
    "What changed",
)  # fmt: skip


@pytest.fixture
def visit(shared_app, visitor):
    """Give a function that opens a planning page by its name for somebody who has a run and a draft, and returns it."""
    scenario = parse(TEXT, "quickstart")
    results = compare(scenario, ("as_is", "staggered"), replications=2, processes=1).results
    library = Library(shared_app.storage())
    kept = library.keep(NewRun(
        text=TEXT, title=scenario.title, hash=results.hash, seed=results.seed, replications=2, version=results.version,
        plans=results.plans, baseline="as_is", content=results_to_bytes(results),
    ), "test")  # fmt: skip

    def made(**settings):
        page = visitor(reduced_motion="reduce", **settings)
        sign_in(page, shared_app, "manager")

        def opened(name, tab=""):
            at = {"plan": "", "library": "", "scenario": ""}.get(name, f"?run={id_of(kept)}")
            if not tab or name not in page.url:
                page.goto(f"{shared_app.url}/{name}{at}")
                _ready(page)
            begin = page.get_by_role("button", name="Begin with the example")
            if name == "scenario" and begin.is_visible():
                begin.click()
                _ready(page)
            if tab:
                page.get_by_role("tab", name=tab, exact=True).click()
                _ready(page)
            return page

        return opened

    yield made
    library.delete_run(kept.id, "test", role="owner")


def _ready(page):
    """Wait until Streamlit has run the page, and what it shows is there."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    expect(page.locator("[data-testid=stMain] h1")).to_be_visible()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def _unfold(page):
    """Open all that is folded, the last first: what is open counts no more."""
    folds = page.locator("details:not([open]) > summary:visible")
    for place in reversed(range(folds.count())):
        folds.nth(place).click()
        _ready(page)


def _faults(page, rules=None):
    """Return what axe calls serious or critical on the whole page; rules: only these."""
    options = {"runOnly": rules} if rules else None
    return [
        (one["id"], node["html"][:200])
        for one in Axe().run(page, options=options).response["violations"]
        for node in one["nodes"]
        if one["impact"] in {"serious", "critical"}
    ]


def test_no_planning_page_has_a_serious_fault(visit):
    """At 1280 in light: each page, each tab of the editor, its folds open."""
    opened = visit()
    places = [("plan", ""), *((name, "") for name in OF_RUNS), *(("compare", tab) for tab in COMPARE)]
    for name, tab in places:
        assert [] == _faults(opened(name, tab)), (name, tab)
    for tab in SCENARIO:
        page = opened("scenario", tab)
        _unfold(page)
        assert [] == _faults(page), tab


def test_all_can_be_read_on_a_phone_in_the_dark(visit):
    """At 400: contrasts hold on each page, and nothing scrolls sideways; the replay has a test of its own for this."""
    opened = visit(viewport={"width": 400, "height": 900}, color_scheme="dark")
    for name, tab in (("plan", ""), ("compare", ""), ("cost", ""), ("library", ""), ("scenario", SCENARIO[1])):
        page = opened(name, tab)
        assert [] == _faults(page, ["color-contrast"]), name
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), name
