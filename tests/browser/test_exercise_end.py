"""The page after the end: what was said stays said, what comes next, and a file of one's own answers."""

from __future__ import annotations

import re
from pathlib import Path

from browser.exercise_steps import attempt, is_saved, reply, started, started_with
from playwright.sync_api import expect

ASKED = "One short question about AI assistants is left"


def over(app, page, **settings):
    """Show the last page of somebody whose time is over; return the invitation."""
    invited = app.invite(**settings)
    started_with(app, page, invited, 1)
    expect(page.get_by_role("heading", level=1)).to_have_text("The time is over")
    return invited


def test_what_was_said_about_assistants_stands_there_after_a_reload_and_can_be_changed(shared_app, page):
    """Nobody thinks that it was lost, and nobody is asked twice."""
    invited = over(shared_app, page)
    expect(page.locator(".lead")).to_contain_text(ASKED)
    page.get_by_label("Which one did you use").fill("One, for my English")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Thank you, this has been saved.")).to_be_visible()
    expect(page.locator(".lead")).not_to_contain_text(ASKED)
    page.reload()
    told = page.get_by_role("region", name="AI assistants")
    expect(told).to_contain_text(re.compile(r"You wrote \(\d\d:\d\d\):\s*One, for my English"))
    expect(page.locator(".lead")).not_to_contain_text(ASKED)
    told.get_by_role("button", name="Change").click()
    box = page.get_by_label("Which one did you use")
    expect(box).to_have_value("One, for my English")
    box.fill("Two, for my English")
    page.get_by_role("button", name="Send").click()
    expect(told).to_contain_text("Two, for my English")
    assert ("One, for my English", "Two, for my English") == attempt(shared_app, invited).disclosed


def test_nothing_ticked_is_nothing_saved_and_the_page_says_so(shared_app, page):
    """And it says what comes next, and whom to ask."""
    over(shared_app, page, company="Larch & Co", contact="maria@larch.example")
    expect(page.get_by_text("Next, people at Larch & Co read")).to_contain_text("Write to maria@larch.example.")
    page.get_by_role("button", name="Give these answers").click()
    expect(page.get_by_text("Nothing is ticked, so nothing was saved.")).to_be_visible()


def test_a_file_of_ones_answers_tells_its_time_for_people(shared_app, page):
    """In words, with the zone; the answers follow."""
    started(page, shared_app.invite())
    reply(page).fill("kept in a file")
    is_saved(page)
    page.get_by_role("button", name="Hand in early").click()
    page.get_by_role("button", name="Hand in now").click()
    with page.expect_download() as found:
        page.get_by_role("button", name="Download my answers").click()
    head, *rest = Path(found.value.path()).read_text(encoding="utf-8").split("\n\n")
    assert re.fullmatch(r"My answers, as this browser has them on \d+ [A-Z][a-z]+ \d{4}, \d\d:\d\d \(UTC\)", head)
    assert "kept in a file" in rest[0]
