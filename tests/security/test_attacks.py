"""What strangers, candidates and other sites may try, and what happens."""

from __future__ import annotations

import hashlib

import pytest
from doors import PAGE, PASSWORD
from round_builder import DAY, SECRET

from dashboard.identity import COOKIE
from dashboard.routes import join
from trainee_exercises.hiring import invitations

DEVICE = "d" * 16


def seen(house, token, **query):
    """Return whom the candidate's page shows to the holder of *token*."""
    answer = house.browser(token).get("/api/exercise", params={"device": DEVICE} | query)
    return answer.json().get("candidate") if answer.status_code == 200 else answer.status_code


def test_a_candidate_sees_their_own_exercise_whatever_they_ask_for(public_house):
    """No parameter, header or field names another candidate."""
    ada, _ = public_house.invited("Ada Obi")
    ben, link = public_house.invited("Ben Obi")
    token = public_house.browser().post(f"/join/{link}").cookies[COOKIE]
    for query in ({}, {"candidate": ada.id}, {"candidate_id": ada.id}, {"id": ada.id}):
        assert ben.id == seen(public_house, token, **query)
    browser, body = public_house.browser(token), {"device": DEVICE, "action": {"kind": "away"}}
    assert 403 == browser.post("/api/exercise/act", json=body | {"candidate": ada.id}).status_code
    assert 400 == browser.post("/api/exercise/act", json=body | {"candidate_id": ada.id}).status_code
    for candidate, status in ((ada.id, 403), ([ada.id], 400), ({}, 400)):
        answers = {"answers": {}, "candidate": candidate}
        assert status == browser.post("/api/exercise/groups", json=answers).status_code


@pytest.mark.parametrize("forged", ["x", "A" * 43, "' or 1=1 --", "\u00e9", "a" * 100_000])
def test_a_forged_cookie_is_nobodys(public_house, forged):
    """Nothing but a token that the app gave out opens anything."""
    public_house.candidate_token()
    answer = public_house.browser(headers={"cookie": f"{COOKIE}={forged}".encode()}).get("/exercise")
    assert 401 == answer.status_code


def test_what_stands_in_the_database_is_no_cookie(public_house):
    """The digest of a token, and a candidate's or user's id, open nothing."""
    token = public_house.candidate_token()
    user = public_house.user("owner")
    with public_house.storage.read() as connection:
        candidate_id = connection.exec_driver_sql("select candidate_id from sign_ins").scalar_one()
    for forged in (hashlib.sha256(token.encode()).hexdigest(), candidate_id, user.id):
        assert 401 == public_house.browser(forged).get("/exercise").status_code


def test_a_cookie_of_a_sign_in_that_ended_is_nobodys(public_house):
    """Kept, copied or found later: after signing out and after twelve hours it opens nothing."""
    token = public_house.token_of("owner")
    late = public_house.token_of("manager")
    public_house.browser(token).post("/sign-out")
    assert 401 == public_house.browser(token).get("/").status_code
    public_house.storage.now.forward(DAY // 2)
    assert 401 == public_house.browser(late).get("/").status_code


def test_a_planted_cookie_does_not_become_a_sign_in(public_house):
    """Who plants a cookie before somebody signs in has nothing afterwards."""
    public_house.user("owner", "ada")
    answer = public_house.browser("planted").post("/sign-in", data={"name": "ada", "password": PASSWORD})
    assert answer.cookies[COOKIE] != "planted"
    assert 401 == public_house.browser("planted").get("/").status_code


def test_a_link_that_ended_or_was_taken_back_opens_nothing_again(public_house):
    """Expired, replaced, taken back: not even for who used it before."""
    candidate, link = public_house.invited()
    token = public_house.browser().post(f"/join/{link}").cookies[COOKIE]
    new = invitations.reissue(public_house.storage, candidate.id, "maria").token
    assert 410 == public_house.browser().post(f"/join/{link}").status_code
    assert 401 == seen(public_house, token)
    public_house.storage.now.forward(8 * DAY)
    assert 410 == public_house.browser().post(f"/join/{new}").status_code


def test_a_link_cant_be_made_from_an_id(public_house):
    """Neither the invitation's id nor a signature for another purpose opens anything."""
    from itsdangerous import URLSafeTimedSerializer  # noqa: PLC0415

    candidate, _ = public_house.invited()
    with public_house.storage.read() as connection:
        invitation_id = invitations.invitations_of(connection, candidate.id)[0].id
    made = [
        invitation_id,
        URLSafeTimedSerializer("x" * 40, salt="invitation").dumps(invitation_id),
        URLSafeTimedSerializer(SECRET, salt="single sign-on").dumps(invitation_id),
    ]
    assert {410} == {public_house.browser().post(f"/join/{one}").status_code for one in made}


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("/sign-out", "owner"),
        ("/leave", "candidate"),
        ("/api/exercise/act", "candidate"),
        ("/api/exercise/groups", "candidate"),
        ("/join/x", "nobody"),
    ],
)
def test_another_site_can_change_nothing(public_house, path, who):
    """A form or script elsewhere carries the cookie in vain."""
    browser = public_house.visitor(who)
    for headers in (
        {"sec-fetch-site": "cross-site", "origin": "https://evil.example"},
        {"sec-fetch-site": "same-site", "origin": "https://other.example.org"},
    ):
        assert 403 == browser.post(path, headers=headers).status_code


def test_guessing_passwords_is_slow(public_house):
    """Of a thousand guesses in a row, five are looked at."""
    public_house.user("owner", "ada")
    browser = public_house.browser()
    answers = [
        browser.post("/sign-in", data={"name": "ada", "password": f"guess number {n}"}).status_code for n in range(100)
    ]
    assert [401] * 5 + [429] * 95 == answers
    assert 429 == browser.post("/sign-in", data={"name": "ada", "password": PASSWORD}).status_code


def test_an_address_that_a_visitor_makes_up_does_not_reset_the_limit(public_house):
    """Only what the proxy itself saw counts."""
    browser = public_house.browser()
    answers = [
        browser.post(
            "/sign-in",
            data={"name": f"name{n}", "password": "guess guess"},
            headers={"x-forwarded-for": f"10.0.0.{n}, 198.51.100.9"},
        ).status_code
        for n in range(21)
    ]
    assert [401] * 20 + [429] == answers


def test_no_page_shows_where_the_program_failed(public_house, monkeypatch):
    """Neither the error nor the file nor the line; a sentence in their place."""
    _, link = public_house.invited()

    def fail(*_):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(join, "_welcome", fail)
    answer = public_house.browser().get(f"/join/{link}", headers=PAGE)
    assert 500 == answer.status_code
    assert "It is our fault, not yours" in answer.text
    for part in ("secret detail", "Traceback", ".py", "RuntimeError"):
        assert part not in answer.text
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_every_cookie_is_out_of_reach_of_scripts_and_other_sites(public_house):
    """HttpOnly, SameSite and Secure, when it is given and when it is taken."""
    public_house.user("owner", "ada")
    _, link = public_house.invited()
    answers = (
        public_house.browser().post("/sign-in", data={"name": "ada", "password": PASSWORD}),
        public_house.browser().post(f"/join/{link}"),
        public_house.browser().post("/sign-out"),
    )
    for answer in answers:
        for flag in ("HttpOnly", "SameSite=lax", "Secure", "Path=/"):
            assert flag in answer.headers["set-cookie"]
        assert "Domain" not in answer.headers["set-cookie"]


def test_the_link_of_a_candidate_is_told_to_nobody(public_house):
    """No page of the join route makes the browser send its address on, and none is kept by a cache."""
    _, link = public_house.invited()
    for answer in (public_house.browser().get(f"/join/{link}"), public_house.browser().post(f"/join/{link}")):
        assert "strict-origin" == answer.headers["referrer-policy"]
        assert "no-store" == answer.headers["cache-control"]
        assert link not in answer.headers.get("location", "")
        assert link not in answer.text


def test_a_page_of_ours_loads_and_runs_nothing_from_elsewhere(public_house):
    """No inline script or style, no address of another site."""
    _, link = public_house.invited()
    for path in ("/sign-in", f"/join/{link}", "/sign-out", "/leave", "/join/x"):
        page = public_house.browser().get(path, headers=PAGE).text
        for part in ("<script", "style=", "http://", "https://", "onclick"):
            assert part not in page
