"""Every route of the app, Streamlit's included, called by everybody: exactly those get through who are meant to."""

from __future__ import annotations

import asyncio

import pytest
from doors import HERE
from starlette.routing import Mount, WebSocketRoute
from streamlit.runtime import Runtime

from dashboard.app import unguarded
from dashboard.guard import Guard
from dashboard.identity import COOKIE, Identity
from dashboard.menu import PAGES
from dashboard.settings import Settings

NOBODY, CANDIDATE = frozenset({"nobody"}), frozenset({"candidate"})
TEAM = frozenset({"owner", "manager", "rater", "rep"})
MANAGERS = frozenset({"owner", "manager"})
ALL = TEAM | NOBODY | CANDIDATE
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "WEBSOCKET")

# Written down here once more, by hand: who may do what. Whatever is not here must be closed to everybody.
READ = {
    "/api/health": ALL,
    "/sign-in": ALL,
    "/sign-in/sso": ALL,
    "/sign-in/sso/back": ALL,
    "/sign-out": TEAM | NOBODY,
    "/leave": CANDIDATE | NOBODY,
    "/join/{token}": ALL,
    "/web/entry.css": ALL,
    "/exercise": CANDIDATE,
    "/api/exercise": CANDIDATE,
    "/api/exercise/poll": CANDIDATE,
    "/api/exercise/groups": CANDIDATE,
    "/questionnaire": CANDIDATE,
    "/api/questionnaire": CANDIDATE,
    "/web/{path}": CANDIDATE | MANAGERS | {"rep"},
    "/": TEAM,
    "/plan": MANAGERS | {"rep"},
    "/scenario": MANAGERS | {"rep"},
    "/compare": MANAGERS | {"rep"},
    "/cost": MANAGERS | {"rep"},
    "/replay": MANAGERS | {"rep"},
    "/library": MANAGERS | {"rep"},
    "/practise": MANAGERS | {"rep"},
    "/debrief": MANAGERS | {"rep"},
    "/cohort": MANAGERS,
    "/practice/{shift}": MANAGERS | {"rep"},
    "/api/practice/{shift}": MANAGERS | {"rep"},
    "/api/practice/{shift}/poll": MANAGERS | {"rep"},
    "/rounds": MANAGERS,
    "/round": MANAGERS,
    "/results": MANAGERS,
    "/scorecard": MANAGERS,
    "/rate": MANAGERS | {"rater"},
    "/api/exports/rounds/{round_id}/{kind}.csv": MANAGERS,
    "/api/exports/candidates/{candidate_id}.pdf": MANAGERS,
    "/static/{path}": TEAM,
    "/favicon.png": TEAM,
    "/manifest.json": TEAM,
    "/media/{file_id:path}": TEAM,
    "/component/{path:path}": TEAM,
    "/_stcore/health": TEAM,
    "/_stcore/host-config": TEAM,
    "/_stcore/bidi-components/{path:path}": TEAM,
}
CHANGE = {
    ("POST", "/sign-in"): ALL,
    ("POST", "/sign-out"): TEAM | NOBODY,
    ("POST", "/leave"): CANDIDATE | NOBODY,
    ("POST", "/join/{token}"): ALL,
    ("POST", "/api/exercise/act"): CANDIDATE,
    ("POST", "/api/exercise/groups"): CANDIDATE,
    ("POST", "/api/questionnaire/act"): CANDIDATE,
    ("POST", "/api/practice/{shift}/act"): MANAGERS | {"rep"},
    ("PUT", "/_stcore/upload_file/{session_id}/{file_id}"): MANAGERS | {"rep"},
    ("DELETE", "/_stcore/upload_file/{session_id}/{file_id}"): MANAGERS | {"rep"},
    ("WEBSOCKET", "/_stcore/stream"): TEAM,
}
ALLOWED = {(method, path): who for path, who in READ.items() for method in ("GET", "HEAD")} | CHANGE

UNLISTED = (
    "/index.html",
    "/anything",
    "/static",
    "/web/",
    "/join/",
    "/join/x/y",
    "/exercise/",
    "/rounds/",
    "/rounds/_stcore/stream",
    "/_stcore",
    "/_stcore/",
    "/_stcore/stream/x",
    "/auth/login",
    "/oauth2callback",
    "/app/static/x",
    "/docs",
    "/openapi.json",
    "/.env",
    "/dashboard/script.py",
)


@pytest.fixture(scope="module")
def routes(tmp_path_factory, sqlite_files):
    """Give the path of every route that the real app has, Streamlit's included."""
    from trainee_exercises.storage import Storage  # noqa: PLC0415

    storage = Storage(sqlite_files.new(tmp_path_factory.mktemp("routes") / "sandbox.db"))
    app = unguarded(Identity(storage, Settings()))._build_starlette_app()
    yield [(one.path, isinstance(one, WebSocketRoute)) for one in app.routes if not isinstance(one, Mount) or one.path]
    Runtime._instance = None
    storage.close()


class Inside:
    """What stands behind the guard: notes that it was reached."""

    def __init__(self):
        self.reached = False

    async def __call__(self, scope, _receive, send):
        """Answer like any page."""
        self.reached = True
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})
        else:
            await send({"type": "websocket.accept"})


async def gets_through(house, token, method, path, raw=None):
    """Call the guard as a server would; return whether the app behind it was reached."""
    inside = Inside()
    headers = {"host": HERE.removeprefix("http://"), "origin": HERE, "sec-fetch-site": "same-origin"}
    if token:
        headers["cookie"] = f"{COOKIE}={token}"
    scope = {
        "type": "websocket" if method == "WEBSOCKET" else "http",
        "method": method,
        "path": path,
        "raw_path": raw or path.encode(),
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
    }

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_message):
        pass

    await Guard(inside, Identity(house.storage, house.settings))(scope, receive, send)
    return inside.reached


@pytest.fixture
def tokens(house):
    """Give a token for everybody there is."""
    return {role: house.token_of(role) for role in sorted(TEAM)} | {"candidate": house.candidate_token()}


def _like(path):
    """Return a path that the template *path* means."""
    for name in ("{path:path}", "{file_id:path}", "{path}"):
        path = path.replace(name, "some.js")
    for name in ("{round_id}", "{kind}", "{candidate_id}", "{shift}"):
        path = path.replace(name, "a1")
    return path.replace("{token}", "some.token").replace("{session_id}", "a1").replace("{file_id}", "b2")


def _who_gets_through(house, tokens, method, path):
    everybody = {"nobody": None} | tokens

    async def ask():
        return {one for one, token in everybody.items() if await gets_through(house, token, method, path)}

    return asyncio.run(ask())


def test_every_route_lets_in_exactly_whom_it_should(house, tokens, routes):
    """Every path of the app x every method x everybody: as written above, and nothing else."""
    paths = sorted({path for path, _ in routes} | set(READ) | {path for _, path in CHANGE})
    found = {
        (method, path): _who_gets_through(house, tokens, method, _like(path)) for path in paths for method in METHODS
    }
    wanted = {key: set(ALLOWED.get(key, ())) for key in found}
    assert wanted == found
    assert len(paths) > 30


def test_the_table_above_names_no_route_that_is_not_there(routes):
    """What a page needs and what the app has are the same; files and pages come from Streamlit's mount."""
    there = {path for path, _ in routes} | {"/web/{path}"}
    pages = {one.url for one in PAGES}
    assert pages <= {path for _, path in ALLOWED}
    files = {"/static/{path}", "/favicon.png", "/manifest.json"}
    assert set() == ({path for _, path in ALLOWED} - there - pages - files)
    assert "/web" in there


def test_what_is_not_in_the_table_is_closed_to_everybody(house, tokens):
    """Also what Streamlit would answer with its first page."""
    let_in = {
        (method, path): who
        for path in UNLISTED
        for method in ("GET", "POST", "WEBSOCKET")
        if (who := _who_gets_through(house, tokens, method, path))
    }
    assert {} == let_in


TRICKS = (
    b"//",
    b"//evil.example/",
    b"//rounds",
    b"/./",
    b"/../rounds",
    b"/web/../rounds",
    b"/web/..%2frounds",
    b"/web/%2e%2e/rounds",
    b"/web/..%5c..%5csecret.key",
    b"/web/....//rounds",
    b"/web//entry.css",
    b"/web/.hidden",
    b"/%72ounds",
    b"/rounds%2f",
    b"/rounds%00",
    b"/rounds/.",
    b"/rounds;x",
    b"/ROUNDS",
    b"/Rounds",
    b"/rounds.",
    b"/rounds ",
    b"\\rounds",
    b"/\\rounds",
    b"rounds",
    b"",
    b"/_stcore%2fstream",
    b"/_STCORE/stream",
    b"/join/../rounds",
    b"/join/%2e%2e%2frounds",
    b"/api/exercise/../../rounds",
    b"/exercise%2e",
    b"http://localhost:8501/rounds",
    "/round\u017f".encode(),
)


@pytest.mark.parametrize("raw", TRICKS, ids=repr)
def test_a_path_in_disguise_is_no_path(house, tokens, raw):
    """However the server decodes it: only the plain spelling of a path is one, for owners too."""
    for path in ("/rounds", "/", raw.decode("latin-1")):
        for token in (None, tokens["candidate"], tokens["owner"]):
            for method in ("GET", "WEBSOCKET"):
                assert not asyncio.run(gets_through(house, token, method, path, raw or b"?"))


def test_a_request_without_a_raw_path_is_judged_by_its_path(house, tokens):
    """Some servers hand over none."""
    assert asyncio.run(gets_through(house, tokens["owner"], "GET", "/rounds", b""))


def test_on_this_machine_without_users_all_but_the_candidates_page_is_open(house):
    """Local use needs no sign-in."""
    everything = _who_gets_through(house, {}, "GET", "/rounds"), _who_gets_through(house, {}, "GET", "/exercise")
    assert ({"nobody"}, set()) == everything
