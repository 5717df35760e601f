"""What really reaches a rater's browser, before and after the lock: all answers and websocket frames are searched."""

from __future__ import annotations

import time

import pytest
from browser.visits import sign_in
from hiring.rating_rounds import DEVICE, EXERCISE, full_rating, the_pack
from playwright.sync_api import expect

from trainee_exercises.accounts.users import all_users
from trainee_exercises.hiring.assignments import Assigning, assign
from trainee_exercises.hiring.attempts import Attempts
from trainee_exercises.hiring.candidates import candidate_by_id
from trainee_exercises.hiring.group_report import give_group_answers
from trainee_exercises.hiring.ratings import lock, sheet_of

NAME = "Zebedee Quux"
EVIL = '<img src=x onerror="window.hit=1"><script>window.hit=1</script> [x](javascript:window.hit=1) $\\frac{1}{2}$'
MACHINE = "What the program proposes"
FIGURES = "on average over"  # how the program's figures are worded


class Wire:
    """All that one browser page receives from now on, as bytes."""

    def __init__(self, page) -> None:
        self.received = []
        self._page = page
        page.on("websocket", lambda socket: socket.on("framereceived", self._frame))
        page.route("**/*", self._pass_on)

    def goto(self, url: str) -> None:
        """Open an address."""
        answer = self._page.goto(url)
        self.received += [answer.body(), repr(answer.headers).encode()]

    def everything(self) -> bytes:
        """Return the frames, bodies and headers received so far, in lower case."""
        return b"\n".join(self.received).lower()

    def _frame(self, payload) -> None:
        self.received.append(payload if isinstance(payload, bytes) else payload.encode())

    def _pass_on(self, route) -> None:
        """Read an answer before the page does: afterwards the browser may have thrown it away.

        Not the page itself: one that comes out of a test's hand may open no websocket to this machine.
        """
        if route.request.resource_type == "document":
            route.continue_()
            return
        answer = route.fetch(max_redirects=0)
        self.received += [answer.body(), repr(answer.headers).encode()]
        route.fulfill(response=answer)


@pytest.fixture
def rated(shared_app):
    """Give a rating that waits for the rater; another rater has locked theirs."""
    invited = shared_app.invite(name=NAME)
    other = shared_app.add_user("rater", "other-rater@company.example")
    shared_app.add_user("rater")
    storage = shared_app.storage()
    ids = {one.name: one.id for one in all_users(storage)}
    attempts, (first, second) = Attempts(storage), the_pack().forms["a"].questions[:2]
    for action in (
        {"kind": "acknowledge", "privacy": True, "ai_rule": "disclose"},
        {"kind": "start"},
        {"kind": "send", "question": first.id, "revision": 1, "text": f"Hello, press Print.\n{EVIL}\nBest, Zebedee"},
        {"kind": "send", "question": second.id, "revision": 1, "text": second.model_answers[3]},
        {"kind": "finish"},
    ):
        attempts.act(invited.candidate_id, DEVICE, action)
    give_group_answers(storage, invited.candidate_id, {"sex": "another"})
    theirs = assign(storage, Assigning(invited.candidate_id, ids[other], EXERCISE), the_pack(), "test")
    lock(storage, theirs.id, ids[other], full_rating(empathy=1), the_pack())
    return assign(storage, Assigning(invited.candidate_id, ids["rater@company.example"], EXERCISE), the_pack(), "test")


def test_before_the_lock_nothing_of_person_machine_or_others_reaches_the_browser(shared_app, rated, page):
    """Zero hits in all that is received; after the lock the program's proposal and the other's marks are there."""
    sign_in(page, shared_app, "rater")
    wire = Wire(page)
    wire.goto(f"{shared_app.url}/rate")
    page.get_by_role("button", name=f"Rate {rated.code}").click()
    page.get_by_text("Your rating", exact=True).wait_for()
    page.get_by_text("Hello, press Print.").wait_for()
    with shared_app.storage().read() as connection:
        person = candidate_by_id(connection, rated.candidate_id)
    before = wire.everything()

    assert b"hello, press print." in before
    secrets = ("zebedee", "quux", person.email, person.id, "other-rater", MACHINE, FIGURES, "another, or non-binary")
    assert [] == [one for one in secrets if one.casefold().encode() in before]

    _mark_all(page, len(full_rating().marks))
    _until_kept(shared_app, rated, *(3 for _ in full_rating().marks))
    page.get_by_role("button", name="Lock my rating").click()
    page.get_by_role("button", name="Lock it now").click()
    page.get_by_text(MACHINE).wait_for()
    page.get_by_text(FIGURES).first.wait_for()
    after = wire.everything()

    assert b">other-rater</th>" in after
    assert FIGURES.encode() in after
    assert [] == [one for one in ("zebedee", "quux", person.email) if one.casefold().encode() in after]


def test_script_in_an_answer_is_text(shared_app, rated, page):
    """Nothing runs, nothing is a picture, link or formula; the words are there to be read."""
    sign_in(page, shared_app, "rater")
    page.goto(f"{shared_app.url}/rate?rating={rated.id}")
    page.get_by_text("<img src=x onerror=").wait_for()

    assert page.evaluate("window.hit") is None
    assert 0 == page.locator(".plain-reply img, .plain-reply a, .plain-reply script, .katex").count()
    assert page.get_by_text("$\\frac{1}{2}$").count()


def test_marks_are_made_by_keyboard_and_survive_a_reload(shared_app, rated, page):
    """Tab to a value, arrows choose; after a reload the choice is there."""
    sign_in(page, shared_app, "rater")
    page.goto(f"{shared_app.url}/rate?rating={rated.id}")
    group = _groups(page).first
    group.wait_for()
    group.get_by_role("radio").first.focus()
    page.get_by_role("button", name="Lock my rating").wait_for()
    page.keyboard.press("Space")
    _until_kept(shared_app, rated, 1)
    page.keyboard.press("ArrowDown")
    _until_kept(shared_app, rated, 2)
    page.reload()
    _groups(page).first.wait_for()

    assert _groups(page).first.get_by_role("radio").nth(1).is_checked()


def _until_kept(app, rated, *marks) -> None:
    """Wait until the draft in the database has just these marks."""
    until = time.monotonic() + 30
    kept = []
    while time.monotonic() < until:
        with app.storage().read() as connection:
            kept = [one.mark for one in sheet_of(connection, rated.id).draft.marks.values()]
        if kept == list(marks):
            return
        time.sleep(0.1)
    raise AssertionError(f"expected the marks {marks} within 30 s, but {kept}")


def _groups(page):
    """Return the choices of the form, one for each criterion."""
    return page.locator(".st-key-beside").get_by_role("radiogroup")


def _mark_all(page, many: int) -> None:
    """Choose 3 in each of so many groups. The browser loads their code on its own: the button may be there before."""
    groups = _groups(page)
    expect(groups).to_have_count(many)
    for place in range(many):
        groups.nth(place).get_by_text("3 rather yes").click()
