"""The voluntary questions about groups: after the end, for candidates alone, taken back by an empty answer."""

from __future__ import annotations

import pytest
from round_builder import a_candidate, a_round, started
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.identity import NOBODY, Visitor
from dashboard.routes import group_answers
from trainee_exercises.hiring.attempts import Attempts
from trainee_exercises.storage import tables as t

HERE = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
PATH = "/api/exercise/groups"


def a_client(storage, visitor=None, minutes_later=31):
    """Return a client of the route for a candidate who started *minutes_later* minutes ago."""
    candidate = a_candidate(storage, a_round(storage))
    started(storage, candidate)
    storage.now.forward(minutes_later * 60_000)
    visitor = visitor or Visitor("candidate", None, candidate.id, None, "")
    return TestClient(Starlette(routes=group_answers.routes(storage, Attempts(storage), lambda _request: visitor)))


def kept(storage):
    """Return all group answers of the database."""
    with storage.read() as connection:
        return list(connection.execute(select(t.group_answers.c.answers)).scalars())


def test_the_questions_come_after_the_end(sqlite_storage):
    """None while the clock runs."""
    client = a_client(sqlite_storage, minutes_later=10)
    assert [] == client.get(PATH).json()["questions"]
    assert 409 == client.post(PATH, json={"answers": {"sex": "female"}}, headers=HERE).status_code
    assert [] == kept(sqlite_storage)


def test_answers_are_kept_and_can_be_taken_back(sqlite_storage):
    """The last answers count; none at all leave nothing behind."""
    client = a_client(sqlite_storage)
    assert ["sex", "ethnicity", "age"] == [one["id"] for one in client.get(PATH).json()["questions"]]
    assert 200 == client.post(PATH, json={"answers": {"sex": "female", "age": "under_40"}}, headers=HERE).status_code
    assert [{"sex": "female", "age": "under_40"}] == kept(sqlite_storage)
    assert 200 == client.post(PATH, json={"answers": {}}, headers=HERE).status_code
    assert [] == kept(sqlite_storage)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b'{"answers": {"sex": 1}}', 400),
        (b'{"answers": {"sex": "' + b"x" * 5000 + b'"}}', 400),
        (b'{"answers": {"sex": "robot"}}', 409),
        (b'{"answers": {"shoe_size": "44"}}', 409),
    ],
)
def test_what_was_not_asked_is_not_kept(sqlite_storage, body, status):
    """Malformed, too long, or no answer to a question of the round: refused."""
    client = a_client(sqlite_storage)
    assert status == client.post(PATH, content=body, headers=HERE).status_code
    assert [] == kept(sqlite_storage)


def test_another_candidates_page_in_the_same_browser_answers_for_nobody_else(sqlite_storage):
    """A page that says whose it is, and is not of who is signed in: refused."""
    client = a_client(sqlite_storage)
    answer = client.post(PATH, json={"answers": {"sex": "female"}, "candidate": "somebody-else"}, headers=HERE)
    assert (403, "other_candidate") == (answer.status_code, answer.json()["code"])
    assert [] == kept(sqlite_storage)


@pytest.mark.parametrize("visitor", [NOBODY, Visitor("staff", "u1", None, "owner", "ada")])
def test_nobody_but_a_candidate_is_asked(sqlite_storage, visitor):
    """The team neither answers nor reads here."""
    client = a_client(sqlite_storage, visitor)
    assert (403, 403) == (
        client.get(PATH).status_code,
        client.post(PATH, json={"answers": {}}, headers=HERE).status_code,
    )


def test_a_post_from_another_site_is_refused(sqlite_storage):
    """Nobody else's page answers in a candidate's place."""
    client = a_client(sqlite_storage)
    headers = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    assert 403 == client.post(PATH, json={"answers": {"sex": "male"}}, headers=headers).status_code
    assert [] == kept(sqlite_storage)
