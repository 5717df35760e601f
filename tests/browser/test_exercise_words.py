"""A candidate never loses a word: the server dies, the connection goes, the tab is closed."""

from __future__ import annotations

import re
from contextlib import suppress

from browser.exercise_steps import WORDS, attempt, first_reply, is_saved, reply, started, until, without_server, write
from browser.visits import join
from playwright.sync_api import Error, expect


def test_the_server_dies_twice_and_what_was_typed_is_there(running_app, page, visitor):
    """200 words, kill -9 once they are saved: all there, in any browser. Killed while typing: all but the last is.

    What was typed last, and then without a server, arrives by itself when it is back.
    """
    app = running_app()
    invited = app.invite()
    started(page, invited)
    write(page, WORDS)
    is_saved(page)
    app.restart()
    page.reload()
    expect(reply(page)).to_have_value(" ".join(WORDS))
    other = visitor()
    join(other, invited)
    expect(reply(other)).to_have_value(" ".join(WORDS))
    reply(page).press_sequentially(" and then", delay=1)
    older = reply(page).input_value()
    last = 0
    while last < 4 or (last < 100 and not first_reply(app, invited).startswith(older)):
        reply(page).press_sequentially(".", delay=300)  # without a pause to save in
        last += 1
    app.kill()
    assert first_reply(app, invited).startswith(older)
    reply(page).press_sequentially(" more without a server", delay=5)
    expect(page.locator("reply-editor").first).to_contain_text("Not connected: your words are kept in this browser")
    app.start()
    is_saved(page)
    assert f"{older}{'.' * last} more without a server" == first_reply(app, invited)
    expect(reply(other)).not_to_be_editable()


def test_a_page_that_crashes_loses_nothing(shared_app, page):
    """No word of farewell from it: the last ones stand in this browser, and another tab sends them."""
    invited = shared_app.invite()
    started(page, invited)
    reply(page).press_sequentially("saved", delay=1)
    is_saved(page)
    context = page.context
    page.route("**/api/**", lambda route: route.abort())
    reply(page).press_sequentially(" and not saved", delay=1)
    with suppress(Error):
        page.goto("chrome://crash")
    again = context.new_page()
    again.goto(f"{shared_app.url}/exercise")
    again.get_by_role("button", name="Continue here").click()
    expect(reply(again)).to_have_value("saved and not saved")
    is_saved(again)
    assert "saved and not saved" == first_reply(shared_app, invited)


def test_a_tab_closed_at_once_after_the_last_key_has_saved_it(shared_app, page):
    """Closing the tab sends what was not sent yet."""
    invited = shared_app.invite()
    started(page, invited)
    reply(page).press_sequentially("the very last words", delay=1)
    page.close(run_before_unload=False)
    saved = [first_reply(shared_app, invited)]
    while not saved[-1] and len(saved) < 300:
        saved.append(_a_moment_later(shared_app, invited))
    assert "the very last words" == saved[-1]


def _a_moment_later(app, invited):
    import time  # noqa: PLC0415 - the tab is closed: there is no page to wait with

    time.sleep(0.1)
    return first_reply(app, invited)


def test_a_reload_without_the_server_shows_questions_and_words(shared_app, page):
    """Typed and sent without a connection, reloaded: all is still there, and goes out by itself afterwards."""
    invited = shared_app.invite()
    started(page, invited)
    with without_server(page):
        reply(page).press_sequentially("kept here", delay=1)
        page.keyboard.press("Control+Enter")
        expect(page.locator(".conversation .state").first).to_have_text("Waiting to be sent")
        page.reload()
        expect(page.locator(".banner")).to_contain_text("Not connected")
        expect(reply(page)).to_have_value("kept here")
    expect(page.locator(".conversation .state").first).to_have_text("Sent")
    first = attempt(shared_app, invited).answers["a01"]
    assert ("kept here", True) == (first.reply, first.sent_at is not None)


def test_words_that_another_device_overtook_can_still_be_read(shared_app, page, visitor):
    """Typed here without a connection while another device went on: shown beside the newer text, to copy or to add."""
    invited = shared_app.invite()
    started(page, invited)
    with without_server(page):
        reply(page).press_sequentially("from the train", delay=1)
        other = visitor()
        join(other, invited)
        other.get_by_role("button", name="Continue here").click()
        expect(reply(other)).to_be_editable()
        reply(other).press_sequentially("from home", delay=1)
        is_saved(other)
    page.get_by_role("button", name="Continue here").click()
    expect(reply(page)).to_have_value("from home")
    expect(page.get_by_label("Typed in this browser and not sent")).to_have_value("from the train")
    page.get_by_role("button", name="Add it to the text above").click()
    expect(reply(page)).to_have_value("from home\n\nfrom the train")
    is_saved(page)
    assert "from home\n\nfrom the train" == first_reply(shared_app, invited)


def test_a_long_paste_is_noted_by_length_alone_and_ones_own_words_are_not(shared_app, page):
    """250 characters from elsewhere: an event with the length. The candidate's own earlier text: none."""
    invited = shared_app.invite()
    started(page, invited)
    own = "my own words " * 20
    reply(page).fill(own)
    for text in (own, "x" * 250):
        page.evaluate(_PASTE, text)
    is_saved(page)
    page.get_by_role("button", name="Skip for now").click()
    expect(page.locator(".question .state").first).to_have_text("Skipped")
    until(page, lambda: attempt(shared_app, invited).answer("a01").skipped)
    assert [("a01", 250)] == [(one.question, one.length) for one in attempt(shared_app, invited).pastes]


_PASTE = """(text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const pasted = new ClipboardEvent("paste", { clipboardData, bubbles: true });
  document.querySelector("reply-editor textarea").dispatchEvent(pasted);
}"""


def test_the_browser_keeps_nothing_once_all_is_handed_in(shared_app, page):
    """After the end, with everything at the server, no answer stays on this computer."""
    invited = shared_app.invite()
    started(page, invited)
    reply(page).press_sequentially("not for the next one at this computer", delay=1)
    is_saved(page)
    page.get_by_role("button", name="Hand in early").click()
    page.get_by_role("button", name="Hand in now").click()
    page.get_by_role("heading", name="You have handed in").wait_for()
    assert "not for the next one" not in page.evaluate("JSON.stringify({...localStorage})")


def test_a_double_click_sends_and_does_not_take_it_back(shared_app, page):
    """Nor does it skip two questions: the second click is not for the button that has come to stand there."""
    invited = shared_app.invite()
    started(page, invited)
    reply(page).fill("sent by a double click")
    is_saved(page)
    page.get_by_role("button", name="Send").dblclick()
    expect(page.locator(".inbox")).to_contain_text("1 sent, 0 drafts")
    page.get_by_role("button", name="Next question").click()
    page.get_by_role("button", name="Skip for now").dblclick()
    expect(page.get_by_role("heading", name="Question 3 of 20")).to_be_visible()
    expect(page.locator(".conversation .state")).to_have_text("Read")
    page.get_by_role("button", name=re.compile("^1")).first.click()
    expect(page.get_by_role("button", name="Change the reply")).to_be_visible()
    found = attempt(shared_app, invited)
    assert found.answer(found.terms.form.questions[0].id).sent_at is not None
    page.get_by_role("button", name="Change the reply").click()
    expect(page.get_by_role("button", name="Send")).to_be_visible()
