"""The guard: hosts, origins, sizes, headers, addresses. Who may reach which route is in tests/security."""

from __future__ import annotations

import pytest
from doors import HERE, PAGE
from starlette.requests import HTTPConnection
from starlette.websockets import WebSocketDisconnect

from dashboard.guard import address_of
from dashboard.settings import Settings

PUBLIC = Settings(public_url="https://sandbox.example.org")


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1:8501", "[::1]:8501", "localhost", "LOCALHOST:9000"])
def test_on_this_machine_it_goes_by_this_machines_names(house, host):
    """On any port: it may be forwarded."""
    assert 200 == house.browser().get("/sign-in", headers={"host": host}).status_code


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "localhost@evil.example", "", "localhost:x"]
)
def test_under_another_name_it_is_not_there(house, host):
    """A name that somebody points at this machine opens nothing."""
    answer = house.browser().get("/sign-in", headers={"host": host})
    assert 400 == answer.status_code


@pytest.mark.parametrize(("host", "status"), [("sandbox.example.org", 200), ("sandbox.example.org:443", 200)])
def test_in_public_it_goes_by_its_public_name(public_house, host, status):
    """With the port that the scheme means, said or not."""
    assert status == public_house.browser().get("/sign-in", headers={"host": host}).status_code


@pytest.mark.parametrize("host", ["localhost:8501", "sandbox.example.org:8443", "other.example.org"])
def test_in_public_it_goes_by_no_other_name(public_house, host):
    """Not even by this machine's."""
    assert 400 == public_house.browser().get("/sign-in", headers={"host": host}).status_code


def test_whoever_watches_the_app_may_ask_for_its_health_from_this_machine(public_house):
    """A check inside a container knows no public name."""
    answer = public_house.browser().get("/api/health", headers={"host": "127.0.0.1:8501"})
    assert {"ok": True, "now": public_house.storage.now()} == answer.json()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin", "origin": HERE}, 401),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 401),  # a form of a page that tells no referrer
        ({"sec-fetch-site": "", "origin": HERE}, 401),
        ({"sec-fetch-site": "same-origin", "origin": "http://localhost:9999"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": HERE}, 403),
        ({"sec-fetch-site": "same-site", "origin": HERE}, 403),
        ({"sec-fetch-site": "none", "origin": HERE}, 403),
        ({"sec-fetch-site": "", "origin": "null"}, 403),
        ({"sec-fetch-site": "", "origin": "https://evil.example"}, 403),
        ({"sec-fetch-site": "", "origin": ""}, 403),
    ],
)
def test_what_changes_something_must_come_from_the_apps_own_pages(house, headers, status):
    """The browser says where a request comes from; one that does not say is refused."""
    browser = house.browser()
    for name, value in headers.items():
        browser.headers.pop(name, None)
        if value:
            browser.headers[name] = value
    assert status == browser.post("/sign-in", data={"name": "x"}).status_code


def test_another_site_may_link_here_but_not_read_along(house):
    """A link from a mail opens a page; a script or a picture elsewhere gets nothing."""
    elsewhere = {"sec-fetch-site": "cross-site"}
    assert 200 == house.browser().get("/sign-in", headers=PAGE | elsewhere).status_code
    assert 403 == house.browser().get("/sign-in", headers=elsewhere | {"sec-fetch-mode": "no-cors"}).status_code


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://localhost:1"])
def test_a_websocket_must_come_from_the_apps_own_pages(house, origin):
    """It would carry the cookie from any site otherwise."""
    browser = house.browser()
    del browser.headers["origin"]
    more = {"origin": origin} if origin else {}
    with pytest.raises(WebSocketDisconnect) as refused, browser.websocket_connect("/_stcore/stream", headers=more):
        pass
    assert 1008 == refused.value.code


def test_a_websocket_of_the_apps_own_page_is_let_through(house):
    """With the origin that the browser gives."""
    with house.browser().websocket_connect("ws://localhost:8501/_stcore/stream") as socket:
        assert "streamlit" == socket.receive_text()


def test_a_body_above_the_limit_is_refused_before_it_is_read(house):
    """By what it says about itself."""
    assert 413 == house.browser().post("/sign-in", content=b"x" * 65_537).status_code
    assert 401 == house.browser().post("/sign-in", content=b"x" * 65_536).status_code


def test_a_body_that_does_not_say_how_long_it_is_is_cut_off(house):
    """Chunk by chunk, the limit holds."""

    def chunks():
        for _ in range(100):
            yield b"x" * 1000

    assert 413 == house.browser().post("/sign-in", content=chunks()).status_code


def test_every_answer_carries_the_headers_that_protect(house):
    """Pages, refusals and errors alike."""
    for path in ("/sign-in", "/nowhere", "/exercise", "/join/x"):
        found = house.browser().get(path).headers
        assert "nosniff" == found["x-content-type-options"]
        assert "DENY" == found["x-frame-options"]
        assert "strict-origin" == found["referrer-policy"]
        assert "frame-ancestors 'none'" in found["content-security-policy"]
        assert "unsafe" not in found["content-security-policy"]
        assert "no-store" == found["cache-control"]
        assert "strict-transport-security" not in found


def test_streamlits_pages_may_run_their_own_scripts_alone(house):
    """Inline styles yes, inline scripts only the known one, and no word to another site."""
    policy = house.browser().get("/").headers["content-security-policy"]
    scripts = next(one for one in policy.split("; ") if one.startswith("script-src"))
    assert "unsafe-inline" not in scripts
    assert "'unsafe-eval'" not in scripts
    assert "connect-src 'self' ws://localhost:8501" in policy
    assert "frame-ancestors 'none'" in policy


def test_behind_https_browsers_are_told_to_stay_there(public_house):
    """For a year."""
    found = public_house.browser().get("/sign-in").headers
    assert "max-age=31536000" == found["strict-transport-security"]


def test_nobody_elses_page_is_allowed_to_read(house, monkeypatch):
    """Whatever the routes behind say, no answer allows another origin."""
    import doors  # noqa: PLC0415
    from starlette.responses import PlainTextResponse  # noqa: PLC0415

    async def open_to_all(scope, receive, send):
        await PlainTextResponse("x", headers={"Access-Control-Allow-Origin": "*", "Server": "x"})(scope, receive, send)

    monkeypatch.setattr(doors, "_streamlit", open_to_all)
    found = house.browser().get("/").headers
    assert "access-control-allow-origin" not in found
    assert "server" not in found


def test_a_database_that_is_away_is_said_without_details(house, monkeypatch, caplog):
    """Nobody passes, and nobody sees why; the log does."""
    from dashboard.identity import Identity  # noqa: PLC0415

    def fail(*_):
        raise RuntimeError("no connection to db.internal")

    monkeypatch.setattr(Identity, "visitor_of", fail)
    answer = house.browser().get("/", headers=PAGE)
    assert 503 == answer.status_code
    assert "can&#x27;t reach its database" in answer.text
    assert "internal" not in answer.text
    assert "db.internal" in caplog.text


@pytest.mark.parametrize(
    ("settings", "client", "forwarded", "address"),
    [
        (PUBLIC, "127.0.0.1", "198.51.100.9", "198.51.100.9"),
        (PUBLIC, "127.0.0.1", "6.6.6.6, 198.51.100.9", "198.51.100.9"),  # the first was said by the visitor
        (PUBLIC, "127.0.0.1", "", "127.0.0.1"),
        (PUBLIC, "203.0.113.5", "198.51.100.9", "203.0.113.5"),
        (Settings(), "127.0.0.1", "198.51.100.9", "127.0.0.1"),
    ],
)
def test_only_a_proxy_on_this_machine_is_believed_about_addresses(settings, client, forwarded, address):
    """And only the last one it names, which it saw itself."""
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    scope = {"type": "http", "client": (client, 1), "headers": headers}
    assert address == address_of(HTTPConnection(scope), settings)


@pytest.mark.parametrize("standing", ["local", "nobody", "manager"])
@pytest.mark.parametrize("path", ["/exercise", "/questionnaire"])
def test_who_comes_back_to_a_candidates_page_is_told_the_way_in(house, public_house, standing, path):
    """After "Leave on this device" the browser is somebody else's again; the link of the invitation opens the page."""
    where = house if standing == "local" else public_house
    answer = where.visitor(standing).get(path, headers=PAGE)
    assert answer.status_code == (401 if standing == "nobody" else 403)
    assert "Open the link of your invitation again; what you wrote is saved." in answer.text


def test_programs_get_json_and_people_get_a_page(house):
    """The candidate's page reads the code; a person reads a sentence."""
    assert {"ok": False, "code": "not_yours", "says": "Your sign-in does not open this page."} == (
        house.browser().get("/api/exercise").json()
    )
    page = house.browser(house.candidate_token()).get("/", headers=PAGE)
    assert 403 == page.status_code
    assert 'href="/exercise">Back to the exercise' in page.text
