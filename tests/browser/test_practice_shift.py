"""A whole shift at the desk by keyboard alone, with a reload and a killed server in the middle: nothing is lost."""

from __future__ import annotations

import re
import time

from browser.conftest import PATIENCE
from browser.practice_steps import (
    answer,
    begun,
    begun_by_rep,
    case_of,
    is_saved,
    lasting,
    model_reply,
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

LAST = 20  # seconds before the end from which no conversation is begun
SLOW = 15  # seconds that a server takes to start: dead for so long, it would miss much of 75 seconds
TEN_MINUTES = 600_000  # of the shift's own clock


def test_ten_minutes_by_keyboard_with_a_reload_and_a_killed_server(running_app, page):
    """To the real end by the server's clock: every word that was sent is in the log, in order, and drafts come back."""
    began = time.monotonic()
    app = running_app()
    is_slow = time.monotonic() - began > SLOW
    shift = begun(app, speed=4.0 if is_slow else 8.0)
    lasting(app, shift, TEN_MINUTES)
    started(app, page, shift)
    until(page, lambda: took(page))
    sent = ["half of a reply, and the other half", "a note in the dark"]
    page.keyboard.press("Alt+l")
    page.keyboard.insert_text("half of a reply")
    is_saved(page)
    page.reload()
    expect(reply(page)).to_have_value("half of a reply")
    page.keyboard.press("Alt+l")
    page.keyboard.insert_text(", and the other half")
    app.kill()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".is-sending")).to_contain_text(sent[0])
    expect(page.locator(".banner")).to_contain_text("Not connected")
    page.keyboard.press("Alt+p")
    page.keyboard.insert_text("a note in the dark")
    app.start()
    said(page, sent[0])
    expect(page.get_by_label("Internal note, for colleagues only")).to_have_value("a note in the dark")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".said.note")).to_contain_text("a note in the dark")
    while left(page) > LAST:
        if took(page):
            sent.append(f"{model_reply(page).strip()}\n{len(sent)}")
            answer(page, sent[-1])
            tagged(page)
            page.keyboard.press("Control+Alt+e")
    page.get_by_role("radio", name="Closed").press("Space")
    page.keyboard.press("Alt+j")
    page.keyboard.press("Alt+p")
    page.keyboard.insert_text("words for the last page")
    expect(page.get_by_role("heading", level=1)).to_have_text("The shift is over", timeout=1000 * LAST + PATIENCE)
    expect(page.locator(".left-words .words")).to_have_text(["words for the last page"])
    expect(page.get_by_role("link", name="See the debrief")).to_have_attribute("href", f"/debrief?shift={shift}")
    ended = played(app, shift)
    assert sent == [one.data["text"] for one in ended.log if one.kind in {"replied", "noted"}]
    assert (True, TEN_MINUTES) == (len(sent) > 2, ended.now)


def took(page):
    """Go to the next conversation and take it; tell whether it is there to be answered."""
    page.keyboard.press("Alt+j")
    page.keyboard.press("Alt+y")
    page.wait_for_timeout(300)
    return page.locator(".standing", has_text=re.compile("^Yours")).count() == 1


def left(page):
    """Return how many real seconds the clock of the desk shows; 0 after the end."""
    if page.locator(".clock .digits").count() == 0:
        return 0
    minutes, seconds = page.locator(".clock .digits").inner_text().split(":")
    return 60 * int(minutes) + int(seconds)


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
