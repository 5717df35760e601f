"""From the page Practise to the desk: one click, and nothing starts before the rep says so."""

from __future__ import annotations

import re

from browser.visits import sign_in
from playwright.sync_api import expect


def test_begin_leads_to_the_desk_at_once(shared_app, page):
    """A click anywhere on a level's words chooses it; its clock stands still until Start."""
    sign_in(page, shared_app, "rep", "begins@company.example")
    page.goto(f"{shared_app.url}/practise")
    page.get_by_text("Few customers, plain questions").click()
    expect(page.get_by_role("radio", name=re.compile("A calm afternoon"))).to_be_checked()
    expect(page.get_by_role("spinbutton", name="Seed")).to_be_visible()
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url(re.compile(r"/practice/[0-9a-f]{16}$"))
    expect(page.get_by_role("button", name="Start the shift")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("A calm afternoon, seed")).to_be_visible()
    expect(page.get_by_role("link", name="Start it")).to_be_visible()
