"""The library in a real browser: name a run, put two side by side, delete one; two windows lose nothing."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.visits import sign_in
from playwright.sync_api import expect

import scenarios
import sim
from sim.experiments.across import across
from sim.experiments.kept import results_to_bytes
from sim.reports.style import unit_for
from sim.scenario.load import parse
from trainee_exercises.library import Library, NewRun

TEXT = scenarios.text("stage-1")


@pytest.fixture
def shelf(shared_app):
    """Return the library of the server, and two runs in it with the names A and B of this test."""
    library, scenario, kept = Library(shared_app.storage()), parse(TEXT, "stage-1"), []
    for seed in (1, 2):
        results = sim.compare(scenario, replications=3, seed=seed, processes=1).results
        run = NewRun(
            text=TEXT, title=scenario.title, hash=results.hash, seed=seed, replications=3, version=results.version,
            plans=results.plans, baseline=results.plans[0], content=results_to_bytes(results), name=f"Run {seed}",
        )  # fmt: skip
        kept.append(library.keep(run, "somebody"))
    yield library, kept
    for one in library.all_kept():
        library.delete_run(one.id, "test", role="owner")
    for one in library.all_saved():
        library.delete(one.id, "test", role="owner")


def _drawn(page):
    """Wait until Streamlit has run the page."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def test_a_run_is_named_compared_and_deleted(shared_app, visitor, shelf):
    """With the mouse; what stands in the address survives a reload."""
    library, (first, second) = shelf
    page = visitor()
    sign_in(page, shared_app, "manager")
    page.goto(f"{shared_app.url}/library?show={first.id}")
    page.get_by_label("Name", exact=True).fill("Spring plan")
    page.get_by_label("Note", exact=True).fill("For the board")
    page.get_by_role("button", name="Save name and note").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert ("Spring plan", "For the board") == library.kept(first.id)[1:3]
    page.reload()
    expect(page.get_by_label("Note", exact=True)).to_have_value("For the board")
    page.get_by_role("button", name="Delete this run").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Spring plan")
    dialog.get_by_role("button", name="Yes, delete this run").click()
    expect(page.get_by_text("Deleted.")).to_be_visible()
    still_there = {one.id for one in library.all_kept()}
    assert second.id in still_there
    assert first.id not in still_there


def test_the_points_of_the_picture_are_the_figures_of_the_table(shared_app, visitor, shelf):
    """Two runs side by side, at a wide and at a narrow screen, without anything serious for axe."""
    _, runs = shelf
    played = [sim.compare(parse(TEXT, "stage-1"), replications=3, seed=n, processes=1).results for n in (1, 2)]
    page = visitor()
    sign_in(page, shared_app, "rep")
    beside = "&".join(f"beside={one.id}" for one in runs)
    page.goto(f"{shared_app.url}/library?part=Side+by+side&{beside}")
    chart = page.locator(".js-plotly-plot")
    chart.wait_for()
    _drawn(page)
    drawn = chart.evaluate("one => one.data.flatMap(trace => Array.from(trace.x))")
    cells = page.locator(".plain-table").last.locator("tbody tr td:nth-child(2)").all_inner_texts()
    expected = across(dict(zip("AB", played, strict=True)))
    scope = "paid" if "paid" in set(expected.scope) else "all"
    rows = expected[(expected.measure == "first_response_p90") & (expected.scope == scope)]
    assert list(rows.words) == [one.replace("\N{NO-BREAK SPACE}", " ") for one in cells]
    assert pytest.approx(list(rows.value * unit_for(rows.value).per_minute)) == drawn
    for width in (1280, 400):
        page.set_viewport_size({"width": width, "height": 900})
        _drawn(page)
        wide = page.locator("[data-testid=stMain]").evaluate("one => one.scrollWidth - one.clientWidth")
        assert 0 >= wide, width
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_timeout(300)
        found = Axe().run(page, context="[data-testid=stMain]").response["violations"]
        assert [] == [one["id"] for one in found if one["impact"] in {"serious", "critical"}], scheme


def test_two_windows_on_one_note_lose_nothing(shared_app, visitor, shelf):
    """The second is told what the first wrote, and keeps its own words in the field."""
    library, (one, _) = shelf
    windows = [visitor(), visitor()]
    for page in windows:
        sign_in(page, shared_app, "manager")
        page.goto(f"{shared_app.url}/library?show={one.id}")
        page.get_by_label("Note", exact=True).fill(f"note of window {windows.index(page) + 1}")
    for page, says in zip(windows, ("Saved.", "This was changed meanwhile"), strict=True):
        page.get_by_role("button", name="Save name and note").click()
        expect(page.get_by_text(says)).to_be_visible()  # the first is saved before the second tries
    second = windows[1]
    expect(second.get_by_text("This was changed meanwhile")).to_contain_text("note of window 1")
    expect(second.get_by_label("Note", exact=True)).to_have_value("note of window 2")
    assert "note of window 1" == library.kept(one.id).note
    second.get_by_role("button", name="Keep mine").click()
    expect(second.get_by_text("This was changed meanwhile")).to_be_hidden()
    assert "note of window 2" == library.kept(one.id).note


def test_a_saved_scenario_opens_in_the_editor_and_a_run_on_its_page(shared_app, visitor, shelf):
    """Both by the keyboard: Tab comes to them, Enter goes there."""
    library, (one, _) = shelf
    saved = library.save(TEXT, "Our team", "", "somebody")
    page = visitor()
    sign_in(page, shared_app, "manager")
    page.goto(f"{shared_app.url}/library?part=Saved+scenarios")
    page.get_by_role("button", name="Open in the editor").press("Enter")
    page.wait_for_url(re.compile(r"/scenario\?draft=[0-9a-f]{16}"))
    draft = library.draft(page.url.partition("draft=")[2][:16])
    assert (saved.id, 1, TEXT) == (draft.saved_id, draft.saved_revision, draft.text)
    page.goto(f"{shared_app.url}/library?show={one.id}")
    page.get_by_role("link", name="Open").first.press("Enter")
    page.wait_for_url(re.compile(r"/compare\?run=[0-9a-f]{16}"))
