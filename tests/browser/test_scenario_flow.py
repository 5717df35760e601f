"""The scenario editor as a person uses it: more people, more cover; undo; a reload keeps the work; the file."""

from __future__ import annotations

import re
from pathlib import Path

import scenarios
from sim.scenario.editing import value_at

HEADCOUNT = ("plans", "as_is", "teams", "new_york", "headcount")


def _traces(page):
    """Return the highest number of people at the desk in the chart of cover."""
    script = """() => {
      const drawn = [...document.querySelectorAll('.js-plotly-plot')].find(
        plot => (plot.data || []).some(trace => (trace.name || '').startsWith('needed')));
      if (!drawn) return null;
      const y = drawn.data[0].y;
      const values = y && y._inputArray ? Array.from(y._inputArray) : Array.from(y);
      return Math.max(...values);
    }"""
    return page.evaluate(script)


def _wait_for(page, most):
    for _ in range(200):
        if _traces(page) == most:
            return
        page.wait_for_timeout(100)
    assert most == _traces(page)


def test_edit_undo_reload_and_export(page, running_app, tmp_path):
    """The chart follows each step, and the file is what was shown."""
    page.goto(f"{running_app().url}/scenario")
    page.get_by_role("button", name="Begin with the example").click()
    page.get_by_role("tab", name="Teams and shifts").click()
    people = page.get_by_label("new york", exact=True)
    people.wait_for()
    _wait_for(page, 9)
    people.fill("12")
    people.press("Enter")
    _wait_for(page, 12)
    page.get_by_text("of the 480 hours at the desk").wait_for()
    page.keyboard.press("Alt+z")
    _wait_for(page, 9)
    page.keyboard.press("Alt+y")
    _wait_for(page, 12)
    page.reload()
    page.get_by_role("tab", name="Teams and shifts").click()
    _wait_for(page, 12)
    with page.expect_download() as caught:
        page.get_by_role("button", name=re.compile("Export as YAML")).click()
    file = Path(tmp_path / "out.yaml")
    caught.value.save_as(file)
    text = file.read_text(encoding="utf-8")
    assert 12 == value_at(text, HEADCOUNT)
    assert scenarios.text("quickstart").splitlines()[:2] == text.splitlines()[:2]  # with its comments


def _type_into(page, row, x, text):
    """Type into a cell of the table on the page: so many pixels from its left, of that row."""
    table = page.locator('[data-testid="stDataFrame"]').last
    table.locator("canvas").first.wait_for()
    page.wait_for_timeout(1500)  # the table is drawn, not made of elements: there is nothing to wait for
    box = table.bounding_box()
    page.mouse.click(box["x"] + x, box["y"] + 36 + 35 * row - 18)
    page.wait_for_timeout(500)
    page.keyboard.type(text)
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")


def test_typing_into_a_table_changes_the_sentence_and_both_cells_stay(page, running_app):
    """Two ranks one after the other; after a look at another tab they still stand there."""
    page.goto(f"{running_app().url}/scenario")
    page.get_by_role("button", name="Begin with the example").click()
    page.get_by_role("tab", name="Who comes first").click()
    page.get_by_text("First come, first served, whoever writes.").wait_for()
    _type_into(page, 1, 110, "1")
    page.get_by_text("Paying first, however long others have waited; then trial and free.").wait_for()
    _type_into(page, 3, 110, "2")
    page.get_by_text("Paying first, however long others have waited; then free, then trial.").wait_for()
    page.get_by_role("tab", name="All as text").click()
    page.get_by_text("Nothing is wrong: it can be run.").wait_for()
    page.get_by_role("tab", name="Who comes first").click()
    page.get_by_text("then free, then trial").wait_for()
    _type_into(page, 2, 110, "2")
    page.get_by_text("Paying first, however long others have waited; then trial and free.").wait_for()
    page.get_by_role("button", name=re.compile("Undo")).click()
    page.get_by_text("then free, then trial").wait_for()
