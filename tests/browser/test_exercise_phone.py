"""The exercise on a phone: one area at a time, no keyboard, and each question read from its top."""

from __future__ import annotations

from browser.exercise_steps import is_saved, reply, started
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def begins_at_its_top(page, number):
    """Wait for a question; tell whether its heading is in sight, below the bars that stay there."""
    title = page.get_by_role("heading", name=f"Question {number} of 20")
    expect(title).to_be_in_viewport()
    bars = page.locator(".areas").bounding_box()
    return title.bounding_box()["y"] >= bars["y"] + bars["height"]


def test_another_question_is_shown_from_its_top(shared_app, visitor):
    """Next, skipped or picked in the inbox: its number, customer and subject are what comes first."""
    page = visitor(**PHONE)
    started(page, shared_app.invite())
    reply(page).fill("line\n" * 60)
    is_saved(page)
    page.get_by_role("button", name="Next question").click()
    assert begins_at_its_top(page, 2)
    reply(page).fill("line\n" * 60)
    page.get_by_role("button", name="Skip for now").click()
    assert begins_at_its_top(page, 3)
    page.get_by_role("group", name="Areas").get_by_role("button", name="Inbox").click()
    page.locator(".question").last.click()
    assert begins_at_its_top(page, 20)


def test_where_there_is_no_keyboard_its_list_takes_no_room(shared_app, visitor):
    """On a phone the first place in the bar is free; at a desk the button is there."""
    phone, desk = visitor(**PHONE), visitor()
    for page in (phone, desk):
        started(page, shared_app.invite())
    assert (False, True) == tuple(one.get_by_role("button", name="Keyboard").is_visible() for one in (phone, desk))
