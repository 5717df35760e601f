"""The routes of the candidate's page: who may, what is well-formed, and which status says what."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from round_builder import a_candidate, a_round
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.identity import NOBODY, THIS_MACHINE, Visitor
from dashboard.routes import exercise
from trainee_exercises.hiring.attempts import Attempts

DEVICE = "0123456789abcdef"
HERE = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}


@contextmanager
def page_of(storage, visitor=None):
    """Give a client of the routes alone, signed in as *visitor*, or as a new candidate."""
    candidate = a_candidate(storage, a_round(storage))
    visitor = visitor or Visitor("candidate", None, candidate.id, None, "")
    app = Starlette(routes=exercise.routes(Attempts(storage), lambda _request: visitor))
    with TestClient(app) as client:
        client.candidate = candidate
        yield client


def act(client, action, headers=None, device=DEVICE):
    """Post an action as the page does."""
    return client.post("/api/exercise/act", json={"device": device, "action": action}, headers=headers or HERE)


def begin(client):
    """Acknowledge and start."""
    for action in ({"kind": "acknowledge", "privacy": True, "ai_rule": "disclose"}, {"kind": "start"}):
        assert act(client, action).status_code == 200


def a_save(revision=1, text="hello"):
    """Return a save to the first question."""
    return {"kind": "save", "question": "a01", "field": "reply", "revision": revision, "text": text}


def test_the_page_allows_scripts_and_styles_of_its_own_files_alone(sqlite_storage):
    """No inline script or style, and its policy would stop one."""
    with page_of(sqlite_storage) as client:
        answer = client.get("/exercise")
    assert answer.status_code == 200
    assert "script-src 'self'; style-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "no-store" == answer.headers["cache-control"]
    assert " style=" not in answer.text


def test_the_files_of_the_page_are_there(sqlite_storage):
    """Each script that the page or another script names is served."""
    with page_of(sqlite_storage) as client:
        named = [path.name for path in exercise._WEB.glob("*.js")]
        statuses = {client.get(f"/web/{name}").status_code for name in [*named, "exercise.css", "icon.svg"]}
    assert {200} == statuses


@pytest.mark.parametrize("visitor", [NOBODY, THIS_MACHINE, Visitor("staff", "u1", None, "owner", "ada")])
@pytest.mark.parametrize("path", ["/exercise", f"/api/exercise?device={DEVICE}", f"/api/exercise/poll?device={DEVICE}"])
def test_nobody_but_a_candidate_gets_the_page(sqlite_storage, visitor, path):
    """Not signed in, on this machine, of the team: 403."""
    with page_of(sqlite_storage, visitor) as client:
        assert 403 == client.get(path).status_code


@pytest.mark.parametrize("visitor", [NOBODY, THIS_MACHINE, Visitor("staff", "u1", None, "owner", "ada")])
def test_nobody_but_a_candidate_acts(sqlite_storage, visitor):
    """Not signed in, on this machine, of the team: 403."""
    with page_of(sqlite_storage, visitor) as client:
        assert 403 == act(client, {"kind": "start"}).status_code


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
        {"sec-fetch-site": "same-site", "origin": "http://other.testserver"},
        {"sec-fetch-site": "none"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"accept": "*/*"},
    ],
)
def test_a_post_from_another_site_is_refused_and_does_nothing(sqlite_storage, headers):
    """Neither another site nor a program that does not say where from: 403, and no event."""
    with page_of(sqlite_storage) as client:
        begin(client)
        assert 403 == act(client, a_save(), headers).status_code
        assert "" == Attempts(sqlite_storage).attempt(client.candidate.id).answer("a01").reply


def test_a_browser_that_sends_the_origin_alone_is_believed(sqlite_storage):
    """Older browsers have no Sec-Fetch-Site; their Origin must be the host's."""
    with page_of(sqlite_storage) as client:
        answer = act(
            client, {"kind": "acknowledge", "privacy": True, "ai_rule": "disclose"}, {"origin": "http://testserver"}
        )
    assert 200 == answer.status_code


def test_the_view_before_the_start_holds_no_question(sqlite_storage):
    """Only how many there will be; nothing of what they say."""
    with page_of(sqlite_storage) as client:
        answer = client.get(f"/api/exercise?device={DEVICE}")
    view = answer.json()
    assert ("before", [], 20) == (view["phase"], view["questions"], view["n_questions"])
    assert "fake" not in answer.text
    assert client.candidate.id == view["candidate"]
    assert "no-store" == answer.headers["cache-control"]


def test_what_is_saved_is_in_the_next_view(sqlite_storage):
    """A save is answered with its revision and stands in the view afterwards."""
    with page_of(sqlite_storage) as client:
        begin(client)
        saved = act(client, a_save(3, "hello")).json()
        first = client.get(f"/api/exercise?device={DEVICE}").json()["questions"][0]
    assert {"question": "a01", "field": "reply", "revision": 3, "late": False} == saved["saved"]
    assert {"text": "hello", "revision": 3} == first["reply"]


def test_a_save_in_the_seconds_of_grace_is_named_late_in_the_view(sqlite_storage):
    """Taken at one second after the end; the page can say so."""
    with page_of(sqlite_storage) as client:
        begin(client)
        sqlite_storage.now.forward(30 * 60_000 + 1000)
        assert act(client, a_save()).json()["saved"]["late"] is True
        view = client.get(f"/api/exercise?device={DEVICE}").json()
    assert ("over", ["a01"]) == (view["phase"], [one["id"] for one in view["questions"] if one["late"]])


def test_a_refusal_says_why_and_how_things_stand(sqlite_storage):
    """409 with the code, the words for people, and clock, phase and device."""
    with page_of(sqlite_storage) as client:
        begin(client)
        sqlite_storage.now.forward(31 * 60_000)
        answer = act(client, a_save())
    assert 409 == answer.status_code
    told = answer.json()
    assert (False, "over", "over", True) == (told["ok"], told["code"], told["phase"], told["device"]["active"])
    assert told["says"].startswith("The time is over.")


def test_a_page_of_somebody_else_in_the_same_browser_writes_nothing(sqlite_storage):
    """Two candidates at one computer: what the first one's page still sends is not taken for the second one's words."""
    with page_of(sqlite_storage) as client:
        begin(client)
        body = {"device": DEVICE, "action": a_save()}
        answers = [
            client.post("/api/exercise/act", json=body | {"candidate": who}, headers=HERE)
            for who in ("somebody-else", client.candidate.id)
        ]
        poll = client.get(f"/api/exercise/poll?device={DEVICE}").json()
    assert [(403, "other_candidate"), (200, None)] == [(one.status_code, one.json().get("code")) for one in answers]
    assert client.candidate.id == poll["candidate"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"[" * 100_000, "application/json"),
        (b"[]", "application/json"),
        (b'{"device": "0123456789abcdef"}', "application/json"),
        (b'{"device": "short", "action": {"kind": "start"}}', "application/json"),
        (b'{"device": "0123456789abcdef", "action": "start"}', "application/json"),
        (b'{"device": "0123456789abcdef", "action": {"kind": "start"}, "candidate": 1}', "application/json"),
        (b'{"device": "0123456789abcdef", "action": {"kind": "explode"}}', "application/json"),
        (b'{"device": "0123456789abcdef", "action": {"kind": "start", "more": 1}}', "application/json"),
        (b'{"device": "0123456789abcdef", "action": {"kind": "start"}}', "application/x-www-form-urlencoded"),
    ],
)
def test_what_is_malformed_is_refused_with_a_reason(sqlite_storage, body, kind):
    """400, and a sentence; nothing is taken for something else."""
    with page_of(sqlite_storage) as client:
        answer = client.post("/api/exercise/act", content=body, headers=HERE | {"content-type": kind})
    assert (400, "malformed") == (answer.status_code, answer.json()["code"])
    assert answer.json()["says"]


def test_a_beacon_may_call_itself_plain_text(sqlite_storage):
    """Some browsers send a page's last words as text/plain."""
    with page_of(sqlite_storage) as client:
        body = (
            '{"device": "0123456789abcdef", "action": {"kind": "acknowledge", "privacy": true, "ai_rule": "disclose"}}'
        )
        headers = HERE | {"content-type": "text/plain;charset=UTF-8"}
        assert 200 == client.post("/api/exercise/act", content=body, headers=headers).status_code


def test_a_body_that_is_too_large_is_refused_before_it_is_read_as_a_whole(sqlite_storage):
    """413 as soon as the limit is passed, also where no length is announced."""
    with page_of(sqlite_storage) as client:
        headers = HERE | {"content-type": "application/json"}
        answer = client.post("/api/exercise/act", content=(b" " * 65_536 for _ in range(5)), headers=headers)
    assert (413, "too_long") == (answer.status_code, answer.json()["code"])


def test_a_text_of_the_full_length_is_taken_in_any_script(sqlite_storage):
    """20,000 characters of three bytes each are saved whole."""
    with page_of(sqlite_storage) as client:
        begin(client)
        assert 200 == act(client, a_save(text="語" * 20_000)).status_code
        assert "語" * 20_000 == Attempts(sqlite_storage).attempt(client.candidate.id).answer("a01").reply


@pytest.mark.parametrize("path", ["/api/exercise", "/api/exercise/poll"])
@pytest.mark.parametrize(
    "device", ["", "?device=", "?device=short", "?device=0123456789abcde%2F", "?device=" + "a" * 65]
)
def test_a_view_needs_a_device(sqlite_storage, path, device):
    """Without a device nobody could be told to be the one that writes."""
    with page_of(sqlite_storage) as client:
        assert 400 == client.get(path + device).status_code


@pytest.mark.parametrize(
    "path", ["/web/../routes/exercise.py", "/web/%2e%2e/app.py", "/web/..%2fapp.py", "/web/", "/web/none.js"]
)
def test_only_files_of_the_page_are_served(sqlite_storage, path):
    """No path leads out of the folder, and the folder is not listed."""
    with page_of(sqlite_storage) as client:
        assert 404 == client.get(path).status_code


def test_somebody_who_was_erased_is_told_so(sqlite_storage):
    """A candidate who is not there any more gets a sentence, not an error page."""
    with page_of(sqlite_storage, Visitor("candidate", None, "gone", None, "")) as client:
        answer = client.get(f"/api/exercise?device={DEVICE}")
    assert (403, "not_there") == (answer.status_code, answer.json()["code"])
