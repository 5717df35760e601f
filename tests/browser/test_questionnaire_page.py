"""The questionnaire in a real browser: saved as it is typed, handed in, taken back, and refused when it is late."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from trainee_exercises.hiring import questionnaires
from trainee_exercises.hiring.candidates import NewCandidate, add_candidate
from trainee_exercises.hiring.invitations import issue
from trainee_exercises.storage import Entry, Stream, events


@pytest.fixture
def sent(shared_app, page):
    """Give the app, a candidate whose questionnaire is open in the browser, and the page."""
    invited = shared_app.invite()
    with shared_app.settings():
        questionnaires.send(shared_app.storage(), invited.candidate_id, "test")
    page.goto(invited.link)
    page.get_by_role("button").first.click()
    page.wait_for_url(re.compile("/(exercise|questionnaire)$"))
    page.goto(f"{shared_app.url}/questionnaire")
    expect(page.get_by_label("Your answer to question 1", exact=True)).to_be_visible()
    return shared_app, invited, page


def _sheet(app, invited):
    return questionnaires.read(app.storage(), invited.candidate_id).sheet


def _write(page, number, text):
    box = page.get_by_label(f"Your answer to question {number}", exact=True)
    box.click()
    page.keyboard.type(text)
    return box


def _saved(page, number):
    box = page.locator("reply-editor").nth(number - 1)
    expect(box.locator(".save-state")).to_contain_text("Saved")


def test_what_is_typed_is_saved_and_there_after_a_reload(sent):
    """Without a button; each box says so."""
    app, invited, page = sent
    _write(page, 1, "First the help centre, then a person.")
    _saved(page, 1)
    assert "First the help centre, then a person." == _sheet(app, invited).answers["q01"].text
    page.reload()
    expect(page.get_by_label("Your answer to question 1", exact=True)).to_have_value(
        "First the help centre, then a person."
    )


def test_the_exercise_offers_no_start_before_somebody_is_invited_to_it(shared_app, page):
    """It says why, and where the questionnaire is; once invited, the button comes by itself."""
    app, round_id = shared_app, shared_app.new_round("Questions first")
    with app.settings():
        candidate = add_candidate(app.storage(), round_id, NewCandidate("Robin Okafor", "robin@home.example"), "test")
        token = questionnaires.send(app.storage(), candidate.id, "test").invited.token
    page.goto(f"{app.url}/join/{token}")
    page.get_by_role("button").first.click()
    page.wait_for_url("**/questionnaire")
    page.goto(f"{app.url}/exercise")
    expect(page.get_by_text("The exercise comes later")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Start"))).to_have_count(0)
    expect(page.get_by_text("It comes before the exercise.")).to_be_visible()
    with app.settings():
        issue(app.storage(), candidate.id, "test")
    page.evaluate("window.dispatchEvent(new Event('online'))")  # asks the server at once
    expect(page.get_by_role("button", name=re.compile("^Start"))).to_be_visible()


def test_it_is_handed_in_and_can_be_taken_back(sent):
    """The boxes can't be written into meanwhile."""
    app, invited, page = sent
    box = _write(page, 2, "I taught myself to knit.")
    page.get_by_role("button", name="Hand in").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("9 questions have no answer yet")
    dialog.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("You have handed in. Thank you.")).to_be_visible()
    assert _sheet(app, invited).handed_in_at is not None
    expect(box).not_to_be_editable()
    page.get_by_role("button", name="Take it back").click()
    expect(box).to_be_editable()
    assert _sheet(app, invited).handed_in_at is None


def test_an_empty_one_is_not_handed_in(sent):
    """The page says why."""
    app, invited, page = sent
    page.get_by_role("button", name="Hand in").click()
    page.get_by_role("dialog").get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("There is no answer yet. Write at least one before you hand in.")).to_be_visible()
    assert _sheet(app, invited).handed_in_at is None


def test_a_text_that_comes_too_late_is_refused_and_kept(sent):
    """What was saved in time stands; the page says what happened, and no box can be written into any more."""
    app, invited, page = sent
    _write(page, 1, "In time.")
    _saved(page, 1)
    with app.storage().write() as connection:
        stream = Stream(f"questionnaire:{invited.candidate_id}", invited.candidate_id)
        past = Entry("due_moved", {"due_at": app.storage().now() - 60_000})
        events.append(connection, stream, [past], app.storage().now(), "test")
    box = _write(page, 1, " Too late.")
    expect(
        page.get_by_text("The time to answer is over. What was saved by then has been handed in.").last
    ).to_be_visible()
    expect(page.locator("reply-editor").first.locator(".save-state")).to_contain_text("Not saved")
    expect(box).not_to_be_editable()
    sheet = _sheet(app, invited)
    assert "In time." == sheet.answers["q01"].text
    assert any("Too late." in one.text for one in sheet.kept)


def test_the_page_has_no_barrier_that_axe_finds(sent):
    """Light, and dark."""
    _, _, page = sent
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page).response["violations"]
        assert [] == [(one["id"], one["nodes"][0]["html"]) for one in found]


def test_nothing_for_raters_reaches_the_browser(sent):
    """Neither what a good answer shows nor the values nor the marks."""
    app, invited, page = sent
    told = page.evaluate("() => fetch('/api/questionnaire').then((answer) => answer.text())")
    reading = questionnaires.read(app.storage(), invited.candidate_id)
    for item in reading.items:
        assert item.looks_for not in told
        assert item.anchors[4] not in told
    assert '"values"' not in told
