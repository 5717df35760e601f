"""The desk on a phone: room to read, and no word of keys that are not there."""

from __future__ import annotations

import pytest
from browser.practice_steps import begun_by_rep, reply, said
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 400, "height": 800}, "has_touch": True, "is_mobile": True}


def on_a_phone(app, visitor, level):
    """Start a shift with a finger."""
    page = visitor(**PHONE)
    shift = begun_by_rep(app, page, level)
    page.goto(f"{app.url}/practice/{shift}")
    page.get_by_role("button", name="Start").tap()
    page.locator(".case").first.wait_for()
    return page


def room(page):
    """Return how many pixels lie between the bars and the composer."""
    top, below = page.locator(".areas").bounding_box(), page.locator(".composer").bounding_box()
    return below["y"] - top["y"] - top["height"]


def test_the_conversation_has_the_room_until_one_writes(shared_app, visitor):
    """The composer is one line; it opens under the finger, and folds when its words are sent or one taps elsewhere."""
    page = on_a_phone(shared_app, visitor, 3)
    page.locator(".case").first.tap()
    send = page.get_by_role("button", name="Send", exact=True)
    expect(send).to_be_hidden()
    assert room(page) >= 500
    reply(page).tap()
    expect(send).to_be_visible()
    page.locator("#thread-title").tap()
    expect(send).to_be_hidden()
    reply(page).fill("written on a phone")
    send.tap()
    said(page, "written on a phone")
    expect(send).to_be_hidden()
    expect(page.locator(".said.me")).to_be_in_viewport()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("level", [0, 1])
def test_keys_are_named_where_there_is_a_keyboard_and_nowhere_else(shared_app, visitor, level):
    """Before the start, in the tour, on the empty thread and on each button."""
    phone, computer = on_a_phone(shared_app, visitor, level), visitor()
    shift = begun_by_rep(shared_app, computer, level)
    computer.goto(f"{shared_app.url}/practice/{shift}")
    computer.get_by_role("button", name="Start").press("Enter")
    computer.locator(".case").first.wait_for()
    named = [one.evaluate("() => document.body.innerText.includes('Alt +')") for one in (phone, computer)]
    assert [False, True] == named
    phone.locator(".case").first.tap()
    computer.keyboard.press("Alt+j")
    for page, n in ((phone, 0), (computer, 4)):
        page.get_by_role("button", name="Take").wait_for()
        assert n <= page.locator("[title*='Alt +']").count() <= 10 * n
    assert "Alt" not in phone.evaluate("() => document.body.innerText")


def test_the_tour_says_what_to_tap(shared_app, visitor):
    """One step at a time, with its number."""
    page = on_a_phone(shared_app, visitor, 0)
    words = page.locator(".step-words")
    expect(words).to_have_text("One customer waits. Tap the conversation in the list.")
    expect(page.locator(".steps li:visible")).to_have_text(["1 of 7:Open it"])
    page.locator(".case").first.tap()
    expect(words).to_contain_text("tap Take")
    page.get_by_role("button", name="Take").tap()
    expect(words).to_contain_text("Tap Customer, then Help centre.")
    page.get_by_role("group", name="Areas").get_by_role("button", name="Customer").tap()
    page.get_by_role("tab", name="Help centre").tap()
    expect(page.locator("#help-search")).to_be_focused()
    page.get_by_role("group", name="Areas").get_by_role("button", name="Conversation").tap()
    reply(page).fill("I answer without looking it up.")
    page.get_by_role("button", name="Send", exact=True).tap()
    expect(words).to_contain_text("They read it and write back in a moment.")
    page.mouse.wheel(0, 2000)
    expect(words).to_be_in_viewport()
    expect(page.locator(".clock-place")).to_be_hidden()
    expect(page.locator(".steps li.done")).to_contain_text(["Open it", "Take it", "Reply"])
