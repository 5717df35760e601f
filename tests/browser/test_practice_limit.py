"""The desk's boxes stop where the server does, and what it can't take just now is sent again."""

from __future__ import annotations

from browser.exercise_steps import until
from browser.practice_steps import begun_by_rep, is_saved, played, reply, started
from playwright.sync_api import expect

from trainee_exercises.practice.limits import LONGEST_TEXT


def test_the_box_of_a_reply_says_that_it_is_full_and_its_text_can_be_sent(shared_app, page):
    """What was pasted beyond is not taken, in words that all can see; the server takes all that the box holds."""
    shift = begun_by_rep(shared_app, page, 3)
    started(shared_app, page, shift)
    page.keyboard.press("Alt+j")
    reply(page).fill("x" * (LONGEST_TEXT - 1))
    is_saved(page)
    reply(page).press("End")
    page.keyboard.insert_text("yz")
    expect(reply(page)).to_have_value("x" * (LONGEST_TEXT - 1) + "y")
    expect(page.locator("reply-editor:not([hidden]) .save-state")).to_contain_text("this box holds 4,000 characters")
    page.get_by_role("button", name="Send", exact=True).press("Enter")
    until(page, lambda: [LONGEST_TEXT] == [len(one.data["text"]) for one in _replies(shared_app, shift)])


def test_a_reply_that_the_server_is_too_busy_for_is_sent_again(shared_app, page):
    """A 503 loses nothing: neither what is on its way nor what is typed meanwhile."""
    shift = begun_by_rep(shared_app, page, 3)
    started(shared_app, page, shift)
    page.keyboard.press("Alt+j")
    refused = []

    def busy(route):
        if len(refused) < 3:
            refused.append(route.request.post_data)
            route.fulfill(status=503, json={"ok": False, "code": "busy", "says": "The desk has too much to do."})
        else:
            route.continue_()

    page.route("**/act", busy)
    reply(page).fill("Hello, I look into this.")
    page.get_by_role("button", name="Send", exact=True).press("Enter")
    until(page, lambda: ["Hello, I look into this."] == [one.data["text"] for one in _replies(shared_app, shift)])
    assert 3 == len(refused)


def _replies(app, shift):
    return [one for one in played(app, shift).log if one.kind == "replied"]
