"""Joining by the link of an invitation."""

from __future__ import annotations

import pytest
from doors import PAGE
from round_builder import DAY, a_candidate, a_round

from dashboard.identity import COOKIE
from trainee_exercises.hiring import invitations, questionnaires
from trainee_exercises.hiring.attempts import Attempts


def followed(house, link, **more):
    """Press the button behind a link; return the answer."""
    return house.browser(**more).post(f"/join/{link}")


def test_the_page_says_what_awaits_before_anything_begins(house):
    """Company, time, the rule on AI, until when the link opens, whom to ask; and a button."""
    _, link = house.invited()
    page = house.browser().get(f"/join/{link}", headers=PAGE)
    assert 200 == page.status_code
    for part in ("Larch &amp; Co", "30 minutes", "You may use AI assistants", "22 January 2027", "<button>"):
        assert part in page.text


def test_opening_the_link_lets_nobody_in(house):
    """A mail scanner that follows it gets no cookie and leaves no trace on the invitation."""
    candidate, link = house.invited()
    answer = house.browser().get(f"/join/{link}")
    assert "set-cookie" not in answer.headers
    with house.storage.read() as connection:
        assert invitations.invitations_of(connection, candidate.id)[0].opened_at is None


def test_the_button_lets_the_candidate_in(house):
    """It leaves a cookie and goes to the exercise."""
    candidate, link = house.invited()
    answer = followed(house, link)
    assert (303, "/exercise") == (answer.status_code, answer.headers["location"])
    assert "HttpOnly; Path=/; SameSite=lax" in answer.headers["set-cookie"]
    assert 200 == house.browser(answer.cookies[COOKIE]).get("/exercise").status_code
    with house.storage.read() as connection:
        assert invitations.invitations_of(connection, candidate.id)[0].opened_at is not None


def test_a_questionnaire_comes_first_while_it_is_open(house):
    """The page says how many questions and until when, and its button leads there; afterwards to the exercise."""
    candidate, link = house.invited()
    due = questionnaires.send(house.storage, candidate.id, "maria").due_at
    page = house.browser().get(f"/join/{link}", headers=PAGE).text
    for part in ("Larch &amp; Co", "10 open questions", "23:59", "Go to the questions"):
        assert part in page
    assert "AI assistants" not in page
    assert "/questionnaire" == followed(house, link).headers["location"]
    house.storage.now.at = due + 1
    assert "Go to the exercise" in house.browser().get(f"/join/{link}", headers=PAGE).text
    assert "/exercise" == followed(house, link).headers["location"]


def begun(house, candidate):
    """Let a candidate start; return the attempts to go on with."""
    attempts = Attempts(house.storage)
    attempts.act(candidate.id, "one", {"kind": "acknowledge", "privacy": True, "ai_rule": "disclose"})
    attempts.act(candidate.id, "one", {"kind": "start"})
    return attempts


@pytest.mark.parametrize(
    ("left", "words"),
    [(27 * 60_000, "about 27 minutes left"), (119_999, "about 1 minute left"), (1, "less than a minute left")],
)
def test_the_link_says_that_the_clock_runs_once_it_does(house, left, words):
    """Whoever comes back has no time to read what awaits them."""
    candidate, link = house.invited()
    begun(house, candidate)
    house.storage.now.forward(30 * 60_000 - left)
    page = house.browser().get(f"/join/{link}", headers=PAGE).text
    for part in ("You have begun", f"The clock runs: {words}.", "<button>Continue</button>"):
        assert part in page
    assert "try one question" not in page


@pytest.mark.parametrize(("is_early", "title"), [(True, "You have handed in"), (False, "The time is over")])
def test_the_link_says_that_the_exercise_is_over(house, is_early, title):
    """Its button shows what was handed in; nothing is promised any more."""
    candidate, link = house.invited()
    attempts = begun(house, candidate)
    if is_early:
        attempts.act(candidate.id, "one", {"kind": "finish"})
    house.storage.now.forward(60_000 if is_early else 30 * 60_000 + 1)
    page = house.browser().get(f"/join/{link}", headers=PAGE).text
    for part in (f"<h1>{title}</h1>", "<button>See what was handed in</button>"):
        assert part in page
    assert "clock" not in page


def test_the_link_says_that_the_questionnaire_is_handed_in(house):
    """It can be taken back until the deadline, and nobody is invited to the exercise yet."""
    candidate = a_candidate(house.storage, a_round(house.storage))
    link = questionnaires.send(house.storage, candidate.id, "maria").invited.token
    for action in ({"kind": "save", "item": "q01", "revision": 1, "text": "x"}, {"kind": "hand_in"}):
        questionnaires.act(house.storage, candidate.id, action)
    page = house.browser().get(f"/join/{link}", headers=PAGE).text
    for part in ("<h1>You have handed in</h1>", "23:59", "take it back", "<button>See what was handed in</button>"):
        assert part in page


@pytest.mark.parametrize("ai_rule", ["disclose", "not_allowed"])
def test_the_page_demands_nothing_that_the_rule_on_ai_does_not(house, ai_rule):
    """What may be used stands there once, in the rule's words."""
    found = a_round(house.storage, ai_rule=ai_rule)
    link = invitations.issue(house.storage, a_candidate(house.storage, found).id, "maria").token
    assert "own words" not in house.browser().get(f"/join/{link}", headers=PAGE).text


def test_the_link_works_on_a_second_device_too(house):
    """Each gets a cookie of its own."""
    _, link = house.invited()
    first, second = (followed(house, link).cookies[COOKIE] for _ in range(2))
    assert first != second
    assert [200, 200] == [house.browser(one).get("/exercise").status_code for one in (first, second)]


def test_an_expired_link_says_so_and_what_to_do(house):
    """The words of the candidate are safe, and there is somebody to ask."""
    _, link = house.invited()
    house.storage.now.forward(7 * DAY + 1)
    for answer in (house.browser().get(f"/join/{link}"), followed(house, link)):
        assert 410 == answer.status_code
        assert "This link has expired. Ask the person who invited you for a new link." in answer.text
        assert "everything you wrote is saved" in answer.text


def test_a_link_that_was_taken_back_says_so(house):
    """A newer one may be in the mail."""
    candidate, link = house.invited()
    invitations.revoke(house.storage, candidate.id, "maria")
    assert "replaced or taken back" in followed(house, link).text


@pytest.mark.parametrize("link", ["x", "x.y.z", "A" * 3000, "-", "~.~"])
def test_a_link_that_is_not_complete_says_so(house, link):
    """Mail programs break long links."""
    answer = house.browser().get(f"/join/{link}")
    assert 410 == answer.status_code
    assert "This link is not complete" in answer.text


def test_an_address_that_tries_links_has_to_wait(house):
    """Twenty failures are free; then it takes half a minute. A good link of somebody else there opens all the same."""
    _, link = house.invited()
    for number in range(20):
        assert 410 == house.browser().get(f"/join/x{number}").status_code
    answer = house.browser().get("/join/x")
    assert 429 == answer.status_code
    assert "Please wait 30 seconds" in answer.text
    assert 200 == house.browser().get(f"/join/{link}").status_code
    house.storage.now.forward(30_000)
    assert 410 == house.browser().get("/join/x").status_code


def test_good_links_cost_an_address_nothing(house):
    """Fifty candidates in one room share an address."""
    _, link = house.invited()
    assert {200} == {house.browser().get(f"/join/{link}").status_code for _ in range(50)}


def test_who_is_signed_in_is_warned_before_they_become_the_candidate(house):
    """A manager who looks at a link loses their own sign-in only by the button."""
    _, link = house.invited()
    browser = house.browser(house.token_of("manager", "maria"))
    assert "You are here as maria. The button signs you out" in browser.get(f"/join/{link}").text
    assert 200 == browser.get("/").status_code
    assert 303 == browser.post(f"/join/{link}").status_code
    assert 403 == browser.get("/").status_code


def test_joining_ends_the_sign_in_that_the_browser_brought(public_house):
    """Two candidates on one device do not see each other's page."""
    house = public_house
    first = house.candidate_token("Ada Obi")
    _, link = house.invited("Ben Obi")
    house.browser(first).post(f"/join/{link}")
    assert 401 == house.browser(first).get("/exercise").status_code


def test_company_and_contact_are_shown_as_text(house):
    """Whatever a manager types into a round."""
    found = a_round(house.storage, company="<script>alert(1)</script>", contact="<b>x</b>")
    link = invitations.issue(house.storage, a_candidate(house.storage, found).id, "maria").token
    page = house.browser().get(f"/join/{link}").text
    assert "<script>" not in page
    assert "<b>x</b>" not in page
