"""Comparing plans in a real browser: it streams, can be cancelled, and draws what its tables say."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from browser.visits import sign_in
from playwright.sync_api import expect

PATIENCE = 240_000  # ms: the engine may have to be compiled first
TRACES = """key => Array.from(document.querySelectorAll(`.st-key-chart-${key} .js-plotly-plot`)[0].data).map(one => ({
    name: one.name, x: Array.from(one.x), y: Array.from(one.y),
    half: one.error_x && one.error_x.array ? Array.from(one.error_x.array) : [] }))"""

WIDTHS = """key => { window.widths = []; setInterval(() => {
    const [plot] = document.querySelectorAll(`.st-key-chart-${key} .js-plotly-plot`);
    const half = plot?.data?.[0]?.error_x?.array?.[0];
    if (half && half !== window.widths.at(-1)) window.widths.push(half);
}, 50); }"""
"""Notes in the page itself how wide the first interval is, each time that it is another."""


@pytest.fixture
def manager(shared_app, visitor):
    """Give a page on which a manager is signed in, at the start of planning."""
    page = visitor(accept_downloads=True)
    sign_in(page, shared_app, "manager")
    page.goto(f"{shared_app.url}/plan")
    return page


def _preset(page, name="quickstart"):
    page.locator(f".st-key-preset-{name}").get_by_role("button").click()
    page.wait_for_url("**/compare*")


def _done(page):
    expect(page.get_by_role("tab", name="Who waits")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Cancel")).to_be_hidden(timeout=PATIENCE)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)


def _charts(page, key):
    expect(page.locator(f".st-key-chart-{key} .main-svg").first).to_be_visible(timeout=60_000)
    return page.evaluate(TRACES, key)


def _csv(page, place):
    """Return the rows of the table behind a chart, as it is downloaded."""
    page.get_by_role("button", name="Show the data").nth(place).click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download as CSV").click()
    page.keyboard.press("Escape")
    return list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text(encoding="utf-8"))))


def test_from_a_preset_to_charts_that_equal_their_tables(manager):
    """One click; intervals shrink while it runs; then what is drawn is what is downloaded."""
    manager.evaluate(WIDTHS, "waits-by-plan")
    _preset(manager)
    expect(manager.get_by_text(re.compile("of 20 replications played")).first).to_be_visible(timeout=PATIENCE)
    _done(manager)
    widths = manager.evaluate("window.widths")
    expect(manager.get_by_text(re.compile("Compared with As is")).first).to_be_visible()
    told = sorted((round(float(row["value"]), 9), row["plan"]) for row in _csv(manager, 0))
    traces = _charts(manager, "waits-by-plan")
    assert traces[0]["half"][0] < widths[0]
    drawn = sorted((round(x, 9), plan) for trace in traces for x, plan in zip(trace["x"], trace["y"], strict=True))
    assert told
    assert told == drawn


def test_a_cancelled_run_can_be_run_again(manager):
    """It says so, what was played stays, and the same address then shows the new run."""
    _preset(manager)
    _done(manager)
    manager.get_by_role("button", name="Play more often").click()
    manager.get_by_label("Seed", exact=True).fill("77")
    manager.get_by_label("Seed", exact=True).press("Enter")
    manager.get_by_role("button", name="Play it").click()
    manager.get_by_role("button", name="Cancel").click(timeout=PATIENCE)
    expect(manager.get_by_text(re.compile("You cancelled this run"))).to_be_visible()
    address = manager.url
    manager.get_by_role("button", name="Run it again").click()
    expect(manager.get_by_role("button", name="Cancel")).to_be_visible(timeout=30_000)
    manager.get_by_role("button", name="Cancel").click()
    expect(manager.get_by_role("button", name="Run it again")).to_be_visible()
    assert address == manager.url


def test_a_reload_shows_the_same_run(manager):
    """It stands in the address, and was kept."""
    _preset(manager)
    _done(manager)
    before = manager.locator(".st-key-answer").inner_text()
    manager.reload()
    expect(manager.locator(".st-key-answer")).to_have_text(re.compile(re.escape(before.split("\n")[0])))
