"""What goes wrong around a candidate: error pages, a lost sign-in, a full disk, a slow line, another window."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from itertools import count

import pytest
from browser.exercise_steps import (
    DEVICE,
    attempt,
    digits,
    first_reply,
    happened,
    is_saved,
    last_seconds,
    left,
    opened,
    reply,
    started,
    started_for,
    started_with,
    until,
    without_server,
)
from browser.visits import join
from playwright.sync_api import expect

from trainee_exercises.hiring.attempts import Attempts

LIMIT = 20_000
_SET = """(text) => {
  const box = document.querySelector("reply-editor textarea");
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}"""
_NO_STORAGE = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
_FULL = """const real = Storage.prototype.setItem;
Storage.prototype.setItem = function (key, value) {
  const others = Object.entries({ ...this }).filter(([name]) => name !== key);
  const all = others.reduce((sum, [, text]) => sum + text.length, 0);
  if (this === localStorage && all + value.length > 20000) throw new DOMException('full', 'QuotaExceededError');
  return real.call(this, key, value);
};"""


_COPIED = """sessionStorage.getItem("sandbox:device") ?? sessionStorage.setItem("sandbox:device", "ID");
window.BroadcastChannel = class { postMessage() {} close() {} };"""


ANSWERS = {
    "a proxy's error page": {"status": 502, "content_type": "text/html", "body": "<h1>Bad gateway</h1>"},
    "an error of the server": {"status": 500, "content_type": "text/plain", "body": "Internal Server Error"},
    "out of order": {"status": 503, "json": {"ok": False, "code": "out_of_order", "says": "x"}},
    "a login page in its place": {"status": 200, "content_type": "text/html", "body": "<h1>Free Wi-Fi</h1>"},
    "JSON of something else": {"status": 200, "json": {"login": "required"}},
    "a receipt without what was received": {"status": 200, "json": {"ok": True}},
    "a proxy that finds it too long": {"status": 413, "content_type": "text/html", "body": "<h1>Too large</h1>"},
    "a proxy's not found": {"status": 404, "content_type": "text/html", "body": "<h1>Not found</h1>"},
    "a proxy's forbidden": {"status": 403, "content_type": "text/html", "body": "<h1>Forbidden</h1>"},
    "signed out": {"status": 401, "json": {"ok": False, "code": "not_signed_in", "says": "Sign in first."}},
    "somebody of the team": {"status": 403, "json": {"ok": False, "code": "not_yours", "says": "Not for you."}},
    "malformed": {"status": 400, "json": {"ok": False, "code": "malformed", "says": "x"}},
}


def answering(answer):
    """Return what answers a request in the server's place."""
    return lambda route: route.fulfill(**answer)


def test_no_wrong_answer_is_taken_for_a_receipt_and_all_is_sent_afterwards(shared_app, page):
    """Whatever comes in the server's place: never "Saved", the words stay, and arrive by themselves once it is back."""
    invited = shared_app.invite()
    started(page, invited)
    written = ""
    for number, (name, answer) in enumerate(ANSWERS.items()):
        page.route("**/api/exercise/act", answering(answer))
        reply(page).press_sequentially(f"{name}. ", delay=1)
        written += f"{name}. {number} "
        page.locator("reply-editor .save-state:is([data-kind=away], [data-kind=refused])").first.wait_for()
        page.unroute("**/api/exercise/act")
        reply(page).press_sequentially(f"{number} ", delay=1)
        is_saved(page)
    assert written == first_reply(shared_app, invited)


def test_a_line_that_comes_and_goes_is_told_once(shared_app, page):
    """Every other answer fails: one sentence aloud, not one for each; and that it holds again, once it does."""
    invited = shared_app.invite()
    started(page, invited)
    page.evaluate(_HEARD)
    turns = count()
    page.route("**/api/**", lambda route: route.abort() if next(turns) % 2 else route.continue_())
    reply(page).press_sequentially("flap " * 10, delay=100)
    page.unroute("**/api/**")
    is_saved(page)
    expect(page.locator("#polite")).to_have_text("Connected again.")
    said = page.evaluate("window.heard")
    assert 1 == sum(words.startswith("Not connected") for words in said)
    assert ("flap " * 10) == first_reply(shared_app, invited)


_HEARD = """() => {
  window.heard = [];
  const place = document.getElementById("polite");
  const listen = () => place.textContent && window.heard.push(place.textContent);
  new MutationObserver(listen).observe(place, { childList: true });
}"""


def test_words_and_a_sent_reply_outlive_the_end_of_the_sign_in(shared_app, page):
    """Signed out in the middle: told once, the way back named; after the link has been opened again, all is sent."""
    invited = shared_app.invite()
    started(page, invited)
    page.context.clear_cookies()
    reply(page).press_sequentially("written while signed out", delay=1)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".banner")).to_contain_text("Open the link of your invitation again")
    page.get_by_role("button", name=re.compile("Next question")).click()
    reply(page).press_sequentially("and the next", delay=1)
    again = page.context.new_page()
    join(again, invited)
    again.close()
    expect(page.locator(".question .state").first).to_have_text("Sent")
    is_saved(page)
    found = attempt(shared_app, invited)
    assert ("written while signed out", "and the next") == (found.answer("a01").reply, found.answer("a02").reply)
    assert found.answer("a01").sent_at is not None
    expect(page.locator(".banner")).to_have_count(0)


def test_another_candidate_at_the_same_computer_gets_none_of_the_words(shared_app, page):
    """Two invitations opened in one browser: the first page sends nothing to the second one's exercise, and says so."""
    first, second = shared_app.invite(), shared_app.invite(name="Kim Larsen")
    started(page, first)
    other = page.context.new_page()
    started(other, second)
    reply(page).press_sequentially("mine alone", delay=1)
    expect(page.locator(".banner")).to_contain_text("Somebody else's invitation has been opened in this browser")
    other.wait_for_timeout(3500)
    expect(reply(page)).to_have_value("mine alone")
    theirs = attempt(shared_app, second)
    assert ("", ()) == (theirs.answer("a01").reply, theirs.refused)
    again = page.context.new_page()
    join(again, first)
    is_saved(page)
    assert "mine alone" == first_reply(shared_app, first)


def test_two_windows_with_one_id_show_both_texts(shared_app, page, visitor):
    """The same revision from both: the second one sees that it was overtaken, and keeps its own words beside."""
    invited = shared_app.invite()
    started_with(shared_app, page, invited, 600_000)
    second = visitor()
    second.add_init_script(f"sessionStorage.setItem('sandbox:device', '{DEVICE}')")
    opened(second, invited)
    page.evaluate(_SET, "from the first window")
    is_saved(page)
    second.evaluate(_SET, "from the second window")
    expect(second.get_by_label("Typed in this browser and not sent")).to_have_value("from the second window")
    expect(reply(second)).to_have_value("from the first window")
    second.get_by_role("button", name="Add it to the text above").click()
    is_saved(second)
    assert "from the first window\n\nfrom the second window" == first_reply(shared_app, invited)


def test_the_box_stops_at_its_limit_and_pushes_nothing_out(shared_app, page):
    """20,000 characters as JavaScript counts them: what comes on top is not taken, in words; the text's end stays."""
    invited = shared_app.invite()
    started(page, invited)
    text = "😀" * (LIMIT // 2 - 1) + "z"
    reply(page).fill(text)
    is_saved(page)
    page.evaluate(_SET, f"{text[:5]}😀{text[5:]}")
    expect(reply(page)).to_have_value(text)
    page.evaluate(_SET, f"{text[:5]}ab{text[5:]}")
    full = f"{text[:5]}a{text[5:]}"
    expect(reply(page)).to_have_value(full)
    expect(page.locator("reply-editor [aria-live]").first).to_contain_text("This box is full")
    until(page, lambda: first_reply(shared_app, invited) == full)
    page.reload()
    expect(reply(page)).to_have_value(full)


def test_every_script_and_way_of_typing_arrives_as_it_stands(shared_app, page):
    """Composed characters, right to left, emoji, line ends, a change by an extension: the same text after a reload."""
    invited = shared_app.invite()
    started(page, invited)
    reply(page).focus()
    ime = page.context.new_cdp_session(page)
    ime.send("Input.imeSetComposition", {"text": "にほ", "selectionStart": 2, "selectionEnd": 2})
    page.wait_for_timeout(700)  # it is saved in the middle of a word
    ime.send("Input.imeSetComposition", {"text": "日本", "selectionStart": 2, "selectionEnd": 2})
    ime.send("Input.insertText", {"text": "日本"})
    page.keyboard.insert_text(" שלום 👩‍👩‍👧 e\u0301 one\r\ntwo\0three ")
    page.evaluate(_SET, reply(page).input_value() + "corrected")
    is_saved(page)
    shown = reply(page).input_value()
    assert shown.startswith("日本 שלום 👩‍👩‍👧 e\u0301 one\ntwo")
    assert shown.replace("\0", "") == first_reply(shared_app, invited)
    page.reload()
    expect(reply(page)).to_have_value(shown.replace("\0", ""))
    reply(page).press_sequentially("!", delay=1)
    page.keyboard.press("Control+z")
    expect(reply(page)).to_have_value(shown.replace("\0", ""))


@pytest.mark.parametrize("storage", [_NO_STORAGE, _FULL])
def test_a_browser_that_keeps_nothing_still_saves_and_says_so(shared_app, page, storage):
    """Storage full or forbidden: the server has it all, and where no copy can be kept, a sentence says what to mind."""
    page.add_init_script(storage)
    invited = shared_app.invite()
    started(page, invited)
    words = "w" * 15_000
    reply(page).fill(words)
    is_saved(page)
    assert words == first_reply(shared_app, invited)
    expect(page.locator(".banner", has_text="keeps no copy")).to_have_count(1 if storage is _NO_STORAGE else 0)


def test_without_the_server_a_reload_shows_no_more_time_than_there_is(shared_app, page):
    """The countdown goes on from what was known, and closes nothing by itself."""
    invited = shared_app.invite(minutes=5)
    started(page, invited)
    with without_server(page):
        page.reload()
        expect(reply(page)).to_be_editable()
        page.wait_for_timeout(600)
        true = (attempt(shared_app, invited).ends_at - shared_app.storage().now()) / 1000
        assert 0 <= true + 1 - left(page) < 60


def test_a_slow_line_never_shows_more_time_than_the_server_grants(shared_app, page):
    """Answers that take two seconds: the countdown is at most what is left, and typing goes on being saved."""
    invited = shared_app.invite()

    def slowly(route):
        answer = route.fetch()
        page.wait_for_timeout(2000)
        route.fulfill(response=answer)

    started(page, invited)
    page.route("**/api/**", slowly)
    page.reload()
    reply(page).wait_for()
    for _ in range(20):  # on a busy machine a tick of the countdown may be late; what is too much stays too much
        true = (attempt(shared_app, invited).ends_at - shared_app.storage().now()) / 1000
        if left(page) <= true + 1:  # read afterwards: looking up what is true takes a while as well
            break
    else:
        page.unroute_all(behavior="wait")
        pytest.fail("the countdown shows more than the server grants")
    reply(page).press_sequentially("slow but sure", delay=1)
    is_saved(page)
    page.unroute_all(behavior="wait")
    assert "slow but sure" == first_reply(shared_app, invited)


def test_a_computer_that_slept_shows_no_time_that_is_gone(shared_app, page):
    """Its clock has gone on by ten minutes and its counter has not: shown at once, also without the server."""
    started(page, shared_app.invite())
    with without_server(page):
        for _ in range(5):  # an answer that was on its way already tells the time anew: then it sleeps once more
            page.evaluate("{ const before = Date.now; Date.now = () => before() + 600000; }")
            with suppress(AssertionError):
                expect(digits(page)).to_have_text(re.compile(r"^19:"), timeout=2000)
                break
        expect(digits(page)).to_have_text(re.compile(r"^19:"))
        expect(reply(page)).to_be_editable()
    expect(digits(page)).to_have_text(re.compile(r"^29:"))


def test_a_page_that_slept_over_the_end_hands_over_its_words(shared_app, page):
    """Frozen with words on the way until after the grace: they are kept beside the answers, and the page says which."""
    invited = shared_app.invite()
    started_for(shared_app, page, invited)
    reply(page).press_sequentially("in time", delay=1)
    is_saved(page)
    last_seconds(shared_app, page, invited)
    with without_server(page):
        reply(page).press_sequentially(" and asleep", delay=1)
        page.context.new_cdp_session(page).send("Page.setWebLifecycleState", {"state": "frozen"})
        end = attempt(shared_app, invited)
        page.wait_for_timeout(max(0, end.ends_at + end.terms.grace_ms - shared_app.storage().now()) + 300)
    page.context.new_cdp_session(page).send("Page.setWebLifecycleState", {"state": "active"})
    expect(page.get_by_role("heading", level=1)).to_have_text("The time is over")
    expect(page.get_by_text("1 text came after the end")).to_be_visible()
    expect(page.get_by_text("in time and asleep", exact=True)).to_be_visible()
    expect(page.get_by_text("in time", exact=True)).to_be_visible()
    found = attempt(shared_app, invited)
    assert ("in time", {"in time and asleep"}) == (found.answer("a01").reply, {one.text for one in found.refused})


def test_a_save_on_its_way_at_the_end_counts_and_is_shown(shared_app, page):
    """The last words arrive in the seconds of grace: taken, and in the list of what was handed in."""
    invited = shared_app.invite()
    started_for(shared_app, page, invited)
    last_seconds(shared_app, page, invited)
    with without_server(page, "**/act"):
        reply(page).press_sequentially("at the last moment", delay=1)
        end = attempt(shared_app, invited).ends_at
        page.wait_for_timeout(max(0, end - shared_app.storage().now()) + 300)
    expect(page.get_by_text("Came in the seconds of grace; it counts")).to_be_visible()
    expect(page.locator(".handed-in .words")).to_have_text("at the last moment")
    last = attempt(shared_app, invited).answer("a01")
    assert ("at the last moment", True) == (last.reply, last.late)


def test_a_start_whose_answer_is_lost_opens_by_itself(shared_app, page):
    """The clock runs and the page did not hear so: it asks on, says nothing untrue, and the questions appear."""
    invited = shared_app.invite()
    opened(page, invited)
    page.get_by_label("I have read what is kept").check()
    page.get_by_label("I have read the rule on AI").check()

    def lost(route):
        if "start" in json.loads(route.request.post_data)["action"]["kind"]:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/act", lost)
    with without_server(page, "**/api/exercise?device*"):
        page.get_by_role("button", name=re.compile("^Start")).click()
        expect(page.get_by_text("we can't tell whether the start has arrived")).to_be_visible()
    page.unroute("**/act")
    expect(reply(page)).to_be_editable()


def test_time_added_before_the_start_is_shown_without_a_reload(shared_app, page):
    """Whoever asked for more time and waits sees it come, to the second; what they typed and ticked stays."""
    invited = shared_app.invite()
    opened(page, invited)
    page.get_by_label("What would help you?").fill("More time please")
    page.get_by_label("I have read what is kept").check()
    Attempts(shared_app.storage()).grant(invited.candidate_id, 450_000, "maria", "asked for")
    expect(page.get_by_role("button", name="Start: 37 minutes 30 seconds from now")).to_be_visible()
    expect(page.locator(".points")).to_contain_text("(7 minutes 30 seconds of it added for you)")
    expect(page.get_by_label("I have read what is kept")).to_be_checked()
    page.reload()
    expect(page.get_by_label("What would help you?")).to_have_value("More time please")


def test_leaving_before_the_start_and_after_the_end(shared_app, page):
    """A button, by POST: signed out, nothing left in the browser; the link leads back to what was written."""
    invited = shared_app.invite()
    opened(page, invited)
    page.get_by_label("Your reply", exact=True).fill("only trying")
    is_saved(page)
    page.get_by_role("button", name="Leave on this device").click()
    expect(page.get_by_role("heading", name="You have left")).to_be_visible()
    assert "only trying" not in page.evaluate("JSON.stringify({...localStorage})")
    assert 401 == page.goto(f"{shared_app.url}/exercise").status
    started(page, invited)
    reply(page).fill("my answer")
    is_saved(page)
    happened(shared_app, invited, finished={})
    page.get_by_role("button", name="Leave on this device").click()
    expect(page.get_by_role("heading", name="You have left")).to_be_visible()
    assert "my answer" not in page.evaluate("JSON.stringify({...localStorage})")
    opened(page, invited)
    expect(page.locator(".handed-in .words")).to_have_text("my answer")


def test_a_tab_that_cannot_be_asked_is_still_told_apart(shared_app, page):
    """A copy of a tab whose twin sleeps gets an id of its own: the browser knows which page holds the first one."""
    invited = shared_app.invite()
    started(page, invited)
    mine = page.evaluate("sessionStorage.getItem('sandbox:device')")
    copy = page.context.new_page()
    copy.add_init_script(_COPIED.replace("ID", mine))
    copy.goto(f"{shared_app.url}/exercise")
    expect(copy.get_by_role("button", name="Continue here")).to_be_visible()
    assert mine != copy.evaluate("sessionStorage.getItem('sandbox:device')")
    page.reload()
    expect(reply(page)).to_be_editable()
    assert mine == page.evaluate("sessionStorage.getItem('sandbox:device')")
