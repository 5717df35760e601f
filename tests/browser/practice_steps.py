"""What a rep does at the desk of a practice shift, by keyboard; for the browser tests of it."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache

from axe_playwright_python.sync_playwright import Axe
from browser.visits import sign_in
from playwright.sync_api import expect
from sqlalchemy import select, update

from trainee_exercises.accounts.users import all_users
from trainee_exercises.practice.load import load_practice
from trainee_exercises.practice.shifts import Shifts
from trainee_exercises.practice.wish import Wish
from trainee_exercises.storage import open_storage, server_clock
from trainee_exercises.storage.tables import shifts

LOCAL = "local"


def begun(app, level=1, seed=7, user=LOCAL, **wish):
    """Make a shift on the server's storage and return its id. user: whose, an id."""
    return Shifts(app.storage()).begin(Wish(level, seed, **wish), user, "Robin")


def begun_by_rep(app, page, level=1, seed=7, **wish):
    """Sign in as a new rep of the shared server, as one has only so many shifts; return the id of a shift of theirs."""
    name = f"rep{len(all_users(app.storage()))}@company.example"
    sign_in(page, app, "rep", name)
    user = next(one.id for one in all_users(app.storage()) if one.name == name)
    return begun(app, level, seed, user, **wish)


def opened(app, page, shift):
    """Open the desk as it stands."""
    page.goto(f"{app.url}/practice/{shift}")
    page.locator("main h1").first.wait_for(state="attached")
    return page


def started(app, page, shift):
    """Open the desk and press Start, by the keyboard."""
    opened(app, page, shift)
    page.get_by_role("button", name=re.compile("^Start")).press("Enter")
    page.locator(".desk").wait_for()
    return page


def played(app, shift):
    """Return the shift as the database has it."""
    return Shifts(app.storage()).played(shift).shift


def lasting(app, shift, length):
    """Let a shift last so many ms of its own clock."""
    with app.storage().write() as connection:
        terms = connection.execute(select(shifts.c.terms).where(shifts.c.id == shift)).scalar_one()
        connection.execute(update(shifts).where(shifts.c.id == shift).values(terms=terms | {"length": length}))


def nearly_over(app, shift):
    """Take back all time but three seconds: what comes before may take as long as a busy machine needs."""
    user = Shifts(app.storage()).row(shift).user_id
    view = Shifts(app.storage()).view(shift, user)
    lasting(app, shift, view["at"] + round(3000 * view["speed"]))
    Shifts(app.storage()).act(shift, user, {"kind": "status"}, 0)  # by which the server reads the terms anew


def later(app, shift, minutes):
    """Let so many minutes go by at once: by a clock that is ahead. The shift's own stands still from there on."""
    user = Shifts(app.storage()).row(shift).user_id
    with app.settings():
        ahead = open_storage(now=lambda: server_clock() + minutes * 60_000)
    Shifts(ahead).act(shift, user, {"kind": "status"}, 0)
    ahead.close()


def case_of(app, shift, page):
    """Return the conversation that is open, as the database has it."""
    subject = page.locator("#thread-title").inner_text()
    name = page.locator(".thread-head p span").first.inner_text()
    return next(
        one for one in played(app, shift).cases.values() if (one.script.subject, one.person.name) == (subject, name)
    )


def reply(page):
    """The box for the reply."""
    return page.get_by_label(re.compile("^Your reply to"))


def is_saved(page):
    """Wait until the line over the reply says that all is saved."""
    page.locator("reply-editor:not([hidden]) .save-state[data-kind=saved]").wait_for()


def answer(page, text):
    """Write a reply and send it, by keys."""
    page.keyboard.press("Alt+l")
    expect(reply(page)).to_be_focused()
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")
    said(page, text)


def said(page, text):
    """Wait until the thread shows that this was sent and has arrived."""
    expect(page.locator(".said.me:not(.is-sending)").filter(has_text=text.split("\n")[0]).last).to_be_visible()


def tagged(page, digit="6", owner="d"):
    """Tag the open conversation: a digit for the category, a letter for the owner of the root cause."""
    page.keyboard.press("Alt+t")
    page.keyboard.press(digit)
    page.keyboard.press(owner)
    page.get_by_role("button", name="Save the tags").press("Enter")
    expect(page.locator(".tags-row")).to_contain_text("root cause")


@cache
def _scripts():
    return load_practice("pinfold").scripts.values()


def model_reply(page):
    """Return a good answer to the conversation that is open."""
    subject = page.locator("#thread-title").inner_text()
    script = next(one for one in _scripts() if one.subject == subject)
    first = page.locator(".thread-head p span").first.inner_text().split(" ")[0]
    return script.model_reply.replace("{first_name}", first).replace("{rep}", "Robin")


def serious(page):
    """Return what axe calls serious or critical."""
    found = Axe().run(page).response["violations"]
    return [
        (one["id"], node["html"][:200])
        for one in found
        for node in one["nodes"]
        if one["impact"] in {"serious", "critical"}
    ]


def until(page, is_so):
    """Wait for the database."""
    for _ in range(300):
        with suppress(StopIteration):
            if is_so():
                return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come")
