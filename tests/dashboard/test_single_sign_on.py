"""Single sign-on, end to end against a provider of our own."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from doors import PUBLIC
from fake_provider import CLIENT, SECRET, fake_provider
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from dashboard.identity import COOKIE
from dashboard.settings import Oidc


@pytest.fixture(scope="module")
def server():
    """Run a provider."""
    with fake_provider() as provider:
        yield provider


@pytest.fixture
def provider(server):
    """Give the provider, as honest as at its start."""
    before = dict(vars(server))
    yield server
    vars(server).update(before | {"claims": {}})


@pytest.fixture
def sso_house(public_house, provider):
    """Give an app that trusts the provider, with one user added for it. Its clock is the world's: tokens have times."""
    house = public_house._replace(settings=PUBLIC._replace(oidc=Oidc(provider.url, CLIENT, SECRET)))
    house.storage.now.at = int(time.time() * 1000)
    house.user("manager", "ada@example.org", password=None)
    return house


def signed_in(house, provider, mail="ada@example.org"):
    """Go to the provider and back in a browser; return the last answer."""
    browser = house.browser()
    away = browser.get("/sign-in/sso")
    assert 303 == away.status_code
    return browser.get(provider.sends_back(away.headers["location"], mail))


def test_a_user_comes_in_by_the_provider(sso_house, provider):
    """To the provider, back, and home with a sign-in of the user."""
    answer = signed_in(sso_house, provider)
    assert (303, "/") == (answer.status_code, answer.headers["location"])
    assert 200 == sso_house.browser(answer.cookies[COOKIE]).get("/rounds").status_code


def test_the_mail_address_counts_in_any_case(sso_house, provider):
    """Providers write it as they like."""
    assert 303 == signed_in(sso_house, provider, "Ada@Example.ORG").status_code


def test_the_sign_in_page_offers_it(sso_house, house):
    """Only where it is set up."""
    assert "/sign-in/sso" in sso_house.browser().get("/sign-in").text
    assert "/sign-in/sso" not in house.browser().get("/sign-in").text
    assert 404 == house.browser().get("/sign-in/sso").status_code
    assert 404 == house.browser().get("/sign-in/sso/back?code=x&state=x").status_code


def test_who_was_not_added_stays_out(sso_house, provider):
    """A colleague with an account at the provider is no user here."""
    answer = signed_in(sso_house, provider, "ben@example.org")
    assert 403 == answer.status_code
    assert "Nobody here is known as" in answer.text
    assert COOKIE not in answer.cookies


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-app"},
        {"aud": [CLIENT, "another-app"], "azp": "another-app"},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"exp": timedelta(minutes=-2)},
        {"exp": None},
        {"iat": timedelta(minutes=10)},
        {"nbf": timedelta(minutes=10)},
        {"email_verified": False},
        {"email_verified": "false"},
        {"email": None},
        {"email": ["ada@example.org"]},
    ],
    ids=str,
)
def test_what_does_not_hold_lets_nobody_in(sso_house, provider, lie):
    """Another nonce, audience or issuer, a wrong time, an address that nobody vouches for."""
    now = int(time.time())
    provider.claims = {
        name: now + int(value.total_seconds()) if isinstance(value, timedelta) else value for name, value in lie.items()
    }
    answer = signed_in(sso_house, provider)
    assert 403 == answer.status_code
    assert COOKIE not in answer.cookies


def test_a_token_signed_by_another_key_lets_nobody_in(sso_house, provider):
    """Even under the name of the right key."""
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "one"})
    assert 403 == signed_in(sso_house, provider).status_code


@pytest.mark.parametrize("way", ["none", "HS256"])
def test_a_token_without_a_real_signature_lets_nobody_in(sso_house, provider, way):
    """Neither unsigned nor signed with what everybody knows: the public key, or the app's secret."""
    now = int(time.time())
    said = {"iss": provider.url, "aud": CLIENT, "iat": now, "exp": now + 300, "email": "ada@example.org"}
    if way == "none":
        import base64  # noqa: PLC0415
        import json  # noqa: PLC0415

        parts = [json.dumps(one).encode() for one in ({"alg": "none"}, said)]
        provider.token = ".".join(base64.urlsafe_b64encode(one).rstrip(b"=").decode() for one in parts) + "."
    else:
        key = OctKey.import_key(SECRET * 3, {"kid": "one"})
        provider.token = jwt.encode({"alg": "HS256", "kid": "one"}, said, key, algorithms=["HS256"])
    assert 403 == signed_in(sso_house, provider).status_code


def test_a_provider_under_another_name_is_not_asked(sso_house, provider):
    """What it says about itself must be what was set up."""
    provider.calls_itself = "https://evil.example"
    answer = sso_house.browser().get("/sign-in/sso")
    assert 403 == answer.status_code
    assert "another name" in answer.text


def test_a_code_works_once(sso_house, provider):
    """The address that the provider sent back is worth nothing the second time."""
    browser = sso_house.browser()
    way_back = provider.sends_back(browser.get("/sign-in/sso").headers["location"])
    kept = browser.cookies["sandbox_sso"]
    assert 303 == browser.get(way_back).status_code
    again = sso_house.browser(headers={"cookie": f"sandbox_sso={kept}"})
    assert 403 == again.get(way_back).status_code


def test_another_browser_cant_finish_what_one_began(sso_house, provider):
    """Nobody is signed in as somebody else by a link to the way back."""
    way_back = provider.sends_back(sso_house.browser().get("/sign-in/sso").headers["location"])
    assert 403 == sso_house.browser().get(way_back).status_code
    mallory = sso_house.browser()
    mallory.get("/sign-in/sso")
    assert "belongs to another try" in mallory.get(way_back).text


def test_a_no_of_the_provider_is_said(sso_house):
    """Who presses cancel there comes back to the sign-in."""
    browser = sso_house.browser()
    where = browser.get("/sign-in/sso").headers["location"]
    state = where.split("state=")[1].split("&")[0]
    answer = browser.get(f"/sign-in/sso/back?error=access_denied&state={state}")
    assert 403 == answer.status_code
    assert "did not let you in" in answer.text


def test_a_provider_that_does_not_answer_is_said(sso_house):
    """In a sentence, without details."""
    house = sso_house._replace(settings=PUBLIC._replace(oidc=Oidc("http://127.0.0.1:1", CLIENT, SECRET)))
    answer = house.browser().get("/sign-in/sso")
    assert 403 == answer.status_code
    assert "did not answer as it should" in answer.text
