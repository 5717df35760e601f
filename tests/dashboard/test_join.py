"""Joining by the link of an invitation."""

from __future__ import annotations

import pytest
from doors import PAGE
from round_builder import DAY

from dashboard.identity import COOKIE
from trainee_exercises.hiring import invitations, questionnaires


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
    from round_builder import a_candidate, a_round  # noqa: PLC0415

    found = a_round(house.storage, company="<script>alert(1)</script>", contact="<b>x</b>")
    link = invitations.issue(house.storage, a_candidate(house.storage, found).id, "maria").token
    page = house.browser().get(f"/join/{link}").text
    assert "<script>" not in page
    assert "<b>x</b>" not in page
