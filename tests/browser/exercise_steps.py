"""What a candidate does on the exercise's page, and what the database then holds; for the browser tests of it."""

from __future__ import annotations

import re
from contextlib import contextmanager

from browser.visits import join
from playwright.sync_api import expect

from trainee_exercises.hiring.attempts import Attempts, stream_of
from trainee_exercises.storage import Entry, events

DEVICE = "d" * 16
WORDS = [f"word{number}" for number in range(1, 201)]


def opened(page, invited):
    """Follow the invitation and wait for the page."""
    join(page, invited)
    page.locator("main h1").first.wait_for(state="attached")
    return page


def started(page, invited):
    """Follow the invitation, tick both boxes and start."""
    opened(page, invited)
    page.get_by_label("I have read what is kept").check()
    page.get_by_label("I have read the rule on AI").check()
    page.get_by_role("button", name=re.compile("^Start")).click()
    reply(page).wait_for()
    return page


def started_with(app, page, invited, ms):
    """Open the page with *ms* left on the clock."""
    happened(app, invited, acknowledged={"ai_rule": "disclose", "privacy": True})
    terms = Attempts(app.storage()).terms(invited.candidate_id)
    start = {"device": DEVICE, "time_ms": ms, "form": terms.form.form, "pack": terms.pack.id}
    page.add_init_script(f"sessionStorage.setItem('sandbox:device', '{DEVICE}')")
    happened(app, invited, started=start)
    return opened(page, invited)


def started_for(app, page, invited):
    """Open the page with ten minutes on the clock, all but one second of which `nearly_over` can take back."""
    happened(app, invited, granted={"extra_ms": 599_000, "asked_ms": 599_000, "why": "to be taken back"})
    return started_with(app, page, invited, 1_000)


def nearly_over(app, invited, ms):
    """Take back all time but *ms*: what comes before may take as long as a busy machine needs."""
    attempts = Attempts(app.storage())
    left_ms = attempts.attempt(invited.candidate_id).ends_at - app.storage().now()
    attempts.grant(invited.candidate_id, ms - left_ms, "maria", "a mistake")


def last_seconds(app, page, invited):
    """Take back all time but eight seconds, and wait until the page shows so."""
    nearly_over(app, invited, 8_000)
    expect(digits(page)).to_have_text(re.compile("^0?0:0"))


def happened(app, invited, **entries):
    """Write events into the attempt, as the exercise would."""
    storage = app.storage()
    with storage.write() as connection:
        new = [Entry(kind, data) for kind, data in entries.items()]
        events.append(connection, stream_of(invited.candidate_id), new, storage.now(), "candidate")


def reply(page):
    """The box for the reply."""
    return page.get_by_label(re.compile("^Your reply to"))


def write(page, words):
    """Write words into the box for the reply, one by one, without leaving it."""
    reply(page).focus()
    for number, word in enumerate(words):
        page.keyboard.insert_text(f" {word}" if number else word)


def digits(page):
    """The countdown."""
    return page.locator(".clock .digits")


def left(page):
    """Return the seconds that the countdown shows."""
    minutes, seconds = digits(page).inner_text().split(":")
    return int(minutes) * 60 + int(seconds)


def is_saved(page, nth=0):
    """Wait until the line over a box says that all is saved."""
    page.locator("reply-editor .save-state[data-kind=saved]").nth(nth).wait_for()


def until(page, is_so):
    """Wait for the database; the page itself shows what is on its way as done."""
    for _ in range(600):
        if is_so():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not come")


def attempt(app, invited):
    """Return the attempt as the database has it."""
    return Attempts(app.storage()).attempt(invited.candidate_id)


def first_reply(app, invited):
    """Return what the database has as the reply to the first question."""
    found = attempt(app, invited)
    return found.answer(found.terms.form.questions[0].id).reply


@contextmanager
def without_server(page, calls="**/api/**"):
    """Let none of *calls* of the page reach the server for a while."""
    page.route(calls, lambda route: route.abort())
    yield
    page.unroute(calls)
