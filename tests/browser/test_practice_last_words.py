"""What was typed and not sent when the time was over: listed by customer, to be copied, also after a reload."""

from __future__ import annotations

from browser.practice_steps import begun_by_rep, case_of, is_saved, nearly_over, played, reply, serious, started
from playwright.sync_api import expect


def listed(page):
    """Return what the last page lists: [customer and subject, texts ...]."""
    return [
        [one.locator("h3").inner_text(), *one.locator(".words").all_inner_texts()]
        for one in page.locator(".left-words .stack").all()
    ]


def written(app, shift, page, text):
    """Open the next conversation and write a reply; return what the list calls the conversation."""
    page.keyboard.press("Alt+j")
    page.keyboard.press("Alt+l")
    page.keyboard.insert_text(text)
    case = case_of(app, shift, page)
    return f"{case.person.name}: {case.script.subject}"


def test_words_that_came_too_late_are_listed_and_can_be_copied(shared_app, page):
    """A draft that stood there, a reply on its way, and what was typed after the last saving."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    shift = begun_by_rep(shared_app, page, 3)
    started(shared_app, page, shift)
    held = []

    def hold(route):
        told = route.request.post_data
        if '"kind":"reply"' in told:
            held.append(route)
        elif "never saved" in told:
            route.abort()
        else:
            route.continue_()

    page.route("**/act", hold)
    stood = written(shared_app, shift, page, "a draft that stood there")
    is_saved(page)
    late = written(shared_app, shift, page, "sent too late")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".is-sending")).to_contain_text("sent too late")
    unsaved = written(shared_app, shift, page, "never saved")
    nearly_over(shared_app, shift)
    expect(page.get_by_role("heading", level=1)).to_have_text("The shift is over")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    wanted = sorted([[stood, "a draft that stood there"], [late, "sent too late"], [unsaved, "never saved"]])
    assert wanted == sorted(listed(page))
    held[0].continue_()
    expect(page.locator(".left-words").get_by_text("Reply, not sent in time")).to_have_count(3)
    page.unroute("**/act")
    page.reload()
    expect(page.locator(".left-words")).to_be_visible()
    assert wanted == sorted(listed(page))
    assert [] == serious(page)
    page.get_by_role("button", name="Copy").nth([one[0] for one in listed(page)].index(late)).press("Enter")
    expect(page.locator(".left-words").get_by_text("Copied.")).to_be_visible()
    assert "sent too late" == page.evaluate("() => navigator.clipboard.readText()")
    assert [] == [one for case in played(shared_app, shift).cases.values() for one in case.messages if one.by == "me"]


def test_after_the_end_nothing_is_listed_where_all_was_sent(shared_app, page):
    """No empty card; words that arrived are no lost words."""
    shift = begun_by_rep(shared_app, page, 1)
    started(shared_app, page, shift)
    written(shared_app, shift, page, "all of it")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".said.me:not(.is-sending)")).to_be_visible()
    expect(reply(page)).to_have_value("")
    page.keyboard.insert_text("one more")
    page.get_by_role("button", name="End the shift").press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("1 text written and not sent; customers will not see it.")
    page.get_by_role("button", name="Go on working").press("Enter")
    expect(reply(page)).to_be_visible()
    reply(page).fill("")
    page.get_by_role("button", name="End the shift").press("Enter")
    expect(page.get_by_role("dialog")).not_to_contain_text("not sent")
    page.get_by_role("button", name="End it").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The shift is over")
    expect(page.locator(".lead")).to_have_text("You sent 1 reply to 1 customer.")
    expect(page.locator(".left-words")).to_have_count(0)
