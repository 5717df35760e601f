"""Several reports of one disturbance, merged at once by keys; what could not be merged is named."""

from __future__ import annotations

from browser.practice_steps import answer, begun_by_rep, case_of, played, started
from playwright.sync_api import expect


def three_ticked(app, page):
    """Start a shift, open its first conversation, tick two others to be merged into it; return it, and the shift."""
    shift = begun_by_rep(app, page, 3)
    started(app, page, shift)
    page.keyboard.press("Alt+j")
    page.keyboard.press("Alt+g")
    expect(page.get_by_role("dialog").get_by_role("checkbox").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_have_text("Tick a conversation first.")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    return case_of(app, shift, page), shift


def test_several_conversations_are_merged_into_one_by_keys(shared_app, page):
    """Each is an act of its own in the log; one reply goes to all."""
    target, shift = three_ticked(shared_app, page)
    page.keyboard.press("Enter")
    expect(page.locator(".standing")).to_contain_text("2 reports merged into it")
    answer(page, "told to all of you")
    cases = played(shared_app, shift).cases.values()
    merged = [one for one in cases if one.merged_into == target.id]
    assert 2 == len(merged)
    assert 2 == sum(one.kind == "merged" for one in played(shared_app, shift).log)
    told = [one.id for one in cases if any(each.text == "told to all of you" for each in one.messages)]
    assert sorted([target.id, *(one.id for one in merged)]) == sorted(told)


def test_what_could_not_be_merged_is_named(shared_app, page):
    """The others are merged all the same."""
    target, shift = three_ticked(shared_app, page)
    taken = page.get_by_role("dialog").get_by_role("checkbox").nth(1).get_attribute("value")
    name = played(shared_app, shift).cases[taken].person.name

    def refuse(route):
        if f'"kind":"merge","case":"{taken}"' in route.request.post_data:
            route.fulfill(status=409, json={"ok": False, "code": "not_yours", "says": "Pete has it."})
        else:
            route.continue_()

    page.route("**/act", refuse)
    page.keyboard.press("Enter")
    words = f"1 conversation merged: what you write here goes to all. Not merged: {name} (Pete has it.)"
    expect(page.locator(".banner")).to_contain_text(words)
    expect(page.locator(".standing")).to_contain_text("1 report merged into it")
    assert 1 == sum(one.merged_into == target.id for one in played(shared_app, shift).cases.values())
