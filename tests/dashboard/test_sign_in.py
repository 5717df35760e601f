"""Signing in and out by the browser."""

from __future__ import annotations

import pytest
from doors import HERE, PAGE, PASSWORD

from dashboard.identity import COOKIE


def typed(browser, name="ada", password=PASSWORD, **more):
    """Send the form of the sign-in page."""
    return browser.post("/sign-in", data={"name": name, "password": password} | more)


def test_the_page_asks_for_name_and_password(house):
    """Plain fields with labels, filled in by password managers."""
    page = house.browser().get("/sign-in").text
    for part in ('<label for="name">', 'autocomplete="username"', 'autocomplete="current-password"'):
        assert part in page


def test_signing_in_gives_a_cookie_and_goes_home(house):
    """The cookie is out of reach of scripts and of other sites."""
    house.user("manager", "ada")
    answer = typed(house.browser())
    assert (303, "/") == (answer.status_code, answer.headers["location"])
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly; Path=/; SameSite=lax" in cookie
    assert "Secure" not in cookie


def test_behind_https_the_cookie_stays_with_https(public_house):
    """The browser never sends it in the open."""
    public_house.user("manager", "ada")
    assert "; Secure" in typed(public_house.browser()).headers["set-cookie"]


def test_who_was_on_the_way_to_a_page_gets_there(house):
    """The page is asked for again after the sign-in."""
    house.user("manager", "ada")
    browser = house.browser()
    asked = browser.get("/rounds", headers=PAGE)
    assert (303, "/sign-in?to=/rounds") == (asked.status_code, asked.headers["location"])
    assert '<input type="hidden" name="to" value="/rounds">' in browser.get("/sign-in?to=/rounds").text
    assert "/rounds" == typed(browser, to="/rounds").headers["location"]


@pytest.mark.parametrize("to", ["https://evil.example", "//evil.example", "/\\evil.example", "/nowhere", "data:x"])
def test_signing_in_leads_to_no_other_place(house, to):
    """A link with another site in it leads home."""
    house.user("manager", "ada")
    assert "/" == typed(house.browser(), to=to).headers["location"]
    assert to not in house.browser().get("/sign-in", params={"to": to}).text


def test_a_wrong_password_says_so_and_keeps_the_name(house):
    """The name need not be typed again; the password is not sent back."""
    house.user("manager", "ada")
    answer = typed(house.browser(), password="not the right one")
    assert 401 == answer.status_code
    assert "do not belong together" in answer.text
    assert 'value="ada"' in answer.text
    assert "not the right one" not in answer.text
    assert "set-cookie" not in answer.headers


def test_too_many_tries_say_how_long_to_wait(house):
    """In words, and for programs in a header."""
    house.user("manager", "ada")
    browser = house.browser()
    for _ in range(5):
        typed(browser, password="not the right one")
    answer = typed(browser)
    assert (429, "30") == (answer.status_code, answer.headers["retry-after"])
    assert "Please wait 30 seconds" in answer.text


def test_a_name_with_signs_of_html_is_shown_as_text(house):
    """What was typed comes back escaped."""
    page = typed(house.browser(), name='"><script>alert(1)</script>').text
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"name=ada&" * 30, b"{}"])
def test_a_body_that_is_no_form_is_a_wrong_password(house, body):
    """Nothing breaks."""
    house.user("manager", "ada")
    assert 401 == house.browser().post("/sign-in", content=body).status_code


def test_signing_out_ends_the_sign_in_and_takes_the_cookie(house):
    """Who kept the cookie has nothing."""
    token = house.token_of("manager", "ada")
    answer = house.browser(token).post("/sign-out")
    assert (303, "/sign-in") == (answer.status_code, answer.headers["location"])
    assert f'{COOKIE}=""' in answer.headers["set-cookie"]
    assert 401 == house.browser(token).get("/").status_code


def test_opening_the_sign_out_page_signs_nobody_out(house):
    """A picture or a link on another site can open it; only the button does it."""
    token = house.token_of("manager", "ada")
    page = house.browser(token).get("/sign-out", headers=PAGE)
    assert "You are signed in as ada." in page.text
    assert 200 == house.browser(token).get("/").status_code


def test_a_candidate_leaves_on_this_device(public_house):
    """The page says that everything is saved, and the cookie is worth nothing afterwards."""
    house = public_house
    token = house.candidate_token()
    assert "The link in your invitation brings you back." in house.browser(token).get("/leave").text
    assert "Your answers are saved." in house.browser(token).post("/leave").text
    assert 401 == house.browser(token).get("/exercise").status_code


def test_without_users_this_machine_needs_no_sign_in(house):
    """Until the first user is there; from then on everybody signs in, without a restart."""
    browser = house.browser()
    assert 200 == browser.get("/").status_code
    house.user("owner", "ada")
    assert 401 == browser.get("/").status_code


def test_from_another_machine_nobody_is_this_machine(house):
    """Even where a request reaches the app by a way that nobody planned."""
    from starlette.testclient import TestClient  # noqa: PLC0415

    stranger = TestClient(house.app, base_url=HERE, client=("192.0.2.7", 1))
    assert 401 == stranger.get("/").status_code
