"""An engineer is asked by keys: the conversation waits on them, the note comes, the customer is told."""

from __future__ import annotations

from browser.practice_steps import answer, begun_by_rep, case_of, later, played, started
from playwright.sync_api import expect


def test_an_engineer_is_asked_and_the_customer_is_told_what_they_say(shared_app, page):
    """The thread and the list say what is waited for; to ask twice is refused in words; the note makes it due again."""
    shift = begun_by_rep(shared_app, page, 3)
    started(shared_app, page, shift)
    page.keyboard.press("Alt+j")
    case = case_of(shared_app, shift, page)
    page.keyboard.press("Alt+n")
    expect(page.locator(".standing")).to_contain_text("Yourswaiting on engineering, about 8 min left")
    page.locator(".thread-actions summary").press("Enter")
    actions = page.locator(".thread-actions")
    expect(actions.get_by_role("button", name="Let a colleague read along")).to_be_visible()
    expect(actions.get_by_role("button", name="Ask an engineer")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+n")
    expect(page.locator(".banner")).to_contain_text("Lena Brandt has been asked; the note comes in about 8 min.")
    page.get_by_role("radio", name="Snoozed").press("Space")
    expect(page.locator(".case .wait")).to_have_text("waiting on engineering, about 8 min left")

    later(shared_app, shift, 9)
    expect(page.locator(".said.note").last).to_contain_text("Lena Brandt")
    expect(page.locator(".standing")).not_to_contain_text("engineering")
    answer(page, "I have heard from our engineers: they looked at it.")
    kinds = [one.kind for one in played(shared_app, shift).log if one.case == case.id]
    wanted = ["asked_engineering", "engineering_said", "replied"]
    assert wanted == [one for one in kinds if one in wanted]
