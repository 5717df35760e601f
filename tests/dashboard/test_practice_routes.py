"""The routes of the desk of a practice shift: who may, what is well-formed, and which status says what."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.identity import Visitor
from dashboard.routes import practice
from trainee_exercises.practice import earlier
from trainee_exercises.practice.memory import Memory
from trainee_exercises.practice.shifts import Shifts
from trainee_exercises.practice.wish import Wish

ANA, BEN = Visitor("staff", "u1", None, "rep", "ana"), Visitor("staff", "u2", None, "owner", "ben")
HERE = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}


@contextmanager
def desk_of(storage, visitor=ANA, patience=5.0):
    """Give a client of the routes alone, signed in as *visitor*; `shift` is one of Ana's, not begun."""
    shifts = Shifts(storage, Memory(patience))
    app = Starlette(routes=practice.routes(lambda: shifts, lambda _request: visitor))
    with TestClient(app) as client:
        client.shifts = shifts
        client.shift = shifts.begin(Wish(3, 1), ANA.actor, "Ana")
        yield client


def act(client, action=None, since=0, headers=None, shift=None, **how):
    """Post an action as the page does."""
    body = how or {"json": {"action": action or {"kind": "start"}, "since": since}}
    return client.post(f"/api/practice/{shift or client.shift}/act", headers=headers or HERE, **body)


def test_a_shift_is_shown_polled_and_acted_in(sqlite_storage):
    """200, never stored by the browser, and the page with a policy that allows its own files alone."""
    with desk_of(sqlite_storage) as client:
        page, view = client.get(f"/practice/{client.shift}"), client.get(f"/api/practice/{client.shift}")
        assert [200, 200] == [page.status_code, view.status_code]
        assert "script-src 'self'; style-src 'self'" in page.headers["content-security-policy"]
        assert "unsafe" not in page.headers["content-security-policy"]
        assert ["no-store"] * 2 == [one.headers["cache-control"] for one in (page, view)]
        assert ("before", "Ana") == (view.json()["phase"], view.json()["rep"])
        done = act(client).json()
        assert (True, "running") == (done["ok"], done["phase"])
        told = client.get(f"/api/practice/{client.shift}/poll?since={done['last']}")
        assert (200, {}) == (told.status_code, told.json()["cases"])


@pytest.mark.parametrize("shift", ["0" * 16, "x" * 16, "0" * 15, "0" * 17, "..%2f..%2fetc", "%00", "A" * 16])
def test_a_wrong_id_is_a_sentence(sqlite_storage, shift):
    """404 everywhere, whether it is no id or nobody's."""
    with desk_of(sqlite_storage) as client:
        for answer in (client.get(f"/api/practice/{shift}"), client.get(f"/api/practice/{shift}/poll?since=0"),
                       act(client, shift=shift)):  # fmt: skip
            assert 404 == answer.status_code
            if answer.headers["content-type"] == "application/json":
                assert "There is no such shift; choose one on the page Practise." == answer.json()["says"]


def test_the_page_of_no_shift_is_not_there(sqlite_storage):
    """The page itself holds nothing of anybody, so that any id of the right form gets it."""
    with desk_of(sqlite_storage) as client:
        assert [404, 200] == [client.get(f"/practice/{one}").status_code for one in ("nothing", "0" * 16)]


def test_somebody_elses_shift_is_closed_also_to_an_owner(sqlite_storage):
    """Not shown, not polled, not acted in: first tries are a rep's own."""
    with desk_of(sqlite_storage, BEN) as client:
        for answer in (client.get(f"/api/practice/{client.shift}"),
                       client.get(f"/api/practice/{client.shift}/poll?since=0"), act(client)):  # fmt: skip
            assert (404, "This shift is somebody else's.") == (answer.status_code, answer.json()["says"])
    assert "before" == Shifts(sqlite_storage).view(client.shift, ANA.actor)["phase"]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site", "origin": "http://testserver"}, {"origin": "http://evil.example"},
        {"sec-fetch-site": "same-site", "origin": "http://other.testserver"}, {"origin": "null"}, {"accept": "*/*"},
    ],
)  # fmt: skip
def test_a_post_from_another_site_does_nothing(sqlite_storage, headers):
    """403, and the shift has not begun."""
    with desk_of(sqlite_storage) as client:
        answer = act(client, headers=headers)
        assert (403, "other_site") == (answer.status_code, answer.json()["code"])
        assert "before" == client.get(f"/api/practice/{client.shift}").json()["phase"]


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"content": "{}", "headers": HERE}, "content-type: application/json is needed"),
        ({"content": "{"}, "the body is no JSON"),
        ({"content": b"\xff\xfe"}, "the body is no JSON"),
        ({"content": "[" * 100_000}, "the body is no JSON"),
        ({"content": "[]"}, "the body has to be an object"),
        ({"content": '{"action": {}}'}, "the body has to be an object of action and since"),
        ({"content": '{"action": {}, "since": 0, "more": 1}'}, "the body has to be an object of action and since"),
        ({"content": '{"action": [], "since": 0}'}, "action: an object, since: a whole number are needed"),
        ({"content": '{"action": {}, "since": -1}'}, "action: an object, since: a whole number are needed"),
        ({"content": '{"action": {}, "since": true}'}, "action: an object, since: a whole number are needed"),
        ({"content": '{"action": {}, "since": 1.5}'}, "action: an object, since: a whole number are needed"),
    ],
)
def test_what_no_page_sends_is_malformed(sqlite_storage, how, says):
    """400 with a sentence, whatever was posted."""
    with desk_of(sqlite_storage) as client:
        headers = how.pop("headers", HERE | {"content-type": "application/json"})
        answer = act(client, headers=headers, **how)
    assert (400, "malformed", says) == (answer.status_code, answer.json()["code"], answer.json()["says"])


@pytest.mark.parametrize("action", [{}, {"kind": "dance"}, {"kind": "take", "case": "c-1"}, {"kind": "start", "x": 1}])
def test_an_action_that_there_is_not_is_malformed(sqlite_storage, action):
    """400; nothing has happened."""
    with desk_of(sqlite_storage) as client:
        answer = act(client, action=action or {"nothing": 1})
        assert (400, "malformed") == (answer.status_code, answer.json()["code"])


@pytest.mark.parametrize("since", ["", "-1", "x", "1.5", "9" * 10, "٣" * 12, "0&since=x"])
def test_a_poll_needs_a_whole_number(sqlite_storage, since):
    """400 with a sentence."""
    with desk_of(sqlite_storage) as client:
        answer = client.get(f"/api/practice/{client.shift}/poll?since={since}")
    assert (400, "since: a whole number is needed") == (answer.status_code, answer.json()["says"])


def test_a_poll_of_entries_that_are_not_there_yet_brings_nothing(sqlite_storage):
    """A page that knows more than the server, after a restored backup, is told how many there are."""
    with desk_of(sqlite_storage) as client:
        act(client)
        told = client.get(f"/api/practice/{client.shift}/poll?since=99999").json()
    assert {} == told["cases"]
    assert told["last"] < 99_999


def test_what_is_too_long_is_refused_and_nothing_is_lost(sqlite_storage):
    """413 for what no text could be, 409 with the reason for a text that is a little too long."""
    with desk_of(sqlite_storage) as client:
        case = next(iter(act(client).json()["cases"]))
        far, near = (act(client, {"kind": "reply", "case": case, "text": "x" * n}) for n in (2_000_000, 4_001))
        assert (413, "too_long") == (far.status_code, far.json()["code"])
        assert (409, False) == (near.status_code, near.json()["ok"])
        assert "A text here has 4,000 characters at most, and this has 4,001" in near.json()["says"]


def test_a_refusal_says_why(sqlite_storage):
    """409 with code and sentence."""
    with desk_of(sqlite_storage) as client:
        answer = act(client, {"kind": "status"})
    assert (409, {"ok": False, "code": "not_now", "says": "The shift has not begun yet."}) == (
        answer.status_code, answer.json()
    )  # fmt: skip


def test_a_database_that_is_gone_is_a_503_with_a_sentence(sqlite_storage, caplog):
    """What is typed stays on the page, which tries again; which file it is stands in the server's log alone."""
    with desk_of(sqlite_storage) as client:
        act(client)
        file = Path(sqlite_storage.engine.url.database)
        file.unlink()
        answer = act(client, {"kind": "status"})
    assert (503, "not_saved") == (answer.status_code, answer.json()["code"])
    assert "This can't be saved just now." in answer.json()["says"]
    assert file.name not in answer.text
    assert f"{file} was deleted or replaced" in caplog.text


def test_a_shift_that_others_are_at_is_a_503_that_the_page_tries_again(sqlite_storage):
    """Nobody waits for ever, and nothing has happened; no other shift is held back."""
    with desk_of(sqlite_storage, patience=0.01) as client:
        with client.shifts._memory.at(client.shift):
            answers = [act(client), client.get(f"/api/practice/{client.shift}")]
            other = client.shifts.begin(Wish(3, 2), ANA.actor, "Ana")
            assert 200 == act(client, shift=other).status_code
        assert [(503, "busy")] * 2 == [(one.status_code, one.json()["code"]) for one in answers]
        assert "kept in this browser and sent again" in answers[0].json()["says"]
        assert "before" == client.get(f"/api/practice/{client.shift}").json()["phase"]


def test_what_is_not_ones_own_holds_nothing_up(sqlite_storage):
    """Neither a shift that is not there nor somebody else's is locked, or waited for."""
    with desk_of(sqlite_storage, BEN, patience=0.01) as client:
        memory = client.shifts._memory
        with memory.at(client.shift):
            assert 404 == act(client).status_code
        for number in range(5):
            assert 404 == act(client, shift=f"{number:016x}").status_code
        assert {} == memory._places


@pytest.mark.parametrize(
    ("standing", "status"), [("rep", 404), ("manager", 404), ("owner", 404), ("rater", 403), ("nobody", 401)]
)
def test_the_guard_lets_in_who_practises(house, standing, status):
    """Raters and strangers do not get as far as the shift; who does, learns that there is none."""
    house.user("owner", "first")
    client = house.visitor(standing)
    answers = [
        client.get(f"/api/practice/{'0' * 16}"),
        client.post(f"/api/practice/{'0' * 16}/act", json={"action": {"kind": "start"}, "since": 0}),
    ]
    assert [status] * 2 == [one.status_code for one in answers]


def test_the_answer_of_an_act_is_json_of_moderate_size(sqlite_storage):
    """20 reps on two cores: what changed, not the whole desk."""
    with desk_of(sqlite_storage) as client:
        page = act(client).json()
        answer = act(client, {"kind": "take", "case": page["order"][0]}, since=page["last"])
    assert 1 == len(answer.json()["cases"])
    assert len(json.dumps(answer.json())) < 10_000


def test_a_shift_of_an_earlier_version_is_a_sentence(sqlite_storage, monkeypatch):
    """409 with a word by which the page leads to what was typed."""
    with desk_of(sqlite_storage) as client:
        monkeypatch.setattr(earlier, "RULES", earlier.RULES + 1)
        at = f"/api/practice/{client.shift}"
        for answer in (client.get(at), client.get(f"{at}/poll?since=0"), act(client)):
            assert (409, "earlier") == (answer.status_code, answer.json()["code"])
            assert "What you typed can be read and copied on its debrief page" in answer.json()["says"]
