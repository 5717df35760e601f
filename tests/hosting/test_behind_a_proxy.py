"""The app behind the reverse proxies of docs/hosting.md: TLS, sign-in, web sockets, joining and saving through them."""

from __future__ import annotations

import time
from contextlib import ExitStack

import httpx
import pytest
from browser.server import PASSWORD, RunningApp, free_port
from hosting.proxies import PROXIES, Hosted, nginx

from trainee_exercises.hiring.attempts import Attempts
from trainee_exercises.preflight.look import Look, look


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    """Call no save slow: this machine may be busy with other tests."""
    monkeypatch.setattr("trainee_exercises.preflight.saving._SLOW_MS", 60_000)


@pytest.fixture(scope="module", params=sorted(PROXIES))
def hosted(request, tmp_path_factory):
    """Return the app behind each proxy, with an owner who may sign in."""
    folder = tmp_path_factory.mktemp(request.param)
    with ExitStack() as stack:
        app = RunningApp(folder)
        proxy = stack.enter_context(PROXIES[request.param](folder / "proxy", app.port))
        app.options = ("--public-url", proxy.url)
        stack.callback(app.close)
        app.add_user("owner")
        app.start()
        yield Hosted(app, proxy)


def invitation(hosted):
    """Invite a candidate and return them and the path of their link."""
    invited = hosted.app.invite(name=f"Kim {time.time_ns()}")
    return invited, f"{hosted.proxy.url}/join/{invited.token}"


def test_the_look_before_a_round_finds_nothing_wrong(hosted):
    """Certificate, redirect, headers, sign-in, web sockets, cookie, saving, long replies: all ok through the proxy."""
    _, link = invitation(hosted)
    about = {"link": link, "authority": hosted.proxy.certificate.authority, "http_port": hosted.proxy.http_port}
    lines = look(Look(hosted.proxy.url, **about))
    assert {"ok"} == {line.outcome for line in lines if line.check != "backup"}, lines


def test_a_manager_signs_in_and_the_pages_come_alive(hosted, visitor):
    """The form works through the proxy, and a page of the team is drawn, which takes a web socket."""
    page = visitor(ignore_https_errors=True)
    sockets = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.goto(f"{hosted.proxy.url}/sign-in")
    page.get_by_label("Name").fill("owner@company.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text("Signed in as owner@company.example").wait_for()
    assert [hosted.proxy.url.replace("https", "wss") + "/_stcore/stream"] == sockets


def test_a_candidate_joins_and_what_they_type_is_saved(hosted, visitor):
    """From the link to a saved reply, in a browser through the proxy."""
    invited, link = invitation(hosted)
    page = visitor(ignore_https_errors=True)
    page.goto(link)
    page.get_by_role("button").first.click()
    page.wait_for_url("**/exercise")
    answer = page.evaluate(
        """async () => {
            const act = (action) => fetch("/api/exercise/act", {method: "POST",
                headers: {"content-type": "application/json"},
                body: JSON.stringify({device: "f".repeat(32), action})}).then((one) => one.json());
            const view = await fetch("/api/exercise?device=" + "f".repeat(32)).then((one) => one.json());
            await act({kind: "acknowledge", privacy: true, ai_rule: view.round.ai_rule});
            await act({kind: "start"});
            const running = await fetch("/api/exercise?device=" + "f".repeat(32)).then((one) => one.json());
            const question = running.questions[0].id;
            return [question, await act({kind: "save", question, field: "reply", revision: 1, text: "Grüße ✓"})];
        }"""
    )
    question, saved = answer
    assert saved["ok"], saved
    assert "Grüße ✓" == Attempts(hosted.app.storage()).attempt(invited.candidate_id).answer(question).reply


def test_an_invitation_does_not_stand_in_the_proxys_log(hosted):
    """Who reads the log could otherwise take a candidate's place."""
    invited, link = invitation(hosted)
    with httpx.Client(verify=False, trust_env=False, timeout=60) as client:
        assert 200 == client.get(link).status_code
        assert 200 == client.get(f"{hosted.proxy.url}/api/health").status_code
    assert invited.token not in hosted.proxy.log


def test_another_name_is_refused_through_the_proxy(hosted):
    """A request under a name that is not the app's own gets no further."""
    with httpx.Client(verify=False, trust_env=False, timeout=60) as client:
        answer = client.get(f"{hosted.proxy.url}/sign-in", headers={"Host": "evil.example"})
    assert "Password" not in answer.text


def test_failed_tries_count_by_the_visitor_not_by_what_they_claim(hosted):
    """Whatever a visitor writes into X-Forwarded-For, the proxy's own word about them is what counts."""
    with httpx.Client(verify=False, trust_env=False, timeout=60, base_url=hosted.proxy.url) as client:
        client.headers.update({"Origin": hosted.proxy.url, "Sec-Fetch-Site": "same-origin"})
        answers = [
            client.get(f"/join/wrong{i}", headers={"X-Forwarded-For": f"203.0.113.{i}"}).status_code for i in range(60)
        ]
    assert 429 in answers


def test_the_app_tells_the_visitors_of_its_proxy_apart(hosted):
    """What the proxy on this machine says about them is believed: one who fails often shuts no other's door."""
    about = {"Host": hosted.proxy.url.removeprefix("https://")}
    with httpx.Client(trust_env=False, timeout=60, base_url=hosted.app.url, headers=about) as client:
        answers = [
            client.get(f"/join/wrong{i}", headers={"X-Forwarded-For": f"203.0.113.{i}"}).status_code for i in range(40)
        ]
    assert {410} == set(answers)


def test_a_stopped_app_is_said_to_be_the_proxys_trouble(hosted):
    """The look before a round tells an app that does not run from an address that is wrong."""
    hosted.app.kill()
    try:
        about = {"authority": hosted.proxy.certificate.authority, "http_port": free_port()}
        found = {line.check: line for line in look(Look(hosted.proxy.url, **about))}
    finally:
        hosted.app.start()
    assert ("ok", "wrong") == (found["certificate"].outcome, found["health"].outcome)
    assert "the proxy does not reach the app" in found["health"].remedy


@pytest.fixture(scope="module")
def app_of_a_bad_proxy(tmp_path_factory):
    """Return the app, and the port where the proxy in front of it is to listen."""
    app, port = RunningApp(tmp_path_factory.mktemp("bad")), free_port()
    app.options = ("--public-url", f"https://localhost:{port}")
    try:
        app.add_user("owner")
        yield app.start(), port
    finally:
        app.close()


FAULTS = {
    "web sockets": {"proxy_set_header   Upgrade $http_upgrade;": ""},
    "sign-in": {"proxy_set_header   Host $http_host;": ""},
    "long replies": {"client_max_body_size 25m;": "client_max_body_size 50k;"},
}


@pytest.mark.parametrize("check", FAULTS)
def test_a_fault_of_the_proxy_is_named(app_of_a_bad_proxy, tmp_path, check):
    """Where nginx has one line of the page left out or changed, the look before a round says what does not work."""
    app, port = app_of_a_bad_proxy
    invited = app.invite()
    with nginx(tmp_path / "nginx", app.port, port, **FAULTS[check]) as bad:
        about = {"authority": bad.certificate.authority, "http_port": bad.http_port}
        lines = look(Look(bad.url, link=f"{bad.url}/join/{invited.token}", **about))
    wrong = [line.check for line in lines if line.outcome == "wrong"]
    assert [check, "invitation"] == wrong if check == "sign-in" else [check] == wrong, lines
