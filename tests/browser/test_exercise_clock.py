"""The server's clock decides, whatever the computer's own says; time is told, added and ends."""

from __future__ import annotations

import re

import httpx
from browser.exercise_steps import (
    DEVICE,
    attempt,
    digits,
    first_reply,
    is_saved,
    last_seconds,
    left,
    nearly_over,
    reply,
    started,
    started_for,
    started_with,
)
from browser.visits import join
from playwright.sync_api import expect

from trainee_exercises.hiring.attempts import Attempts

_HOUR_BEHIND = """(() => {
  const Real = Date;
  window.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(Real.now() - 3600000); }
    static now() { return Real.now() - 3600000; }
  };
})()"""


def test_a_computer_that_is_an_hour_behind_shows_the_time_that_is_left(shared_app, page):
    """The countdown is the server's deadline minus the server's time."""
    page.add_init_script(_HOUR_BEHIND)
    invited = shared_app.invite()
    started(page, invited)
    shown = left(page)
    true = (attempt(shared_app, invited).ends_at - shared_app.storage().now()) / 1000
    assert abs(shown - true) < 60  # an hour would be 3600


def test_extra_time_moves_the_clock_without_a_reload(shared_app, page):
    """Ten minutes granted while it runs: counted, told in sight and aloud, within the time of a poll."""
    invited = shared_app.invite()
    started(page, invited)
    Attempts(shared_app.storage()).grant(invited.candidate_id, 600_000, "maria", "power cut")
    expect(digits(page)).to_have_text(re.compile(r"^39:"))
    expect(page.locator(".banner p")).to_have_text(
        "You have been given 10 minutes more."
    )  # what is left, the clock says
    expect(page.locator("#assertive")).to_contain_text("10 minutes more. There are 39 minutes left.")


def test_the_last_minute_is_told_also_where_the_clock_is_hidden(shared_app, page):
    """The clock can be hidden; at one minute it is said aloud and shown."""
    started_with(shared_app, page, shared_app.invite(), 64_000)
    page.get_by_role("button", name="Hide clock").click()
    expect(digits(page)).to_be_hidden()
    expect(page.locator("#assertive")).to_contain_text("1 minute left")
    expect(page.locator(".banner")).to_contain_text("1 minute left")


def test_a_tab_closed_past_the_deadline_loses_nothing_and_changes_nothing(shared_app, visitor):
    """Opened again after the end: the text is there, and neither the page nor a direct call changes it."""
    invited = shared_app.invite()
    page = visitor()
    started_for(shared_app, page, invited)
    reply(page).press_sequentially("in time", delay=1)
    is_saved(page)
    context = page.context
    page.close()
    nearly_over(shared_app, invited, 0)
    one = attempt(shared_app, invited)
    wait_until_over(shared_app, one.ends_at + one.terms.grace_ms)
    again = context.new_page()
    join(again, invited)
    expect(again.get_by_role("heading", level=1)).to_have_text("The time is over")
    expect(again.get_by_text("in time", exact=True)).to_be_visible()
    expect(again.locator("reply-editor")).to_have_count(0)
    answer = direct_save(shared_app, context.cookies())
    assert (409, "over") == (answer.status_code, answer.json()["code"])
    assert ("in time", ["too late"]) == (
        first_reply(shared_app, invited), [kept.text for kept in attempt(shared_app, invited).refused]
    )  # fmt: skip


def wait_until_over(app, instant):
    """Wait until the server's clock is past *instant*."""
    import time  # noqa: PLC0415 - no page is open to wait with

    time.sleep(max(0, instant - app.storage().now()) / 1000 + 0.1)


def direct_save(app, cookies):
    """Save past the page, as somebody who knows the routes would."""
    action = {"kind": "save", "question": "a01", "field": "reply", "revision": 999, "text": "too late"}
    jar = {one["name"]: one["value"] for one in cookies}
    with httpx.Client(cookies=jar, trust_env=False, timeout=60) as client:
        headers = {"origin": app.url, "sec-fetch-site": "same-origin"}
        return client.post(f"{app.url}/api/exercise/act", json={"device": DEVICE, "action": action}, headers=headers)


def test_the_end_comes_while_typing_and_what_was_typed_counts(shared_app, page):
    """At zero the last words are sent and the page turns to what was handed in, by itself."""
    invited = shared_app.invite()
    started_for(shared_app, page, invited)
    last_seconds(shared_app, page, invited)
    reply(page).press_sequentially("written to the end", delay=1)
    expect(page.get_by_role("heading", level=1)).to_have_text("The time is over")
    expect(page.get_by_text("All that you wrote on this device has been saved.")).to_be_visible()
    assert "written to the end" == first_reply(shared_app, invited)


def test_time_granted_after_the_end_opens_the_exercise_again(shared_app, page):
    """A page that shows the end goes back to the questions by itself."""
    invited = shared_app.invite()
    started_with(shared_app, page, invited, 1)
    expect(page.get_by_role("heading", level=1)).to_have_text("The time is over")
    Attempts(shared_app.storage()).grant(invited.candidate_id, 300_000, "maria", "no power for five minutes")
    expect(reply(page)).to_be_editable()
