"""More of what strangers may try: odd requests, odd signs, and proxies that nobody spoke of."""

from __future__ import annotations

import json

import pytest
from doors import PASSWORD

from dashboard.identity import COOKIE
from dashboard.routes import group_answers
from trainee_exercises.hiring import invitations

DEVICE = "d" * 16


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-forwarded-host", "x-real-ip", "via"])
def test_through_a_proxy_that_nobody_spoke_of_nobody_is_the_owner(house, header):
    """It would make the whole world look like this machine, where nobody signs in."""
    answer = house.browser().get("/rounds", headers={header: "198.51.100.9"})
    assert 403 == answer.status_code
    assert "--public-url" in answer.text
    assert 200 == house.browser().get("/rounds").status_code


def test_an_address_in_a_line_of_its_own_does_not_reset_the_limit(public_house):
    """Some proxies add a second header below the one that the visitor made up."""
    browser = public_house.browser()
    answers = [
        browser.post(
            "/sign-in",
            data={"name": f"name{n}", "password": "guess guess"},
            headers=[("x-forwarded-for", f"10.0.0.{n}"), ("x-forwarded-for", "198.51.100.9")],
        ).status_code
        for n in range(21)
    ]
    assert [401] * 20 + [429] == answers


@pytest.mark.parametrize("length", ["\u00b2", "+5", "-1", "5, 5", "9" * 5000, "0x5"])
def test_a_length_that_is_no_number_is_refused(house, length):
    """Whatever the server in front makes of it."""
    answer = house.browser().post("/sign-in", content=b"a=b", headers={"content-length": length.encode("latin-1")})
    assert 413 == answer.status_code


def test_a_request_that_ends_in_two_places_is_refused(house):
    """And nothing more is read from that connection: it could be a request of somebody else's making."""
    answer = house.browser().post(
        "/sign-in", content=b"a=b", headers={"content-length": "3", "transfer-encoding": "chunked"}
    )
    assert (400, "close") == (answer.status_code, answer.headers["connection"])


@pytest.mark.parametrize("sign", ["\\u0000", "\\ud800", "\\udfff\\ud800"])
def test_no_sign_breaks_what_a_candidate_sends(public_house, monkeypatch, sign):
    """What no database takes is left out of a text, and refused elsewhere; nothing fails."""
    monkeypatch.setattr(group_answers, "_is_over", lambda *_: True)
    browser = public_house.browser(public_house.candidate_token())
    json_type = {"content-type": "application/json"}

    def sent(path, body):
        return browser.post(path, content=body, headers=json_type).status_code

    text = f'{{"device": "{DEVICE}", "action": {{"kind": "practise", "text": "before {sign}after"}}}}'
    assert 200 == sent("/api/exercise/act", text)
    kept = browser.get("/api/exercise", params={"device": DEVICE}).json()["before"]["practice"]["text"]
    assert ("before ", "after") == (kept[:7], kept[-5:])
    action = f'{{"kind": "away", "{sign}": "{sign}"}}'
    assert 400 == sent("/api/exercise/act", f'{{"device": "{DEVICE}", "action": {action}}}')
    assert 400 == sent("/api/questionnaire/act", f'{{"action": {action}}}')
    for answers in (f'{{"{sign}": "x"}}', f'{{"sex": "{sign}"}}'):
        assert sent("/api/exercise/groups", f'{{"answers": {answers}}}') in {400, 409}


@pytest.mark.parametrize("kind", ["granted", "started", "saved", "sent", "refused", "erased", "decided", "locked"])
def test_no_event_can_be_sent_in_place_of_an_action(public_house, kind):
    """The server writes events, among them the one that gives time; browsers only ask."""
    token = public_house.candidate_token()
    action = {"kind": kind, "extra_ms": 3_600_000, "asked_ms": 3_600_000, "why": "please"}
    body = json.dumps({"device": DEVICE, "action": action})
    browser = public_house.browser(token, headers={"content-type": "application/json"})
    assert 400 == browser.post("/api/exercise/act", content=body).status_code
    assert 0 == browser.get("/api/exercise", params={"device": DEVICE}).json()["extra_ms"]


@pytest.mark.parametrize(
    "action",
    [
        '{"kind": "save", "question": "q", "field": "reply", "text": "x", "revision": REVISION}'.replace("REVISION", n)
        for n in ("0", "-1", "1e3", "1.5", "true", '"1"', "9223372036854775808", "9" * 5000, "1e400", "NaN")
    ]
    + ["[" * 900 + "]" * 900, '{"kind": ' + "[" * 900 + "]" * 900 + "}", '{"a":' * 5000 + "1" + "}" * 5000],
    ids=lambda one: one[-40:],
)
def test_numbers_and_depths_that_no_page_sends_are_refused(public_house, action):
    """With a reason; nothing fails."""
    browser = public_house.browser(public_house.candidate_token(), headers={"content-type": "application/json"})
    answer = browser.post("/api/exercise/act", content=f'{{"device": "{DEVICE}", "action": {action}}}')
    assert (400, "malformed") == (answer.status_code, answer.json()["code"])


@pytest.mark.parametrize(
    "form", [b"name=%00&password=x", b"name=a&password=%00", b"name=%ed%a0%80&password=x", b"\xff"]
)
def test_odd_signs_in_the_form_sign_nobody_in(public_house, form):
    """Like any wrong name."""
    assert 401 == public_house.browser().post("/sign-in", content=form).status_code


def test_a_link_taken_back_ends_what_was_open_on_all_devices(public_house):
    """Whoever holds a cookie by that link has nothing from then on; and a new link does not bring the old one back."""
    candidate, link = public_house.invited()
    tokens = [public_house.browser().post(f"/join/{link}").cookies[COOKIE] for _ in range(2)]
    invitations.revoke(public_house.storage, candidate.id, "maria")
    invitations.issue(public_house.storage, candidate.id, "maria")
    assert [401, 401] == [public_house.browser(one).get("/exercise").status_code for one in tokens]
    assert 410 == public_house.browser().post(f"/join/{link}").status_code


def test_who_signs_in_again_is_out_with_the_former_cookie(public_house):
    """The one that the browser brought ends as the new one begins."""
    former = public_house.token_of("owner", "ada")
    answer = public_house.browser(former).post("/sign-in", data={"name": "ada", "password": PASSWORD})
    assert 303 == answer.status_code
    assert 401 == public_house.browser(former).get("/").status_code
