"""Moving the sliders in a real browser: the page's numbers are those of its own command, played on its own files."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
from browser.visits import sign_in
from playwright.sync_api import expect
from typer.testing import CliRunner

from dashboard.planning.board import id_of
from sim.experiments.estimate import Estimate
from sim.experiments.kept import results_to_bytes
from sim.experiments.replicate import Options, replicate
from sim.experiments.words import in_words
from sim.measures.figures import MEASURES
from sim.scenario.load import parse
from support_sandbox import app as command_line
from trainee_exercises.library import Library, NewRun

PATIENCE = 240_000  # ms: the engine may have to be compiled first
TEXT = """
title: Two people and a second team
start: 2026-03-02
length: 4w
world:
  segments:
    paying: {stage: paying, customers: 1000, contact_rate: 0.25, zones: {UTC: 1}}
    free: {stage: long_term_free, customers: 1000, contact_rate: 0.2, zones: {UTC: 1}, patience: 1d}
  topics: {question: {handle_time: 12m}}
plans:
  as_is:
    teams:
      desk: {zone: UTC, headcount: 2, rate: 30, shifts: [{days: mon-fri, start: "09:00", end: "17:00"}]}
"""
ROWS = {
    "First response, 90th percentile, paying customers": ("first_response_p90", "paid"),
    "First response, 90th percentile, free customers": ("first_response_p90", "free"),
    "Gave up": ("abandonment", "all"),
    "Occupancy": ("occupancy", "all"),
    "People, mean": ("headcount_mean", "all"),
    "Cost of people, a week": ("people_cost", "all"),
}
"""Rows of the table behind "How sure?": of which figure."""


@pytest.fixture
def panel(shared_app, visitor):
    """Give the sliders on a run that was kept."""
    scenario = parse(TEXT, "two.yaml")
    results = replicate(scenario, options=Options(6, 3, processes=1))
    run = NewRun(
        text=TEXT, title=scenario.title, hash=results.hash, seed=3, replications=6, version=results.version,
        plans=results.plans, baseline="as_is", content=results_to_bytes(results), name="", note="", origin="",
    )  # fmt: skip
    kept = Library(shared_app.storage()).keep(run, "u1")
    page = visitor(accept_downloads=True)
    sign_in(page, shared_app, "manager")
    page.goto(f"{shared_app.url}/compare?run={id_of(kept)}")
    page.get_by_role("tab", name="What if").click()
    expect(page.get_by_text("Nothing is changed yet")).to_be_visible(timeout=PATIENCE)
    return page


def move(page, label, steps):
    """Move a slider by so many steps with the keyboard, as who cannot use a mouse does."""
    page.get_by_role("slider", name=label).focus()
    for _ in range(abs(steps)):
        page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")


def rows_of(page):
    """Return the rows of the table behind "How sure?"."""
    page.get_by_text("How sure?").last.click()
    table = page.locator(".plain-table").last
    expect(table).to_be_visible()
    cells = [row.locator("td").all_inner_texts() for row in table.locator("tbody tr").all()]
    return {title: (now, then, sure) for title, now, then, sure in cells}


def played(page, folder):
    """Return what the commands on the page print for the files on the page: plan -> measure -> scope -> figures."""
    page.get_by_text("The same on a command line").click()
    lines = page.locator("[data-testid=stCode] code").all_inner_texts()
    for button in page.get_by_role("button", name=re.compile(r"Download (now|what-if)\.yaml")).all():
        with page.expect_download() as waiting:
            button.click()
        (folder / waiting.value.suggested_filename).write_bytes(Path(waiting.value.path()).read_bytes())
    plans = {}
    for line in lines:
        words = [str(folder / word) if word.endswith(".yaml") else word for word in line.split()[1:]]
        ran = CliRunner().invoke(command_line, [*words, "--processes", "1", "--json"], catch_exceptions=False)
        assert 0 == ran.exit_code, (line, ran.output)
        plans |= json.loads(ran.stdout)["plans"]
    return plans


@pytest.mark.parametrize("seed", [1, 2])
def test_the_numbers_of_the_page_are_those_of_its_command(panel, tmp_path, seed):
    """Random steps of every slider; every figure with its interval as the command line has it, rounded alike."""
    draw = random.Random(seed)
    moved = {"People": draw.randint(1, 2), "Conversations": draw.randint(-3, 3) if seed > 1 else 0,
             "Work on each": 0 if seed == 1 else draw.randint(1, 3)}  # fmt: skip
    for label, steps in moved.items():
        move(panel, label, steps)
    people = "With 1 person more" if moved["People"] == 1 else f"With {moved['People']} people more"
    expect(panel.get_by_text(people)).to_be_visible(timeout=PATIENCE)
    expect(panel.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)

    shown, printed = rows_of(panel), played(panel, tmp_path)
    for title, (measure, scope) in ROWS.items():
        weeks = 4 if title.endswith("a week") else 1
        for plan, cell in zip(("now", "what_if"), shown[title], strict=False):
            figure = printed[plan][measure][scope]
            value, half = figure["value"] / weeks, (figure["high"] - figure["low"]) / 2 / weeks
            expected = in_words(Estimate(value, half, 6), MEASURES[measure].unit, "USD")
            assert expected == cell, (moved, plan, title)
