"""Everything works by keyboard, axe finds nothing serious in any phase, and narrow screens need no sideways scroll."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from browser.exercise_steps import attempt, happened, opened, reply, started, until
from playwright.sync_api import expect


def found_by_axe(page):
    """Return what axe calls serious or critical, in light and dark."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_timeout(50)
        violations = Axe().run(page).response["violations"]
        found += [
            (scheme, one["id"], one["nodes"][0]["html"])
            for one in violations
            if one["impact"] in {"serious", "critical"}
        ]
    return found


def tab_to(page, **wanted):
    """Press Tab until the focus is on the wanted role and name."""
    target = page.get_by_role(**wanted).first
    for _ in range(150):
        page.keyboard.press("Tab")
        if target.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never comes to {wanted}")


def test_all_twenty_by_keyboard_and_axe_finds_nothing_serious(shared_app, page):
    """Read, tick, start, answer each of the 20, look things up and hand in: keys only."""
    invited = shared_app.invite()
    opened(page, invited)
    assert found_by_axe(page) == []
    tab_to(page, role="checkbox", name="I have read what is kept")
    page.keyboard.press("Space")
    tab_to(page, role="checkbox", name="I have read the rule on AI")
    page.keyboard.press("Space")
    tab_to(page, role="button", name="Start")
    page.keyboard.press("Enter")
    reply(page).wait_for()
    assert found_by_axe(page) == []
    for number in range(1, 21):
        expect(page.get_by_role("heading", name=f"Question {number} of 20")).to_be_visible()
        page.keyboard.press("Alt+KeyL")
        page.keyboard.type(f"Answer {number}")
        page.keyboard.press("Control+Enter")
        page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".inbox .pane-head")).to_contain_text("20 sent, 0 drafts, 0 without a reply")
    tab_to(page, role="button", name="Hand in early")
    page.keyboard.press("Enter")
    assert found_by_axe(page) == []
    tab_to(page, role="button", name="Hand in now")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="You have handed in").wait_for()
    assert found_by_axe(page) == []
    done = attempt(shared_app, invited)
    replies = [done.answer(question.id).reply for question in done.terms.form.questions]
    assert [f"Answer {number}" for number in range(1, 21)] == replies


def test_looking_things_up_by_keyboard_and_axe_finds_nothing_serious(shared_app, page):
    """Search, article, status page, colleagues, rules, the list of keys: reached by keys, clean for axe."""
    started(page, shared_app.invite())
    page.keyboard.press("Alt+KeyS")
    page.keyboard.type("buffer")
    page.keyboard.press("Enter")
    expect(page.locator(".hits .link").first).to_be_visible()
    found = found_by_axe(page)
    tab_to(page, role="button", name="Buffers and starting times")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Buffers and starting times")).to_be_focused()
    found += found_by_axe(page)
    page.get_by_role("tab", name="Help centre").focus()
    for name in ("Status", "Colleagues", "Rules"):
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("tab", name=name)).to_be_focused()
        found += found_by_axe(page)
    expect(page.get_by_role("tabpanel", name="Rules")).to_contain_text(
        "For this exercise it is Tuesday 10 February 2026."
    )
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    found += found_by_axe(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Alt+KeyP")
    expect(page.get_by_label("Internal note")).to_be_focused()
    assert found + found_by_axe(page) == []


def test_a_colleague_who_answers_is_told_and_counted(shared_app, page):
    """Asked by keyboard; the question waits in the list, with its text."""
    invited = shared_app.invite()
    started(page, invited)
    page.get_by_role("tab", name="Colleagues").click()
    page.get_by_label("Your question", exact=True).fill("Is a third change of address possible?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".asked-one")).to_contain_text("Is a third change of address possible?")
    expect(page.locator(".asked-one")).to_contain_text("Waiting")
    assert ["Is a third change of address possible?"] == [one.text for one in attempt(shared_app, invited).asked]


def test_no_phase_scrolls_sideways(shared_app, page):
    """Before, while it runs (each area), and after the end: phone, tablet, laptop, and a laptop at 200 %."""
    invited, too_wide = shared_app.invite(), []

    def look(name):
        for width, height in ((400, 800), (800, 800), (1280, 800), (640, 400)):
            page.set_viewport_size({"width": width, "height": height})
            wide = page.evaluate("document.documentElement.scrollWidth")
            too_wide.extend([(name, width, wide)] if wide > width else [])

    opened(page, invited)
    look("before")
    started(page, invited)
    look("question")
    for area in ("Inbox", "Look up"):
        page.set_viewport_size({"width": 400, "height": 800})
        page.get_by_role("group", name="Areas").get_by_role("button", name=area).click()
        look(area)
    page.get_by_role("group", name="Areas").get_by_role("button", name="Question").click()
    reply(page).fill("reached at 200 %")
    happened(shared_app, invited, finished={})
    page.get_by_role("heading", name="You have handed in").wait_for()
    look("over")
    assert too_wide == []


def test_light_and_dark_follow_the_computer_until_somebody_chooses(shared_app, visitor):
    """Chosen once, it stays so after a reload; "As this computer" goes back."""
    page = visitor(color_scheme="dark")
    opened(page, shared_app.invite())

    def ground():
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    dark, light = "rgb(20, 23, 26)", "rgb(244, 243, 239)"
    seen = [ground()]
    page.get_by_text("Display", exact=True).click()
    for name in ("Light", "As this computer", "Light"):
        page.get_by_label(name, exact=True).check()
        seen.append(ground())
    page.reload()
    page.locator("main h1").first.wait_for()
    assert [dark, light, dark, light, light] == [*seen, ground()]


def test_leaving_the_page_and_coming_back_is_noted_and_nothing_else(shared_app, page):
    """Out of view and in view again: two instants, no more."""
    invited = shared_app.invite()
    started(page, invited)
    for state in ("hidden", "visible"):
        page.evaluate(_SEEN, state)
        page.wait_for_timeout(300)
    page.reload()
    reply(page).wait_for()
    until(page, lambda: [one.until for one in attempt(shared_app, invited).aways[:1]] not in ([], [None]))
    gone = attempt(shared_app, invited).aways
    assert all(one.until is not None for one in gone[:1])
    assert gone
    assert {"at", "until"} == set(gone[0]._fields)


_SEEN = """(state) => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
