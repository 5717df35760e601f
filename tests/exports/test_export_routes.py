"""The downloads: who gets a file, and what it is called; checked by the route itself, whatever stands before it."""

from __future__ import annotations

import asyncio
import json

import pytest
from hiring.rating_rounds import a_team, locked
from starlette.requests import Request

from dashboard.identity import NOBODY, THIS_MACHINE, Visitor
from dashboard.routes.exports import routes
from trainee_exercises.hiring.attempts import Attempts
from trainee_exercises.storage import audit

MANAGER = Visitor("staff", "m1", None, "manager", "m1")


@pytest.fixture
def team(sqlite_storage):
    """Give a round with one locked rating."""
    made = a_team(sqlite_storage)
    locked(made)
    return made


def asked(team, who, which, **path):
    """Return the answer of one of the two routes to *who*."""
    found = routes(team.storage, Attempts(team.storage), lambda _request: who)[which]
    request = Request({"type": "http", "method": "GET", "path": "/", "headers": [], "path_params": path})
    return asyncio.run(found.endpoint(request))


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (NOBODY, 403),
        (Visitor("candidate", None, "c1", None, ""), 403),
        (Visitor("staff", "r1", None, "rater", "r1"), 403),
        (Visitor("staff", "x", None, "rep", "x"), 403),
        (MANAGER, 200),
        (Visitor("staff", "o", None, "owner", "o"), 200),
        (THIS_MACHINE, 200),
    ],
)
def test_only_owners_and_managers_get_files(team, who, status):
    """Both routes check the role themselves; a refusal is in no file and leaves no line of an export."""
    assert status == asked(team, who, 0, round_id=team.round.id, kind="ratings").status_code
    assert status == asked(team, who, 1, candidate_id=team.candidates[0].id).status_code
    with team.storage.read() as connection:
        lines = [one for one in audit.lines(connection) if one.action == "exported"]

    assert (2 if status == 200 else 0) == len(lines)


def test_files_are_downloads_with_plain_names(team):
    """A CSV that spreadsheets read as UTF-8, a PDF; neither is kept by the browser."""
    table = asked(team, MANAGER, 0, round_id=team.round.id, kind="ratings")
    card = asked(team, MANAGER, 1, candidate_id=team.candidates[0].id)

    assert table.body.startswith("\ufeff".encode())
    assert 'attachment; filename="Spring-ratings.csv"' == table.headers["content-disposition"]
    assert f'attachment; filename="scorecard-{team.candidates[0].code}.pdf"' == card.headers["content-disposition"]
    assert {"no-store"} == {one.headers["cache-control"] for one in (table, card)}
    assert card.body.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("which", "path", "says"),
    [
        (0, {"round_id": "gone", "kind": "ratings"}, "no round"),
        (0, {"round_id": None, "kind": "passwords"}, "no such table"),
        (1, {"candidate_id": "gone"}, "no candidate"),
    ],
)
def test_what_is_not_there_is_a_sentence(team, which, path, says):
    """404 and why, no traceback."""
    answer = asked(team, MANAGER, which, **path)

    assert 404 == answer.status_code
    assert says in json.loads(answer.body)["says"]
