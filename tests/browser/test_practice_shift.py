"""A whole shift at the desk by keyboard alone, with a reload and a killed server in the middle: nothing is lost."""

from __future__ import annotations

import re

from browser.practice_steps import (
    answer,
    begun,
    begun_by_rep,
    case_of,
    is_saved,
    model_reply,
    nearly_over,
    opened,
    played,
    reply,
    said,
    started,
    tagged,
    until,
)
from playwright.sync_api import expect

from trainee_exercises.practice.shifts import Shifts


def test_ten_minutes_by_keyboard_with_a_reload_and_a_killed_server(running_app, page):
    """Take, answer, tag, close; words outlive a reload; what is sent while the server is dead arrives once; the end."""
    app = running_app()
    shift = begun(app, speed=8.0, minutes=10)
    started(app, page, shift)
    page.keyboard.press("Alt+j")
    page.keyboard.press("Alt+y")
    expect(page.locator(".standing")).to_contain_text("Yours")
    page.keyboard.press("Alt+l")
    page.keyboard.insert_text("half of a reply")
    is_saved(page)
    page.reload()
    expect(reply(page)).to_have_value("half of a reply")
    page.keyboard.press("Alt+l")
    page.keyboard.insert_text(", and the other half")
    app.kill()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".is-sending")).to_contain_text("half of a reply, and the other half")
    expect(page.locator(".banner")).to_contain_text("Not connected")
    page.keyboard.press("Alt+p")
    page.keyboard.insert_text("a note in the dark")
    app.start()
    said(page, "half of a reply, and the other half")
    expect(page.get_by_label("Internal note, for colleagues only")).to_have_value("a note in the dark")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".said.note")).to_contain_text("a note in the dark")
    mine = [one.text for one in case_of(app, shift, page).messages if one.by in {"me", "note"}]
    assert ["half of a reply, and the other half", "a note in the dark"] == mine
    answer(page, model_reply(page))
    tagged(page)
    page.keyboard.press("Control+Alt+e")
    until(page, lambda: any(one.standing == "closed" for one in played(app, shift).cases.values()))
    found = next(one for one in played(app, shift).cases.values() if one.standing == "closed" and one.n_replies)
    assert ("confused", "design") == (found.tags.category, found.tags.owner)
    nearly_over(app, shift)
    expect(page.get_by_role("heading", level=1)).to_have_text("The shift is over")
    expect(page.get_by_role("link", name="See the debrief")).to_have_attribute("href", f"/debrief?shift={shift}")


def test_a_reply_whose_receipt_is_lost_is_sent_once(shared_app, page):
    """The server has it and its answer never comes: the page asks before it tries again."""
    shift = _shift(shared_app, page)
    lost = []

    def lose(route):
        if not lost and '"kind":"reply"' in (route.request.post_data or ""):
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route("**/act", lose)
    page.keyboard.press("Alt+j")
    answer(page, "once and only once")
    assert [1] == [len(lost)]
    assert ["once and only once"] == [one.text for one in case_of(shared_app, shift, page).messages if one.by == "me"]


def test_words_on_their_way_outlive_their_tab(shared_app, page):
    """The tab is closed before the server has heard of a reply: the next one sends it."""
    shift = _shift(shared_app, page)
    page.route("**/act", lambda route: route.abort())
    page.keyboard.press("Alt+j")
    page.keyboard.press("Alt+l")
    page.keyboard.insert_text("sent by the next tab")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".is-sending")).to_be_visible()
    other = page.context.new_page()
    page.close()
    opened(shared_app, other, shift)
    said(other, "sent by the next tab")
    assert ["sent by the next tab"] == [
        one.text for one in case_of(shared_app, shift, other).messages if one.by == "me"
    ]


def test_what_the_server_refuses_stands_in_the_field_again(shared_app, page):
    """A colleague was quicker: the reason is said, and the words are there to be used elsewhere."""
    shift = _shift(shared_app, page)
    page.keyboard.press("Alt+j")
    case = case_of(shared_app, shift, page)
    says = f"{case.person.name} left while you wrote."
    page.route("**/act", lambda route: route.fulfill(status=409, json={"ok": False, "code": "not_yours", "says": says})
               if '"kind":"reply"' in route.request.post_data else route.continue_())  # fmt: skip
    page.keyboard.press("Alt+l")
    page.keyboard.insert_text("words that took a while")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".banner")).to_contain_text(says)
    expect(reply(page)).to_have_value("words that took a while")


def test_two_tabs_share_the_desk_and_lose_no_words(shared_app, page):
    """What is done in one is seen in the other; where both write in one field, the later one sees both texts."""
    shift = _shift(shared_app, page)
    page.keyboard.press("Alt+j")
    other = page.context.new_page()
    opened(shared_app, other, shift)
    other.locator(".desk").wait_for()
    expect(other.locator("#thread-title")).to_have_text(page.locator("#thread-title").inner_text())
    page.keyboard.press("Alt+y")
    expect(other.locator(".standing")).to_contain_text("Yours")
    reply(page).fill("from the first tab")
    is_saved(page)
    reply(other).fill("from the second tab")
    expect(other.locator(".unsent textarea")).to_have_value("from the second tab")
    expect(reply(other)).to_have_value("from the first tab")
    other.get_by_role("button", name="Add it to the text above").click()
    is_saved(other)
    case = case_of(shared_app, shift, page)
    assert "from the first tab\n\nfrom the second tab" == case.drafts["reply"].text


def test_nobody_elses_shift_opens(shared_app, page):
    """The page says why, and leads to one's own."""
    _shift(shared_app, page)
    foreign = begun(shared_app, user="somebody-else")
    opened(shared_app, page, foreign)
    expect(page.get_by_text("This shift is somebody else's.")).to_be_visible()
    assert 1 == len(Shifts(shared_app.storage()).of("somebody-else"))
    expect(page.get_by_role("link", name=re.compile("Practise"))).to_be_visible()


def _shift(app, page):
    shift = begun_by_rep(app, page)
    started(app, page, shift)
    return shift
