"""The page of a round in a real browser: live, and never in the way of somebody who types."""

from __future__ import annotations

from browser.visits import sign_in
from playwright.sync_api import expect

from trainee_exercises.hiring.attempts import Attempts


def test_a_request_shows_by_itself_and_what_is_being_typed_stays(shared_app, visitor):
    """The live part looks again within seconds; the field keeps its words and the cursor."""
    invited = shared_app.invite(name="Ada Live")
    page = visitor()
    sign_in(page, shared_app, "manager")
    page.goto(f"{shared_app.url}/round?round={invited.round_id}")
    page.get_by_text("Add a candidate").click()
    name = page.get_by_label("Name", exact=True)
    name.press_sequentially("Ben in the midd")
    Attempts(shared_app.storage()).act(
        invited.candidate_id, "d" * 16, {"kind": "ask_other_format", "text": "Larger print, please"}
    )
    expect(page.get_by_text("Larger print, please")).to_be_visible()
    expect(name).to_have_value("Ben in the midd")
    expect(name).to_be_focused()


def test_a_reload_shows_the_same_round_and_part(shared_app, visitor):
    """Both stand in the address."""
    first = shared_app.invite(name="Ada Reload")
    shared_app.invite()
    page = visitor()
    sign_in(page, shared_app, "manager")
    page.goto(f"{shared_app.url}/round?round={first.round_id}")
    page.get_by_role("tab", name="Time and formats").click()
    expect(page.get_by_role("button", name="Give this time")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Give this time")).to_be_visible()
    page.get_by_role("tab", name="Invite").click()
    expect(page.get_by_text("Mails, ready to send")).to_be_visible()
    expect(page.get_by_text("Hello Ada Reload,")).to_be_visible()
