"""One device writes at a time; the other shows what is there and says why it cannot write."""

from __future__ import annotations

from browser.exercise_steps import first_reply, is_saved, left, opened, reply, started, without_server
from playwright.sync_api import expect


def test_a_second_device_reads_until_it_takes_over_and_then_the_first_one_reads(shared_app, page, visitor):
    """Same words and time on the second; "Continue here" turns it round, and back."""
    invited = shared_app.invite()
    started(page, invited)
    reply(page).press_sequentially("begun on the laptop", delay=1)
    is_saved(page)
    second = visitor()
    opened(second, invited)
    expect(reply(second)).to_have_value("begun on the laptop")
    expect(reply(second)).not_to_be_editable()
    expect(second.locator(".banner")).to_contain_text("Here you can only read")
    assert abs(left(page) - left(second)) < 30
    with without_server(page, "**/poll*"):
        second.get_by_role("button", name="Continue here").click()
        expect(reply(second)).to_be_editable()
        reply(page).focus()
        page.keyboard.insert_text(" typed into the void")
    expect(reply(page)).not_to_be_editable()
    expect(reply(page)).to_have_value("begun on the laptop typed into the void")
    page.get_by_role("button", name="Continue here").click()
    expect(reply(page)).to_be_editable()
    is_saved(page)
    assert "begun on the laptop typed into the void" == first_reply(shared_app, invited)
    expect(reply(second)).not_to_be_editable()


def test_a_copy_of_the_tab_is_another_device(shared_app, page):
    """A duplicated tab starts with the first one's storage, and still is told apart."""
    invited = shared_app.invite()
    started(page, invited)
    with page.expect_popup() as popup:
        page.evaluate("window.open('/exercise')")
    copy = popup.value
    expect(copy.get_by_role("button", name="Continue here")).to_be_visible()
    expect(reply(copy)).not_to_be_editable()
    expect(reply(page)).to_be_editable()


def test_a_reload_goes_on_where_it_was(shared_app, page):
    """The same tab stays the one that writes, at the question that was open."""
    invited = shared_app.invite()
    started(page, invited)
    page.keyboard.press("Alt+ArrowDown")
    reply(page).press_sequentially("second question", delay=1)
    is_saved(page)
    page.reload()
    expect(page.get_by_role("heading", name="Question 2 of 20")).to_be_visible()
    expect(reply(page)).to_be_editable()
    expect(reply(page)).to_have_value("second question")
