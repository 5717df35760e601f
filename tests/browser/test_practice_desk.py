"""What one can do at the desk, by keyboard: tag, pass on, merge, snooze, procedures, look things up; and its looks."""

from __future__ import annotations

import re

import pytest
from browser.practice_steps import (
    answer,
    begun_by_rep,
    case_of,
    later,
    model_reply,
    played,
    reply,
    said,
    serious,
    started,
    tagged,
)
from playwright.sync_api import expect


def desk(app, page, level=3, seed=7, **wish):
    """Start a shift of a signed-in rep."""
    shift = begun_by_rep(app, page, level, seed, **wish)
    started(app, page, shift)
    return shift


def chosen(page, button):
    """Press the next radio button or tick of the dialog and then *button*."""
    page.keyboard.press("Space")
    page.get_by_role("dialog").get_by_role("button", name=button).press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)


def menu(page, entry):
    """Choose an entry of "More", by keys."""
    page.locator(".thread-actions summary").press("Enter")
    page.locator(".thread-actions").get_by_role("button", name=entry).press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_tag_snooze_pass_merge_copy_and_procedures_by_keys(shared_app, page):
    """One conversation after the other, each way of handling it; the database has what the keys said."""
    shift = desk(shared_app, page)
    page.keyboard.press("Alt+j")
    tagged(page, "9", "s")
    menu(page, "Let a colleague read along")
    chosen(page, "Let them read")
    expect(page.locator(".said.system")).to_contain_text("Pete Moran, sales, can read along.")
    menu(page, "Refund a payment")
    page.get_by_role("button", name="Do it").press("Enter")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("Check everything")
    page.get_by_role("button", name="Refuse it").press("Enter")
    expect(page.locator(".said.system").last).to_contain_text("Refund a payment: The policy does not allow")
    page.keyboard.press("Alt+m")
    chosen(page, "Snooze")
    expect(page.locator(".standing")).to_contain_text("snoozed")
    first = case_of(shared_app, shift, page)
    assert ("pricing", "support", ("pete",)) == (first.tags.category, first.tags.owner, first.copied)
    assert first.snoozed_until is not None

    page.keyboard.press("Alt+j")
    page.keyboard.press("Alt+y")
    expect(page.locator(".standing")).to_contain_text("Yours")
    target = case_of(shared_app, shift, page)
    page.keyboard.press("Alt+j")
    menu(page, "Merge into another one")
    page.get_by_role("radio", name=target.person.name).focus()
    chosen(page, "Merge")
    expect(page.locator(".standing")).to_contain_text(f"merged with {target.person.name}")

    page.keyboard.press("Alt+j")
    page.keyboard.press("Alt+a")
    page.keyboard.press("Space")
    expect(page.get_by_role("dialog")).to_contain_text("has not been told that Pete will answer")
    page.get_by_label("sent before you pass it on").focus()
    page.keyboard.insert_text("I'm passing you on to Pete.")
    page.get_by_role("button", name="Pass on", exact=True).last.press("Enter")
    expect(page.locator(".standing")).to_contain_text("Passed on")
    passed = case_of(shared_app, shift, page)
    assert ("passed", "Pete Moran", 1) == (passed.standing, passed.holder, passed.n_replies)


def test_canned_replies_filter_and_fill_in(shared_app, page):
    """A slash opens the list, letters narrow it down, Enter puts it in with the customer's name; Escape only closes."""
    desk(shared_app, page)
    page.keyboard.press("Alt+j")
    name = page.locator(".thread-head p span").first.inner_text().split(" ")[0]
    page.keyboard.press("Alt+l")
    page.keyboard.type("/")
    expect(page.locator("#canned [role=option]")).to_have_count(5)
    page.keyboard.press("Escape")
    expect(page.locator("#canned [role=option]")).to_have_count(0)
    page.keyboard.type("loo")
    expect(page.locator("#canned [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(reply(page)).to_have_value(
        f"Hi {name},\nthanks for telling us. I'm looking into this and will come back to you today.\nRobin"
    )


def test_the_list_filters_orders_and_searches(shared_app, page):
    """Lists with counts, an order that stays after a reload, and words that are looked for everywhere."""
    desk(shared_app, page)
    rows = page.locator(".case")
    before = rows.locator(".from").all_inner_texts()
    page.get_by_label("Order").select_option("newest")
    expect(rows.locator(".from").first).not_to_have_text(before[0])
    page.get_by_role("radio", name="Nobody's").press("ArrowRight")
    expect(page.get_by_role("radio", name="Mine")).to_be_checked()
    expect(rows).to_have_count(0)
    page.reload()
    expect(page.get_by_role("radio", name="Mine")).to_be_checked()
    expect(page.get_by_label("Order")).to_have_value("newest")
    page.get_by_label("Search conversations").fill(before[0])
    expect(rows).to_have_count(1)


def test_the_tour_says_what_comes_next(shared_app, page):
    """From the state alone: opened, taken, looked up; no clock."""
    desk(shared_app, page, 0)
    step = page.locator(".steps [aria-current=step]")
    expect(step).to_have_text("1 of 7:Open it")
    page.keyboard.press("Alt+j")
    expect(step).to_have_text("2 of 7:Take it")
    page.keyboard.press("Alt+y")
    expect(step).to_have_text("3 of 7:Look it up")
    page.keyboard.press("Alt+h")
    page.keyboard.type("board")
    page.keyboard.press("Enter")
    expect(page.locator(".hits .link").first).to_be_visible()
    expect(step).to_have_text("3 of 7:Look it up")
    page.locator(".hits .link").first.press("Enter")
    expect(step).to_have_text("4 of 7:Reply")
    expect(page.locator(".clock, .day-clock")).to_have_count(0)
    page.reload()
    expect(step).to_have_text("4 of 7:Reply")


def test_the_tour_leads_back_when_it_is_closed_unanswered_or_passed_on(shared_app, page):
    """Nobody has answered: no step is ticked for it, and what is reopened is still to do."""
    desk(shared_app, page, 0)
    words, end = page.locator(".step-words"), page.locator(".tour").get_by_role("button", name="End the tour")
    page.keyboard.press("Alt+j")
    page.keyboard.press("Alt+y")
    page.keyboard.press("Alt+e")
    expect(words).to_have_text("It is closed, and they have no answer. Press Reopen, then answer them.")
    expect(page.locator(".steps li.done")).to_have_text(["1 of 7:Open it, done", "2 of 7:Take it, done"])
    expect(page.locator(".inbox .empty")).to_have_text("Nothing to do: there is one customer in the tour.")
    page.get_by_role("button", name="Reopen").press("Enter")
    expect(words).to_contain_text("Search the help centre")
    expect(page.locator(".inbox .wait")).to_have_text("waits for an answer")
    expect(end).to_be_hidden()
    page.keyboard.press("Alt+a")
    chosen(page, "Pass on")
    expect(words).to_contain_text("A colleague has taken over.")
    expect(end).to_be_visible()
    asked_to_end(page, "Not all of it was done; the tour can be begun anew at any time.")


def asked_to_end(page, says):
    """Press "End the tour" in the bar; read what is asked, and stay."""
    page.locator("#tools").get_by_role("button", name="End the tour").press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text(f"{says} The debrief looks at what you did.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_who_said_thanks_is_to_be_tagged_and_closed_and_the_tour_ends_as_it_stands(shared_app, page):
    """What is left of it is asked as it is; when all is done, to end it is what one came for."""
    shift = desk(shared_app, page, 0)
    page.keyboard.press("Alt+j")
    page.keyboard.press("Alt+y")
    expect(page.locator(".standing")).to_have_text(re.compile("^Yours *waits for an answer$"))
    answer(page, model_reply(page))
    asked_to_end(page, "Your customer's conversation is still open, and stays so.")
    later(shared_app, shift, 10)
    waits = page.locator(".inbox .wait")
    expect(waits).to_have_text("said thanks: tag and close it")
    tagged(page)
    expect(waits).to_have_text("said thanks: close it")
    page.keyboard.press("Alt+e")
    expect(page.locator(".step-words")).to_contain_text("That is all there is to it.")
    asked_to_end(page, "You have been through all of it.")
    page.locator("#tools").get_by_role("button", name="End the tour").press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("That was the tour")


def test_a_pause_stops_the_clock_and_keeps_what_is_being_written(shared_app, page):
    """Drafts go on being saved; what else one does waits until one goes on."""
    desk(shared_app, page, 1)
    page.keyboard.press("Alt+j")
    page.get_by_role("button", name="Pause").click()
    expect(page.locator(".banner")).to_contain_text("The clock stands still")
    stands = page.locator(".clock .digits").inner_text()
    reply(page).fill("written in the pause")
    page.locator("reply-editor .save-state[data-kind=saved]").first.wait_for()
    assert stands == page.locator(".clock .digits").inner_text()
    page.locator(".banner").get_by_role("button", name="Go on").click()
    expect(page.locator(".banner")).to_have_count(0)
    expect(reply(page)).to_have_value("written in the pause")


def test_feedback_is_shown_and_can_be_disagreed_with(shared_app, page):
    """At a low level: under the reply, with the quoted words; a trainer hears who disagrees; it can be put away."""
    shift = desk(shared_app, page, 1)
    page.keyboard.press("Alt+j")
    answer(page, "Hello, please contact our support team about this.")
    panel = page.get_by_role("complementary", name="Feedback on your reply")
    expect(panel.locator("q").last).to_have_text("please contact our support team")
    panel.get_by_role("button", name=re.compile("I did say that|I see it otherwise")).first.click()
    expect(panel).to_contain_text("Noted for your trainer.")
    page.reload()
    expect(panel).to_contain_text("Noted for your trainer.")
    panel.get_by_role("button", name="Hide the feedback").click()
    expect(panel).to_have_count(0)
    assert 1 == sum(one.kind == "disagreed" for one in played(shared_app, shift).log)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (400, "light")])
def test_axe_finds_nothing_serious_and_nothing_hangs_over(shared_app, visitor, width, scheme):
    """Before, at work, in a dialog; at 400 pixels one pane at a time, with a way back."""
    page = visitor(viewport={"width": width, "height": 800}, color_scheme=scheme)
    shift = begun_by_rep(shared_app, page, 3)
    page.goto(f"{shared_app.url}/practice/{shift}")
    page.get_by_role("button", name="Start the shift").wait_for()
    assert [] == serious(page)
    page.get_by_role("button", name="Start the shift").click()
    page.locator(".case").first.click()
    expect(page.locator("#thread-title")).to_be_visible()
    page.keyboard.press("Alt+l")
    page.keyboard.type("/")
    assert [] == serious(page)
    page.keyboard.press("Escape")
    for form in ("Alt+t", "Alt+g"):
        page.keyboard.press(form)
        expect(page.get_by_role("dialog")).to_be_visible()
        assert [] == serious(page)
        page.keyboard.press("Escape")
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    if width < 500:
        reply(page).fill("written on a phone")
        page.get_by_role("button", name="Send", exact=True).click()
        said(page, "written on a phone")
        expect(page.locator(".inbox")).to_be_hidden()
        page.get_by_role("group", name="Areas").get_by_role("button", name="List").click()
        expect(page.locator(".inbox")).to_be_visible()
        expect(page.locator("#thread-title")).to_be_hidden()
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="End the shift").click()
    page.get_by_role("button", name="End it").click()
    page.get_by_role("link", name="See the debrief").wait_for()
    assert [] == serious(page)


def test_closing_asks_what_to_do_with_words_that_were_not_sent(shared_app, page):
    """Close with a reply in the field: it can go with it; Control and Enter elsewhere sends nothing."""
    shift = desk(shared_app, page)
    page.keyboard.press("Alt+j")
    page.keyboard.press("Alt+l")
    page.keyboard.insert_text("my last words")
    page.keyboard.press("Alt+h")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Alt+e")
    page.get_by_role("button", name="Send and close").last.press("Enter")
    expect(page.locator(".standing")).to_contain_text("Closed")
    case = case_of(shared_app, shift, page)
    assert (["my last words"], "closed") == ([one.text for one in case.messages if one.by == "me"], case.standing)


def test_the_help_tab_puts_the_cursor_into_its_search_and_shows_plain_words(shared_app, page):
    """By mouse and by key; going along the tabs by arrows leaves the focus on them; excerpts hold no bars of tables."""
    desk(shared_app, page, 1)
    box = page.locator("#help-search")
    page.get_by_role("tab", name="Help centre").click()
    expect(box).to_be_focused()
    page.get_by_role("tab", name="Customer").click()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Help centre")).to_be_focused()
    page.keyboard.press("Alt+h")
    expect(box).to_be_focused()
    page.keyboard.insert_text("plan boards people files guests")
    page.keyboard.press("Enter")
    excerpts = page.locator(".hits p")
    expect(excerpts.filter(has_text="files: 250 MB, 50 GB, 50 GB")).not_to_have_count(0)
    assert [] == [one for one in excerpts.all_inner_texts() if re.search(r"[|*`]|---", one)]


def test_each_owner_of_a_root_cause_is_explained_and_has_a_letter(shared_app, page):
    """The sentence beside each; a letter chooses, again the next that begins so; a digit chooses the category."""
    shift = desk(shared_app, page, 1)
    page.keyboard.press("Alt+j")
    page.keyboard.press("Alt+t")
    form = page.get_by_role("dialog")
    expect(form.get_by_role("radio", name=re.compile("engineering It is broken, slow or down"))).to_be_visible()
    for key in "1ss":
        page.keyboard.press(key)
    expect(form.get_by_role("radio", name=re.compile("^sales"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".tags-row")).to_contain_text("root cause: sales")
    assert ("feature_request", "sales") == case_of(shared_app, shift, page).tags[::2]


def test_the_focus_goes_on_where_one_works(shared_app, page):
    """After a note to the reply; after Take and after Send and close it is still in the thread; too little is said."""
    desk(shared_app, page, 1)
    page.keyboard.press("Alt+j")
    page.get_by_role("button", name="Take").press("Enter")
    expect(page.locator("#thread-title")).to_be_focused()
    page.keyboard.press("Alt+l")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".composer .warning")).to_have_text("Write a few words first.")
    page.keyboard.press("Alt+p")
    page.keyboard.insert_text("a note")
    expect(page.locator(".composer .warning")).to_have_text("")
    page.keyboard.press("Control+Enter")
    expect(reply(page)).to_be_focused()
    page.keyboard.insert_text("and a reply")
    page.get_by_role("button", name="Send and close").press("Enter")
    expect(page.locator(".standing")).to_contain_text("Closed")
    expect(page.locator(".messages")).to_be_focused()
